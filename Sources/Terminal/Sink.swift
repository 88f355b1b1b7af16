#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Takes what libedit would draw, and finds what it asks the terminal to do besides.
final class Sink {
    /// What libedit is told to write to ring the bell and to clear the screen: text never holds either.
    static let bell = "\u{7}"
    static let clearScreen = "\u{c}"

    let stream: UnsafeMutablePointer<FILE>
    private let bytes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let size: UnsafeMutablePointer<Int>

    init?() {
        bytes = .allocate(capacity: 1)
        bytes.initialize(to: nil)
        size = .allocate(capacity: 1)
        size.initialize(to: 0)
        guard let stream = open_memstream(bytes, size) else {
            bytes.deallocate()
            size.deallocate()
            return nil
        }
        self.stream = stream
    }

    deinit {
        fclose(stream)
        free(bytes.pointee)
        bytes.deallocate()
        size.deallocate()
    }

    /// - Returns: what was asked for since the last call.
    func take() -> (bell: Bool, clearScreen: Bool) {
        fflush(stream)
        let written = UnsafeBufferPointer(start: bytes.pointee, count: bytes.pointee == nil ? 0 : size.pointee)
        let found = (written.contains(7), written.contains(12))
        fseeko(stream, 0, SEEK_SET)
        return found
    }
}
