import CLibEdit

/// What the person sees.
extension LineEditor {
    /// Columns before the lines of a block after its first: they stand under its code, unless the prompt takes so much
    /// of the width that too little would be left.
    private var margin: Int {
        let width = line.prompt.width
        return width * 2 <= line.width ? width : 0
    }

    /// Shows what has changed.
    func refresh() {
        let text = editedText
        let hint = isDumb || text.cursor < text.scalars.count ? nil : hint?(text.text)
        let frame = Frame(
            prompt: line.prompt, text: text, margin: margin, hint: line.status == nil ? hint ?? "" : "",
            status: line.status, width: line.width)
        write(display.draw(frame, height: Screen.height))
    }

    /// Does what libedit asked the terminal for besides drawing.
    func obeyLibedit() {
        let asked = sink.take()
        if asked.clearScreen && !isDumb {
            write("\u{1b}[H\u{1b}[2J")
            display.forget()
        }
        if asked.bell { ringBell() }
    }

    func ringBell() {
        if !isDumb { write("\u{7}") }
    }

    /// Shows a text as it stays on the screen, without a hint, and goes below it.
    ///
    /// - Parameter mark: behind the text.
    func showAll(_ text: EditedText, mark: String = "") {
        let all = EditedText(text.scalars + Array(mark.unicodeScalars), cursor: 0)
        let frame = Frame(prompt: line.prompt, text: all, margin: margin, showsCursor: false, width: line.width)
        // What is taller than the screen scrolls by as a whole.
        if frame.rows.count > Screen.height { write(display.erase()) }
        write(display.draw(frame, height: nil))
        write(display.leave())
    }

    /// Prints what waits to be printed above the prompt.
    func printWaiting() {
        write(display.erase() + line.above)
        line.above = ""
    }

    /// Has the text drawn anew for another width.
    func takeResize() {
        line.resized = false
        line.width = Screen.width
        write(display.eraseAfterResize(width: line.width, reflows: Screen.reflows))
    }

    /// Stops the program as Ctrl-Z asks for and goes on where it was.
    func suspend() {
        line.stopRequested = false
        showAll(editedText)
        setBracketedPaste(false)
        mbm_el_prepare_terminal(editor, 0)
        signals.stop()
        resume()
    }

    /// Takes the terminal back after the program was stopped, when anybody may have changed it.
    func resume() {
        mbm_el_prepare_terminal(editor, 0)
        mbm_el_prepare_terminal(editor, 1)
        guard line.edits else { return }
        setBracketedPaste(true)
        line.width = Screen.width
        line.resized = false
        // Nothing is known of what stands above: the text is drawn where the cursor is.
        display.forget()
        if !isDumb { write(display.erase()) }
    }
}
