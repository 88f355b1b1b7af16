internal import Fleet

/// What boards printed during a job, collected per board.
struct Answers {
    /// What is shown of a board when it is over, in bytes.
    static let mostShown = 1 << 22

    /// Output kept per board; what comes after it is counted.
    private let most: Int
    private(set) var outputs: [String: [UInt8]] = [:]
    /// Bytes that are not here: lost on the way, or more than is kept.
    private(set) var dropped: [String: Int] = [:]

    init(most: Int = Self.mostShown) { self.most = most }

    mutating func take(_ event: Job.Event) {
        switch event {
        case .output(let board, let bytes):
            let room = most - (outputs[board]?.count ?? 0)
            outputs[board, default: []] += bytes.prefix(room)
            if bytes.count > room { dropped[board, default: 0] += bytes.count - room }
        case .dropped(let board, let count): dropped[board, default: 0] += count
        case .finished: break
        }
    }

    /// Boards with the same output and the same outcome, in the order of each group's first board.
    struct Group: Equatable {
        var boards: [String]
        let output: [UInt8]
        let outcome: Outcome?
        let dropped: Int
    }

    /// - Parameter result: boards that are still running have no outcome.
    func folded(_ result: JobResult) -> [Group] {
        struct Key: Hashable {
            let output: [UInt8]
            let outcome: Outcome?
            let dropped: Int
        }
        let outcomes = Dictionary(
            result.outcomes.map { ($0.board, $0.outcome) }, uniquingKeysWith: { first, _ in first })
        var places: [Key: Int] = [:]
        var groups: [Group] = []
        for board in result.boards {
            let key = Key(
                output: outputs[board] ?? [], outcome: outcomes[board], dropped: dropped[board] ?? 0)
            if let place = places[key] {
                groups[place].boards.append(board)
            } else {
                places[key] = groups.count
                groups.append(Group(boards: [board], output: key.output, outcome: key.outcome, dropped: key.dropped))
            }
        }
        return groups
    }
}

/// `## esp8266-[1-3] ####…`, filled to 80 columns.
func header(_ text: String) -> String {
    let start = "## \(text) "
    return start + String(repeating: "#", count: max(2, 80 - start.count))
}

/// Writes what a job's boards answered: as it comes for one board; for several at the end, boards with the same output
/// and outcome under one header.
struct AnswerPrinter {
    private let output: Output
    private let isLive: Bool
    private var answers = Answers()
    private var partial: [UInt8] = []
    private var endsLine = true

    init(_ output: Output, live: Bool) {
        self.output = output
        isLive = live
    }

    mutating func take(_ event: Job.Event) {
        guard isLive else { return answers.take(event) }
        switch event {
        case .output(_, let bytes):
            // A character may be spread over two pieces, and so may CR LF.
            partial += bytes
            let isReturn = partial.last == UInt8(ascii: "\r")
            let whole = partial.count - (isReturn ? 1 : incompleteTail(partial))
            guard whole > 0 else { return }
            output.board(Array(partial[..<whole]))
            endsLine = partial[whole - 1] == UInt8(ascii: "\n")
            partial.removeFirst(whole)
        case .dropped(let board, let count):
            endLine()
            output.note("\(board): \(counted(count, "byte")) dropped")
        case .finished: endLine()
        }
    }

    private mutating func endLine() {
        if !partial.isEmpty {
            output.board(partial)
            partial = []
            endsLine = false
        }
        if !endsLine { output.board([UInt8(ascii: "\n")]) }
        endsLine = true
    }

    mutating func finish(_ result: JobResult) {
        if isLive { return endLine() }
        let groups = answers.folded(result)
        // Nothing was said, and nothing went wrong: nothing to show, as at a board's own prompt.
        if groups.allSatisfy({ $0.output.isEmpty && $0.dropped == 0 && ($0.outcome == .ok || $0.hasOnlyNotes) }) {
            return
        }
        for group in groups where !group.hasOnlyNotes {
            if result.boards.count > 1 { output.header(fold(group.boards)) }
            output.board(group.output)
            if !group.output.isEmpty, group.output.last != UInt8(ascii: "\n") { output.board([UInt8(ascii: "\n")]) }
            if group.dropped > 0 { output.note("\(fold(group.boards)): \(counted(group.dropped, "byte")) dropped") }
        }
    }
}

extension Answers.Group {
    /// A board that was not asked or said nothing before it fell silent has no answer to show: notes tell of it.
    fileprivate var hasOnlyNotes: Bool {
        switch outcome {
        case .silent, .refused, .interrupted, nil: output.isEmpty && dropped == 0
        default: false
        }
    }
}

/// How many bytes at the end are the beginning of a character that is not complete.
func incompleteTail(_ bytes: [UInt8]) -> Int {
    for (count, byte) in bytes.reversed().prefix(4).enumerated() where byte & 0xC0 != 0x80 {
        let length = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
        return length > count + 1 ? count + 1 : 0
    }
    return 0
}
