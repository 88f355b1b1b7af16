package import Fleet

/// A person's or a script's work with a hub: the selection, and what each line does.
package final class Session {
    /// What a session gets from the outside.
    package struct Context {
        /// Who works (`user@host`, ASCII without blanks), told to boards and through them to others.
        package var user: String
        /// How long a board may show no sign of life.
        package var timeout: Duration
        /// How many boards work at once; nil: all.
        package var jobs: Int?
        /// The telnet consoles of WiPys, by name.
        package var consoles: [String: TelnetConsole] = [:]
        /// The file in which they stand.
        package var configuration = "mbm's config"
        /// How often Ctrl-C was pressed since it was last asked.
        package var interrupts: () -> Int

        package init(user: String, timeout: Duration, jobs: Int? = nil, interrupts: @escaping () -> Int) {
            self.user = user
            self.timeout = timeout
            self.jobs = jobs
            self.interrupts = interrupts
        }
    }

    let hub: Hub
    let context: Context
    let output: Output
    /// The boards that lines go to.
    package internal(set) var selection: [String] = []
    /// Whether the person asked to leave.
    package internal(set) var isOver = false
    /// Whether the person pressed Ctrl-C while the last lines ran. (Code that raises KeyboardInterrupt by itself is no such thing.)
    package private(set) var isInterrupted = false
    /// What every line that went wrong is told with, e.g. `<stdin>:3: `.
    package var place = ""

    package init(_ hub: Hub, context: Context, output: Output) {
        self.hub = hub
        self.context = context
        self.output = output
    }

    /// Runs what was typed, pasted or read.
    /// - Parameter statements: Python that stands together goes to the boards as one request, in which each statement
    ///   runs as if typed.
    /// - Returns: what it came to. What went wrong has been told; what comes after it was not run.
    package func run(_ statements: [Statement]) -> ExitStatus {
        isInterrupted = false
        var rest = statements[...]
        while let first = rest.first, !isOver {
            let python = rest.prefix { $0.content.source != nil }.compactMap(\.content.source)
            rest = rest.dropFirst(max(1, python.count))
            do {
                let status = python.isEmpty ? try run(first.content) : try runPython(python)
                if status != .ok { return status }
            } catch {
                tell("\(error)")
                return ExitStatus(error)
            }
        }
        return .ok
    }

    private func run(_ line: Line) throws -> ExitStatus {
        switch line {
        case .verb(let name, let arguments):
            guard let verb = Verb.named(name) else { return .ok }
            return try verb.run(self, arguments)
        case .unknownVerb(let name): throw UsageError("%\(name) is no verb; `help` lists them")
        case .empty, .python: return .ok
        }
    }

    /// Whether the person has pressed Ctrl-C by now.
    func noticeInterrupts() -> Bool {
        if context.interrupts() > 0 { isInterrupted = true }
        return isInterrupted
    }

    /// Tells what went wrong, and where.
    func tell(_ sentence: String) { output.note(place + sentence) }

    // MARK: Boards

    /// The boards that a range names, all of them known.
    /// - Throws: for a malformed range, an unknown board, or when there is none.
    package func boards(in range: String) throws -> [String] {
        let known = try hub.knownBoards()
        let names = try names(in: range, known: known)
        guard !names.isEmpty else { throw UsageError("\(range) names no board") }
        let all = Set(known)
        let unknown = names.filter { !all.contains($0) }
        guard unknown.isEmpty else { throw FleetError.unknownBoards(unknown, known: known.count) }
        return names
    }

    func names(in range: String, known: [String]) throws -> [String] {
        var failure: FleetError?
        let names = try BoardRange(range).names(
            known: { known },
            group: { name in
                do throws(FleetError) {
                    return try self.hub.group(name)
                } catch {
                    failure = error
                    return nil
                }
            })
        if let failure { throw failure }
        return names
    }

    /// The boards that are selected.
    func selected() throws -> [String] {
        guard !selection.isEmpty else { throw UsageError("no board selected: use BOARDS") }
        return selection
    }

    // MARK: Jobs

    /// More than a board has room for, and far less than makes a hub close the connection.
    private static let longestSource = 1 << 20

    private func runPython(_ statements: [String]) throws -> ExitStatus {
        let boards = try selected()
        let source = statements.joined(separator: "\0")
        guard source.utf8.count <= Self.longestSource else {
            throw UsageError(
                "\(source.utf8.count) bytes of Python at once, \(Self.longestSource) are the most: "
                    + "`put` them on the boards as a file and import it")
        }
        let (status, result) = try answer(.source(source, echo: true), on: boards)
        if let close = misspelledVerb(statements, result) { output.note("did you mean \(close)?") }
        return status
    }

    /// How answers are shown.
    package enum Layout {
        /// As they come for one board, folded for several.
        case prompt
        case folded
        /// Lines as they come, with the board's name.
        case live
        case ordered(OrderedPrinter.Style)
    }

    /// Runs a job and shows what the boards answer.
    func answer(_ work: Work, on boards: [String], _ layout: Layout = .prompt) throws -> (ExitStatus, JobResult) {
        let result: JobResult
        switch layout {
        case _ where output.style.isJSON:
            result = try answer(work, on: boards, OrderedPrinter.Style(title: { $0 }, hasBlankLine: false))
        case .prompt, .folded:
            var isLive = boards.count == 1
            if case .folded = layout { isLive = false }
            var printer = AnswerPrinter(output, live: isLive)
            result = try job(work, on: boards) { printer.take($0) }
            printer.finish(result)
        case .live:
            var printer = LivePrinter(output, boards: boards)
            result = try job(work, on: boards) { printer.take($0) }
            printer.finish()
        case .ordered(let style): result = try answer(work, on: boards, style)
        }
        return (tellOutcomes(of: result), result)
    }

    private func answer(_ work: Work, on boards: [String], _ style: OrderedPrinter.Style) throws -> JobResult {
        var printer = OrderedPrinter(output, style, boards: boards)
        let result = try job(work, on: boards) { printer.take($0) }
        printer.finish()
        return result
    }

    /// Runs a job; what its boards say goes to `take`, what else a person must know is told.
    func job(_ work: Work, on boards: [String], take: @escaping (Job.Event) -> Void) throws -> JobResult {
        let result = try JobLoop.run(
            work, on: boards, hub: hub, user: context.user, timeout: context.timeout, width: context.jobs,
            consoles: context.consoles, interrupts: context.interrupts
        ) { [output, context] note in
            switch note {
            case .event(let event): take(event)
            case .busy(let board, let user):
                let whose = user.map { " with a job of \(visible($0, keepingLines: false))" } ?? ""
                output.note("\(board) is busy\(whose): waiting")
            case .running(let board, let silence):
                output.note("\(board): running, no sign for \(silence.components.seconds) s")
            case .outputMissing(let board, let missing):
                output.note("\(board): it completed, but its output is missing; \(context.remedy(board, missing))")
            case .consoleLost(let board, let why, let wasOpen):
                output.note("\(board): \(why): \(wasOpen ? "the rest of " : "")its output is not shown")
            case .withdrawn(let boards): output.note("\(fold(boards)): withdrawn before it began")
            case .interrupting(let boards): output.note("interrupting \(fold(boards))")
            case .cannotInterrupt(let boards): output.note("cannot be interrupted: \(fold(boards))")
            case .hubAway: output.note("the hub went away: waiting for it to come back")
            case .hubBack: output.note("the hub is back")
            }
        }
        isInterrupted = isInterrupted || result.interrupted
        return result
    }

    /// Tells of every board that did not end well.
    func tellOutcomes(of result: JobResult) -> ExitStatus {
        var status = result.interrupted ? ExitStatus.interrupted : .ok
        var sentences: [(text: String, boards: [String])] = []
        func add(_ text: String, _ board: String) {
            if let index = sentences.firstIndex(where: { $0.text == text }) {
                sentences[index].boards.append(board)
            } else {
                sentences.append((text, [board]))
            }
        }
        for (board, outcome) in result.outcomes {
            status = max(status, ExitStatus(outcome))
            switch outcome {
            case .ok: break
            // At the prompt the traceback has said it.
            case .raised(let exception): if !place.isEmpty { add("raised \(exception.summary)", board) }
            case .interrupted: add("interrupted", board)
            case .silent(let why): add("silent: \(why)", board)
            case .refused(let why): add("refused: \(why)", board)
            }
        }
        for board in result.running { add(result.loss == nil ? "no answer; left running" : "no answer", board) }
        for (text, boards) in sentences { tell("\(fold(boards)): \(text)") }
        if let loss = result.loss {
            tell("\(loss)")
            status = max(status, ExitStatus(loss))
        }
        return status
    }

    /// The verb that a Python line may have been meant to be, when boards could not understand it.
    private func misspelledVerb(_ statements: [String], _ result: JobResult) -> String? {
        guard statements.count == 1, let word = statements[0].split(separator: " ").first else { return nil }
        let isMisunderstood = result.outcomes.contains {
            guard case .raised(let exception) = $0.outcome else { return false }
            return exception.kind == "SyntaxError"
                || exception.kind == "NameError" && exception.message.contains("'\(word)'")
        }
        guard isMisunderstood else { return nil }
        return Verb.closest(to: String(word))
    }
}

extension Session.Context {
    /// What to do where a board's output did not come.
    fileprivate func remedy(_ board: String, _ missing: JobLoop.MissingOutput) -> String {
        switch missing {
        case .hub: "a reset may help"
        case .console(let place): "its console at \(place) did not show it"
        case .unnamedConsole:
            "a WiPy shows it only on its own telnet console, and a line `wipy \(board) ADDRESS` in \(configuration) "
                + "lets mbm read it there"
        }
    }
}

extension Line {
    /// The text of a line that is Python.
    fileprivate var source: String? {
        guard case .python(let text) = self else { return nil }
        return text
    }
}

extension PythonException {
    /// Class and message in one line.
    var summary: String { visible(message.isEmpty ? kind : "\(kind): \(message)", keepingLines: false) }
}
