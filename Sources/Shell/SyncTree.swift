internal import Fleet

/// What a folder of this machine holds, with hashes.
struct SyncTree {
    struct File {
        /// Below the folder.
        let path: String
        /// Where it is on this machine.
        let local: String
        let size: Int
        let sha256: String
        /// Of what has just been read or made; nil: it is read when it is wanted.
        var content: [UInt8]?
    }

    private(set) var files: [File] = []
    private(set) var emptyFolders: [String] = []
    private let stamps: [String: FileStamp]

    /// Contents are kept up to so many bytes each: an editor may write the file again before a board asks for it.
    private static let mostKept = 1 << 16

    /// - Parameters:
    ///   - before: files that have not changed since then are not read again.
    ///   - mayVanish: whether what is gone by now is passed over.
    /// - Throws: for what cannot be read.
    init(_ look: FolderLook, before: SyncTree? = nil, mayVanish: Bool = false) throws {
        stamps = look.stamps
        let known = Dictionary(before?.files.map { ($0.path, $0) } ?? [], uniquingKeysWith: { first, _ in first })
        for item in look.tree.items {
            if item.kind == .emptyFolder {
                emptyFolders.append(item.path)
            } else if let file = known[item.path], let stamp = look.stamps[item.path],
                stamp == before?.stamps[item.path]
            {
                files.append(file)
            } else if let content = try Self.read(item.local, mayVanish: mayVanish) {
                let kept = mayVanish && content.count <= Self.mostKept ? content : nil
                files.append(
                    File(
                        path: item.path, local: item.local, size: content.count, sha256: sha256(content), content: kept)
                )
            }
        }
    }

    private static func read(_ path: String, mayVanish: Bool) throws(FleetError) -> [UInt8]? {
        do {
            return try LocalFile.read(path, most: Manifest.largestFile)
        } catch {
            if mayVanish, !LocalFile.exists(path) { return nil }
            throw error
        }
    }

    /// Leaves out what is the board's own, and must not be the same on two of them.
    /// - Returns: what was left out.
    mutating func dropOwn(root: String) -> [String] {
        let own = files.filter { ClientFiles.areSettings(root + $0.path) }.map(\.path)
        files.removeAll { ClientFiles.areSettings(root + $0.path) }
        return own
    }

    /// What boards would say of the folder, had they exactly this.
    func entries() -> BoardTree {
        var tree = BoardTree()
        for file in files { tree.note(file.path, .file(size: file.size, sha256: nil)) }
        for folder in emptyFolders { tree.note(folder, .folder) }
        for folder in Set((files.map(\.path) + emptyFolders).flatMap(parents(of:))) { tree.note(folder, .folder) }
        return tree
    }
}

/// What boards are to have below one of their folders: a job's worth of changes.
struct Wanted {
    /// What stands before each path: empty, or ends in `/`.
    let root: String
    let files: [SyncTree.File]
    let emptyFolders: [String]
    /// Modules whose .mpy is among the files: a board would import these instead.
    let twins: Set<String>
    let folders: Set<String>
    let names: Set<String>
    /// Names in small letters: some file systems make no difference.
    private let foldedNames: Set<String>

    init(root: String, files: [SyncTree.File], emptyFolders: [String], twins: Set<String> = []) {
        self.root = root
        self.files = files
        self.emptyFolders = emptyFolders
        self.twins = twins
        names = Set(files.map(\.path))
        folders = Set((files.map(\.path) + emptyFolders).flatMap(parents(of:))).union(emptyFolders)
        foldedNames = Set(names.union(folders).map { $0.lowercased() })
    }

    /// Whether the path is, or may be on some file systems, one that is wanted.
    func mayBe(_ path: String) -> Bool { foldedNames.contains(path.lowercased()) }

    /// Writes come before the removal of what they stand for.
    func changes(only: (String) -> Bool = { _ in true }) -> (changes: [FileChange], files: [SyncTree.File?]) {
        var changes: [FileChange] = []
        var contents: [SyncTree.File?] = []
        for file in files where only(file.path) {
            changes.append(.file(root + file.path, size: file.size, sha256: file.sha256))
            contents.append(file)
        }
        for folder in emptyFolders where only(folder) {
            changes.append(.folder(root + folder))
            contents.append(nil)
        }
        if files.isEmpty, emptyFolders.isEmpty, root.count > 1, only("") {
            changes.append(.folder(String(root.dropLast())))
            contents.append(nil)
        }
        for twin in twins.sorted() where only(twin) {
            changes.append(.remove(root + twin))
            contents.append(nil)
        }
        return (changes, contents)
    }
}

/// The folders above a path.
func parents(of path: String) -> [String] {
    path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
}
