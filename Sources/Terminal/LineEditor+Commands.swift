import CLibEdit

/// What keys do that libedit has no command for.
extension LineEditor {
    /// What a command gives libedit: whether all is well, the bell is to ring, or the text is complete.
    enum Outcome {
        case done
        case error
        /// What was pressed by `press` belongs to the same command: a count before it, an operator of vi.
        case goOn
        case newLine
        case end

        var code: UInt8 {
            switch self {
            case .done: UInt8(CC_NORM)
            case .error: UInt8(CC_ERROR)
            case .goOn: UInt8(CC_ARGHACK)
            case .newLine: UInt8(CC_NEWLINE)
            case .end: UInt8(CC_EOF)
            }
        }
    }

    var usesViKeys: Bool { mbm_el_uses_vi_keys(editor) != 0 }

    /// Gives every key its command: ours first, so that the person's `~/.editrc` has the last word.
    func bindKeys() {
        mbm_el_use_emacs_keys(editor)
        for command in editingCommands + lineCommands + historyCommands + viCommands {
            mbm_el_add_command(editor, command.name, command.help, command.function)
        }
        bind(emacsKeys)
        el_source(editor, nil)
        // Choosing a mode has taken away all bindings made before.
        bind(usesViKeys ? viInsertKeys : emacsKeys)
        if usesViKeys {
            bindAlternatives(viCommandKeys)
            keys.functionKeys = viFunctionKeys
        }
        for command in Editrc.commands where !Editrc.choosesMode(command) { mbm_el_do(editor, command) }
        for (key, command) in privateKeys {
            mbm_el_bind(editor, key.name, command)
            if usesViKeys { mbm_el_bind_alternative(editor, key.name, command) }
        }
        bindLeaveKey()
    }

    private func bind(_ keys: [KeyBinding]) {
        for (key, command) in keys { mbm_el_bind(editor, key, command) }
    }

    private func bindAlternatives(_ keys: [KeyBinding]) {
        for (key, command) in keys { mbm_el_bind_alternative(editor, key, command) }
    }
}

/// A command of ours, under the name that `~/.editrc` can bind it by.
struct EditorCommand {
    let name: String
    let help: String
    let function: mbm_el_command
}

extension LineEditor {
    /// The Tab key.
    fileprivate func completeWord() -> Outcome {
        line.heldLineEnd = nil
        let text = editedText
        let request = CompletionRequest(text: text.before, after: text.after)
        if isPastedTab(after: request.text) {
            insert("\t")
            return .done
        }
        switch CompletionStep(complete(request), request: request) {
        case .insert(let removing, let added):
            let removed = request.text.suffix(removing).unicodeScalars.count
            replace(text.cursor - removed..<text.cursor, with: added)
            return .done
        case .list(let candidates):
            let shown = candidates.map { (label: visible($0.label), note: $0.note.map(visible)) }
            // The text stays in sight, with a row between for the count.
            let rows = Screen.height - display.height - 1
            line.above += CandidateList(shown, width: line.width, rows: rows).lines.map { $0 + "\n" }.joined()
            return .done
        case .nothing:
            return .error
        }
    }

    /// A terminal without bracketed paste sends pasted tabs like typed ones, but not alone: more follows at once. A
    /// person may press Tab and Enter faster than we look.
    private func isPastedTab(after text: String) -> Bool {
        guard !hasSeenBrackets else { return false }
        let waiting = pendingInput
        return waiting > 2 || waiting > 0 && text.allSatisfy(\.isWhitespace)
    }

    /// Ctrl-D.
    fileprivate func deleteOrEnd() -> Outcome {
        let text = editedText
        if text.scalars.isEmpty {
            line.ending = .end
            return .end
        }
        guard text.cursor < text.scalars.count else { return .error }
        replace(text.cursor..<text.cursor + 1, with: "")
        return .done
    }

    /// The wake key.
    fileprivate func wake() -> Outcome {
        line.wakes = 0
        if let paste = line.paste { insert(paste: paste) }
        line.paste = nil
        return .done
    }

    /// Puts a paste into the text. The line end that most pastes end in is kept back: the person's Enter stands for it.
    private func insert(paste: String) {
        let old = editedText
        var text = paste
        if line.heldLineEnd == old.before && old.cursor == old.scalars.count { text = "\n" + text }
        line.heldLineEnd = nil
        let holds = old.cursor == old.scalars.count && text.hasSuffix("\n")
        if holds { text.removeLast() }
        insert(text)
        if holds { line.heldLineEnd = old.before + text }
        if text.contains("\n") { line.isWhole = true }
    }
}

private let editingCommands = [
    EditorCommand(name: "mbm-complete", help: "Complete the word before the cursor") { editor, _ in
        editor.flatMap(LineEditor.of)?.completeWord().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-delete-or-end", help: "Delete the next character, or end on an empty line") { editor, _ in
        editor.flatMap(LineEditor.of)?.deleteOrEnd().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-wake", help: "Take in what was pasted") { editor, _ in
        editor.flatMap(LineEditor.of)?.wake().code ?? UInt8(CC_ERROR)
    },
]
