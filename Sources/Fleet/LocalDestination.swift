internal import Crypto
internal import FoundationEssentials
internal import Processes
internal import SystemPackage

/// A folder of this machine for files whose names come from boards. Nothing is read, written or removed outside of it: no
/// link below it is followed, and no file takes the place of another one that came under a different name.
package final class LocalDestination {
    /// What tells a file or folder from all others.
    private struct Identity: Hashable {
        let device: UInt64
        let number: UInt64

        init(_ facts: Stat) {
            device = UInt64(truncatingIfNeeded: facts.deviceID.rawValue)
            number = UInt64(truncatingIfNeeded: facts.inode.rawValue)
        }
    }

    /// Empty, or with a `/` at the end.
    private let root: String
    private var isMade = false
    // By the bytes of paths: equal text may be different names.
    private var folders: Set<[UInt8]> = []
    private var owners: [Identity: String] = [:]

    /// - Parameter folder: as a person has typed it: links on the way to it are followed. Empty: the current one. It is made
    ///   with the first file.
    package init(_ folder: String) { root = folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/" }

    /// Where a path below is on this machine.
    package func place(_ path: String) -> String { root + path }

    /// Makes a folder, and those above it.
    /// - Throws: `FleetError.file`
    package func makeFolder(_ path: String) throws(FleetError) { try makeFolders(Self.names(path)[...]) }

    /// Begins a file, in folders that are made.
    /// - Throws: `FleetError.file`, also for what stands there and must not be replaced.
    package func begin(_ path: String) throws(FleetError) -> PartialFile {
        let above = try Self.names(path).dropLast()
        try makeFolders(above)
        if let facts = facts(path) {
            switch facts.type {
            case .regular: try checkOwner(of: path, Identity(facts), isAlone: facts.linkCount == 1)
            case .directory:
                throw .file(
                    path: place(path), "it is a folder here, and a file on the board")
            case .symbolicLink: throw .file(path: place(path), "it is a symbolic link here, which is not followed")
            default: throw .file(path: place(path), "it is no plain file here")
            }
        }
        return try PartialFile(place(path), in: above.map { $0 + "/" }.reduce(root, +))
    }

    /// Notes that a file is as it should be now.
    package func keep(_ path: String) {
        if let facts = facts(path) { owners[Identity(facts)] = path }
    }

    /// The size of a plain file, in bytes; nil: there is none that may be read.
    package func size(of path: String) -> Int? {
        guard let names = try? Self.names(path) else { return nil }
        for count in 1..<max(1, names.count) {
            guard facts(names.prefix(count).joined(separator: "/"))?.type == .directory else { return nil }
        }
        guard let facts = facts(path), facts.type == .regular else { return nil }
        return Int(facts.size)
    }

    /// The SHA-256 of a file, in lower-case hexadecimal digits; nil if it cannot be read.
    package func hash(of path: String) -> String? {
        var hash = SHA256()
        return readFile(place(path), { hash.update(data: $0) }) == 0 ? hexadecimal(hash.finalize()) : nil
    }

    /// All that is below a folder, what is in a folder behind it; links are not followed.
    package func contents(of folder: String) -> [(path: String, isFolder: Bool)] {
        guard facts(folder)?.type == .directory else { return [] }
        return LocalFile.names(in: place(folder)).flatMap { name -> [(path: String, isFolder: Bool)] in
            guard !name.hasPrefix(PartialFile.prefix) else { return [] }
            let path = "\(folder)/\(name)"
            guard facts(path)?.type == .directory else { return [(path, false)] }
            return [(path, true)] + contents(of: path)
        }
    }

    /// Removes a file or a link, or a folder that is empty.
    /// - Throws: `FleetError.file`
    package func remove(_ path: String) throws(FleetError) {
        let place = place(path)
        guard facts(path)?.type != .directory || LocalFile.names(in: place).isEmpty else {
            throw .file(path: place, "the folder is not empty")
        }
        try LocalFile.withErrors(place) { try FileManager.default.removeItem(atPath: place) }
    }

    // MARK: What is there

    private func facts(_ path: String) -> Stat? { try? Stat(FilePath(place(path)), followTargetSymlink: false) }

    /// - Throws: for a path that leads elsewhere or cannot be a file's.
    private static func names(_ path: String) throws(FleetError) -> [String] {
        let names = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard !names.contains(where: { ["", ".", ".."].contains($0) || $0.utf8.contains(0) }) else {
            throw .file(path: path, "this names no file")
        }
        guard !names.contains(where: { $0.hasPrefix(PartialFile.prefix) }) else {
            throw .file(path: path, "names that begin with \(PartialFile.prefix) are for mbm's own temporary files")
        }
        return names
    }

    private func makeFolders(_ names: ArraySlice<String>) throws(FleetError) {
        if !isMade {
            if !root.isEmpty { try LocalFile.makeFolder(root) }
            isMade = true
            PartialFile.removeLeftovers(in: root)
        }
        for index in names.indices {
            let path = names[...index].joined(separator: "/")
            guard folders.insert(Array(path.utf8)).inserted else { continue }
            do {
                try makeFolder(at: path)
            } catch {
                folders.remove(Array(path.utf8))
                throw error
            }
        }
    }

    private func makeFolder(at path: String) throws(FleetError) {
        if facts(path) == nil { try LocalFile.makeFolder(place(path)) }
        guard let facts = facts(path) else { throw .file(path: place(path), "this folder is gone again") }
        switch facts.type {
        case .directory: try checkOwner(of: path, Identity(facts), isAlone: true)
        case .symbolicLink: throw .file(path: place(path), "it is a symbolic link here, which is not followed")
        default: throw .file(path: place(path), "it is a file here, and a folder on the board")
        }
        owners[Identity(facts)] = path
        PartialFile.removeLeftovers(in: place(path))
    }

    /// - Parameter isAlone: whether it has no second name.
    private func checkOwner(of path: String, _ identity: Identity, isAlone: Bool) throws(FleetError) {
        guard isAlone, let other = owners[identity], !other.utf8.elementsEqual(path.utf8) else { return }
        throw .file(path: place(path), "this file system takes it for \(other): the names differ in what it ignores")
    }
}
