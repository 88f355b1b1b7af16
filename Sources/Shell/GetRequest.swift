internal import Fleet
internal import Processes

/// What `get` is to bring, and where to.
struct GetRequest {
    /// A word for something on boards.
    private struct Source {
        let path: String
        /// Where boards look: the path, or of a pattern the last folder before its first wildcard.
        let base: String
        let isPattern: Bool

        init(_ path: String) {
            self.path = path
            let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            let fixed = parts.prefix { !FilePattern($0).isPattern }
            isPattern = fixed.count < parts.count
            base = isPattern ? (fixed == [""] ? "/" : fixed.joined(separator: "/")) : path
        }
    }

    private let sources: [Source]
    /// Empty: here. A folder ends in `/`.
    private let target: String
    private let isRecursive: Bool
    /// Whether each board has a folder of its own.
    private let several: Bool
    private let exclusion: Exclusion
    private let folder: LocalDestination

    /// - Parameters:
    ///   - several: whether there are several boards.
    ///   - here: where a path that was typed is on this machine.
    init(_ arguments: GetArguments, several: Bool = false, here: (String) -> String = { $0 }) throws {
        let words = arguments.paths
        guard let first = words.first else { throw UsageError("get wants a file: get REMOTE… [LOCAL]") }
        guard !words.contains("") else { throw UsageError("'' names no file") }
        sources = try (words.count > 1 ? Array(words.dropLast()) : [first]).map { word in
            let path = try remotePath(word)
            let name = path.drop { $0 == "/" }
            if !arguments.recursive, name.isEmpty || name == "." || path.hasSuffix("/") {
                throw UsageError("\(word) is a folder: get -r takes folders")
            }
            var trimmed = path
            while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
            return Source(trimmed)
        }
        let typed = words.count > 1 ? words[words.count - 1] : ""
        if words.count > 2, !typed.hasSuffix("/") {
            throw UsageError("several files go to a folder: write its name with a / at the end (\(typed)/)")
        }
        if several, !typed.isEmpty, !typed.hasSuffix("/") {
            throw UsageError("several boards: the target is a folder with one for each board: write \(typed)/")
        }
        let local = here(typed)
        let isDots = [".", ".."].contains(Self.name(local)) && !local.hasSuffix("/")
        guard arguments.recursive || !isDots else {
            throw UsageError("\(local) is a folder: write \(local)/ for a file in it")
        }
        target = isDots ? local + "/" : local
        isRecursive = arguments.recursive
        self.several = several
        exclusion = Exclusion(arguments.transfer.exclude)
        let isFolder = several || target.isEmpty || target.hasSuffix("/")
        folder = LocalDestination(isFolder ? target : Self.folder(of: target))
    }

    /// Whether boards have to be asked first: a single file can come at once.
    var asksFirst: Bool { isRecursive || sources.count > 1 || sources.contains(where: \.isPattern) }

    /// What to ask.
    var queries: [FileQuery] {
        sources.map { $0.isPattern || isRecursive ? .list($0.base) : .hash($0.path) }
    }

    // MARK: What comes

    /// The plan for a board that has not been asked.
    func plan(for board: String) throws -> FetchPlan {
        var plan = FetchPlan()
        for source in sources { try add(source.path, size: nil, sha256: nil, to: &plan, of: board) }
        return plan
    }

    /// - Returns: the plan, and sentences about what was left out.
    func plan(for board: String, _ trees: BoardTrees) throws -> FetchPlan {
        var plan = FetchPlan()
        for (number, source) in sources.enumerated() {
            guard let answer = trees[board, number] else { continue }
            // Where a pattern looks nobody has asked for all that is there.
            for (path, failure) in answer.failures where !source.isPattern || path.isEmpty || isRecursive {
                let isMissing = source.isPattern && path.isEmpty && failure == .number(2)
                plan.failures.append(
                    (isMissing ? source.path : Self.joined(source.base, path), isMissing ? Self.noMatch : failure))
            }
            if source.isPattern {
                try addMatches(of: source, answer, to: &plan, of: board)
            } else {
                try add(source.path, answer.entries, isComplete: answer.isComplete, to: &plan, of: board)
            }
        }
        return plan
    }

    private static let noMatch = FileFailure.other("no file has such a name")

    private func addMatches(
        of source: Source, _ answer: BoardTrees.Answer, to plan: inout FetchPlan, of board: String
    ) throws {
        let names = answer.entries.map { (entry: $0, path: Self.joined(source.base, $0.path)) }
        // A word that names something is that.
        let same = names.filter { $0.path.utf8.elementsEqual(source.path.utf8) }
        let pattern = FilePattern(source.path)
        let found = (same.isEmpty ? names.filter { pattern.matches($0.path, hidden: false) } : same)
            .filter { isRecursive || !$0.entry.isFolder || !same.isEmpty }
            .filter { !exclusion.covers(Self.name($0.path), isFolder: $0.entry.isFolder) }
        guard !found.isEmpty else {
            if answer.isComplete { plan.failures.append((source.path, Self.noMatch)) }
            return
        }
        if found.count > 1, !several, !target.isEmpty, !target.hasSuffix("/") {
            throw UsageError("several files go to a folder: write its name with a / at the end (\(target)/)")
        }
        for (entry, path) in found.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
            let inner =
                entry.isFolder
                ? answer.entries.filter { $0.path.hasPrefix(entry.path + "/") }.map {
                    FileEntry(path: String($0.path.dropFirst(entry.path.count + 1)), kind: $0.kind)
                } : [FileEntry(path: "", kind: entry.kind)]
            try add(path, inner, isComplete: true, to: &plan, of: board)
        }
    }

    /// What is at a path of the board.
    private func add(
        _ path: String, _ entries: [FileEntry], isComplete: Bool, to plan: inout FetchPlan, of board: String
    ) throws {
        if let first = entries.first, first.path.isEmpty {
            switch first.kind {
            case .file(let size, let sha256): try add(path, size: size, sha256: sha256, to: &plan, of: board)
            default: plan.others.append(path)
            }
            return
        }
        guard isComplete || !entries.isEmpty else { return }
        guard isRecursive else { return plan.failures.append((path, .number(21))) }
        let kept = entries.filter { !exclusion.covers($0.path, isFolder: $0.isFolder) }
        try plan.add(tree: path, kept, to: below(path, of: board), in: folder)
    }

    private func add(
        _ path: String, size: Int?, sha256: String?, to plan: inout FetchPlan, of board: String
    ) throws {
        let below = below(path, of: board)
        try plan.add(Fetch(remote: path, destination: folder, below: below, size: size, sha256: sha256))
    }

    /// Where a path goes below the folder.
    private func below(_ path: String, of board: String) -> String {
        if several { return ([board] + Self.parts(path)).joined(separator: "/") }
        return Self.name(target.isEmpty || target.hasSuffix("/") ? path : target)
    }

    // MARK: Paths

    private static func parts(_ path: String) -> [String] { path.split(separator: "/").map(String.init) }

    /// Empty for the board's own folder.
    private static func name(_ path: String) -> String { parts(path).last ?? "" }

    private static func joined(_ folder: String, _ path: String) -> String {
        if folder.isEmpty || path.isEmpty { return folder + path }
        return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
    }

    /// The folder that a path on this machine is in.
    private static func folder(of path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }
}
