/// Lines at the bottom of a terminal that are drawn anew while boards work, and vanish before anything else is written.
package final class Region {
    /// What a region has to know of the terminal.
    package struct Screen {
        let width: () -> Int
        let height: () -> Int
        /// Whether the terminal breaks its lines anew when it becomes narrower.
        let reflows: Bool
        /// Whether somebody else has had the terminal since the last call.
        let wasLeft: () -> Bool
        let write: ([UInt8]) -> Void

        /// - Parameters:
        ///   - width: its columns, now.
        ///   - height: its rows, now.
        package init(
            width: @escaping () -> Int, height: @escaping () -> Int, reflows: Bool,
            wasLeft: @escaping () -> Bool = { false }, write: @escaping ([UInt8]) -> Void
        ) {
            self.width = width
            self.height = height
            self.reflows = reflows
            self.wasLeft = wasLeft
            self.write = write
        }
    }

    private let screen: Screen
    private var drawn: [Styled] = []
    /// The width for which they were drawn.
    private var width = 0

    package init(_ screen: Screen) { self.screen = screen }

    /// How many lines there is room for, a row left for what stands above.
    var room: Int { max(1, screen.height() - 1) }

    /// Columns that a line may take: the last one stays empty, where terminals differ.
    var columns: Int { max(1, screen.width() - 1) }

    /// Shows `lines` in the place of those before: at most as many as there is room for, each cut to the width.
    func draw(_ lines: [Styled], color: Bool) {
        forgetIfLeft()
        let fitted = lines.suffix(room).map { $0.fitted(to: columns) }
        guard fitted != drawn || width != screen.width() else { return }
        let rows = fitted.map { "\u{1b}[K" + $0.rendered(color: color) }.joined(separator: "\r\n")
        // The cursor stays before the last line: what is typed meanwhile cannot make it longer than the terminal.
        let text = up + "\r" + rows + "\u{1b}[J\r"
        (drawn, width) = (fitted, screen.width())
        screen.write(Array(text.utf8))
    }

    /// Where the terminal was somebody else's meanwhile (Ctrl-Z), what was drawn stands above what they wrote.
    private func forgetIfLeft() {
        if screen.wasLeft() { drawn = [] }
    }

    /// Makes the lines vanish; what is written next stands in their place.
    package func clear() {
        forgetIfLeft()
        guard !drawn.isEmpty else { return }
        let text = up + "\r\u{1b}[J"
        drawn = []
        screen.write(Array(text.utf8))
    }

    /// Leaves the lines where they are; what is written next stands below.
    /// - Returns: the lines.
    func keep(color: Bool) -> [Styled] {
        guard !drawn.isEmpty else { return [] }
        let kept = drawn
        // Over what was typed into the last one: ^C, say.
        width = 0
        draw(drawn, color: color)
        drawn = []
        screen.write(Array("\r\n".utf8))
        return kept
    }

    /// From the last row of what was drawn to its first.
    private var up: String {
        let now = max(1, screen.width())
        // The cursor is in the first row of the last line.
        let rows = drawn.dropLast().map { screen.reflows && now < width ? max(1, ($0.width + now - 1) / now) : 1 }
        let count = rows.reduce(0, +)
        return count > 0 ? "\u{1b}[\(count)A" : ""
    }
}
