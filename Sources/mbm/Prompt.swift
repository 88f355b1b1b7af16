import Fleet
import Processes
import Shell
import Terminal

/// A person at a terminal: reads lines, blocks and pastes until the person leaves.
struct Prompt {
    private let session: Session
    private let editor: LineEditor
    private let departure: Departure

    init(_ session: Session, _ departure: Departure, _ machine: Machine) throws {
        let history = try Self.history(machine.places)
        let completer = Completer(session)
        let editor = LineEditor(
            program: "mbm", history: history,
            interrupts: .init(descriptor: machine.wake, take: Signals.takeInterrupts),
            visible: { visible($0, keepingLines: false) },
            complete: { request in
                let found = completer.complete(request.text)
                return Completion(
                    found.candidates.map { .init($0.text, suffix: $0.suffix, label: $0.label) },
                    replacing: found.replacing)
            })
        guard let editor else { throw UsageError("this terminal cannot be used to type: give a script with -f or -c") }
        editor.watches = [.init(descriptor: departure.watch()) { departure.isAsked ? .leave : .stay }]
        self.session = session
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
        do { try start() } catch { StandardStreams.note("\(error)") }
        while !session.isOver, !departure.isAsked, let text = read() {
            session.noteTyped(text, prompt: prompt, continuation: continuation)
            _ = Signals.takeInterrupts()
            _ = session.type(text)
            if let text = session.takeEdited() { editor.remember(text) }
        }
        return .ok
    }

    /// Reads one line, or a block to its end; asks again after Ctrl-C.
    /// - Returns: nil at the end of input.
    private func read() -> String? {
        var block: [String] = []
        while true {
            switch editor.readLine(prompt: block.isEmpty ? prompt : continuation, remembers: false) {
            case .end where block.isEmpty: return nil
            case .end, .interrupted: block = []
            case .line(let line):
                // What holds several lines was pasted or recalled: Enter sends it as it stands.
                let isWhole = block.isEmpty && line.contains("\n")
                block.append(line)
                let text = block.joined(separator: "\n")
                if isWhole || !Statements.isIncomplete(text, verbs: Verb.names) {
                    // Of `edit` the history has what was run.
                    if Line(text, verbs: Verb.names) != .verb(name: "edit", arguments: "") {
                        editor.remember(block.last == "" ? block.dropLast().joined(separator: "\n") : text)
                    }
                    return text
                }
            }
        }
    }

    /// The selection, or how many boards it has where its range would leave too little room to type.
    private var prompt: String {
        guard !session.selection.isEmpty else { return "mbm> " }
        let folded = Fleet.fold(session.selection)
        let isShort = folded.count <= max(20, Screen.width / 2)
        return (isShort ? folded : "\(session.selection.count) boards") + ">>> "
    }

    private var continuation: String { String(repeating: " ", count: max(0, prompt.count - 4)) + "... " }
}
