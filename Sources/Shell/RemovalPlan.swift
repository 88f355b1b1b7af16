internal import Fleet

/// What `rm` removes on each board, and what it does not.
struct RemovalPlan {
    fileprivate struct Board {
        /// Whether each path is a folder.
        var isFolder: [String: Bool] = [:]
        var failures: [(path: String, failure: FileFailure)] = []
        /// The board client's own.
        var kept: Set<String> = []
        /// Folders that hold what the board could not tell.
        var unknown: Set<String> = []
    }

    private var parts: [String: Board] = [:]
    let boards: [String]
    /// The boards that can get all removals in one job, with those of the others, and the other boards.
    private(set) var jobs: [(boards: [String], paths: [String])] = []

    /// - Parameter own: the folders that boards work in, as far as that matters.
    init(_ listing: RemoteListing, on boards: [String], own: [String: OwnFolder], isRecursive: Bool) {
        self.boards = boards
        for board in boards {
            var part = Board()
            for number in listing.words.indices {
                let word = listing.words[number]
                let folder = own[board] ?? .unknown
                part.take(word, listing.meaning(of: number, on: board), isRecursive: isRecursive) { path in
                    folder.needs(path, in: word.container)
                }
            }
            part.keepFolders()
            parts[board] = part
        }
        distribute(listing)
    }

    /// What a board has of one may be there on another, too, and not be meant: such boards get a job of their own.
    private mutating func distribute(_ listing: RemoteListing) {
        let union = parts.values.reduce(into: Set<String>()) { $0.formUnion($1.isFolder.keys) }
        var together: [String] = []
        var others: [(paths: Set<String>, boards: [String])] = []
        for board in boards {
            let own = Set(parts[board]?.isFolder.keys ?? [:].keys)
            guard !own.isEmpty else { continue }
            if union.intersection(listing.paths(on: board)).isSubset(of: own) {
                together.append(board)
            } else if let index = others.firstIndex(where: { $0.paths == own }) {
                others[index].boards.append(board)
            } else {
                others.append((own, [board]))
            }
        }
        if !together.isEmpty {
            let paths = together.reduce(into: Set<String>()) { $0.formUnion(self.paths(on: $1)) }
            jobs.append((together, Self.inOrder(paths)))
        }
        jobs += others.map { ($0.boards, Self.inOrder($0.paths)) }
    }

    /// What is in a folder comes before it.
    private static func inOrder(_ paths: Set<String>) -> [String] {
        func depth(_ path: String) -> Int { path.split(separator: "/").count }
        return paths.sorted { left, right in
            let (one, other) = (depth(left), depth(right))
            return one == other ? left.utf8.lexicographicallyPrecedes(right.utf8) : one > other
        }
    }

    func paths(on board: String) -> Set<String> { Set(parts[board]?.isFolder.keys ?? [:].keys) }
    func failures(on board: String) -> [(path: String, failure: FileFailure)] { parts[board]?.failures ?? [] }
    func kept(on board: String) -> [String] { (parts[board]?.kept ?? []).sorted() }
    func isFolder(_ path: String, on board: String) -> Bool { parts[board]?.isFolder[path] ?? false }

    /// What is going to be removed, in words: `3 files and 1 folder (a, lib/)`.
    var sentence: String {
        var isFolder: [String: Bool] = [:]
        for part in parts.values { isFolder.merge(part.isFolder) { $0 || $1 } }
        let folders = isFolder.values.count { $0 }
        let tops = isFolder.keys.filter { isFolder[folder(of: $0)] == nil }.sorted()
            .map { isFolder[$0] == true ? $0 + "/" : $0 }
        let names = tops.prefix(8).joined(separator: ", ") + (tops.count > 8 ? ", …" : "")
        return counted(files: isFolder.count - folders, folders: folders) + " (\(names))"
    }
}

/// `3 files and 1 folder`, without what there is none of.
func counted(files: Int, folders: Int) -> String {
    [(files, "file"), (folders, "folder")].filter { $0.0 > 0 }.map { counted($0.0, $0.1) }.joined(separator: " and ")
}

extension RemovalPlan.Board {
    /// - Parameters:
    ///   - meaning: of `word` on this board.
    ///   - needs: whether the board needs a file.
    fileprivate mutating func take(
        _ word: RemoteWord, _ meaning: RemoteListing.Meaning, isRecursive: Bool, needs: (String) -> Bool
    ) {
        for item in meaning.items {
            if item.isFolder, !isRecursive {
                failures.append((item.path, .notTried("it is a folder; rm -r removes it with all it holds")))
            } else {
                add(item, staysBehind: item.path != word.path && needs(item.path))
            }
        }
        guard isRecursive else { return }
        for item in meaning.below { add(item, staysBehind: needs(item.path)) }
        let place = word.isPattern ? word.base : word.path
        unknown.formUnion(meaning.failures.filter { !$0.path.isEmpty }.map { joined(place, $0.path) })
    }

    private mutating func add(_ item: RemoteItem, staysBehind: Bool) {
        if !item.isFolder, staysBehind {
            kept.insert(item.path)
        } else {
            isFolder[item.path] = item.isFolder
        }
    }

    /// A folder that holds what is kept or not known stays.
    fileprivate mutating func keepFolders() {
        // A file that was named by another word is no longer kept.
        kept = kept.filter { isFolder[$0] == nil }
        for path in unknown where isFolder[path] == true { isFolder[path] = nil }
        for path in kept.union(unknown) {
            var above = folder(of: path)
            while !above.isEmpty, above != "/" {
                isFolder[above] = nil
                above = folder(of: above)
            }
        }
    }
}
