internal import Fleet

// What boards have: `ls` and `cat`.
extension Session {
    package func ls(_ arguments: ListArguments) throws -> ExitStatus {
        let words = try arguments.words()
        let boards = try selected()
        var listing = RemoteListing(words, isDeep: arguments.recursive)
        let work = try Work.files(Manifest(listing.queries))
        return try tellFiles(
            work, on: boards, take: { listing.take($0, $1) },
            says: { board, event in event == nil ? listing.text(of: board, arguments) : nil },
            failures: { listing.failures(of: $0) })
    }

    package func cat(_ arguments: CatArguments) throws -> ExitStatus {
        let words = try arguments.words()
        let boards = try selected()
        let style = output.style
        defer { output.style = style }
        output.style.isRaw = style.isRaw || arguments.raw
        guard words.contains(where: \.isPattern) else { return try cat(words.map(\.path), on: boards) }
        let (listing, answered, lookStatus) = try look(RemoteListing(words, looksForLinks: false), on: boards)
        var status = lookStatus
        let paths = answered.map { board in
            (board, words.indices.flatMap { listing.meaning(of: $0, on: board).items.map(\.path) })
        }
        for (boards, paths) in together(paths) where !paths.isEmpty && !isInterrupted {
            status = max(status, try cat(paths, on: boards, isAmongOthers: answered.count > 1))
        }
        return status
    }

    /// - Parameters:
    ///   - paths: the same for all boards.
    ///   - isAmongOthers: whether boards are named also where there is but one of them.
    private func cat(_ paths: [String], on boards: [String], isAmongOthers: Bool = false) throws -> ExitStatus {
        var answers = FileAnswers(paths, most: isKept(of: boards, isAmongOthers) ? Answers.mostShown : .max)
        let isJSON = output.style.isJSON
        return try tellFiles(
            .files(Manifest(paths.map { .content($0) })), on: boards, isAmongOthers ? namingLayout : .prompt,
            take: { answers.take($0, $1) },
            // An object counts itself what it leaves out.
            says: { board, event in
                guard case .bytes(let bytes) = event else { return nil }
                return isJSON ? bytes : Array(bytes.dropLast(answers.surplus))
            },
            failures: { answers.failures[$0] ?? [] })
    }

    /// Whether what a board says is shown when it is over, as in `show`: there is an end to what is kept till then.
    private func isKept(of boards: [String], _ isAmongOthers: Bool) -> Bool {
        if output.style.isJSON { return true }
        return context.settings.output == .live ? false : boards.count > 1 || isAmongOthers
    }

    /// How answers are shown with the name of a board, also where it is the only one.
    private var namingLayout: Layout {
        context.settings.output == .live ? .live : .ordered(.init(title: { $0 }, hasBlankLine: false))
    }

    /// Runs a job that asks for files, and shows what boards say as any other answer.
    /// - Parameters:
    ///   - says: what a board is to have said by an event; nil: at its end.
    ///   - failures: what could not be told, by path.
    private func tellFiles(
        _ work: Work, on boards: [String], _ layout: Layout = .prompt,
        take: @escaping (String, FileEvent) -> Void,
        says: @escaping (String, FileEvent?) -> [UInt8]?,
        failures: @escaping (String) -> [(path: String, failure: FileFailure)]
    ) throws -> ExitStatus {
        let isJSON = output.style.isJSON
        var answer = JobResult([])
        var talkative: Set<String> = []
        func run(_ showsLines: Bool, _ show: @escaping (Job.Event) -> Void) throws -> JobResult {
            answer = try job(work, on: boards, showsLines: showsLines, files: take, says: says) { event in
                switch event {
                case .output(let board, _): talkative.insert(board)
                case .finished(let board, .ok), .finished(let board, .raised):
                    guard let first = failures(board).first else { break }
                    // The error stream names it.
                    let isMute = !isJSON && !talkative.contains(board)
                    let outcome = isMute ? Outcome.refused("") : .raised(first.failure.exception)
                    return show(.finished(board: board, outcome))
                default: break
                }
                show(event)
            }
            return answer.forShowing { talkative.contains($0) || failures($0).isEmpty }
        }
        if output.style.isRaw, boards.count == 1, !isJSON {
            // Byte for byte: no line is ended that the file does not end.
            _ = try run(false) { [output] in if case .output(_, let bytes) = $0 { output.board(bytes) } }
        } else {
            _ = try show(boards, boards.count == 1 ? layout : .prompt, run)
        }
        return max(tellFailed(boards, failures), tellOutcomes(of: answer.withoutRaised))
    }

    /// Tells what could not be told or done, by path, and notes whose it was.
    func tellFailed(
        _ boards: [String], _ failures: (String) -> [(path: String, failure: FileFailure)]
    ) -> ExitStatus {
        var sentences: [(path: String, told: [(board: String, String)])] = []
        var failed: [(board: String, outcome: Outcome)] = []
        for board in boards {
            for (path, failure) in failures(board) {
                if let index = sentences.firstIndex(where: { $0.path == path }) {
                    sentences[index].told.append((board, failure.sentence))
                } else {
                    sentences.append((path, [(board, failure.sentence)]))
                }
            }
            if let first = failures(board).first { failed.append((board, .raised(first.failure.exception))) }
        }
        for (path, told) in sentences {
            for (boards, sentence) in grouped(told) {
                tell(visible("\(boards): \(path): \(sentence)", keepingLines: false))
            }
        }
        guard !failed.isEmpty else { return .ok }
        remember(JobResult(failed))
        self.failed += failed.map(\.board)
        return .raised
    }

    /// Asks boards what words mean there, and tells where they mean nothing.
    /// - Returns: also the boards that have answered.
    func look(
        _ listing: RemoteListing, on boards: [String]
    ) throws -> (listing: RemoteListing, answered: [String], ExitStatus) {
        var listing = listing
        let result = try job(
            .files(Manifest(listing.queries)), on: boards, files: { listing.take($0, $1) }, take: { _ in })
        var status = tellOutcomes(of: result.withoutRaised)
        let answered = boards.filter { board in
            switch result.outcome(of: board) {
            case .ok, .raised: true
            default: false
            }
        }
        let failures = Dictionary(
            answered.map { ($0, listing.failuresByWord(of: $0)) }, uniquingKeysWith: { first, _ in first })
        status = max(status, tellFailed(answered) { failures[$0] ?? [] })
        for board in boards {
            guard answered.contains(board) else {
                output.results([Record(board, result.outcome(of: board))], text: nil)
                continue
            }
            for (path, failure) in failures[board] ?? [] {
                var record = Record(board, .raised(failure.exception))
                record.file = path
                output.results([record], text: nil)
            }
        }
        return (listing, result.interrupted || result.loss != nil ? [] : answered, status)
    }

    /// Boards with the same value, in the order of each group's first board.
    func together<Value: Equatable>(_ values: [(board: String, Value)]) -> [(boards: [String], Value)] {
        var groups: [(boards: [String], Value)] = []
        for (board, value) in values {
            if let index = groups.firstIndex(where: { $0.1 == value }) {
                groups[index].boards.append(board)
            } else {
                groups.append(([board], value))
            }
        }
        return groups
    }
}

extension RemoteListing {
    /// What a board could not tell, by path as it was typed.
    func failures(of board: String) -> [(path: String, failure: FileFailure)] {
        words.indices.flatMap { number in
            meaning(of: number, on: board).failures.map { told($0, of: words[number]) }
        }
    }

    /// The same, but of all folders that lie too deep below a word only one is told, by that word.
    func failuresByWord(of board: String) -> [(path: String, failure: FileFailure)] {
        let tooDeep = FileFailure.number(40)
        return words.indices.flatMap { number in
            let (word, all) = (words[number], meaning(of: number, on: board).failures)
            let deep = all.contains { $0.failure == tooDeep && !$0.path.isEmpty } ? [(word.text, tooDeep)] : []
            return deep + all.filter { $0.failure != tooDeep || $0.path.isEmpty }.map { told($0, of: word) }
        }
    }

    private func told(
        _ item: (path: String, failure: FileFailure), of word: RemoteWord
    ) -> (path: String, failure: FileFailure) {
        if item.path.isEmpty { return (word.text, item.failure) }
        return (joined(word.isPattern ? word.base : word.path, item.path), item.failure)
    }

    /// What `ls` says of a board.
    fileprivate func text(of board: String, _ arguments: ListArguments) -> [UInt8] {
        let isPlain = words.count == 1 && !arguments.recursive && !words[0].isPattern
        let items = words.indices.flatMap { number -> [RemoteItem] in
            let meaning = meaning(of: number, on: board)
            let word = words[number]
            if word.isPattern { return arguments.recursive ? merged(meaning) : meaning.items }
            if meaning.items.first?.isFolder != true { return meaning.items }
            guard isPlain else { return meaning.below }
            let length = joined(word.path, "x").unicodeScalars.count - 1
            return meaning.below.map {
                RemoteItem(path: String($0.path.unicodeScalars.dropFirst(length)), kind: $0.kind)
            }
        }
        let sizes = items.map { item in if case .file(let size, _) = item.kind { "\(size)" } else { "" } }
        let width = sizes.map(\.count).max() ?? 0
        let lines = zip(items, sizes).map { item, size in
            let name = visible(item.name, keepingLines: false)
            return arguments.long ? String(repeating: " ", count: width - size.count) + "\(size)  \(name)" : name
        }
        return Array(lines.map { $0 + "\n" }.joined().utf8)
    }

    private func merged(_ meaning: Meaning) -> [RemoteItem] {
        (meaning.items + meaning.below).sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }
}

/// What boards send of files that are shown, in numbers.
private struct FileAnswers {
    private let paths: [String]
    /// Of each board, in bytes.
    private let most: Int
    private var current: [String: Int] = [:]
    private var counts: [String: Int] = [:]
    private(set) var failures: [String: [(path: String, failure: FileFailure)]] = [:]
    /// How many of the bytes that came last are too many.
    private(set) var surplus = 0

    init(_ paths: [String], most: Int) {
        self.paths = paths
        self.most = most
    }

    mutating func take(_ board: String, _ event: FileEvent) {
        switch event {
        case .begins(let number, _, _): current[board] = number
        case .failed(let number, _, let failure): failures[board, default: []].append((paths[number], failure))
        case .bytes(let bytes):
            let before = counts[board] ?? 0
            counts[board] = before + bytes.count
            surplus = min(bytes.count, max(0, before + bytes.count - most))
            guard surplus > 0, before <= most, let number = current[board] else { return }
            let sentence = "only the first \(most) bytes of what a board has to say are shown: get copies files whole"
            failures[board, default: []].append((paths[number], .notTried(sentence)))
        default: break
        }
    }
}
