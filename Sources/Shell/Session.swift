package import Fleet

/// A person's or a script's work with a hub: the selection, and what each line does.
package final class Session {
    /// What a session gets from the outside.
    package struct Context {
        /// Who works (`user@host`, ASCII without blanks), told to boards and through them to others.
        package var user: String
        /// What is set, at first by options and the user's own file, later by `set`.
        package internal(set) var settings: Settings
        /// Whether a person sees what is written, in colours if that is left to the terminal.
        package var isColorTerminal: Bool
        /// How often Ctrl-C was pressed since it was last asked.
        package var interrupts: () -> Int

        package init(
            user: String, settings: Settings, isColorTerminal: Bool = false, interrupts: @escaping () -> Int
        ) {
            self.user = user
            self.settings = settings
            self.isColorTerminal = isColorTerminal
            self.interrupts = interrupts
        }

        /// How long a board may show no sign of life.
        package var timeout: Duration { .seconds(settings.timeout) }
        /// How many boards work at once; nil: all.
        package var jobs: Int? { settings.jobs }
    }

    let hub: Hub
    package internal(set) var context: Context
    package internal(set) var output: Output
    /// The boards that lines go to.
    package internal(set) var selection: [String] = [] {
        didSet { if selection != oldValue, !isElsewhere { former = oldValue } }
    }
    /// What was selected before, for `use -`.
    var former: [String] = []
    /// Whether a line is on its way to other boards than those that are selected (`on`).
    var isElsewhere = false
    /// Whether the person asked to leave.
    package internal(set) var isOver = false
    /// Whether the person pressed Ctrl-C while the last lines ran. (Code that raises KeyboardInterrupt by itself is no such thing.)
    package internal(set) var isInterrupted = false
    /// What every line that went wrong is told with, e.g. `<stdin>:3: `.
    package var place = ""
    /// What the last line that had boards work came to.
    var last: LastJob?
    /// The line that is run now, as it could be typed.
    private(set) var line = ""
    /// The Python that boards were sent last, and how many statements of mbm's own stood before it.
    var sent: (statements: [Statement], before: Int) = ([], 0)
    /// The line before it that had boards work.
    private(set) var lineBefore = ""
    private var startsLine = true
    private var lineStart = ContinuousClock.now
    /// Who was on the hub when it was last looked at.
    var roster = Roster()
    /// How often in a row it could not be looked at.
    var missedLooks = 0
    /// What this shell did itself, and nobody has to be told.
    var ownChanges: [Roster.Change] = []
    /// Jobs that were left to themselves.
    var detached: [DetachedJob] = []
    /// Lets a person work with one board alone, until they leave it (`connect`); nil: nobody is at a terminal.
    package var console: ((String) -> Void)?
    /// Asks the person, who answers yes or no; nil: nobody is at a terminal.
    package var ask: ((String) -> Bool)?
    /// Whether lines are Python always.
    package internal(set) var isConnected = false
    /// How often lines were sent: what was seen of the boards before the last time may be different now.
    var linesSent = 0
    /// What may be used of this machine.
    package var local = LocalMachine()
    /// Where files with what boards print go; nil: nowhere.
    package var outputFolder: OutputFolder?
    /// The script whose lines run; nil: somebody types.
    var scope: ScriptScope?
    /// The script goes over the boards in batches.
    var rolling: Rolling?
    /// The boards that failed in the line that runs.
    var failed: [String] = []
    /// What boards last got as `sys.argv`.
    var argumentsSent: [String: Parameters] = [:]
    /// The last Python that was typed, and what `edit` made of it since that was last asked.
    var lastBlock = ""
    var edited: String?

    package init(_ hub: Hub, context: Context, output: Output) {
        self.hub = hub
        self.context = context
        self.output = output
        self.output.transcript = Transcript()
        applySettings()
    }

    /// Runs what was typed, pasted or read.
    /// - Parameter statements: Python that stands together goes to the boards as one request, in which each statement
    ///   runs as if typed.
    /// - Returns: what it came to. What went wrong has been told; what comes after it was not run.
    package func run(_ statements: [Statement]) -> ExitStatus {
        isInterrupted = false
        linesSent += 1
        var rest = statements[...]
        while let first = rest.first, !isOver {
            let python = Array(rest.prefix { $0.content.source != nil })
            rest = rest.dropFirst(max(1, python.count))
            do {
                let line = try expanded(first.content)
                startLine(python.isEmpty ? line.text : python.compactMap(\.content.source).joined(separator: "\n"))
                let status = python.isEmpty ? try run(line) : try runPython(python)
                tellTiming()
                if status != .ok { return status }
            } catch {
                tell("\(error)")
                return ExitStatus(error)
            }
        }
        return .ok
    }

    func run(_ line: Line) throws -> ExitStatus {
        switch line {
        case .verb(let name, let arguments):
            guard let verb = Verb.named(name) else { return .ok }
            return try verb.run(self, arguments)
        case .unknownVerb(let name): throw UsageError(unknownVerb: name)
        case .local(let command): return try runLocally(command)
        case .python: return try runPython([Statement(firstLine: 1, content: line)])
        case .empty: return .ok
        }
    }

    /// Whether the person has pressed Ctrl-C by now.
    func noticeInterrupts() -> Bool {
        if context.interrupts() > 0 { isInterrupted = true }
        return isInterrupted
    }

    /// What follows is another line: its jobs have result sets of their own, once it has any.
    func startLine(_ text: String) {
        if !startsLine, !line.hasPrefix("watch ") { lineBefore = line }
        line = text
        startsLine = true
        lineStart = .now
    }

    /// `3 boards, 0.12 s`, if that is wanted and boards were at work.
    func tellTiming() {
        guard context.settings.timing, !startsLine, let last else { return }
        let time = (ContinuousClock.now - lineStart).components
        let hundredths = time.seconds * 100 + time.attoseconds / 10_000_000_000_000_000
        let rest = hundredths % 100
        output.remark(
            "\(counted(last.result.boards.count, "board")), \(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) s")
    }

    /// Takes note of what boards have come to.
    func remember(_ result: JobResult, _ answers: Answers = Answers()) {
        if startsLine || last == nil { last = LastJob(result, answers) } else { last?.follow(result, answers) }
        startsLine = false
    }

    /// Ctrl-C has ended what was being done.
    func noteInterrupt() { isInterrupted = true }

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
        try names(in: BoardRange(range), known: known)
    }

    /// - Parameters:
    ///   - name: a group that counts as if it held `content`.
    func names(
        in range: BoardRange, known: [String], group name: String? = nil, is content: String? = nil
    ) throws -> [String] {
        var failure: FleetError?
        func asked<Value>(_ ask: () throws(FleetError) -> Value, else none: Value) -> Value {
            do throws(FleetError) {
                return try ask()
            } catch {
                failure = error
                return none
            }
        }
        let names = try range.names(
            known: { known },
            facts: { asked({ () throws(FleetError) in try hub.boards(known).compactMap { $0 } }, else: []) },
            group: { wanted in
                if wanted == name { return content }
                if BoardRange.reservedGroups.contains(wanted) {
                    return last?.boards(in: wanted).joined(separator: ",")
                }
                return asked({ () throws(FleetError) in try hub.group(wanted) }, else: nil)
            })
        if let failure { throw failure }
        return names
    }

    /// Selects the boards that a one-shot command names, whether they are known or not.
    package func choose(_ range: String) throws {
        selection = try names(in: range, known: try hub.knownBoards())
        guard !selection.isEmpty else { throw UsageError("\(range) names no board") }
    }

    /// Asks before something is destroyed on several boards. Who gave the order in a script has given it.
    /// - Parameters:
    ///   - what: what is about to happen, with its count: `remove 3 files`.
    ///   - isSure: whether the person has said yes before.
    /// - Throws: if the answer is no.
    func confirm(_ what: String, on boards: [String], isSure: Bool = false) throws {
        guard boards.count > 1 else { return }
        let sentence = visible("\(what) on \(counted(boards.count, "board")): \(fold(boards))", keepingLines: false)
        guard let ask, !isSure else { return tell(sentence) }
        output.region?.clear()
        guard ask("\(sentence). Go on? [y/N] ") else {
            throw UsageError("nothing was done")
        }
    }

    /// The boards that are selected.
    func selected() throws -> [String] {
        guard !selection.isEmpty else { throw UsageError("no board selected: use BOARDS") }
        return selection
    }

    /// The verb that a Python line may have been meant to be, when boards could not understand it.
    func misspelledVerb(_ statements: [String], _ result: JobResult) -> String? {
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

extension Line {
    /// The line as it could be typed.
    fileprivate var text: String {
        switch self {
        case .python(let text): text
        case .verb(let name, let arguments): arguments.isEmpty ? name : "\(name) \(arguments)"
        case .unknownVerb(let name): "%\(name)"
        case .local(let command): "!\(command)"
        case .empty: ""
        }
    }

    /// The text of a line that is Python.
    var source: String? {
        guard case .python(let text) = self else { return nil }
        return text
    }
}

extension PythonException {
    /// Class and message in one line.
    var summary: String { visible(message.isEmpty ? kind : "\(kind): \(message)", keepingLines: false) }
}
