import CLibEdit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Edits one line at a time with a person at a terminal.
///
/// A class because libedit calls back into it, and not `Sendable` because libedit belongs to one thread. There can be
/// one at a time in a program.
package final class LineEditor {
    /// What a person did with a line.
    package enum Input: Equatable {
        /// Enter: the text without the line end that Enter stands for; a paste may have put others into it.
        case line(String)
        /// Ctrl-C: the line is gone, the cursor is on a new one.
        case interrupted
        /// Ctrl-D on an empty line, the terminal is gone, or a watch asked to leave.
        case end
        /// Ctrl-], where `leaves` is set: the line is gone, the cursor is on a new one.
        case left
    }

    /// Ctrl-C as something to wait for; the signal handler belongs to somebody else.
    package struct Interrupts {
        /// Readable while interrupts wait to be taken.
        package let descriptor: Int32
        /// Takes them and gives their number.
        package let take: () -> Int

        package init(descriptor: Int32, take: @escaping () -> Int) {
            self.descriptor = descriptor
            self.take = take
        }
    }

    /// Something to notice while a person is typing.
    package struct Watch {
        package enum Answer {
            case stay
            /// `readLine` returns `.end`.
            case leave
        }

        package let descriptor: Int32
        /// Called when `descriptor` is readable, hung up or failed, between two keys. It must read what is there. It
        /// prints with `printAbove` only.
        package let handle: () -> Answer

        package init(descriptor: Int32, handle: @escaping () -> Answer) {
            self.descriptor = descriptor
            self.handle = handle
        }
    }

    /// Something to do again and again while a person is typing.
    package struct Ticks {
        package let pace: Duration
        /// Called between two keys. It prints with `printAbove` only.
        package let handle: () -> Void

        package init(pace: Duration, handle: @escaping () -> Void) {
            self.pace = pace
            self.handle = handle
        }
    }

    /// What else to wait for while a line is edited.
    package var watches: [Watch] = []
    /// Whether Ctrl-] ends the line.
    package var leaves = false

    let editor: OpaquePointer
    let complete: (CompletionRequest) -> Completion
    let visible: (String) -> String
    let interrupts: Interrupts
    let signals: EditorSignals
    let isDumb = Screen.isDumb
    let history: History
    private let entries: OpaquePointer
    private let stream: UnsafeMutablePointer<FILE>
    /// The prompt that libedit is shown, with those that it was shown before freed.
    private var promptBytes: UnsafeMutablePointer<CChar>?

    /// What is done again and again while a line is edited; it must not take long, for keys wait meanwhile.
    package var ticks: Ticks?
    var nextTick = ContinuousClock.now

    /// What is known about the line that is being edited.
    var line = LineState()
    /// What came from the terminal and was not taken yet: outlives a line, so that nothing typed ahead is lost.
    var keys = KeyStream()
    /// Whether the terminal marks pastes, as far as was seen.
    var hasSeenBrackets = false

    /// - Parameters:
    ///   - program: the name that `~/.editrc` may put before a line.
    ///   - history: what was typed earlier; lines are added to it.
    ///   - interrupts: Ctrl-C. The signal's handler must not restart system calls.
    ///   - visible: makes text harmless that the list of candidates shows, on one line.
    ///   - complete: what the Tab key offers.
    /// - Returns: nil when standard input is no terminal, or neither standard output nor standard error is.
    package init?(
        program: String, history: History, interrupts: Interrupts, visible: @escaping (String) -> String,
        complete: @escaping (CompletionRequest) -> Completion
    ) {
        _ = Screen.useUTF8
        let onError: Int32 = Screen.isTerminal(.output) ? 0 : 1
        guard Screen.isTerminal(.input), onError == 0 || Screen.isTerminal(.error),
            let signals = EditorSignals(), let editor = mbm_el_open(program, onError)
        else { return nil }
        guard let entries = history_init() else {
            el_end(editor)
            return nil
        }
        self.editor = editor
        self.entries = entries
        self.history = history
        self.interrupts = interrupts
        self.visible = visible
        self.complete = complete
        self.signals = signals
        stream = mbm_stream(onError)
        mbm_el_set_client(editor, Unmanaged.passUnretained(self).toOpaque())
        mbm_el_leave_signals(editor)
        mbm_el_keep_line_ends(editor)
        // Inserting and deleting characters on the screen goes wrong in rows with wide ones: what changed is written.
        for capability in ["ic", "im", "IC", "dc", "DC"] { mbm_el_forget(editor, capability) }
        mbm_el_set_prompt(editor) { $0.flatMap(LineEditor.of)?.promptForDrawing() }
        mbm_el_set_reader(editor) { handle, character in
            guard let handle, let character, let editor = LineEditor.of(handle) else { return 0 }
            return editor.readCharacter(into: character)
        }
        bindKeys()
        mbm_history_limit(entries, Int32(History.limit))
        for text in history.entries { enter(text) }
        mbm_el_set_history(editor, entries)
    }

    deinit {
        el_end(editor)
        history_end(entries)
        free(promptBytes)
    }

    /// Lets the person edit a line.
    ///
    /// While it waits, the terminal is in editing mode; when it returns, the terminal is as it was before and the
    /// cursor is at the start of a line.
    ///
    /// - Parameters:
    ///   - prompt: shown before the line; may have colours and lines above.
    ///   - remembers: whether the line goes into the history (blank ones never do).
    package func readLine(prompt: String, remembers: Bool = true) -> Input {
        let text = PromptText(Screen.useUTF8 ? prompt : prompt.asciiOnly)
        fflush(nil)
        // libedit would do so only after it has shown the prompt, and what is typed in between would be echoed twice.
        mbm_el_prepare_terminal(editor, 1)
        write(text.above)
        show(text)
        line = LineState(prompt: text, wakes: mbm_el_edits(editor) != 0)
        line.sequence = KeySequence(escapeBegins: mbm_el_uses_vi_keys(editor) == 0)
        signals.install()
        // With `edit off` the keys that a paste needs mean nothing.
        if line.wakes { setBracketedPaste(true) }
        var count: Int32 = 0
        let typed = el_gets(editor, &count).map { String(cString: $0) }
        if line.wakes { setBracketedPaste(false) }
        signals.restore()
        return finish(typed, remembers: remembers)
    }

    /// Adds a text to the history, as one entry.
    package func remember(_ text: String) {
        if history.add(text) { enter(text) }
    }

    /// Prints a text: above the prompt and the line if one is edited, which stay as they are.
    ///
    /// - Parameter text: whole lines, harmless for a terminal. The last line end may be missing.
    package func printAbove(_ text: String) {
        guard !text.isEmpty else { return }
        let lines = text.hasSuffix("\n") ? text : text + "\n"
        if line.isEdited && line.wakes {
            line.above += lines
        } else {
            write(lines)
        }
    }

    private func finish(_ typed: String?, remembers: Bool) -> Input {
        let ending = line.ending
        line = LineState()
        if ending == .interrupted {
            // As the terminal does with what it holds when Ctrl-C is pressed.
            keys.drop()
            write("^C\n")
            return .interrupted
        }
        if ending == .left {
            write("\n")
            return .left
        }
        guard var text = typed, ending == nil else {
            write("\n")
            return .end
        }
        if text.hasSuffix("\n") { text.removeLast() }
        // Without editing it comes with the line.
        if leaves, text.contains("\u{1d}") { return .left }
        if remembers { remember(text) }
        return .line(text)
    }

    /// Writes to the terminal through the stream that libedit uses, so that nothing overtakes.
    func write(_ text: String) {
        guard !text.isEmpty else { return }
        var bytes = Array(text.utf8)
        bytes.withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            mbm_write(stream, base.assumingMemoryBound(to: CChar.self), buffer.count)
        }
    }

    /// Asks the terminal to mark pasted text, or no longer to.
    func setBracketedPaste(_ on: Bool) {
        if !isDumb { write(on ? "\u{1b}[?2004h" : "\u{1b}[?2004l") }
    }

    private func show(_ prompt: PromptText) {
        free(promptBytes)
        promptBytes = strdup(prompt.encoded)
    }

    /// libedit asks for the prompt whenever it draws. When it has just cleared its lines, that is the moment to print
    /// what belongs above them.
    private func promptForDrawing() -> UnsafeMutablePointer<CChar>? {
        if line.isCleared {
            line.isCleared = false
            let text = line.above
            line.above = ""
            write(text)
        }
        return promptBytes
    }

    private func enter(_ text: String) {
        // libedit takes one line end off an entry that it recalls.
        mbm_history_enter(entries, text + "\n")
    }

    /// The editor that a callback of libedit belongs to.
    static func of(_ handle: OpaquePointer) -> LineEditor? {
        mbm_el_client(handle).map { Unmanaged<LineEditor>.fromOpaque($0).takeUnretainedValue() }
    }
}

/// What is known about one line while it is edited.
struct LineState {
    enum Ending {
        case interrupted
        case end
        case left
    }

    var prompt = PromptText("")
    var isEdited = false
    /// Whether libedit acts on keys, so that it can be woken by one (not with `edit off`).
    var wakes = false
    /// Set as soon as it is known that the line ends without Enter.
    var ending: Ending?
    /// The terminal asked to stop the program.
    var stopRequested = false
    var resized = false
    /// The width that the line was drawn for.
    var width = 0
    /// Watched descriptors that will never have anything to read again.
    var deadWatches: Set<Int32> = []
    /// How often libedit was told to bring the cursor to the end, and whether it did: something that ends or stops
    /// the line must leave the cursor below it.
    var wakeUps = 0
    var isAtEnd = false
    /// How far the cursor was moved for that, to move it back.
    var moved = 0
    /// What is to be printed above the prompt.
    var above = ""
    /// libedit has cleared its lines and is about to draw them anew.
    var isCleared = false
    /// A paste that is to go into the line.
    var paste: String?
    /// What takes the place of a line that libedit has cut off.
    var replacement: String?
    var longLines = LongLines()
    /// The line after a paste whose last line end was kept back.
    var heldLineEnd: String?
    /// Where in a key of several characters the input is.
    var sequence = KeySequence()

    init() {}

    init(prompt: PromptText, wakes: Bool) {
        self.prompt = prompt
        self.wakes = wakes
        isEdited = true
        width = Screen.width
    }
}

extension String {
    fileprivate var asciiOnly: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.isASCII ? $0 : "?" }))
    }
}
