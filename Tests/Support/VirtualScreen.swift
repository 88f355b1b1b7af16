/// What a person sees of a program's output: a small terminal, as far as a line editor uses one.
///
/// It wraps lines as xterm does (the cursor waits in the last column until the next character comes). Colours and modes
/// are taken and ignored; an unknown sequence shows up on the screen, so that a test notices.
package struct VirtualScreen {
    package private(set) var columns: Int
    package private(set) var rows: Int
    /// The cursor, counted from 0.
    package private(set) var cursor = (row: 0, column: 0)
    /// How often the bell rang.
    package private(set) var bells = 0

    private var cells: [[Cell]]
    private var waitsToWrap = false
    private var pending: [UInt8] = []

    private struct Cell {
        /// Empty: the right half of a wide character.
        var text = " "
        /// Nothing was written here.
        var isBlank = true
    }

    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        cells = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
    }

    /// The rows from the top, without what was never written at their ends, up to the last that holds anything.
    package var text: [String] {
        let lines = cells.map { row in
            let end = row.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? 0
            return row[..<end].map(\.text).joined()
        }
        let end = lines.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
        return Array(lines[..<end])
    }

    /// Changes the size as xterm does: what no longer fits is cut off, nothing is wrapped anew; rows leave at the top
    /// when the cursor would be outside.
    package mutating func resize(columns: Int, rows: Int) {
        while cursor.row >= rows { scroll() }
        cells = cells.prefix(rows).map { row in
            Array(row.prefix(columns)) + Array(repeating: Cell(), count: max(0, columns - row.count))
        }
        while cells.count < rows { cells.append(Array(repeating: Cell(), count: columns)) }
        self.columns = columns
        self.rows = rows
        cursor.column = min(cursor.column, columns - 1)
        waitsToWrap = false
    }

    /// Takes output as it comes; a character or sequence may be split anywhere.
    package mutating func feed(_ bytes: some Sequence<UInt8>) {
        pending += bytes
        while let taken = step(), taken > 0 { pending.removeFirst(taken) }
    }

    /// - Returns: how many bytes were taken; nil when more are needed.
    private mutating func step() -> Int? {
        guard let first = pending.first else { return nil }
        switch first {
        case 0x1b:
            return escape()
        case 0x07: bells += 1
        case 0x08: move(column: cursor.column - 1)
        case 0x09: move(column: (cursor.column / 8 + 1) * 8)
        case 0x0a: lineFeed()
        case 0x0d: move(column: 0)
        case 0x20..<0x7f: put(Unicode.Scalar(first))
        case 0x80...:
            return character()
        default: break
        }
        return 1
    }

    private mutating func character() -> Int? {
        var decoder = UTF8()
        var iterator = pending.makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else {
            if pending.count < 4 { return nil }
            put("\u{fffd}")
            return 1
        }
        put(scalar)
        return UTF8.width(scalar)
    }

    private mutating func escape() -> Int? {
        guard pending.count > 1 else { return nil }
        guard pending[1] == UInt8(ascii: "[") else {
            put("␛")
            return 1
        }
        guard let end = pending[2...].firstIndex(where: { (0x40...0x7e).contains($0) }) else { return nil }
        control(String(decoding: pending[2..<end], as: UTF8.self), Character(Unicode.Scalar(pending[end])))
        return end + 1
    }

    private mutating func control(_ parameters: String, _ final: Character) {
        let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        let first = numbers.first ?? 0
        let count = max(1, first)
        switch final {
        case "A": move(row: cursor.row - count)
        case "B": move(row: cursor.row + count)
        case "C": move(column: cursor.column + count)
        case "D": move(column: cursor.column - count)
        case "G": move(column: count - 1)
        case "H":
            move(row: count - 1)
            move(column: max(1, numbers.dropFirst().first ?? 1) - 1)
        case "J": eraseDisplay(first)
        case "K": eraseLine(first)
        case "P": deleteCharacters(count)
        case "@": insertBlanks(count)
        case "m", "h", "l": break
        default: "␛[\(parameters)\(final)".unicodeScalars.forEach { put($0) }
        }
    }

    private mutating func move(row: Int? = nil, column: Int? = nil) {
        cursor.row = min(max(0, row ?? cursor.row), rows - 1)
        cursor.column = min(max(0, column ?? cursor.column), columns - 1)
        waitsToWrap = false
    }

    private mutating func lineFeed() {
        if cursor.row == rows - 1 { scroll() }
        move(row: cursor.row + 1)
    }

    private mutating func scroll() {
        cells.removeFirst()
        cells.append(Array(repeating: Cell(), count: columns))
        cursor.row -= 1
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let width = Self.isWide(scalar) ? 2 : 1
        if scalar.properties.generalCategory == .nonspacingMark {
            cells[cursor.row][max(0, cursor.column - 1)].text.unicodeScalars.append(scalar)
            return
        }
        if waitsToWrap || cursor.column + width > columns {
            lineFeed()
            move(column: 0)
        }
        cells[cursor.row][cursor.column] = Cell(text: String(scalar), isBlank: false)
        if width == 2 { cells[cursor.row][cursor.column + 1] = Cell(text: "", isBlank: false) }
        waitsToWrap = cursor.column + width >= columns
        cursor.column = min(cursor.column + width, columns - 1)
    }

    private mutating func eraseLine(_ kind: Int) {
        let range = kind == 0 ? cursor.column..<columns : kind == 1 ? 0..<(cursor.column + 1) : 0..<columns
        for column in range { cells[cursor.row][column] = Cell() }
        waitsToWrap = false
    }

    private mutating func eraseDisplay(_ kind: Int) {
        let range = kind == 0 ? (cursor.row + 1)..<rows : kind == 1 ? 0..<cursor.row : 0..<rows
        for row in range { cells[row] = Array(repeating: Cell(), count: columns) }
        if kind < 2 { eraseLine(kind) }
    }

    private mutating func deleteCharacters(_ count: Int) {
        let count = min(count, columns - cursor.column)
        cells[cursor.row].removeSubrange(cursor.column..<(cursor.column + count))
        cells[cursor.row] += Array(repeating: Cell(), count: count)
    }

    private mutating func insertBlanks(_ count: Int) {
        let count = min(count, columns - cursor.column)
        cells[cursor.row].insert(contentsOf: Array(repeating: Cell(), count: count), at: cursor.column)
        cells[cursor.row].removeLast(count)
    }

    /// Wide enough for tests: Hangul, CJK, full-width forms, emoji.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
            0x1f300...0x1faff, 0x20000...0x3fffd:
            return true
        default: return false
        }
    }
}
