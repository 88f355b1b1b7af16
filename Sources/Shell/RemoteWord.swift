internal import Fleet
internal import Processes

/// A word that names files of boards: what has this name; where nothing has, what it matches as a pattern.
struct RemoteWord: Equatable {
    /// As it was typed.
    let text: String
    /// Without `./` and superfluous slashes; empty: the board's own folder.
    let path: String

    /// - Throws: for a path that leaves its folder, or cannot be meant.
    init(_ text: String) throws(UsageError) {
        self.text = text
        let path = try remotePath(text)
        let names = path.split(separator: "/").filter { $0 != "." }
        self.path = (text.hasPrefix("/") ? "/" : "") + names.joined(separator: "/")
    }

    /// - Throws: also for the board's own folder, which has no name.
    init(named text: String) throws(UsageError) {
        try self.init(text)
        guard !isTop else { throw UsageError("'\(text)' names no file") }
    }

    /// Whether it is all that a board has.
    var isTop: Bool { path.isEmpty || path == "/" }

    var isPattern: Bool { FilePattern(path).isPattern }

    func matches(_ path: String) -> Bool { FilePattern(self.path).matches(path, hidden: false) }

    /// The folder in which it may match something.
    var base: String {
        let names = path.split(separator: "/").prefix { !FilePattern(String($0)).isPattern }
        return (path.hasPrefix("/") ? "/" : "") + names.joined(separator: "/")
    }

    /// Whether what it matches may lie deeper than in that folder.
    var isDeep: Bool {
        isPattern && path.split(separator: "/").drop { !FilePattern(String($0)).isPattern }.count > 1
    }
}

/// A path below a folder of a board; the folder may be its own (empty), the path empty.
func joined(_ folder: String, _ path: String) -> String {
    if folder.isEmpty || path.isEmpty { return folder + path }
    return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
}

/// The folder that a path of a board is in.
func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// Something that a board has.
struct RemoteItem: Equatable {
    /// As the board can be asked for it.
    let path: String
    let kind: FileEntry.Kind

    var isFolder: Bool { kind == .folder }
    /// Folders with a slash.
    var name: String { isFolder ? path + "/" : path }
}

/// What words mean on each board.
struct RemoteListing {
    /// What a word means on a board.
    struct Meaning {
        /// What has the name, or matches.
        var items: [RemoteItem] = []
        /// What is below those of them that are folders, as far as that was asked for; of a folder that was not to be
        /// looked through what is in it.
        var below: [RemoteItem] = []
        var failures: [(path: String, failure: FileFailure)] = []
    }

    let words: [RemoteWord]
    let queries: [FileQuery]
    /// For each word the number of its query, and of the query for the folder it is in.
    private let places: [(own: Int, above: Int?)]
    private var entries: [String: [Int: [FileEntry]]] = [:]
    private var failures: [String: [Int: [(path: String, failure: FileFailure)]]] = [:]

    /// - Parameters:
    ///   - isDeep: whether all that is below folders is wanted.
    ///   - looksForLinks: whether it matters that a folder may be a link to one.
    init(_ words: [RemoteWord], isDeep: Bool = false, looksForLinks: Bool = false) {
        self.words = words
        var queries: [FileQuery] = []
        func number(_ query: FileQuery) -> Int {
            if let number = queries.firstIndex(of: query) { return number }
            queries.append(query)
            return queries.count - 1
        }
        places = words.map { word in
            let place = word.isPattern ? word.base : word.path
            let own = number(isDeep || word.isDeep ? .list(place) : .names(place))
            let needsAbove = looksForLinks && !word.isPattern
            return (own, needsAbove ? number(.names(folder(of: word.path))) : nil)
        }
        self.queries = queries
    }

    mutating func take(_ board: String, _ event: FileEvent) {
        switch event {
        case .entry(let number, let entry):
            // An older client lists all when it is asked for names.
            if case .names = queries[number], entry.path.contains("/") { return }
            entries[board, default: [:]][number, default: []].append(entry)
        case .failed(let number, let path, let failure):
            failures[board, default: [:]][number, default: []].append((path, failure))
        default: break
        }
    }

    /// All that is known to be on a board.
    func paths(on board: String) -> Set<String> {
        var paths: Set<String> = []
        for (number, entries) in entries[board] ?? [:] {
            let place = queries[number].path
            for entry in entries { paths.insert(joined(place, entry.path)) }
        }
        for number in words.indices {
            for item in meaning(of: number, on: board).items { paths.insert(item.path) }
        }
        return paths
    }

    func meaning(of number: Int, on board: String) -> Meaning {
        let (own, above) = places[number]
        let word = words[number]
        let place = queries[own].path
        let found = (entries[board]?[own] ?? []).sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        let items = found.map { RemoteItem(path: joined(place, $0.path), kind: $0.kind) }
        let failures = failures[board]?[own] ?? []
        if word.isPattern {
            // A folder that is not there holds nothing that could match.
            if let first = failures.first, first.path.isEmpty, first.failure != .number(2) {
                return Meaning(failures: [first])
            }
            return matching(word, items, failures.filter { !$0.path.isEmpty })
        }
        let link = above.flatMap { entries[board]?[$0] }?.first { entry in
            entry.kind == .other && joined(folder(of: word.path), entry.path) == word.path
        }
        if link != nil { return Meaning(items: [RemoteItem(path: word.path, kind: .other)]) }
        if found.contains(where: \.path.isEmpty) { return Meaning(items: items, failures: failures) }
        if failures.contains(where: \.path.isEmpty), found.isEmpty { return Meaning(failures: failures) }
        let itself = RemoteItem(path: word.path, kind: .folder)
        return Meaning(items: [itself], below: items, failures: failures)
    }

    private func matching(
        _ word: RemoteWord, _ items: [RemoteItem], _ failures: [(path: String, failure: FileFailure)]
    ) -> Meaning {
        let exact = items.filter { $0.path == word.path }
        let matches = exact.isEmpty ? items.filter { word.matches($0.path) } : exact
        guard !matches.isEmpty else {
            return Meaning(failures: failures + [("", .notTried("nothing there has such a name"))])
        }
        let folders = matches.filter(\.isFolder).map { $0.path + "/" }
        let taken = Set(matches.map(\.path))
        let below = items.filter { item in
            !taken.contains(item.path) && folders.contains { item.path.hasPrefix($0) }
        }
        return Meaning(items: matches, below: below, failures: failures)
    }
}
