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
                    found.candidates.map { .init($0.text, suffix: $0.suffix, label: $0.label, note: $0.note) },
                    replacing: found.replacing)
            })
        guard let editor else { throw UsageError("this terminal cannot be used to type: give a script with -f or -c") }
        editor.sends = {
            Statements.sends(before: $0.before, after: $0.after, isWhole: $0.isWhole, verbs: Verb.names)
        }
        editor.indentation = Statements.indentation
        editor.hint = Verb.hint
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

    /// - Returns: how the last line ended does not count: leaving a prompt is always in order.
    func run(greeting: String) -> ExitStatus {
        StandardStreams.print(greeting)
        while !session.isOver, !departure.isAsked, let text = read() {
            do {
                let statements = try Statements.split(text, verbs: Verb.names)
                _ = Signals.takeInterrupts()
                _ = session.run(statements)
            } catch {
                StandardStreams.note("\(error)")
            }
        }
        return .ok
    }

    /// Reads a line or a block; asks again after Ctrl-C.
    /// - Returns: nil at the end of input.
    private func read() -> String? {
        while true {
            switch editor.readLine(prompt: prompt, remembers: false) {
            case .end: return nil
            case .interrupted: continue
            case .line(let text):
                editor.remember(Self.withoutBlankEnd(text))
                return text
            }
        }
    }

    /// What the history keeps: without the blank line that has ended a block.
    private static func withoutBlankEnd(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        while lines.count > 1, let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    /// The selection, or how many boards it has where its range would leave too little room to type.
    private var prompt: String {
        guard !session.selection.isEmpty else { return "mbm> " }
        let folded = Fleet.fold(session.selection)
        let isShort = folded.count <= max(20, Screen.width / 2)
        return (isShort ? folded : "\(session.selection.count) boards") + ">>> "
    }
}
