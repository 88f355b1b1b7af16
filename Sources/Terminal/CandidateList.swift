/// Candidates of a completion as lines: in columns, or one a line if any has a note.
struct CandidateList {
    private struct Entry {
        let label: String
        let note: String?
        let width: Int
    }

    private let entries: [Entry]
    private let width: Int
    private let rows: Int

    /// - Parameters:
    ///   - candidates: what to show, already without anything that a terminal would obey.
    ///   - width: columns of the terminal. The last one stays empty: writing there may or may not begin a new line.
    ///   - rows: how many lines there is room for, with one more to say that there are others.
    init(_ candidates: [(label: String, note: String?)], width: Int, rows: Int) {
        self.width = max(2, width - 1)
        self.rows = max(1, rows)
        entries = candidates.map { label, note in
            let label = Self.cut(label, to: max(2, width - 1))
            return Entry(label: label, note: note, width: Screen.displayWidth(label))
        }
    }

    var lines: [String] {
        let cellWidth = (entries.map(\.width).max() ?? 0) + Self.gap
        let hasNotes = entries.contains { $0.note != nil }
        // Filled column by column, as `ls` does.
        let perLine = hasNotes ? 1 : max(1, (width + Self.gap) / cellWidth)
        let shown = Array(entries.prefix(rows * perLine))
        var lines = hasNotes ? shown.map { line($0, cellWidth) } : columns(shown, cellWidth, perLine)
        if shown.count < entries.count { lines.append("(\(entries.count - shown.count) more)") }
        return lines
    }

    private static let gap = 2

    private func line(_ entry: Entry, _ cellWidth: Int) -> String {
        guard let note = entry.note else { return entry.label }
        return Self.cut(entry.label + String(repeating: " ", count: cellWidth - entry.width) + note, to: width)
    }

    private func columns(_ entries: [Entry], _ cellWidth: Int, _ perLine: Int) -> [String] {
        let rows = (entries.count + perLine - 1) / perLine
        return (0..<rows).map { row in
            var line = ""
            var padding = 0
            for entry in stride(from: row, to: entries.count, by: rows).map({ entries[$0] }) {
                line += String(repeating: " ", count: padding) + entry.label
                padding = cellWidth - entry.width
            }
            return line
        }
    }

    /// Cuts a text to a width, with a sign that there was more.
    private static func cut(_ text: String, to width: Int) -> String {
        guard Screen.displayWidth(text) > width else { return text }
        var result = String.UnicodeScalarView()
        var columns = 1
        for scalar in text.unicodeScalars {
            columns += Screen.width(ofPrintable: scalar) ?? 0
            if columns > width { break }
            result.append(scalar)
        }
        return String(result) + (Screen.useUTF8 ? "…" : ">")
    }
}
