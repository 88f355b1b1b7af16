import CLibEdit

/// What vi's commands mean in a block: libedit's own take the whole text for one line.
///
/// An operator (`d`, `c`, `y`) waits in libedit for a motion. Ours end in one of libedit's, one character long, which
/// completes it.
extension LineEditor {
    /// Whether the command before this one was an operator.
    private var hasOperator: Bool { line.operatorKey == line.keyCount - 1 }

    private func motion(to place: Int) -> Outcome {
        let here = editedText.cursor
        guard hasOperator else {
            moveCursor(to: place)
            return .done
        }
        guard place != here else { return .error }
        moveCursor(to: place > here ? place - 1 : place + 1)
        press(place > here ? .nextCharacter : .previousCharacter)
        return .goOn
    }

    fileprivate func viZero() -> Outcome {
        // A digit of a count.
        if let before = line.previousKey, ("0"..."9").contains(before) {
            press(.viZero)
            return .goOn
        }
        return motion(to: editedText.lineStart)
    }

    fileprivate func viFirst() -> Outcome {
        motion(to: editedText.indentationEnd)
    }

    fileprivate func viEnd() -> Outcome {
        let text = editedText
        // The cursor of vi stands on the last character, an operator takes it, too.
        return motion(to: hasOperator ? text.lineEnd : max(text.lineStart, text.lineEnd - 1))
    }

    fileprivate func viKillToEnd() -> Outcome {
        let text = editedText
        return kill(text.cursor..<text.lineEnd)
    }

    fileprivate func viChangeToEnd() -> Outcome {
        let text = editedText
        _ = kill(text.cursor..<text.lineEnd)
        press(.viInsert)
        return .goOn
    }

    fileprivate func viAppend() -> Outcome {
        moveCursor(to: editedText.lineEnd)
        press(.viInsert)
        return .goOn
    }

    fileprivate func viInsertFirst() -> Outcome {
        moveCursor(to: editedText.indentationEnd)
        press(.viInsert)
        return .goOn
    }

    fileprivate func goToTarget() -> Outcome {
        moveCursor(to: line.target)
        return .goOn
    }

    fileprivate func viOpen() -> Outcome {
        moveCursor(to: editedText.lineEnd)
        _ = newLine()
        press(.viInsert)
        return .goOn
    }

    /// `d`, `c` or `y`; twice is the whole line.
    fileprivate func viOperator(_ key: PrivateKey) -> Outcome {
        let text = editedText
        guard hasOperator, text.isBlock else {
            line.operatorKey = line.keyCount
            press(key)
            return .goOn
        }
        line.operatorKey = nil
        switch key {
        case .viDelete where text.isOnLastLine: return kill(text.lineStart - 1..<text.lineEnd)
        case .viDelete: return kill(text.lineStart..<text.lineEnd + 1)
        case .viChange:
            line.target = text.indentationEnd
            _ = kill(text.indentationEnd..<text.lineEnd)
            // The operator has to end first, and with it the cursor goes where a command may be.
            press(.toTarget, .viInsert)
            return .done
        default: return .error
        }
    }
}

let viCommands = [
    EditorCommand(name: "mbm-vi-start", help: "vi: go to the start of the line, or a digit") { editor, _ in
        editor.flatMap(LineEditor.of)?.viZero().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-vi-first", help: "vi: go to the first character of the line") { editor, _ in
        editor.flatMap(LineEditor.of)?.viFirst().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-vi-end", help: "vi: go to the end of the line") { editor, _ in
        editor.flatMap(LineEditor.of)?.viEnd().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-vi-kill-to-end", help: "vi: delete the rest of the line") { editor, _ in
        editor.flatMap(LineEditor.of)?.viKillToEnd().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-vi-change-to-end", help: "vi: change the rest of the line") { editor, _ in
        editor.flatMap(LineEditor.of)?.viChangeToEnd().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-vi-append", help: "vi: insert at the end of the line") { editor, _ in
        editor.flatMap(LineEditor.of)?.viAppend().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-vi-insert-first", help: "vi: insert before the first character of the line") { editor, _ in
        editor.flatMap(LineEditor.of)?.viInsertFirst().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-go-on", help: "The second step of another command") { editor, _ in
        editor.flatMap(LineEditor.of)?.goToTarget().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-vi-open", help: "vi: insert a line below") { editor, _ in
        editor.flatMap(LineEditor.of)?.viOpen().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-vi-delete", help: "vi: delete as far as a motion goes, or the line") { editor, _ in
        editor.flatMap(LineEditor.of)?.viOperator(.viDelete).code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-vi-change", help: "vi: change as far as a motion goes, or the line") { editor, _ in
        editor.flatMap(LineEditor.of)?.viOperator(.viChange).code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-vi-yank", help: "vi: copy as far as a motion goes") { editor, _ in
        editor.flatMap(LineEditor.of)?.viOperator(.viYank).code ?? UInt8(CC_ERROR)
    },
]
