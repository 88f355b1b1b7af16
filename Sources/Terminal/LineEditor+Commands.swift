import CLibEdit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What keys do that libedit has no command for.
extension LineEditor {
    /// Gives every key its command: ours first, so that the person's `~/.editrc` has the last word.
    func bindKeys() {
        mbm_el_use_emacs_keys(editor)
        addCommand("mbm-complete", "Complete the word before the cursor") { editor, _ in
            editor.flatMap(LineEditor.of)?.completeWord() ?? UInt8(CC_ERROR)
        }
        addCommand("mbm-delete-or-end", "Delete the next character, or end on an empty line") { editor, _ in
            editor.flatMap(LineEditor.of)?.deleteOrEnd() ?? UInt8(CC_ERROR)
        }
        addCommand("mbm-wake", "Take in what happened elsewhere") { editor, _ in
            editor.flatMap(LineEditor.of)?.wake() ?? UInt8(CC_NORM)
        }
        for (key, command) in keyBindings { mbm_el_bind(editor, key, command) }
        el_source(editor, nil)
        bindEssentialKeys()
    }

    /// What must work whatever `~/.editrc` says: choosing vi there takes away all bindings made before.
    private func bindEssentialKeys() {
        mbm_el_bind(editor, wakeKeyName, "mbm-wake")
        bindLeaveKey()
        guard mbm_el_uses_vi_keys(editor) != 0 else { return }
        mbm_el_bind_alternative(editor, wakeKeyName, "mbm-wake")
        for (key, command) in [tabBinding, endBinding] { mbm_el_bind(editor, key, command) }
    }

    private func addCommand(_ name: String, _ help: String, _ command: @escaping mbm_el_command) {
        mbm_el_add_command(editor, name, help, command)
    }

    /// The Tab key.
    private func completeWord() -> UInt8 {
        line.heldLineEnd = nil
        let request = completionRequest()
        if isPastedTab(after: request.text) {
            el_insertstr(editor, "\t")
            return UInt8(CC_REFRESH)
        }
        switch CompletionStep(complete(request), request: request) {
        case .insert(let removing, let text):
            el_deletestr(editor, Int32(request.text.suffix(removing).unicodeScalars.count))
            el_insertstr(editor, text)
            return UInt8(CC_REFRESH)
        case .list(let labels):
            let lines = CandidateList.lines(labels.map(visible), width: Screen.width)
            line.above += lines.map { $0 + "\n" }.joined()
            line.isCleared = true
            return UInt8(CC_REDISPLAY)
        case .nothing:
            return UInt8(isDumb ? CC_NORM : CC_ERROR)
        }
    }

    /// A terminal without bracketed paste sends pasted tabs like typed ones, but not alone: more follows at once. A
    /// person may press Tab and Enter faster than we look.
    private func isPastedTab(after text: String) -> Bool {
        guard !hasSeenBrackets else { return false }
        let waiting = pendingInput
        return waiting > 2 || waiting > 0 && text.allSatisfy(\.isWhitespace)
    }

    private func completionRequest() -> CompletionRequest {
        let (before, after) = lineAroundCursor()
        return CompletionRequest(text: before, after: after)
    }

    func lineAroundCursor() -> (before: String, after: String) {
        guard let info = el_line(editor)?.pointee, let start = info.buffer, let cursor = info.cursor,
            let end = info.lastchar
        else { return ("", "") }
        func text(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> String {
            String(decoding: UnsafeRawBufferPointer(start: from, count: to - from), as: UTF8.self)
        }
        return (text(start, cursor), text(cursor, end))
    }

    /// Ctrl-D.
    private func deleteOrEnd() -> UInt8 {
        let (before, after) = lineAroundCursor()
        if before.isEmpty && after.isEmpty {
            line.ending = .end
            return UInt8(CC_EOF)
        }
        guard !after.isEmpty else { return UInt8(isDumb ? CC_NORM : CC_ERROR) }
        el_cursor(editor, 1)
        el_deletestr(editor, 1)
        return UInt8(CC_REFRESH)
    }

    /// The wake key: something happened that libedit has to take part in.
    private func wake() -> UInt8 {
        if line.ending != nil || line.stopRequested {
            let here = el_cursor(editor, 0)
            line.moved = Int(el_cursor(editor, 1 << 24) - here)
            line.isAtEnd = true
            return UInt8(CC_REFRESH)
        }
        if let text = line.replacement {
            line.replacement = nil
            replaceLine(with: text)
            return UInt8(CC_REFRESH)
        }
        if line.resized { redrawAfterResize() }
        if let paste = line.paste {
            line.paste = nil
            insert(paste)
            return UInt8(CC_REFRESH)
        }
        guard !line.above.isEmpty else { return UInt8(CC_NORM) }
        line.isCleared = true
        return UInt8(CC_REDISPLAY)
    }

    /// Puts a paste into the line. The line end that most pastes end in is kept back: the person's Enter stands for it.
    private func insert(_ paste: String) {
        let (before, after) = lineAroundCursor()
        var text = paste
        if line.heldLineEnd == before && after.isEmpty { text = "\n" + text }
        line.heldLineEnd = nil
        let holds = after.isEmpty && text.hasSuffix("\n")
        if holds { text.removeLast() }
        if !text.isEmpty { el_insertstr(editor, text) }
        if holds { line.heldLineEnd = before + text }
    }

    /// Draws prompt and line in the cursor's row and those below, whatever stands there.
    func drawFromHere() {
        // Not from the first column on: tmux takes clearing from the top left for clearing all and keeps a copy.
        write(isDumb ? "\r" : "\r\u{1b}[C\u{1b}[J\r\u{1b}[K")
        mbm_el_draw(editor)
    }

    /// Draws the line anew for another width, where the terminal has put its first row by now.
    private func redrawAfterResize() {
        line.resized = false
        let old = line.width
        el_resize(editor)
        line.width = Screen.width
        if isDumb {
            write("\n")
        } else {
            let text = line.prompt.plain + lineAroundCursor().before
            let rows = Layout.rowsToCursor(
                text, oldWidth: old, newWidth: line.width, reflows: Layout.terminalReflows)
            if rows > 0 { write("\u{1b}[\(rows)A") }
        }
        drawFromHere()
    }
}

private let wakeKeyName = "^^"
private let tabBinding = ("^I", "mbm-complete")
private let endBinding = ("^D", "mbm-delete-or-end")

/// libedit knows the arrow keys only as the terminal's description names them, and few others at all.
private let keyBindings: [(key: String, command: String)] =
    [
        tabBinding, endBinding,
        ("^R", "em-inc-search-prev"), ("^W", "ed-delete-prev-word"),
        ("\\e[A", "ed-prev-history"), ("\\eOA", "ed-prev-history"),
        ("\\e[B", "ed-next-history"), ("\\eOB", "ed-next-history"),
        ("\\e[C", "ed-next-char"), ("\\eOC", "ed-next-char"),
        ("\\e[D", "ed-prev-char"), ("\\eOD", "ed-prev-char"),
        ("\\e[1;5C", "em-next-word"), ("\\e[1;3C", "em-next-word"),
        ("\\e[1;5D", "ed-prev-word"), ("\\e[1;3D", "ed-prev-word"),
        ("\\e[3~", "ed-delete-next-char"),
        ("\\e[5~", "ed-search-prev-history"), ("\\e[6~", "ed-search-next-history"),
        ("\\e[2~", "em-toggle-overwrite"),
    ]
    + ["\\e[H", "\\eOH", "\\e[1~", "\\e[7~"].map { ($0, "ed-move-to-beg") }
    + ["\\e[F", "\\eOF", "\\e[4~", "\\e[8~"].map { ($0, "ed-move-to-end") }
    // Without these, the end of an unknown key's sequence would be typed into the line.
    + ["\\eOP", "\\eOQ", "\\eOR", "\\eOS", "\\e[Z"].map { ($0, "ed-ignore") }
    + [15, 17, 18, 19, 20, 21, 23, 24].map { ("\\e[\($0)~", "ed-ignore") }
