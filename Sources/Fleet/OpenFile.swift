internal import SystemPackage

/// A file of this machine that is written piece by piece, and by nobody who could keep us waiting.
package final class OpenFile {
    package let path: String
    private let file: FileDescriptor

    /// Appends to a file, which is made with mode 0600 if need be.
    /// - Throws: `FleetError.file`
    package init(appendingTo path: String) throws(FleetError) {
        self.path = path
        file = try Self.open(path, [.append])
    }

    /// Replaces what a file holds. A link is not followed.
    /// - Throws: `FleetError.file`
    package init(replacing path: String) throws(FleetError) {
        self.path = path
        file = try Self.open(path, [.truncate, .noFollow])
    }

    /// Appends to a file that is there. A link is not followed.
    /// - Throws: `FleetError.file`
    package init(goingOnWith path: String) throws(FleetError) {
        self.path = path
        file = try Self.open(path, [.append, .noFollow])
    }

    deinit { try? file.close() }

    /// - Throws: `FleetError.file`; some of it may have been written then.
    package func write(_ bytes: [UInt8]) throws(FleetError) {
        do {
            try file.writeAll(bytes)
        } catch {
            throw .file(path: path, "\(error)")
        }
    }

    private static func open(_ path: String, _ options: FileDescriptor.OpenOptions) throws(FleetError) -> FileDescriptor
    {
        do {
            // A pipe without a reader is refused, one whose reader is slow is an error: neither is waited for.
            return try FileDescriptor.open(
                FilePath(path), .writeOnly, options: options.union([.create, .closeOnExec, .nonBlocking]),
                permissions: .ownerReadWrite)
        } catch {
            let isLink = error as? Errno == .tooManySymbolicLinkLevels
            throw .file(path: path, isLink ? "it is a symbolic link" : "\(error)")
        }
    }
}
