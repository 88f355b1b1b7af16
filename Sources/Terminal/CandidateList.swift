/// Candidates of a completion, laid out in columns.
struct CandidateList {
    /// More than these are counted, not shown.
    static let limit = 100

    /// - Parameters:
    ///   - labels: what to show, already without anything that a terminal would obey.
    ///   - width: columns of the terminal.
    /// - Returns: lines no longer than `width` (unless one label is), filled column by column as `ls` does.
    static func lines(_ labels: [String], width: Int) -> [String] {
        let shown = labels.prefix(limit)
        var lines = columns(shown.map { ($0, Screen.displayWidth($0)) }, width: width)
        if labels.count > limit { lines.append("(\(labels.count) in all, the first \(limit) are shown)") }
        return lines
    }

    private static func columns(_ cells: [(text: String, width: Int)], width: Int) -> [String] {
        let gap = 2
        let cellWidth = (cells.map(\.width).max() ?? 0) + gap
        // The last column of the terminal stays empty: writing there may or may not begin a new line.
        let perLine = max(1, (width - 1 + gap) / cellWidth)
        let rows = (cells.count + perLine - 1) / perLine
        return (0..<rows).map { row in
            var line = ""
            var padding = 0
            for cell in stride(from: row, to: cells.count, by: rows).map({ cells[$0] }) {
                line += String(repeating: " ", count: padding) + cell.text
                padding = cellWidth - cell.width
            }
            return line
        }
    }
}
