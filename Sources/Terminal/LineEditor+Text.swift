import CLibEdit

/// The text that libedit holds.
extension LineEditor {
    var editedText: EditedText {
        guard let info = el_wline(editor)?.pointee, let start = info.buffer, let cursor = info.cursor,
            let end = info.lastchar
        else { return EditedText("") }
        let scalars = UnsafeBufferPointer(start: start, count: max(0, end - start)).map(\.scalar)
        return EditedText(scalars, cursor: cursor - start)
    }

    func moveCursor(to index: Int) {
        el_cursor(editor, Int32(index) - el_cursor(editor, 0))
    }

    /// Inserts a text at the cursor, which goes behind it.
    func insert(_ text: String) {
        guard !text.isEmpty else { return }
        el_winsertstr(editor, Self.wide(text))
    }

    /// Puts a text in place of a part; the cursor goes behind it.
    func replace(_ range: Range<Int>, with text: String) {
        moveCursor(to: range.upperBound)
        el_deletestr(editor, Int32(range.count))
        insert(text)
    }

    func replaceAll(with text: EditedText) {
        replace(0..<editedText.scalars.count, with: text.text)
        moveCursor(to: text.cursor)
    }

    /// Has libedit act on keys before it reads what a person types next.
    func press(_ keys: PrivateKey...) {
        el_wpush(editor, Self.wide(String(String.UnicodeScalarView(keys.map(\.scalar)))))
    }

    private static func wide(_ text: String) -> [wchar_t] {
        text.unicodeScalars.filter { $0 != "\0" }.map { wchar_t(bitPattern: $0.value) } + [0]
    }
}

extension wchar_t {
    var scalar: Unicode.Scalar { Unicode.Scalar(UInt32(bitPattern: self)) ?? "\u{fffd}" }
}
