package import Fleet

/// What a person types while code runs on the board that they are connected to.
package struct ConsoleInput {
    /// Looks at the terminal, and gives whether the person has left.
    let hasLeft: () -> Bool
    /// Forgets what was typed and not read: Ctrl-C.
    let drop: () -> Void
    /// Whether the terminal has echoed the end of a line since the last call.
    let takeLineEnd: () -> Bool
    /// Whether more was typed than is kept, since the last call.
    let takeOverflow: () -> Bool
    /// Whether the terminal knows nothing but characters.
    let isDumb: Bool
    /// Takes the next piece that was typed.
    let next: () -> JobInput.Piece?
    /// Takes back a piece that the board did not take.
    let giveBack: (JobInput.Piece) -> Void

    package init(
        hasLeft: @escaping () -> Bool, drop: @escaping () -> Void, takeLineEnd: @escaping () -> Bool,
        takeOverflow: @escaping () -> Bool, isDumb: Bool, next: @escaping () -> JobInput.Piece?,
        giveBack: @escaping (JobInput.Piece) -> Void
    ) {
        self.hasLeft = hasLeft
        self.drop = drop
        self.takeLineEnd = takeLineEnd
        self.takeOverflow = takeOverflow
        self.isDumb = isDumb
        self.next = next
        self.giveBack = giveBack
    }
}

// `connect`: one board as if it were on the desk.
extension Session {
    func connect(_ range: String) throws -> ExitStatus {
        guard let console else { throw UsageError("connect is for a person at a terminal") }
        guard !isConnected else { throw UsageError("connected already") }
        guard !range.allSatisfy(\.isWhitespace) else { throw UsageError("connect wants a board: connect BOARD") }
        let names = try boards(in: range)
        guard names.count == 1 else {
            throw UsageError("\(range) names \(names.count) boards, and connect is for one: connect BOARD")
        }
        let board = try known(names)[0]
        guard board.state != .offline else { throw FleetError.offline(board.name) }
        guard !board.isLegacy else {
            throw UsageError("\(board.name) runs the original client, which knows no input: select it with `use`")
        }
        guard board.takesInput else {
            throw UsageError("\(board.name) runs a board client that knows no input: install the one of this mbm on it")
        }
        let (selected, wasElsewhere) = (selection, isElsewhere)
        (isConnected, isElsewhere) = (true, true)
        selection = names
        defer {
            selection = selected
            (isConnected, isElsewhere) = (false, wasElsewhere)
        }
        console(board.name)
        return .ok
    }

    /// Runs what was entered on the board that a person is connected to; its code can read what they type.
    /// - Returns: what it came to, which has been told.
    @discardableResult
    package func converse(_ text: String, _ input: ConsoleInput) -> ExitStatus {
        linesSent += 1
        do {
            let statements = try Statements.split(text, verbs: [])
            guard !statements.isEmpty else { return .ok }
            startLine(text)
            lastBlock = text
            let status = try converse(request(statements.compactMap(\.content.source)), input)
            tellTiming()
            return status
        } catch {
            tell("\(error)")
            return ExitStatus(error)
        }
    }

    private func converse(_ work: Work, _ input: ConsoleInput) throws -> ExitStatus {
        let board = try selected()[0]
        var printer = ConsolePrinter(output, input)
        let pieces = JobInput(
            next: { [output] in
                let piece = input.next()
                if case .text(let bytes) = piece { output.keepTyped(visible(bytes)) }
                return piece
            }, giveBack: input.giveBack)
        let result = try job(
            work, on: [board], input: pieces,
            interrupts: { [context, output] in
                let hasLeft = input.hasLeft()
                if input.takeOverflow() {
                    output.note("\(board) does not read what is typed: the last of it is dropped")
                }
                let count = context.interrupts()
                if count > 0 {
                    input.drop()
                    printer.interrupt()
                }
                return hasLeft ? 2 : count
            },
            take: { printer.take($0) })
        printer.finish()
        if !result.running.isEmpty, result.loss == nil { tell("\(board): its program finds no more input") }
        return input.hasLeft() ? .interrupted : tellOutcomes(of: result)
    }
}

/// Writes what the one board prints, as it comes.
private struct ConsolePrinter {
    private let output: Output
    private let input: ConsoleInput
    private var text: ConsoleText
    private var endsLine = true

    init(_ output: Output, _ input: ConsoleInput) {
        self.output = output
        self.input = input
        text = ConsoleText(hasColor: output.style.hasColor, erases: !input.isDumb)
    }

    mutating func take(_ event: Job.Event) {
        switch event {
        case .output(_, let bytes):
            if output.style.isRaw {
                output.board(bytes)
                endsLine = bytes.last == UInt8(ascii: "\n")
            } else {
                write(text.take(bytes))
            }
        case .dropped(let board, let count):
            endLine()
            output.note("\(board): \(count) bytes dropped")
        case .finished: endLine()
        }
    }

    mutating func finish() { endLine() }

    /// The terminal has echoed Ctrl-C.
    mutating func interrupt() {
        output.harmless("\n", plain: "\n")
        endsLine = true
    }

    private mutating func write(_ text: String) {
        guard let last = text.unicodeScalars.last else { return }
        // What was typed before this is no end of what is written now.
        _ = input.takeLineEnd()
        output.harmless(text, plain: ConsoleText.plain(text))
        endsLine = last == "\n"
    }

    private mutating func endLine() {
        write(text.finish())
        if !endsLine, !input.takeLineEnd() { output.harmless("\n", plain: "\n") }
        endsLine = true
    }
}
