/// What stands on the terminal of the text that is being edited, and what has to be written to change it.
///
/// Only differences are written, by moves relative to the cursor: where on the screen the rows are is not known. What is
/// taller than the screen is shown in part, around the cursor. libedit's own drawing is not used: it knows no margins,
/// no hints, and miscounts wide characters.
struct Display {
    /// What is there, from the first row on that is shown.
    private var rows: [Frame.Row] = []
    /// The first row of the frame that is shown.
    private var top = 0
    private var position = (row: 0, column: 0)
    /// The last column was written, and the terminal goes to the next row only with the next character.
    private var waitsToWrap = false
    private let isDumb: Bool

    /// - Parameter isDumb: whether the terminal knows nothing but characters and line ends.
    init(isDumb: Bool) {
        self.isDumb = isDumb
    }

    /// How many rows are shown.
    var height: Int { rows.count }

    /// Shows a frame in place of what is shown.
    ///
    /// - Parameter height: how many rows there are; nil: show all, however many.
    /// - Returns: what to write.
    mutating func draw(_ frame: Frame, height: Int?) -> String {
        if isDumb { return drawDumb(frame) }
        let limit = max(1, height ?? frame.rows.count)
        top = min(top, frame.cursor.row, max(0, frame.rows.count - limit))
        top = max(top, frame.cursor.row - limit + 1)
        let visible = Array(frame.rows.dropFirst(top).prefix(limit))
        var output = ""
        for (index, row) in visible.enumerated() {
            let old = index < rows.count ? rows[index] : nil
            write(row, at: index, over: old, width: frame.width, to: &output)
        }
        if rows.count > visible.count {
            move(to: (visible.count, 0), &output)
            output += "\u{1b}[J"
        }
        rows = visible
        move(to: (frame.cursor.row - top, frame.cursor.column), &output)
        return output
    }

    /// Takes everything off the screen.
    ///
    /// - Returns: what to write; it leaves the cursor where the first row was, in the first column.
    mutating func erase() -> String {
        defer { forget() }
        guard !isDumb else { return rows.isEmpty ? "" : "\n" }
        var output = ""
        move(to: (0, 0), &output)
        return output + Self.clearFromHere
    }

    /// Goes below what is shown.
    mutating func leave() -> String {
        defer { forget() }
        var output = ""
        if !isDumb, !rows.isEmpty { move(to: (rows.count - 1, position.column), &output) }
        return output + "\n"
    }

    /// Takes it that nothing is shown, and that the cursor is where the first row will be.
    mutating func forget() {
        rows = []
        top = 0
        position = (0, 0)
        waitsToWrap = false
    }

    /// Goes to where the first row is after the terminal has changed its width, and clears everything from there on.
    ///
    /// Most terminals wrap their lines anew, some leave them as they are. One row too few leaves a stale row on the
    /// screen, one too many would erase what stood above.
    ///
    /// - Parameters:
    ///   - width: the new one.
    ///   - reflows: whether the terminal wraps anew.
    mutating func eraseAfterResize(width: Int, reflows: Bool) -> String {
        defer { forget() }
        if isDumb { return "\n" }
        let above = reflows ? rowsAboveCursor(width: width) : position.row
        return "\r" + (above > 0 ? "\u{1b}[\(above)A" : "") + Self.clearFromHere
    }

    /// Not from the first column on: tmux takes clearing from the top left for clearing all and keeps a copy.
    private static let clearFromHere = "\r\u{1b}[C\u{1b}[J\r\u{1b}[K"

    private func rowsAboveCursor(width: Int) -> Int {
        var (row, column) = (-1, 0)
        for (index, shown) in rows.prefix(position.row + 1).enumerated() {
            if !shown.isWrapped || index == 0 { (row, column) = (row + 1, 0) }
            var passed = 0
            for cell in shown.cells where index < position.row || passed < position.column {
                if column + cell.columns > width { (row, column) = (row + 1, 0) }
                column += cell.columns
                passed += cell.columns
            }
        }
        return max(0, row)
    }

    private mutating func write(
        _ row: Frame.Row, at index: Int, over old: Frame.Row?, width: Int, to output: inout String
    ) {
        let same = zip(row.cells, old?.cells ?? []).prefix { $0 == $1 }.count
        guard same < row.cells.count || same < old?.cells.count ?? 0 else { return }
        let start = row.cells[..<same].reduce(0) { $0 + $1.columns }
        // The terminal itself wraps where the text does, so that it can wrap anew and copies whole lines.
        let follows =
            waitsToWrap && row.isWrapped && start == 0 && !row.cells.isEmpty && position.row == index - 1
        if !follows { move(to: (index, start), &output) }
        output += Self.text(row.cells[same...])
        if same < row.cells.count {
            position = (index, row.columns)
            waitsToWrap = row.columns >= width
        }
        if row.columns < old?.columns ?? 0 { output += "\u{1b}[K" }
    }

    private static func text(_ cells: ArraySlice<Frame.Cell>) -> String {
        var text = ""
        var style = ""
        for cell in cells {
            if cell.style != style { text += "\u{1b}[0m" + cell.style }
            style = cell.style
            text += cell.text
        }
        return style.isEmpty ? text : text + "\u{1b}[0m"
    }

    private mutating func move(to target: (row: Int, column: Int), _ output: inout String) {
        guard target != position else { return }
        if target.row != position.row || waitsToWrap || target.column == 0 {
            output += "\r"
            position.column = 0
            waitsToWrap = false
        }
        if target.row < position.row {
            output += "\u{1b}[\(position.row - target.row)A"
        } else {
            // Line feeds, not a move down: the row may have yet to come.
            output += String(repeating: "\n", count: target.row - position.row)
        }
        switch target.column - position.column {
        case 0: break
        case -1: output += "\u{8}"
        case let columns where columns < 0: output += "\u{1b}[\(-columns)D"
        case let columns: output += "\u{1b}[\(columns)C"
        }
        position = target
    }
}

/// A terminal that cannot move its cursor up: only the last row can change, everything else is written anew below.
extension Display {
    private mutating func drawDumb(_ frame: Frame) -> String {
        defer {
            rows = frame.rows
            position = frame.cursor
        }
        let last = rows.count - 1
        let isChangeOfLastRow =
            last >= 0 && frame.rows.count >= rows.count && frame.rows.starts(with: rows.dropLast())
            && position.row == last && frame.cursor.row == frame.rows.count - 1
        guard isChangeOfLastRow else {
            let start = rows.isEmpty ? "" : "\n"
            return start + Self.lines(frame.rows[...]) + (frame.isCursorAtEnd ? "" : Self.toCursor(of: frame))
        }
        let (old, new) = (rows[last], frame.rows[last])
        guard old != new || position != frame.cursor || frame.rows.count > rows.count else { return "" }
        let isContinued = new.cells.starts(with: old.cells) && position.column == old.columns
        let padding = max(0, old.columns - new.columns)
        var output = isContinued ? Self.text(new.cells[old.cells.count...]) : "\r" + Self.text(new.cells[...])
        output += String(repeating: " ", count: padding)
        if frame.rows.count > rows.count { output += "\n" + Self.lines(frame.rows[(last + 1)...]) }
        return output + (frame.isCursorAtEnd && padding == 0 ? "" : Self.toCursor(of: frame))
    }

    private static func lines(_ rows: ArraySlice<Frame.Row>) -> String {
        rows.map { text($0.cells[...]) }.joined(separator: "\n")
    }

    /// Goes back in the last row: by writing it again as far as the cursor.
    private static func toCursor(of frame: Frame) -> String {
        guard let row = frame.rows.last, frame.cursor.row == frame.rows.count - 1 else { return "" }
        var columns = 0
        let cells = row.cells.prefix {
            columns += $0.columns
            return columns <= frame.cursor.column
        }
        return "\r" + text(cells)
    }
}

extension Frame {
    fileprivate var isCursorAtEnd: Bool { cursor.row == rows.count - 1 && cursor.column == rows[cursor.row].columns }
}
