#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// Gives a file another name. What had that name is replaced: at no moment there is neither.
/// - Returns: 0, or the system's error number.
package func renameFile(_ path: String, to new: String) -> Int32 { rename(path, new) == 0 ? 0 : errno }

/// Reads a plain file in pieces, so that its size takes no memory. A link is not followed.
/// - Parameter take: gets each piece, in bytes.
/// - Returns: 0, or the system's error number.
package func readFile(_ path: String, _ take: (ArraySlice<UInt8>) -> Void) -> Int32 {
    // What is no plain file could keep us waiting.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return errno }
    defer { close(file) }
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = piece.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { return errno }
        if count == 0 { return 0 }
        take(piece[..<count])
    }
}
