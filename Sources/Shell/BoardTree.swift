internal import Fleet

/// What one board has below a folder.
struct BoardTree: Equatable {
    private(set) var entries: [PathKey: FileEntry.Kind] = [:]
    /// What could not be looked at: then more may be there.
    private(set) var failures: [(path: String, failure: FileFailure)] = []
    /// The folder itself is a file.
    private(set) var isFile = false

    static func == (left: BoardTree, right: BoardTree) -> Bool {
        left.entries == right.entries && left.isFile == right.isFile
            && left.failures.elementsEqual(right.failures) { $0 == $1 }
    }

    mutating func note(_ path: String, _ kind: FileEntry.Kind) { entries[PathKey(path)] = kind }

    mutating func take(_ event: FileEvent) {
        switch event {
        case .entry(_, let entry) where entry.path.isEmpty: isFile = true
        case .entry(_, let entry): entries[PathKey(entry.path)] = entry.kind
        // A folder that is not there holds nothing.
        case .failed(_, "", .number(2)): break
        case .failed(_, let path, let failure): failures.append((path, failure))
        default: break
        }
    }
}

/// What has to go from one board's folder, so that it holds what is wanted and nothing else.
struct Removals: Hashable {
    struct Item: Hashable {
        let key: PathKey
        let isFolder: Bool

        var path: String { key.path }

        /// For people.
        var name: String { isFolder ? path + "/" : path }
    }

    /// What stands where something of another kind is wanted: it goes first. Deepest first.
    private(set) var inTheWay: [Item] = []
    /// What is not wanted: it goes last. Deepest first.
    private(set) var more: [Item] = []

    var all: [Item] { (inTheWay + more).sorted { $0.path < $1.path } }
    var isEmpty: Bool { inTheWay.isEmpty && more.isEmpty }

    /// - Parameter isKept: whether a path below the folder stays, whatever is wanted.
    init(_ tree: BoardTree, wanted: Wanted, isKept: (String, _ isFolder: Bool) -> Bool) {
        let kept = Set(tree.entries.filter { isKept($0.key.path, $0.value == .folder) }.keys)
        // What is kept keeps the folders it is in.
        let held = Set(kept.flatMap(\.parents))
        var replaced: Set<PathKey> = []
        for (path, kind) in tree.entries where !kept.contains(path) && !held.contains(path) {
            let isFolder = kind == .folder
            if isFolder ? wanted.names.contains(path) : wanted.folders.contains(path) { replaced.insert(path) }
        }
        for (path, kind) in tree.entries where !kept.contains(path) && !held.contains(path) {
            let item = Item(key: path, isFolder: kind == .folder)
            if replaced.contains(path) || path.parents.contains(where: replaced.contains) {
                inTheWay.append(item)
            } else if !wanted.names.contains(path), !wanted.folders.contains(path),
                !wanted.mayBe(path, { tree.entries[$0] != nil }),
                !wanted.twins.contains(path)
            {
                more.append(item)
            }
        }
        inTheWay.sort(by: Self.isDeeper)
        more.sort(by: Self.isDeeper)
    }

    /// The same without what does not meet a condition.
    func filter(_ isIncluded: (PathKey) -> Bool) -> Removals {
        var rest = self
        rest.inTheWay.removeAll { !isIncluded($0.key) }
        rest.more.removeAll { !isIncluded($0.key) }
        return rest
    }

    /// The same with other items.
    func map(_ item: (Item) -> Item) -> Removals {
        var rest = self
        rest.inTheWay = inTheWay.map(item)
        rest.more = more.map(item)
        return rest
    }

    private static func isDeeper(_ left: Item, _ right: Item) -> Bool {
        let depths = [left, right].map { $0.path.utf8.count { $0 == UInt8(ascii: "/") } }
        return depths[0] == depths[1] ? left.path < right.path : depths[0] > depths[1]
    }
}
