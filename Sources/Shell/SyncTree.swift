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

        var key: PathKey { PathKey(path) }
    }

    private(set) var files: [File] = []
    private(set) var emptyFolders: [String] = []
    private let stamps: [PathKey: FileStamp]

    /// Contents are kept up to so many bytes each: an editor may write the file again before a board asks for it.
    private static let mostKept = 1 << 16

    /// - Parameters:
    ///   - before: files that have not changed since then are not read again.
    ///   - mayVanish: whether what is gone by now is passed over.
    /// - Throws: for what cannot be read.
    init(_ look: FolderLook, before: SyncTree? = nil, mayVanish: Bool = false) throws {
        stamps = look.stamps
        let known = Dictionary(before?.files.map { ($0.key, $0) } ?? [], uniquingKeysWith: { first, _ in first })
        for item in look.tree.items {
            let key = PathKey(item.path)
            if item.kind == .emptyFolder {
                emptyFolders.append(item.path)
            } else if let file = known[key], let stamp = look.stamps[key], stamp == before?.stamps[key] {
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
        for folder in Set((files.map(\.path) + emptyFolders).flatMap { PathKey($0).parents }) {
            tree.note(folder.path, .folder)
        }
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
    let twins: Set<PathKey>
    let folders: Set<PathKey>
    let names: Set<PathKey>
    /// How names are spelled, by what they are in small letters: some file systems make no difference.
    private let spellings: [String: [PathKey]]

    init(root: String, files: [SyncTree.File], emptyFolders: [String], twins: Set<PathKey> = []) {
        self.root = root
        self.files = files
        self.emptyFolders = emptyFolders
        self.twins = twins
        names = Set(files.map(\.key))
        let empty = emptyFolders.map(PathKey.init)
        folders = (names.union(empty)).reduce(into: Set(empty)) { $0.formUnion($1.parents) }
        spellings = Dictionary(grouping: names.union(folders)) { $0.path.lowercased() }
    }

    /// Whether a path is wanted, spelled like that.
    func has(_ path: PathKey) -> Bool { names.contains(path) || folders.contains(path) }

    /// Whether a path may be, on some file systems, one that is wanted.
    /// - Parameter isThere: whether a board has a path spelled like that. If it has both, they are two.
    func mayBe(_ path: PathKey, _ isThere: (PathKey) -> Bool = { _ in false }) -> Bool {
        spellings[path.path.lowercased()]?.contains { !isThere($0) } ?? false
    }

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
        for twin in twins.map(\.path).sorted() where only(twin) {
            changes.append(.remove(root + twin))
            contents.append(nil)
        }
        return (changes, contents)
    }
}

extension PathKey {
    /// The folders above it.
    var parents: [PathKey] {
        path.utf8.indices.filter { path.utf8[$0] == UInt8(ascii: "/") }.map { PathKey(String(path[..<$0])) }
    }
}
