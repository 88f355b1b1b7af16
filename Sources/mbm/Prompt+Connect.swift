import Fleet
import Processes
import Shell
import Terminal

// One board as if it were on the desk.
extension Prompt {
    /// Lets the person work with one board alone, until they press Ctrl-] (or Ctrl-D at its prompt).
    func connect(to board: String) {
        StandardStreams.print("connected to \(board); Ctrl-] leaves\n")
        editor.leaves = true
        defer { editor.leaves = false }
        let typed = TypedInput(longest: JobInput.longestPiece)
        while !departure.isAsked, !typed.hasLeft, case .text(let text) = read(verbs: []) {
            do {
                let statements = try Statements.split(text, verbs: [])
                if !statements.isEmpty { converse(statements, typed) }
            } catch {
                StandardStreams.note("\(error)")
            }
        }
        StandardStreams.print("left \(board)\n")
    }

    /// Runs what was entered. Meanwhile the terminal is the program's: what is typed is echoed and edited by line.
    private func converse(_ statements: [Statement], _ typed: TypedInput) {
        _ = Signals.takeInterrupts()
        typed.begin(typedAhead: editor.takeTypedAhead())
        session.converse(statements, ConsoleInput(typed))
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
            pieces: JobInput(
                next: { typed.next().map(JobInput.Piece.init) }, giveBack: { typed.giveBack(TypedInput.Piece($0)) }))
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
