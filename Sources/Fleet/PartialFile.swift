internal import Processes
internal import SystemPackage

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// A file of this machine that comes piece by piece: under a temporary name in its own folder, until it is whole. One that
/// is let go of before that leaves nothing.
package final class PartialFile {
    /// Temporary names begin with this; the number of the process that writes follows, and a random one.
    static let prefix = ".mbm-part-"
    /// In bytes. Pieces of boards are small.
    private static let buffered = 1 << 15

    /// Its name when it is whole.
    package let path: String
    private let temporary: String
    private var buffer: [UInt8] = []
    /// In bytes.
    private var written = 0
    private var isOver = false

    /// - Parameters:
    ///   - path: what stands there is replaced at the end.
    ///   - folder: the path's own, empty or with `/` at the end.
    /// - Throws: `FleetError.file`
    init(_ path: String, in folder: String) throws(FleetError) {
        self.path = path
        temporary = "\(folder)\(Self.prefix)\(getpid())-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        let (name, old) = (temporary, try? Stat(FilePath(path), followTargetSymlink: false))
        try LocalFile.withErrors(path) {
            let file = try FileDescriptor.open(
                FilePath(name), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
            try file.closeAfter {
                // A file that is replaced keeps its rights.
                guard let old, old.type == .regular else { return }
                guard fchmod(file.rawValue, old.permissions.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
        }
    }

    deinit { abandon() }

    /// - Throws: `FleetError.file`
    package func write(_ bytes: [UInt8]) throws(FleetError) {
        buffer += bytes
        if buffer.count >= Self.buffered { try flush() }
    }

    /// All has come: it takes its place.
    /// - Throws: `FleetError.file`; what was there stays then.
    package func finish() throws(FleetError) {
        try flush()
        // Somebody may have taken it for a leftover.
        guard (try? Stat(FilePath(temporary), followTargetSymlink: false))?.size == Int64(written) else {
            throw .file(path: path, "its temporary file was removed or changed while it came")
        }
        let error = renameFile(temporary, to: path)
        guard error == 0 else { throw .file(path: path, "\(Errno(rawValue: error))") }
        isOver = true
    }

    /// Leaves what was there.
    package func abandon() {
        guard !isOver else { return }
        isOver = true
        LocalFile.remove(temporary)
    }

    /// A descriptor is open only while something is written: there may be a file under way for each of many boards.
    private func flush() throws(FleetError) {
        let (name, bytes) = (temporary, buffer)
        guard !bytes.isEmpty else { return }
        try LocalFile.withErrors(path) {
            let file = try FileDescriptor.open(
                FilePath(name), .writeOnly, options: [.append, .noFollow, .closeOnExec, .nonBlocking])
            try file.closeAfter { _ = try file.writeAll(bytes) }
        }
        written += bytes.count
        buffer.removeAll(keepingCapacity: true)
    }

    /// Removes what killed processes have left in a folder.
    /// - Parameter folder: empty: the current one.
    static func removeLeftovers(in folder: String) {
        for name in LocalFile.names(in: folder.isEmpty ? "." : folder) where name.hasPrefix(prefix) {
            guard let process = pid_t(name.dropFirst(prefix.count).prefix { $0.isNumber }), process > 0 else {
                continue
            }
            if kill(process, 0) != 0, errno == ESRCH {
                LocalFile.remove((folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/") + name)
            }
        }
    }
}
