/// Where on the screen a text ends that wraps at the terminal's width.
enum RowCount {
    /// - Returns: how many rows below the first one the cursor is after `text`.
    static func rows(_ text: String, width: Int) -> Int {
        var row = 0
        var column = 0
        for scalar in text.unicodeScalars {
            if scalar == "\n" {
                row += 1
                column = 0
                continue
            }
            let cells = scalar == "\t" ? 8 - column % 8 : Self.width(of: scalar)
            if column + cells > width {
                row += 1
                column = 0
            }
            column += cells
        }
        // libedit forces the cursor to the next row when one is full.
        return column >= width ? row + 1 : row
    }

    /// Columns of a character as libedit shows it: `^A`, `\U+200b`.
    private static func width(of scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x20 || scalar.value == 0x7f { return 2 }
        let columns = Screen.width(ofPrintable: scalar)
        return columns ?? (scalar.value > 0xffff ? 8 : 7)
    }

    /// How far up the first row of a text is after the terminal has changed its width.
    ///
    /// Most terminals wrap their lines anew, some leave them as they are. One row too few leaves a stale row on the
    /// screen, one too many would erase what stood above.
    ///
    /// - Parameter reflows: whether the terminal wraps anew.
    static func rowsToCursor(_ text: String, oldWidth: Int, newWidth: Int, reflows: Bool) -> Int {
        rows(text, width: reflows ? newWidth : oldWidth)
    }

    /// Whether the terminal at hand is one of those that wrap anew, as far as one can know.
    static var reflows: Bool {
        if Screen.environment("TMUX") != nil { return true }
        let name = Screen.environment("TERM") ?? ""
        return Screen.environment("XTERM_VERSION") == nil && Screen.environment("STY") == nil && name != "linux"
            && !name.hasPrefix("screen")
    }
}
