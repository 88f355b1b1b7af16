internal import Fleet
internal import Processes

/// Which files of this machine go where on boards.
struct PutPlan {
    struct File {
        /// Where it is on this machine.
        let local: String
        let change: FileChange
        /// Of what can be read once only.
        let content: [UInt8]?
    }

    private(set) var files: [File] = []
    /// What was left out, for it is neither file nor folder.
    private(set) var others: [String] = []
    /// Where each target comes from, by its UTF-8: equal letters in two encodings are two names.
    private var origins: [[UInt8]: String] = [:]

    /// - Parameters:
    ///   - paths: files of this machine, and behind them where they go, if that was said.
    ///   - recursive: whether folders are taken.
    ///   - exclusion: what is left out.
    ///   - here: where a path that was typed is on this machine.
    /// - Throws: for what is not there or cannot be read: then no board gets anything.
    init(
        _ paths: [String], recursive: Bool = false, without exclusion: Exclusion = Exclusion([]),
        here: (String) -> String
    ) throws {
        let (sources, target) = try Self.ends(paths)
        let found = try sources.flatMap { try Self.expanded($0, here: here) }
        if found.count > 1, !target.isEmpty, !target.hasSuffix("/") {
            throw UsageError("several files go to a folder: write its name with a / at the end (\(target)/)")
        }
        for source in found {
            if LocalFile.isFolder(source) {
                guard recursive else { throw UsageError("\(source) is a folder: put -r takes folders") }
                try add(folder: source, to: Self.folder(source, target), exclusion)
            } else {
                guard !exclusion.covers(Self.name(source), isFolder: false) else { continue }
                try add(file: source, to: Self.isFolder(target) ? target + Self.name(source) : target)
            }
        }
    }

    /// The tree of a folder becomes a folder of boards.
    /// - Parameter target: the folder of the board; empty: its own.
    init(_ tree: LocalTree, to target: String) throws {
        try add(tree, to: target.isEmpty || target.hasSuffix("/") ? target : target + "/")
    }

    /// Files and empty folders of this machine, under the same paths on boards, once other things have been removed.
    init(_ items: [LocalTree.Item], removing removals: [String]) throws {
        files = removals.map { File(local: "", change: .remove($0), content: nil) }
        for item in items {
            switch item.kind {
            case .file: try add(file: item.local, to: item.path)
            case .emptyFolder: files.append(File(local: item.local, change: .folder(item.path), content: nil))
            }
        }
    }

    /// Gives the content of a file when it is wanted.
    func content(_ number: Int) throws(FleetError) -> [UInt8] {
        let file = files[number]
        if let content = file.content { return content }
        return try LocalFile.read(file.local, most: Manifest.largestFile)
    }

    var changes: [FileChange] { files.map(\.change) }

    // MARK: Words

    /// What `put` takes and where it goes.
    static func ends(_ paths: [String]) throws -> (sources: [String], target: String) {
        guard let first = paths.first else { throw UsageError("put wants a file: put LOCAL… [REMOTE]") }
        guard !paths.contains("") else { throw UsageError("'' names no file") }
        guard paths.count > 1, let last = paths.last else { return ([first], "") }
        let target = try remotePath(last)
        if paths.count > 2, !isFolder(target) {
            throw UsageError("several files go to a folder: write its name with a / at the end (\(last)/)")
        }
        return (Array(paths.dropLast()), target)
    }

    private static func isFolder(_ target: String) -> Bool { target.isEmpty || target.hasSuffix("/") }

    private static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    /// Where the content of a folder goes: `.` has no name of its own.
    private static func folder(_ source: String, _ target: String) -> String {
        guard isFolder(target) else { return target + "/" }
        let name = name(source)
        return [".", "..", "/"].contains(name) ? target : target + name + "/"
    }

    /// A word names what is there; else it is a pattern.
    private static func expanded(_ word: String, here: (String) -> String) throws -> [String] {
        let path = here(word)
        guard !LocalFile.exists(path), FilePattern(path).isPattern else { return [path] }
        let found = LocalFile.matching(path)
        guard !found.isEmpty else { throw FleetError.file(path: word, "no file has such a name") }
        return found
    }

    // MARK: Files

    private mutating func add(folder: String, to target: String, _ exclusion: Exclusion) throws {
        try add(LocalTree(folder, without: exclusion), to: target)
    }

    private mutating func add(_ tree: LocalTree, to target: String) throws {
        others += tree.others
        for item in tree.items {
            switch item.kind {
            case .file: try add(file: item.local, to: target + item.path)
            case .emptyFolder: files.append(File(local: item.local, change: .folder(target + item.path), content: nil))
            }
        }
        if tree.items.isEmpty, !target.isEmpty {
            files.append(File(local: "", change: .folder(String(target.dropLast())), content: nil))
        }
    }

    private mutating func add(file: String, to target: String) throws {
        if let other = origins.updateValue(file, forKey: Array(target.utf8)) {
            throw UsageError("\(other) and \(file) would both become \(target)")
        }
        let content = try LocalFile.read(file, most: Manifest.largestFile)
        let change = FileChange.file(target, size: content.count, sha256: sha256(content))
        files.append(File(local: file, change: change, content: LocalFile.isPlainFile(file) ? nil : content))
    }
}

/// A path on boards, without `./` before it.
/// - Throws: for one that leaves its folder, or cannot be meant.
func remotePath(_ path: String) throws(UsageError) -> String {
    guard !path.split(separator: "/").contains("..") else {
        throw UsageError("\(path): a path on a board has no '..'")
    }
    guard !path.contains(":") else {
        throw UsageError("\(path): a path on a board has no ':'; which boards is said by `use`")
    }
    let names = path.split(separator: "/", omittingEmptySubsequences: false)
    let rest = names.drop { $0 == "." }.joined(separator: "/")
    return rest.isEmpty ? "" : rest
}
