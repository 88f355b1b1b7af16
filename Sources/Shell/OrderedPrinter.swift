internal import Fleet

/// Writes each board's answer under a header of its own, or as an object, in the order of the boards, as soon as those
/// before it are done: the way of `board-execute` and `board`, and of `--json` everywhere.
package struct OrderedPrinter {
    /// How the answers are set.
    package struct Style {
        /// The header's text for a board.
        let title: (String) -> String
        /// Whether a blank line follows each answer.
        let hasBlankLine: Bool
    }

    private let output: Output
    private let style: Style
    private var answers = Answers()
    /// Boards whose answer has not been written.
    private var waiting: ArraySlice<String>
    private var finished: [String: Outcome] = [:]

    init(_ output: Output, _ style: Style, boards: [String]) {
        self.output = output
        self.style = style
        waiting = boards[...]
    }

    mutating func take(_ event: Job.Event) {
        answers.take(event)
        guard case .finished(let board, let outcome) = event else { return }
        finished[board] = outcome
        while let next = waiting.first, let outcome = finished[next] {
            write(next, outcome)
            waiting.removeFirst()
        }
    }

    /// Writes what came of boards that have not finished.
    mutating func finish() {
        for board in waiting { write(board, finished[board]) }
        waiting = []
    }

    private func write(_ board: String, _ outcome: Outcome?) {
        let text = answers.outputs[board] ?? []
        if output.style.isJSON {
            var record = Record(board, outcome)
            record.output = String(decoding: text, as: UTF8.self)
            record.dropped = answers.dropped[board]
            return output.results([record], text: nil)
        }
        switch outcome {
        // It was not asked, or never answered: the error stream names it.
        case .silent, .refused, nil: if text.isEmpty { return }
        case .ok, .raised, .interrupted: break
        }
        output.header(style.title(board))
        output.board(text)
        if let last = text.last, last != UInt8(ascii: "\n") { output.board([UInt8(ascii: "\n")]) }
        if style.hasBlankLine { output.board([UInt8(ascii: "\n")]) }
        if let count = answers.dropped[board] { output.note("\(board): \(counted(count, "byte")) dropped") }
    }
}

/// Writes lines as they come, each with the name of its board before it: the way of `board-execute --live`.
struct LivePrinter {
    /// A line that goes on for longer is shown in pieces.
    private static let longestLine = 4096

    private let output: Output
    private let width: Int
    private var partial: [String: [UInt8]] = [:]

    init(_ output: Output, boards: [String]) {
        self.output = output
        width = boards.map(\.count).max() ?? 0
    }

    mutating func take(_ event: Job.Event) {
        switch event {
        case .output(let board, let bytes):
            var rest = ((partial[board] ?? []) + bytes)[...]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                write(board, Array(rest[...end]))
                rest = rest[(end + 1)...]
            }
            if rest.count > Self.longestLine {
                let whole = rest.dropLast(incompleteTail(Array(rest.suffix(4))))
                write(board, whole + [UInt8(ascii: "\n")])
                rest = rest[whole.endIndex...]
            }
            partial[board] = Array(rest)
        case .dropped(let board, let count): output.note("\(board): \(counted(count, "byte")) dropped")
        case .finished(let board, _): endLine(of: board)
        }
    }

    /// Writes what is there of lines of boards that have not finished.
    mutating func finish() {
        for board in partial.keys.sortedNaturally() { endLine(of: board) }
    }

    private mutating func endLine(of board: String) {
        guard let rest = partial.removeValue(forKey: board), !rest.isEmpty else { return }
        write(board, rest + [UInt8(ascii: "\n")])
    }

    private func write(_ board: String, _ line: [UInt8]) {
        output.board(Array((String(repeating: " ", count: width - board.count) + board + ": ").utf8) + line)
    }
}
