import CLibEdit

// The key Ctrl-], which leaves what the person has entered.
extension LineEditor {
    /// Makes Ctrl-] end the line as `.left`, where `leaves` says so; else it means nothing. Must come after `~/.editrc`.
    func bindLeaveKey() {
        mbm_el_add_command(editor, "mbm-leave", "Leave what was entered") { handle, _ in
            guard let editor = handle.flatMap(LineEditor.of), editor.leaves else { return UInt8(CC_ERROR) }
            // The reader ends the line, once the cursor is below it.
            editor.line.ending = .left
            return UInt8(CC_NORM)
        }
        mbm_el_bind(editor, "^]", "mbm-leave")
        if mbm_el_uses_vi_keys(editor) != 0 { mbm_el_bind_alternative(editor, "^]", "mbm-leave") }
    }

    /// Takes what was typed ahead of the line that was read last: it is meant for whoever reads next. (Not a paste.)
    package func takeTypedAhead() -> [UInt8] { keys.takeLines() }

    /// Gives it back: the next line begins with it.
    package func giveBack(typedAhead: [UInt8]) { keys.append(typedAhead) }
}
