internal import Fleet

// Having boards work, and telling what came of it.
extension Session {
    /// More than a board has room for, and far less than makes a hub close the connection.
    private static let longestSource = 1 << 20
    /// Output kept of each board when nobody shows it at the end: enough to compare answers.
    static let keptOutput = 1 << 16

    /// Statements as one request, in which each runs as if typed.
    func request(_ statements: [String]) throws -> Work {
        let source = statements.joined(separator: "\0")
        guard source.utf8.count <= Self.longestSource else {
            throw UsageError(
                "\(source.utf8.count) bytes of Python at once, \(Self.longestSource) are the most: "
                    + "`put` them on the boards as a file and import it")
        }
        return .source(source, echo: true)
    }

    func runPython(_ python: [Statement]) throws -> ExitStatus {
        let boards = try selected()
        let statements = python.compactMap(\.content.source)
        let own = argumentStatements(for: boards)
        sent = (python, own.count)
        defer { sent = ([], 0) }
        let (status, result) = try answer(request(own + statements), on: boards)
        noteArguments(result)
        if place.isEmpty { pointAtFaults(result) }
        if let close = misspelledVerb(statements, result) { output.note("did you mean \(close)?") }
        return status
    }

    /// How answers are shown.
    package enum Layout {
        /// As it is set; of one board as they come.
        case prompt
        case folded
        /// Lines as they come, with the board's name.
        case live
        case ordered(OrderedPrinter.Style)
    }

    /// Runs a job and shows what the boards answer.
    func answer(_ work: Work, on boards: [String], _ layout: Layout = .prompt) throws -> (ExitStatus, JobResult) {
        let result = try show(boards, layout) { showsLines, take in
            try job(work, on: boards, showsLines: showsLines, take: take)
        }
        return (tellOutcomes(of: result), result)
    }

    /// Shows what a job's boards say, by a layout.
    /// - Parameter run: runs the job. It is told whether lines are worth showing before they are printed.
    func show(
        _ boards: [String], _ layout: Layout,
        _ run: (_ showsLines: Bool, @escaping (Job.Event) -> Void) throws -> JobResult
    ) throws -> JobResult {
        let result: JobResult
        let plain = OrderedPrinter.Style(title: { $0 }, hasBlankLine: false)
        switch (layout, boards.count > 1 ? context.settings.output : .fold) {
        case _ where output.style.isJSON: result = try show(boards, inOrder: plain, run)
        case (.ordered(let style), _): result = try show(boards, inOrder: style, run)
        case (.live, _), (.prompt, .live):
            var printer = LivePrinter(output, boards: boards)
            result = try run(false) { printer.take($0) }
            printer.finish()
        case (.prompt, .plain): result = try show(boards, inOrder: plain, run)
        default:
            var isLive = boards.count == 1
            if case .folded = layout { isLive = false }
            var printer = AnswerPrinter(output, live: isLive)
            result = try run(!isLive) { printer.take($0) }
            printer.finish(result)
        }
        return result
    }

    private func show(
        _ boards: [String], inOrder style: OrderedPrinter.Style,
        _ run: (_ showsLines: Bool, @escaping (Job.Event) -> Void) throws -> JobResult
    ) throws -> JobResult {
        var printer = OrderedPrinter(output, style, boards: boards)
        let result = try run(false) { printer.take($0) }
        printer.finish()
        return result
    }

    /// Runs a job; what its boards say goes to `take`, what else a person must know is told.
    /// - Parameters:
    ///   - showsLines: whether a person may see lines before the job is over.
    ///   - input: what the code of the one board can read.
    ///   - contents: of the files that `work` wants boards to have.
    ///   - files: gets what boards say of files.
    ///   - says: what a board is to have printed by that; nil: at its end.
    ///   - bar: shows a person how far they are.
    ///   - forgives: whether an exception says nothing about the line: boards were only asked for something.
    ///   - interrupts: nil: Ctrl-C alone.
    func job(
        _ work: Work, on boards: [String], showsLines: Bool = false, input: JobInput? = nil,
        contents: FileContents? = nil, files: @escaping (String, FileEvent) -> Void = { _, _ in },
        says: ((String, FileEvent?) -> [UInt8]?)? = nil, bar: TransferBar? = nil, forgives: Bool = false,
        interrupts: (() -> Int)? = nil, take: @escaping (Job.Event) -> Void
    ) throws -> JobResult {
        let watcher = JobWatcher(self, boards: boards, showsLines: showsLines, take: take)
        watcher.files = files
        watcher.says = says
        watcher.bar = bar
        let loop = JobLoop(
            work, on: boards, hub: hub, user: context.user, timeout: context.timeout, width: context.jobs,
            input: input, contents: contents, consoles: context.settings.consoles,
            interrupts: interrupts ?? context.interrupts,
            report: watcher.notice)
        if case .source = work, !forgives { watcher.folder = outputFolder }
        watcher.folder?.begin(boards)
        let result = try loop.run()
        let counted = forgives ? result.withoutRaised : result
        failed += counted.boards.filter { counted.outcome(of: $0) != .ok }
        finish(counted, watcher)
        if result.detached, !loop.running.isEmpty { detach(loop) }
        return result
    }

    /// Takes note of how a job ended.
    func finish(_ result: JobResult, _ watcher: JobWatcher) {
        output.region?.clear()
        isInterrupted = isInterrupted || result.interrupted
        remember(result, watcher.answers)
    }

    /// Tells of every board that did not end well.
    func tellOutcomes(of result: JobResult) -> ExitStatus {
        var status = result.interrupted ? ExitStatus.interrupted : .ok
        var sentences: [(text: String, place: String, boards: [String])] = []
        func add(_ text: String, _ board: String, at place: String? = nil) {
            let place = place ?? self.place
            if let index = sentences.firstIndex(where: { $0.text == text && $0.place == place }) {
                sentences[index].boards.append(board)
            } else {
                sentences.append((text, place, [board]))
            }
        }
        for (board, outcome) in result.outcomes {
            status = max(status, ExitStatus(outcome))
            switch outcome {
            case .ok, .interrupted: break
            // At the prompt the traceback has said it.
            case .raised(let exception):
                if !place.isEmpty { add("raised \(exception.summary)", board, at: place(of: exception)) }
            case .silent(let why): add("silent: \(why)", board)
            case .refused(let why): add("refused: \(why)", board)
            }
        }
        for (text, place, boards) in sentences { output.note("\(place)\(fold(boards)): \(text)") }
        if let sentence = interruption(of: result) { tell(sentence) }
        if let loss = result.loss {
            tell("\(loss)")
            status = max(status, ExitStatus(loss))
        }
        if let failure = outputFolder?.takeFailure() {
            tell("\(failure)")
            status = max(status, .usage)
        }
        return status
    }

    /// `interrupted: esp8266-[1-2]; no answer: esp8266-3`.
    private func interruption(of result: JobResult) -> String? {
        let interrupted = isConnected ? [] : result.outcomes.filter { $0.outcome == .interrupted }.map(\.board)
        let running = result.running
        let unanswered = result.loss == nil ? running.filter(result.asked.contains) : running
        let left = running.filter { !unanswered.contains($0) }
        let parts = [
            ("interrupted", interrupted), (result.detached ? "asked to stop, not waited for" : "no answer", unanswered),
            ("left running", left),
        ]
        let told = parts.filter { !$0.1.isEmpty }.map { "\($0): \(fold($1))" }
        return told.isEmpty ? nil : told.joined(separator: "; ")
    }
}

/// Watches a job: shows how it stands, keeps what boards say, tells what else a person must know.
final class JobWatcher {
    private(set) var answers: Answers
    /// Where what boards print goes besides.
    var folder: OutputFolder?
    /// Gets what boards say of files.
    var files: (String, FileEvent) -> Void = { _, _ in }
    /// What a board is to have printed by that; nil: at its end.
    var says: ((String, FileEvent?) -> [UInt8]?)?
    /// Shows how far files are, in the place of how many boards have ended.
    var bar: TransferBar?
    private let output: Output
    private let isConnected: Bool
    private let detached: [DetachedJob]
    /// The file with the person's settings.
    private let configuration: String
    private let take: (Job.Event) -> Void
    private var progress: Progress?
    private let start = ContinuousClock.now

    init(_ session: Session, boards: [String], showsLines: Bool, take: @escaping (Job.Event) -> Void) {
        output = session.output
        isConnected = session.isConnected
        detached = session.detached
        configuration = session.context.settings.path
        self.take = take
        answers = Answers(most: boards.count > 1 ? Session.keptOutput : 0)
        if boards.count > 1, let region = output.region {
            progress = Progress(region, boards: boards, showsLines: showsLines, color: output.style.hasColor)
        }
    }

    func notice(_ note: JobLoop.Note) {
        switch note {
        case .event(let event):
            if case .finished(let board, _) = event { print(says?(board, nil), of: board) }
            hear(event)
        case .file(let board, let event):
            files(board, event)
            print(says?(board, event), of: board)
        case .contentMissing(let error): output.note("\(error)")
        case .waiting(let waiting): draw(waiting)
        case .busy(let board, let user):
            let own = detached.first { $0.loop.running.contains(board) }.map { " with job \($0.number)" }
            let whose = own ?? user.map { " with a job of \(visible($0, keepingLines: false))" } ?? ""
            output.note("\(board) is busy\(whose): waiting")
        case .running(let board, let silence):
            output.note("\(board): running, no sign for \(silence.components.seconds) s")
        case .outputMissing(let board, let missing):
            output.note("\(board): it completed, but its output is missing; \(remedy(board, missing))")
        case .consoleLost(let board, let why, let wasOpen):
            output.note("\(board): \(why): \(wasOpen ? "the rest of " : "")its output is not shown")
        case .withdrawn(let boards): output.note("\(fold(boards)): withdrawn before it began")
        // Who is connected sees the exception.
        case .interrupting where isConnected: break
        case .interrupting(let boards): output.note("interrupting \(fold(boards))")
        case .cannotInterrupt(let boards): output.note("cannot be interrupted: \(fold(boards))")
        case .hubAway: output.note("the hub went away: waiting for it to come back")
        case .hubBack: output.note("the hub is back")
        }
    }

    private func hear(_ event: Job.Event) {
        answers.take(event)
        folder?.take(event)
        progress?.take(event)
        take(event)
    }

    private func print(_ bytes: [UInt8]?, of board: String) {
        if let bytes, !bytes.isEmpty { hear(.output(board: board, bytes: bytes)) }
    }

    private func draw(_ waiting: [String]) {
        guard let bar else { progress?.draw(waiting: waiting); return }
        guard let region = output.region, ContinuousClock.now - start >= Progress.delay, !waiting.isEmpty else {
            return
        }
        region.draw(bar.lines(waiting: waiting), color: output.style.hasColor)
    }

    /// What to do where a board's output did not come.
    private func remedy(_ board: String, _ missing: JobLoop.MissingOutput) -> String {
        switch missing {
        case .hub: "a reset may help"
        case .console(let place): "its console at \(place) did not show it"
        case .unnamedConsole:
            "a WiPy shows it only on its own telnet console, and a line `wipy \(board) ADDRESS` in \(configuration) "
                + "lets mbm read it there"
        }
    }
}

/// `1 board`, `2 boards`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
