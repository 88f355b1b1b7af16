import CLibEdit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Prompt and text as rows of a terminal.
///
/// A row that is full goes on in the next one; a character of two columns that does not fit leaves a blank. The lines of
/// a block begin at a margin, so that they stand under each other: the margin is only drawn, the text knows nothing of
/// it.
struct Frame: Equatable {
    struct Cell: Equatable {
        /// What is written: a character with the marks on it.
        var text: String
        let columns: Int
        /// The sequences (`ESC [ … m`) in force for it; empty: none.
        let style: String
    }

    struct Row: Equatable {
        var cells: [Cell] = []
        var columns = 0
        /// Whether the row above goes on here without a line end.
        let isWrapped: Bool
    }

    private(set) var rows = [Row(isWrapped: false)]
    /// Where the cursor is; `markCursor` sets it.
    private(set) var cursor = (row: 0, column: 0)
    let width: Int
    /// Columns since the line began, its margin left out: what tabs count.
    private var lineColumn = 0

    init(width: Int) {
        self.width = max(2, width)
    }

    /// - Parameters:
    ///   - margin: columns before the lines after the first.
    ///   - showsCursor: false for a text that stays on the screen: no row is needed for a cursor behind a full one.
    ///   - hint: shown faintly behind the text if the cursor is there, as far as the row has room.
    ///   - status: a line below the text.
    init(
        prompt: PromptText, text: EditedText, margin: Int, showsCursor: Bool = true, hint: String = "",
        status: String? = nil, width: Int
    ) {
        self.init(width: width)
        for cell in prompt.cells { append(cell.character, style: cell.colour) }
        lineColumn = 0
        for (index, scalar) in text.scalars.enumerated() {
            if showsCursor && index == text.cursor { markCursor(before: scalar) }
            if scalar == "\n" { newLine(margin: margin) } else { append(scalar) }
        }
        if !showsCursor {
            cursor = (rows.count - 1, column)
        } else if text.cursor == text.scalars.count {
            markCursor(before: nil)
            append(hint: hint)
        }
        if let status {
            newLine(margin: 0)
            for scalar in status.unicodeScalars { append(scalar) }
        }
    }

    static func == (one: Frame, other: Frame) -> Bool {
        one.rows == other.rows && one.cursor == other.cursor && one.width == other.width
    }

    private var column: Int { rows[rows.count - 1].columns }

    /// - Parameter scalar: what comes next, and may go to the next row.
    private mutating func markCursor(before scalar: Unicode.Scalar?) {
        let columns = scalar.flatMap(Screen.width(ofPrintable:)) ?? 1
        let isFull = column + columns > width
        cursor = isFull ? (rows.count, 0) : (rows.count - 1, column)
        // What comes next wraps; at the end of a line nothing does.
        if isFull && (scalar == nil || scalar == "\n") { rows.append(Row(isWrapped: true)) }
    }

    mutating func append(_ scalar: Unicode.Scalar, style: String = "") {
        switch scalar {
        case "\u{20}"..."\u{7e}":
            put(String(scalar), columns: 1, style: style)
        case "\t":
            repeat { put(" ", columns: 1, style: style) } while lineColumn % 8 != 0
        case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}":
            put("^", columns: 1, style: style)
            let shown = scalar == "\u{7f}" ? UInt8(ascii: "?") : UInt8(truncatingIfNeeded: scalar.value & 0x1f) | 0x40
            put(String(Unicode.Scalar(shown)), columns: 1, style: style)
        default:
            guard let columns = Screen.width(ofPrintable: scalar), iswprint(wint_t(scalar.value)) != 0 else {
                for character in "\\U+" + Self.hexadecimal(scalar) { put(String(character), columns: 1, style: style) }
                return
            }
            if columns > 0 { put(String(scalar), columns: columns, style: style) } else { addMark(scalar) }
        }
    }

    private mutating func put(_ text: String, columns: Int, style: String) {
        if column + columns > width {
            while column < width { add(Cell(text: " ", columns: 1, style: "")) }
            rows.append(Row(isWrapped: true))
        }
        add(Cell(text: text, columns: columns, style: style))
        lineColumn += columns
    }

    private mutating func add(_ cell: Cell) {
        rows[rows.count - 1].cells.append(cell)
        rows[rows.count - 1].columns += cell.columns
    }

    /// Adds a character that takes no column to the one before it.
    private mutating func addMark(_ scalar: Unicode.Scalar) {
        guard let row = rows.lastIndex(where: { !$0.cells.isEmpty }) else { return }
        rows[row].cells[rows[row].cells.count - 1].text.unicodeScalars.append(scalar)
    }

    private mutating func newLine(margin: Int) {
        rows.append(Row(isWrapped: false))
        for _ in 0..<margin { put(" ", columns: 1, style: "") }
        lineColumn = 0
    }

    /// The last column stays empty: a hint must not begin a row.
    private mutating func append(hint: String) {
        for scalar in hint.unicodeScalars {
            let columns = Screen.width(ofPrintable: scalar) ?? width
            guard column + columns < width else { return }
            append(scalar, style: Self.faint)
        }
    }

    private static let faint = "\u{1b}[2m"

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, (scalar.value > 0xffff ? 5 : 4) - digits.count)) + digits
    }
}

extension Frame.Row {
    /// The row as a person sees it.
    var text: String { cells.map(\.text).joined() }
}
