import Fleet
import Processes
import Shell
import Terminal

// One board as if it were on the desk.
extension Prompt {
    /// Lets the person work with one board alone, until they press Ctrl-] (or Ctrl-D at its prompt).
    func connect(to board: String) {
        session.output.line("connected to \(board); Ctrl-] leaves")
        editor.leaves = true
        defer { editor.leaves = false }
        let typed = TypedInput(longest: JobInput.longestPiece)
        while !departure.isAsked, !typed.hasLeft, case .text(let text) = read(verbs: []) { converse(text, typed) }
        session.output.line("left \(board)")
    }

    /// Runs what was entered. Meanwhile the terminal is the program's: what is typed is echoed and edited by line.
    private func converse(_ text: String, _ typed: TypedInput) {
        session.noteTyped(text, prompt: prompt)
        _ = Signals.takeInterrupts()
        typed.begin(typedAhead: editor.takeTypedAhead())
        session.converse(text, ConsoleInput(typed))
        if typed.hasLeft { typed.drop() }
        editor.giveBack(typedAhead: typed.finish())
    }
}

extension ConsoleInput {
    init(_ typed: TypedInput) {
        self.init(
            hasLeft: {
                let hadLeft = typed.hasLeft
                typed.look()
                if typed.hasLeft, !hadLeft {
                    // The terminal has echoed the key.
                    StandardStreams.print("\n")
                    typed.hasEndedLine = true
                }
                return typed.hasLeft
            },
            drop: typed.drop,
            takeLineEnd: {
                defer { typed.hasEndedLine = false }
                return typed.hasEndedLine
            },
            takeOverflow: typed.takeOverflow,
            isDumb: Screen.isDumb,
            next: { typed.next().map(JobInput.Piece.init) }, giveBack: { typed.giveBack(TypedInput.Piece($0)) })
    }
}

extension JobInput.Piece {
    fileprivate init(_ piece: TypedInput.Piece) {
        switch piece {
        case .text(let bytes): self = .text(bytes)
        case .end: self = .end
        }
    }
}

extension TypedInput.Piece {
    fileprivate init(_ piece: JobInput.Piece) {
        switch piece {
        case .text(let bytes): self = .text(bytes)
        case .end: self = .end
        }
    }
}
