import CLibEdit

/// Where the characters of prompt and line are on the screen, by the rules that libedit draws by.
struct Layout {
    /// What a row shows, colours included.
    private(set) var rows = [""]
    /// Where the next character goes.
    private(set) var column = 0
    /// Whether there is a character that takes two columns.
    private(set) var hasWide = false
    private let width: Int

    /// The row that the next character goes to, counted from 0.
    var row: Int { rows.count - 1 }

    init(width: Int) {
        self.width = max(2, width)
    }

    init(_ text: String, width: Int) {
        self.init(width: width)
        append(text)
    }

    mutating func append(_ text: String) {
        for scalar in text.unicodeScalars { append(scalar) }
    }

    /// - Parameter colour: the sequences in force for this character.
    mutating func append(_ scalar: Unicode.Scalar, colour: String = "") {
        switch scalar {
        case "\n":
            nextRow()
        case "\t":
            repeat { put(" ", columns: 1) } while column % 8 != 0
        case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}":
            put("^", columns: 1)
            let shown = scalar == "\u{7f}" ? UInt8(ascii: "?") : UInt8(scalar.value) | 0x40
            put(Character(Unicode.Scalar(shown)), columns: 1)
        default:
            guard let columns = Screen.width(ofPrintable: scalar), iswprint(wint_t(scalar.value)) != 0 else {
                for character in "\\U+" + hexadecimal(scalar) { put(character, columns: 1) }
                return
            }
            // libedit shows no mark that shares the place of another character.
            if columns > 0 { put(Character(scalar), columns: columns, colour: colour) }
        }
    }

    private mutating func put(_ character: Character, columns: Int, colour: String = "") {
        while column + columns > width { put(" ", columns: 1) }
        let text = colour.isEmpty ? String(character) : "\u{1b}[0m\(colour)\(character)\u{1b}[0m"
        rows[rows.count - 1] += text
        hasWide = hasWide || columns > 1
        column += columns
        if column >= width { nextRow() }
    }

    private mutating func nextRow() {
        rows.append("")
        column = 0
    }

    private func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, (scalar.value > 0xffff ? 5 : 4) - digits.count)) + digits
    }
}

extension Layout {
    /// How far up the first row of a text is after the terminal has changed its width.
    ///
    /// Most terminals wrap their lines anew, some leave them as they are. One row too few leaves a stale row on the
    /// screen, one too many would erase what stood above.
    ///
    /// - Parameter reflows: whether the terminal wraps anew.
    static func rowsToCursor(_ text: String, oldWidth: Int, newWidth: Int, reflows: Bool) -> Int {
        Layout(text, width: reflows ? newWidth : oldWidth).row
    }

    /// Whether the terminal at hand is one of those that wrap anew, as far as one can know.
    static var terminalReflows: Bool {
        if Screen.environment("TMUX") != nil { return true }
        let name = Screen.environment("TERM") ?? ""
        return Screen.environment("XTERM_VERSION") == nil && Screen.environment("STY") == nil && name != "linux"
            && !name.hasPrefix("screen")
    }
}

extension LineEditor {
    /// Writes the cursor's row again where libedit may have miswritten it.
    ///
    /// When libedit goes up to a row and ends in the middle of a wide character there, it writes what follows one column
    /// too far left. That happens only to the row of the cursor, above the last one, and only after everything else.
    func repairRow() {
        guard !isDumb, line.prompt.hasWide || lineHasWide() else { return }
        let (before, after) = lineAroundCursor()
        var layout = Layout(width: line.width)
        for cell in line.prompt.cells { layout.append(cell.character, colour: cell.colour) }
        layout.append(before)
        // A wide character that the cursor is on may not fit into the row any more.
        var (row, column) = (layout.row, layout.column)
        if let next = after.unicodeScalars.first, column + (Screen.width(ofPrintable: next) ?? 0) > line.width {
            (row, column) = (row + 1, 0)
        }
        layout.append(after)
        guard layout.hasWide, row < layout.row else { return }
        write("\r\(layout.rows[row])\u{1b}[\(column + 1)G")
    }

    private func lineHasWide() -> Bool {
        guard let info = el_wline(editor)?.pointee, let start = info.buffer, let end = info.lastchar else {
            return false
        }
        // No character below is wide (U+1100 begins the first block that has such).
        return UnsafeBufferPointer(start: start, count: end - start).contains { $0 >= 0x1100 }
    }
}
