internal import Fleet

/// What became of boards' files, over several jobs.
struct SyncTally {
    struct Step {
        let change: FileChange
        /// nil: it was not done.
        let result: FileReport.Result?
    }

    let boards: [String]
    private(set) var steps: [String: [Step]] = [:]
    /// How a board's last job ended, if not well; of one that was left running nothing is known.
    private var ends: [String: Outcome?] = [:]

    init(_ boards: [String]) { self.boards = boards }

    mutating func add(_ outcome: FileResult) {
        for board in outcome.result.boards {
            let results = outcome.report[board].results
            steps[board, default: []] += outcome.work.changes.enumerated().map {
                Step(change: $0.element, result: results[$0.offset])
            }
            let end = outcome.result.outcome(of: board)
            if end != .ok { ends[board] = .some(end) }
        }
    }

    mutating func skip(_ changes: [FileChange], on boards: [String]) {
        for board in boards { steps[board, default: []] += changes.map { Step(change: $0, result: nil) } }
    }

    /// Whether the board can be asked for more.
    func isThere(_ board: String) -> Bool {
        switch ends[board] {
        case nil, .raised??: true
        default: false
        }
    }

    /// Whether all was done so far.
    func isWhole(_ board: String) -> Bool { ends[board] == nil }

    func outcome(of board: String) -> Outcome? { ends[board] ?? .ok }

    /// The exception that has ended a board's job before its end.
    func exception(of board: String) -> PythonException? {
        if case .raised(let exception)?? = ends[board] { exception } else { nil }
    }
}

// Telling what a sync came to.
extension Session {
    /// More files than these are told as numbers.
    private static let mostTold = 10
    private static let mostFailures = 20

    /// - Parameter isBrief: whether numbers are told only where names are not.
    func tell(_ tally: SyncTally, tellsEach: Bool, isBrief: Bool = false) -> ExitStatus {
        if output.style.isJSON {
            for board in tally.boards { output.results(records(tally, board), text: nil) }
        }
        let lines = lines(tally, withUnchanged: tellsEach)
        let tellsLines = tellsEach || lines.count <= Self.mostTold
        if tellsLines, !output.style.isJSON { for line in lines { output.line(line) } }
        let status = tellFailures(tally, all: tellsEach)
        if !output.style.isJSON, !isBrief || !tellsLines || status != .ok {
            let summaries = tally.boards.compactMap { board in tally.steps[board].map { (board, summary($0)) } }
            for (boards, sentence) in grouped(summaries) { output.line("\(boards): \(sentence)") }
        }
        return status
    }

    /// `board-[1-3]: lib/one.py  9 bytes`
    private func lines(_ tally: SyncTally, withUnchanged: Bool) -> [String] {
        var effects: [PathKey: [(board: String, String)]] = [:]
        var order: [PathKey] = []
        for board in tally.boards {
            for step in tally.steps[board] ?? [] {
                guard case .done(let effect) = step.result, withUnchanged || effect != .unchanged, !step.isNothing
                else {
                    continue
                }
                let key = PathKey(step.change.path)
                if effects[key] == nil { order.append(key) }
                effects[key, default: []].append((board, step.change.sentence(effect)))
            }
        }
        return order.flatMap { key in
            grouped(effects[key] ?? []).map { visible("\($0): \(key.path)  \($1)", keepingLines: false) }
        }
    }

    private func tellFailures(_ tally: SyncTally, all: Bool) -> ExitStatus {
        var failures: [(board: String, String)] = []
        for board in tally.boards {
            let steps = tally.steps[board] ?? []
            var sentences = steps.compactMap { step -> String? in
                guard case .failed(let failure) = step.result else { return nil }
                return "\(step.change.path): \(failure.sentence)"
            }
            let rest = sentences.count - Self.mostFailures
            if !all, rest > 0 {
                sentences = sentences.prefix(Self.mostFailures) + ["… and \(rest) more (-v names all)"]
            }
            failures += sentences.map { (board, $0) }
            let missing = steps.count { $0.result == nil }
            if missing > 0, let exception = tally.exception(of: board) {
                let why = sentences.isEmpty ? exception.sentence : "something failed"
                failures.append((board, "\(missing) not done, for \(why)"))
            }
        }
        for (boards, sentence) in grouped(failures) { tell("\(boards): \(visible(sentence, keepingLines: false))") }
        return failures.isEmpty ? .ok : .raised
    }

    /// `4 written (87 bytes), 1 unchanged`
    private func summary(_ steps: [SyncTally.Step]) -> String {
        func count(_ effects: FileChange.Effect...) -> Int {
            steps.count { step in !step.isNothing && effects.contains { step.result == .done($0) } }
        }
        let written = steps.filter { $0.result == .done(.created) || $0.result == .done(.replaced) }
        let bytes = written.reduce(0) { $0 + $1.change.size }
        let failed = steps.count { if case .failed = $0.result { true } else { false } }
        let numbers = [
            (count(.unchanged), "unchanged"), (count(.removed), "removed"), (failed, "failed"),
            (steps.count { $0.result == nil }, "not done"),
        ]
        return (["\(written.count) written (\(byteCount(bytes)))"] + numbers.filter { $0.0 > 0 }.map { "\($0) \($1)" })
            .joined(separator: ", ")
    }

    private func records(_ tally: SyncTally, _ board: String) -> [Record] {
        guard let steps = tally.steps[board] else { return [Record(board, tally.outcome(of: board))] }
        return steps.filter { !$0.isNothing }.map { step in
            var record = Record(board, tally.outcome(of: board))
            switch step.result {
            case .done(let effect):
                record = Record(board, .ok)
                record.change = effect.name
                if case .file(_, let size, _) = step.change { record.bytes = size }
            case .failed(let failure): record = Record(board, .raised(failure.exception))
            case nil: break
            }
            record.file = step.change.path
            return record
        }
    }
}

extension SyncTally.Step {
    /// What was to be removed was not there.
    fileprivate var isNothing: Bool {
        if case .remove = change { result == .done(.unchanged) } else { false }
    }
}

extension FileChange {
    /// In bytes; 0 for what is no file.
    var size: Int { if case .file(_, let size, _) = self { size } else { 0 } }
}
