import Fleet
import Processes
import Shell
import Terminal

/// A person at a terminal: reads lines, blocks and pastes until the person leaves.
struct Prompt {
    /// How often the hub is looked at for boards that come and go.
    private static let noticePace = Duration.seconds(2)

    let session: Session
    let editor: LineEditor
    let departure: Departure
    private let hubName: String

    /// - Parameter hub: the name of the hub, for the prompt.
    init(_ session: Session, hub: String, _ departure: Departure, _ machine: Machine) throws {
        let history = try Self.history(machine.places)
        let completer = Completer(session)
        let editor = LineEditor(
            program: "mbm", history: history,
            interrupts: .init(descriptor: machine.wake, take: Signals.takeInterrupts),
            visible: { visible($0, keepingLines: false) },
            complete: { request in
                let found = completer.complete(request.text)
                return Completion(
                    found.candidates.map {
                        .init($0.text, suffix: $0.suffix, label: $0.label, note: $0.note.isEmpty ? nil : $0.note)
                    },
                    replacing: found.replacing)
            })
        guard let editor else { throw UsageError("this terminal cannot be used to type: give a script with -f or -c") }
        editor.indentation = Statements.indentation
        editor.watches = [.init(descriptor: departure.watch()) { departure.isAsked ? .leave : .stay }]
        editor.ticks = .init(pace: Self.noticePace) { [unowned editor] in
            if session.canNotice, let notice = session.notice() { editor.printAbove(notice) }
        }
        self.session = session
        hubName = hub
        self.editor = editor
        self.departure = departure
    }

    /// The history of this user; one that cannot be kept is told once and lasts as long as the shell.
    private static func history(_ places: Places) throws -> History {
        do {
            try LocalFile.makeFolder(places.state, isPrivate: true)
        } catch {
            StandardStreams.note("mbm: the history is not kept: \(error)")
            return History(path: nil)
        }
        return History(path: "\(places.state)/history") { StandardStreams.note("mbm: \($0)") }
    }

    /// - Parameter start: what to do before the first line is read.
    /// - Returns: how the last line ended does not count: leaving a prompt is always in order.
    func run(greeting: String, start: () throws -> Void) -> ExitStatus {
        StandardStreams.print(greeting)
        session.console = connect
        defer { session.console = nil }
        do { try start() } catch { StandardStreams.note("\(error)") }
        while !session.isOver, !departure.isAsked, case .text(let text) = read(verbs: Verb.names) {
            session.noteTyped(text, prompt: prompt)
            _ = Signals.takeInterrupts()
            _ = session.type(text)
            if let text = session.takeEdited() { editor.remember(text) }
        }
        return .ok
    }

    /// What a person has entered.
    enum Entry {
        case text(String)
        /// The end of input, or Ctrl-].
        case end
    }

    /// Reads a line or a block; asks again after Ctrl-C.
    /// - Parameter verbs: what is not Python.
    func read(verbs: Set<String>) -> Entry {
        editor.sends = { Statements.sends(before: $0.before, after: $0.after, isWhole: $0.isWhole, verbs: verbs) }
        editor.hint = verbs.isEmpty || !session.context.settings.hints ? nil : { Verb.hint($0) }
        while true {
            switch editor.readLine(prompt: prompt, remembers: false) {
            case .end, .left: return .end
            case .interrupted: continue
            case .line(let text):
                // Of `edit` the history has what was run.
                if Line(text, verbs: verbs) != .verb(name: "edit", arguments: "") {
                    editor.remember(Self.withoutBlankEnd(text))
                }
                return .text(text)
            }
        }
    }

    /// What the history keeps: without the blank line that has ended a block.
    private static func withoutBlankEnd(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        while lines.count > 1, let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    /// What is set, filled in. A range that would leave too little room to type is told by the number of its boards.
    var prompt: String {
        guard !session.selection.isEmpty else { return "mbm> " }
        let folded = Fleet.fold(session.selection)
        let isShort = folded.count <= max(20, Screen.width / 2)
        let count = session.selection.count
        let text = session.context.settings.prompt
            .replacing("{boards}", with: isShort ? folded : "\(count) boards")
            .replacing("{count}", with: "\(count)")
            .replacing("{hub}", with: hubName)
        return text.hasSuffix(" ") ? text : text + " "
    }

}
