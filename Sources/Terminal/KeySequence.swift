/// Follows keys of several characters, to know when nothing may come between.
struct KeySequence {
    private enum State {
        case between
        /// After Ctrl-V, Ctrl-X: one character belongs to it.
        case prefix
        case escape
        /// After `ESC [` or `ESC O`: up to a final character.
        case control
    }

    private var state = State.between
    private let escapeBegins: Bool

    /// - Parameter escapeBegins: whether the escape key begins a key of several characters (in vi it stands alone).
    init(escapeBegins: Bool = true) {
        self.escapeBegins = escapeBegins
    }

    /// Whether the character that comes next begins a key.
    var isBetweenKeys: Bool { state == .between }

    mutating func advance(_ scalar: Unicode.Scalar) {
        switch (state, scalar) {
        case (.between, "\u{1b}"): state = escapeBegins ? .escape : .between
        case (.between, "\u{16}"), (.between, "\u{18}"): state = .prefix
        case (.escape, "["), (.escape, "O"): state = .control
        case (.control, "\u{40}"..."\u{7e}"): state = .between
        case (.control, _): break
        default: state = .between
        }
    }
}
