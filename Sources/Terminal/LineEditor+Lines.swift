import CLibEdit

/// Keys in a block: several lines are edited as one text.
extension LineEditor {
    /// Enter.
    fileprivate func enterKey() -> Outcome {
        let text = editedText
        // A single line is gone on with as a whole, wherever the cursor is in it.
        let split = text.isBlock ? text.cursor : text.scalars.count
        let place = EditedText(text.scalars, cursor: split)
        let request = EnterRequest(before: place.before, after: place.after, isWhole: line.isWhole && text.isBlock)
        return sends(request) ? send() : beginLine(at: place)
    }

    /// Alt-Enter: sends whatever there is.
    fileprivate func send() -> Outcome {
        line.accepted = editedText.text
        return .newLine
    }

    /// Ctrl-O: a new line in any case.
    func newLine() -> Outcome {
        beginLine(at: editedText)
    }

    private func beginLine(at place: EditedText) -> Outcome {
        line.isWhole = false
        line.heldLineEnd = nil
        // A paste that the terminal does not mark brings its own indentation, and comes faster than a person types.
        let isTyped = !isDumb && (hasSeenBrackets || pendingInput == 0)
        replace(place.cursor..<place.cursor + (isTyped ? place.blanksAfterCursor : 0), with: "\n")
        if isTyped { insert(indentation(place.before)) }
        return .done
    }

    fileprivate func lineStart() -> Outcome {
        moveCursor(to: editedText.lineStart)
        return .done
    }

    fileprivate func lineEnd() -> Outcome {
        moveCursor(to: editedText.lineEnd)
        return .done
    }

    /// Backspace: within the indentation of a block, a step of it.
    fileprivate func backspace() -> Outcome {
        line.heldLineEnd = nil
        let text = editedText
        guard text.isBlock, text.lineStart > 0, let blanks = text.blanksBeforeCursor, blanks > 0 else {
            press(.deletePrevious)
            return .goOn
        }
        let step = (blanks - 1) % 4 + 1
        replace(text.cursor - step..<text.cursor, with: "")
        return .done
    }

    /// Ctrl-K: the rest of the line, or the end of the line if nothing else is left.
    fileprivate func killToEnd() -> Outcome {
        let text = editedText
        return kill(text.cursor..<(text.cursor == text.lineEnd && !text.isOnLastLine ? text.cursor + 1 : text.lineEnd))
    }

    /// Ctrl-U: the whole line; of a block an empty one stays.
    fileprivate func killLine() -> Outcome {
        let text = editedText
        return kill(text.lineStart..<(usesViKeys && !text.isBlock ? text.cursor : text.lineEnd))
    }

    fileprivate func killPreviousWord() -> Outcome {
        let text = editedText
        return kill(text.wordStart..<text.cursor)
    }

    fileprivate func killNextWord() -> Outcome {
        let text = editedText
        return kill(text.cursor..<text.wordEnd)
    }

    /// Deletes a part that `yank` can bring back, with what the key before has deleted. (libedit's own brings back what
    /// Backspace has deleted.)
    func kill(_ range: Range<Int>) -> Outcome {
        guard !range.isEmpty else { return .error }
        line.heldLineEnd = nil
        let text = editedText
        let part = EditedText(Array(text.scalars[range]), cursor: 0).text
        let goesOn = line.lastKill == text
        killed = !goesOn ? part : range.lowerBound < text.cursor ? part + killed : killed + part
        replace(range, with: "")
        line.lastKill = editedText
        return .done
    }

    /// Ctrl-_.
    fileprivate func undo() -> Outcome {
        guard let text = line.changes.undo() else { return .error }
        replaceAll(with: text)
        line.heldLineEnd = nil
        return .done
    }

    fileprivate func yank() -> Outcome {
        guard !killed.isEmpty else { return .error }
        insert(killed)
        return .done
    }
}

let lineCommands = [
    EditorCommand(name: "mbm-enter", help: "Send the text if it is complete, else begin a line") { editor, _ in
        editor.flatMap(LineEditor.of)?.enterKey().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-send", help: "Send the text as it is") { editor, _ in
        editor.flatMap(LineEditor.of)?.send().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-new-line", help: "Begin a line") { editor, _ in
        editor.flatMap(LineEditor.of)?.newLine().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-line-start", help: "Go to the start of the line") { editor, _ in
        editor.flatMap(LineEditor.of)?.lineStart().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-line-end", help: "Go to the end of the line") { editor, _ in
        editor.flatMap(LineEditor.of)?.lineEnd().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-backspace", help: "Delete the previous character, or a step of indentation") { editor, _ in
        editor.flatMap(LineEditor.of)?.backspace().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-kill-to-end", help: "Delete the rest of the line") { editor, _ in
        editor.flatMap(LineEditor.of)?.killToEnd().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-kill-line", help: "Delete the line") { editor, _ in
        editor.flatMap(LineEditor.of)?.killLine().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-kill-previous-word", help: "Delete the word before the cursor") { editor, _ in
        editor.flatMap(LineEditor.of)?.killPreviousWord().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-kill-next-word", help: "Delete the word behind the cursor") { editor, _ in
        editor.flatMap(LineEditor.of)?.killNextWord().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-undo", help: "Take the last change back") { editor, _ in
        editor.flatMap(LineEditor.of)?.undo().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-yank", help: "Insert what was deleted last") { editor, _ in
        editor.flatMap(LineEditor.of)?.yank().code ?? UInt8(CC_ERROR)
    },
]
