import CLibEdit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Edits a line, or a block of lines, with a person at a terminal.
///
/// libedit holds the text and knows what keys do; what is drawn is ours (`Display`).
///
/// A class because libedit calls back into it, and not `Sendable` because libedit belongs to one thread. There can be
/// one at a time in a program.
package final class LineEditor {
    /// What a person did with a line.
    package enum Input: Equatable {
        /// Enter: the text without the line end that Enter stands for; a block has line ends inside.
        case line(String)
        /// Ctrl-C: the text is gone, the cursor is on a new line.
        case interrupted
        /// Ctrl-D on an empty line, the terminal is gone, or a watch asked to leave.
        case end
        /// Ctrl-], where `leaves` is set: the line is gone, the cursor is on a new one.
        case left
    }

    /// A text that Enter is pressed in.
    package struct EnterRequest: Equatable {
        /// The text up to where a new line would begin.
        package let before: String
        /// The rest of it.
        package let after: String
        /// Whether it came as a whole: a block that was pasted or recalled, and not gone on with line by line since.
        package let isWhole: Bool

        package init(before: String, after: String = "", isWhole: Bool = false) {
            self.before = before
            self.after = after
            self.isWhole = isWhole
        }
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
    /// Whether Enter sends the text; otherwise it begins a new line. By default it always does.
    package var sends: (EnterRequest) -> Bool = { _ in true }
    /// What a new line begins with, behind the given text. Not asked on a dumb terminal.
    package var indentation: (String) -> String = { _ in "" }
    /// What to show faintly behind a text that the cursor is at the end of; nil: nothing. It must be harmless for a
    /// terminal, and have no line ends. Not asked on a dumb terminal.
    package var hint: ((String) -> String?)?
    /// Whether Ctrl-] ends the line.
    package var leaves = false

    let editor: OpaquePointer
    let complete: (CompletionRequest) -> Completion
    let visible: (String) -> String
    let interrupts: Interrupts
    let signals: EditorSignals
    let isDumb = Screen.isDumb
    let history: History
    let sink: Sink
    private let entries: OpaquePointer
    /// The state of `history` that libedit knows.
    private var knownHistory: Int?
    private let stream: UnsafeMutablePointer<FILE>

    /// What is done again and again while a line is edited; it must not take long, for keys wait meanwhile.
    package var ticks: Ticks?
    var nextTick = ContinuousClock.now

    var display: Display
    /// What is known about the text that is being edited.
    var line = LineState()
    /// What came from the terminal and was not taken yet: outlives a line, so that nothing typed ahead is lost.
    var keys = KeyStream()
    /// Whether the terminal marks pastes, as far as was seen.
    var hasSeenBrackets = false
    /// What Ctrl-Y inserts.
    var killed = ""
    /// What was searched for in the history last.
    var lastPattern = ""

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
            let signals = EditorSignals(), let sink = Sink(),
            let editor = mbm_el_open(program, sink.stream, onError)
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
        self.sink = sink
        stream = mbm_stream(onError)
        display = Display(isDumb: isDumb)
        mbm_el_set_client(editor, Unmanaged.passUnretained(self).toOpaque())
        mbm_el_leave_signals(editor)
        mbm_el_keep_line_ends(editor)
        mbm_el_leave_prompt(editor)
        mbm_el_set_capability(editor, "cl", Sink.clearScreen)
        mbm_el_set_capability(editor, "bl", Sink.bell)
        mbm_el_set_reader(editor) { handle, character in
            guard let handle, let character, let editor = LineEditor.of(handle) else { return 0 }
            return editor.readCharacter(into: character)
        }
        bindKeys()
        mbm_el_set_history(editor, entries)
    }

    deinit {
        el_end(editor)
        history_end(entries)
    }

    /// Lets the person edit a line, or a block.
    ///
    /// While it waits, the terminal is in editing mode; when it returns, the terminal is as it was before and the
    /// cursor is at the start of a line.
    ///
    /// - Parameters:
    ///   - prompt: shown before the line; may have colours and lines above.
    ///   - remembers: whether the text goes into the history (blank ones never do).
    package func readLine(prompt: String, remembers: Bool = true) -> Input {
        let text = PromptText(Screen.useUTF8 ? prompt : prompt.asciiOnly)
        takeInHistory()
        fflush(nil)
        // libedit would do so only when it reads, and what is typed in between would be echoed twice.
        mbm_el_prepare_terminal(editor, 1)
        write(text.above)
        line = LineState(prompt: text, edits: mbm_el_edits(editor) != 0)
        display.forget()
        signals.install()
        // With `edit off` the keys that a paste needs mean nothing.
        if line.edits { setBracketedPaste(true) }
        let input = line.edits ? edit() : readPlainly()
        if line.edits { setBracketedPaste(false) }
        signals.restore()
        line = LineState()
        if remembers, case .line(let text) = input { remember(text) }
        return input
    }

    /// Adds a text to the history, as one entry.
    package func remember(_ text: String) {
        history.add(text)
    }

    /// Prints a text: above the prompt and the line if one is edited, which stay as they are.
    ///
    /// - Parameter text: whole lines, harmless for a terminal. The last line end may be missing.
    package func printAbove(_ text: String) {
        guard !text.isEmpty else { return }
        let lines = text.hasSuffix("\n") ? text : text + "\n"
        if line.edits {
            line.above += lines
        } else {
            write(lines)
        }
    }

    private func edit() -> Input {
        var count: Int32 = 0
        let hasText = el_wgets(editor, &count) != nil
        let edited = editedText
        // A key that `~/.editrc` has bound to libedit's own command leaves a line end.
        let endsLine = hasText && edited.scalars.last == "\n"
        let typed = endsLine ? EditedText(Array(edited.scalars.dropLast()), cursor: 0).text : edited.text
        let text = line.accepted ?? (hasText ? typed : nil)
        showAll(EditedText(text ?? typed), mark: line.ending == .interrupted ? "^C" : "")
        if line.ending == .interrupted {
            // As the terminal does with what it holds when Ctrl-C is pressed.
            keys.drop()
            return .interrupted
        }
        if line.ending == .left { return .left }
        guard let text, line.ending == nil else { return .end }
        return .line(text)
    }

    /// Reads lines as the terminal gives them, without editing (`edit off` in `~/.editrc`).
    private func readPlainly() -> Input {
        var text = ""
        while true {
            let prompt = Frame(prompt: line.prompt, text: EditedText(""), margin: 0, width: 1 << 15)
            write(display.draw(prompt, height: nil))
            display.forget()
            var count: Int32 = 0
            let typed = el_wgets(editor, &count)
            if line.ending == .interrupted {
                write("^C\n")
                return .interrupted
            }
            guard let typed, line.ending == nil else {
                write("\n")
                return .end
            }
            let scalars = UnsafeBufferPointer(start: typed, count: Int(count)).map(\.scalar)
            // Without editing the key comes with the line.
            if leaves && scalars.contains("\u{1d}") { return .left }
            text += EditedText(scalars.last == "\n" ? Array(scalars.dropLast()) : scalars, cursor: 0).text
            if sends(EnterRequest(before: text)) { return .line(text) }
            text += "\n"
            line.prompt = line.prompt.continuation
        }
    }

    /// Tells libedit of the entries that came since the last line, for its own commands that `~/.editrc` may choose.
    private func takeInHistory() {
        history.refresh()
        guard knownHistory != history.changes else { return }
        knownHistory = history.changes
        mbm_history_clear(entries, Int32(History.limit))
        // libedit takes one line end off an entry that it recalls.
        for text in history.entries { mbm_history_enter(entries, text + "\n") }
    }

    /// Writes to the terminal.
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

    /// The editor that a callback of libedit belongs to.
    static func of(_ handle: OpaquePointer) -> LineEditor? {
        mbm_el_client(handle).map { Unmanaged<LineEditor>.fromOpaque($0).takeUnretainedValue() }
    }
}

/// What is known about one text while it is edited.
struct LineState {
    enum Ending {
        case interrupted
        case end
        case left
    }

    var prompt = PromptText("")
    /// Whether a text is edited, and libedit acts on keys (not with `edit off`).
    var edits = false
    /// Set as soon as it is known that the text ends without Enter.
    var ending: Ending?
    /// The text that Enter sends.
    var accepted: String?
    /// The terminal asked to stop the program.
    var stopRequested = false
    var resized = false
    /// The width that the text was drawn for.
    var width = 0
    /// Watched descriptors that will never have anything to read again.
    var deadWatches: Set<Int32> = []
    /// What is to be printed above the prompt.
    var above = ""
    /// A paste that is to go into the text.
    var paste: String?
    /// The text after a paste whose last line end was kept back.
    var heldLineEnd: String?
    /// How often libedit was sent the wake key since a command of ours was called for it.
    var wakes = 0
    /// How many characters libedit was given, the last of them, and the one before.
    var keyCount = 0
    var lastKey: Unicode.Scalar?
    var previousKey: Unicode.Scalar?
    /// Which of them was an operator of vi that waits for a motion.
    var operatorKey: Int?
    /// See `EnterRequest.isWhole`.
    var isWhole = false
    /// Where in the history the text comes from, once one has gone there.
    var walk: HistoryWalk?
    /// What a search for a start has found, and the start.
    var searched: (text: EditedText, start: String)?
    /// Where a command has put the cursor that moves between lines, and the column it is to keep.
    var goal: (text: EditedText, column: Int)?
    var changes = UndoStack()
    /// What was left when something was deleted for `yank` to bring back.
    var lastKill: EditedText?
    /// Shown below the text.
    var status: String?

    init() {}

    init(prompt: PromptText, edits: Bool) {
        self.prompt = prompt
        self.edits = edits
        width = Screen.width
    }
}

extension String {
    fileprivate var asciiOnly: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.isASCII ? $0 : "?" }))
    }
}
