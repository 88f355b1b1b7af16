import CLibEdit

/// Repairs long lines after a walk through the history.
///
/// When a person goes back into the history, libedit keeps 1,024 characters of the line that was being typed, though it
/// remembers its whole length: on the way forward the rest comes back as NUL characters. So the long lines are kept
/// here while one is edited.
struct LongLines {
    /// As many characters as libedit keeps (its `EL_BUFSIZ`).
    static let kept = 1024
    /// A person may change recalled lines, too; more than these are not kept.
    private static let limit = 32

    private var texts: [String] = []

    /// Keeps a line, if it is new.
    mutating func keep(_ text: String) {
        guard texts.last != text else { return }
        texts.append(text)
        if texts.count > Self.limit { texts.removeFirst() }
    }

    /// - Returns: the kept line that begins with `start` and has `count` characters (Unicode scalars) in all.
    func whole(start: String, count: Int) -> String? {
        texts.last { $0.unicodeScalars.count == count && $0.unicodeScalars.starts(with: start.unicodeScalars) }
    }
}

extension LineEditor {
    /// Looks at the line between two keys: keeps it if it is long, and finds the whole of one that was cut off.
    func watchLongLine() {
        guard let info = el_wline(editor)?.pointee, let start = info.buffer, let end = info.lastchar else { return }
        let count = end - start
        guard count > LongLines.kept else { return }
        if start[LongLines.kept] != 0 {
            let (before, after) = lineAroundCursor()
            let text = before + after
            if !history.entries.contains(text) { line.longLines.keep(text) }
        } else {
            let start = text(UnsafeBufferPointer(start: start, count: LongLines.kept))
            line.replacement = line.longLines.whole(start: start, count: count)
        }
    }

    /// Puts the whole line in place of what was cut off.
    func replaceLine(with text: String) {
        guard let info = el_wline(editor)?.pointee, let start = info.buffer, let end = info.lastchar else { return }
        el_cursor(editor, Int32(end - start))
        el_deletestr(editor, Int32(end - start))
        el_insertstr(editor, text)
    }

    private func text(_ characters: UnsafeBufferPointer<wchar_t>) -> String {
        let scalars = characters.map { Unicode.Scalar(UInt32(bitPattern: $0)) ?? "\u{fffd}" }
        return String(String.UnicodeScalarView(scalars))
    }
}
