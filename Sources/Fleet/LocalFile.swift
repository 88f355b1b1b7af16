internal import FoundationEssentials
internal import Processes
internal import SystemPackage

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// The few things mbm does with files of this machine, with errors as sentences (`FleetError.file`).
package enum LocalFile {
    /// Reads a whole file.
    /// - Parameter most: bytes; a larger file is refused.
    package static func read(_ path: String, most: Int = 1 << 20) throws(FleetError) -> [UInt8] {
        try withErrors(path) {
            let facts = try Stat(FilePath(path))
            guard facts.type != .directory else { throw Errno.isDirectory }
            guard facts.type == .regular else { return try readStream(path, most: most) }
            guard facts.size <= most else { throw tooLarge(path, most) }
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        }
    }

    /// Reads a file that decides what the user's shell does: only the user may change it.
    /// - Returns: nil if there is none.
    /// - Throws: also for one that others own or may write.
    package static func readOwn(_ path: String) throws(FleetError) -> [UInt8]? {
        guard let facts = try? Stat(FilePath(path)) else { return nil }
        guard facts.userID.rawValue == geteuid() else {
            throw .file(path: path, "it belongs to somebody else, so it was not read")
        }
        guard facts.permissions.isDisjoint(with: [.groupWrite, .otherWrite]) else {
            throw .file(path: path, "others may write it, so it was not read: chmod go-w \(path)")
        }
        return try read(path)
    }

    /// Reads what is no plain file, as in `--hub-password-file <(pass show hub)`: somebody may never write there, and
    /// what a device gives may have no end.
    private static func readStream(_ path: String, most: Int) throws -> [UInt8] {
        // It would be the program's own standard input, which holds nothing.
        guard !["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"].contains(path) else {
            throw FleetError.file(path: path, "standard input cannot be read as a file here")
        }
        let program = Program("head", ["-c", "\(most + 1)", path])
        let content = try collect(program, within: .seconds(60), most: most + 1).output
        guard content.count <= most else { throw tooLarge(path, most) }
        return content
    }

    private static func tooLarge(_ path: String, _ most: Int) -> FleetError {
        .file(
            path: path, "it is larger than \(most >= 1 << 20 ? "\(most >> 20) MB" : "\(most) bytes"), which is the most"
        )
    }

    /// Writes a file under a temporary name beside it, then renames it: there is the old content or the new.
    /// - Parameter isPrivate: for our eyes only (0600).
    package static func write(_ content: [UInt8], to path: String, isPrivate: Bool = false) throws(FleetError) {
        try withErrors(path) {
            try Data(content).write(to: URL(filePath: path), options: .atomic)
            if isPrivate { try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path) }
        }
    }

    /// Appends to a file; one that is not there is made.
    /// - Returns: whether it was empty.
    @discardableResult
    package static func append(_ content: [UInt8], to path: String) throws(FleetError) -> Bool {
        try withErrors(path) {
            let file = try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.append, .create, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
            return try file.closeAfter {
                let isEmpty = try file.seek(offset: 0, from: .end) == 0
                _ = try file.writeAll(content)
                return isEmpty
            }
        }
    }

    /// Whether nobody but its owner has any right to it.
    static func isPrivate(_ path: String) -> Bool {
        guard let mode = (try? Stat(FilePath(path)))?.permissions else { return false }
        return mode.isDisjoint(with: [.groupReadWriteExecute, .otherReadWriteExecute])
    }

    /// Writes a secret for our eyes only (0600), unless it is there already. Of several who do it at once, all get the
    /// same.
    /// - Returns: what the file holds now.
    static func establish(_ secret: String, at path: String) throws(FleetError) -> String {
        try withErrors(path) {
            // An empty one was broken off by an older version.
            if (try? Stat(FilePath(path)))?.size == 0 { remove(path) }
            let temporary = "\(path).\(String(UInt64.random(in: 0 ... .max), radix: 36))"
            let file = try FileDescriptor.open(
                FilePath(temporary), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .ownerReadWrite)
            defer { remove(temporary) }
            try file.closeAfter { _ = try file.writeAll(Array(secret.utf8)) }
            // A second name for it appears at once and with its content, or not at all.
            try? FileManager.default.linkItem(atPath: temporary, toPath: path)
            return String(decoding: try read(path), as: UTF8.self)
        }
    }

    /// Makes a folder, and those above it.
    /// - Parameter isPrivate: for our eyes only (0700).
    package static func makeFolder(_ path: String, isPrivate: Bool = false) throws(FleetError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: isPrivate ? [.posixPermissions: 0o700] : nil)
            // One that was there keeps its mode.
            if isPrivate { try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path) }
        } catch {
            throw .file(path: path, "cannot make this folder: \(reason(error))")
        }
    }

    /// Removes a file or a folder with all it holds; what is not there is no error.
    package static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The names in a folder, sorted; none if it cannot be read.
    package static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    package static func isFolder(_ path: String) -> Bool {
        (try? Stat(FilePath(path)).type) == .directory
    }

    package static func isPlainFile(_ path: String) -> Bool {
        (try? Stat(FilePath(path)).type) == .regular
    }

    /// Whether anything is there, be it a link to nothing.
    package static func exists(_ path: String) -> Bool {
        (try? Stat(FilePath(path), followTargetSymlink: false)) != nil
    }

    /// The paths that a pattern matches, sorted; wildcards stand for no dot at the beginning of a name.
    package static func matching(_ pattern: String) -> [String] {
        var found = [pattern.hasPrefix("/") ? "/" : ""]
        for part in pattern.split(separator: "/").map(String.init) {
            let name = FilePattern(part)
            found = found.flatMap { folder in
                guard name.isPattern else { return exists(folder + part) ? [folder + part + "/"] : [] }
                return names(in: folder.isEmpty ? "." : folder)
                    .filter { name.matches($0, hidden: false) }.map { folder + $0 + "/" }
            }
        }
        return found.map { $0.hasSuffix("/") && $0 != "/" ? String($0.dropLast()) : $0 }.filter(exists)
    }

    /// What tells a file or folder from all others while it is there.
    static func identity(_ path: String) throws(FleetError) -> [UInt64] {
        try withErrors(path) {
            let facts = try Stat(FilePath(path))
            return [UInt64(facts.deviceID.rawValue), UInt64(facts.inode.rawValue)]
        }
    }

    /// The names in a folder, sorted.
    static func listed(_ folder: String) throws(FleetError) -> [String] {
        try withErrors(folder) { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
    }

    static func withErrors<Result>(_ path: String, _ body: () throws -> Result) throws(FleetError) -> Result {
        do {
            return try body()
        } catch {
            throw .file(path: path, reason(error))
        }
    }

    private static func reason(_ error: any Error) -> String {
        if let error = error as? FleetError, case .file(_, let reason) = error { return reason }
        guard let error = error as? CocoaError else { return "\(error)" }
        switch error.code {
        case .fileNoSuchFile, .fileReadNoSuchFile: return "no such file or directory"
        case .fileReadNoPermission, .fileWriteNoPermission: return "permission denied"
        case .fileWriteFileExists: return "it exists already and is something else"
        case .fileWriteOutOfSpace: return "no space is left on the device"
        case .fileWriteVolumeReadOnly: return "the file system is read-only"
        default:
            let cause = error.underlying as? POSIXError
            return cause.map { "\(Errno(rawValue: $0.code.rawValue))" } ?? "\(error)"
        }
    }
}
