/// Where a shell writes: results to `standard`, everything else to `error`.
package struct Output {
    /// How results look.
    package struct Style: Sendable {
        /// Boards' control characters are shown as they are.
        package var isRaw: Bool
        /// Headers are set in bold.
        package var hasColor: Bool
        /// One JSON object for each board and line, instead of text.
        package var isJSON: Bool

        package init(raw: Bool = false, color: Bool = false, json: Bool = false) {
            isRaw = raw
            hasColor = color
            isJSON = json
        }
    }

    private let writeStandard: ([UInt8]) -> Void
    private let writeError: ([UInt8]) -> Void
    let style: Style
    /// Where the line stands whose results these are, `FILE:LINE`; nil: it was typed.
    var at: String?
    /// Is told all that is shown.
    var transcript: Transcript?

    package init(style: Style = Style(), standard: @escaping ([UInt8]) -> Void, error: @escaping ([UInt8]) -> Void) {
        self.style = style
        writeStandard = standard
        writeError = error
    }

    /// A line of a result. `text` may hold what boards sent.
    package func line(_ text: String) { show(visible(text) + "\n", by: writeStandard) }

    /// A line for the person.
    package func note(_ text: String) { show(visible(text) + "\n", by: writeError) }

    /// - Parameters:
    ///   - text: harmless for a terminal.
    ///   - styled: takes its place on a terminal.
    private func show(_ text: String, styled: String? = nil, by write: ([UInt8]) -> Void) {
        write(Array((styled ?? text).utf8))
        keep(text)
    }

    private func keep(_ text: String) {
        if let sentence = transcript?.take(text) { writeError(Array((visible(sentence) + "\n").utf8)) }
    }

    /// `## TITLE ####…`, filled to 80 columns.
    func header(_ title: String) {
        let line = visible(Shell.header(title), keepingLines: false)
        show(line + "\n", styled: style.hasColor ? "\u{1b}[1m\(line)\u{1b}[0m\n" : nil, by: writeStandard)
    }

    /// What a board printed, as it goes.
    func board(_ bytes: [UInt8]) {
        let text = visible(bytes)
        writeStandard(style.isRaw ? bytes : Array(text.utf8))
        keep(text)
    }

    /// Results that are one line of text together, or one object each.
    /// - Parameter text: nil: there is nothing to tell in text.
    func results(_ records: [Record], text: String?) {
        if style.isJSON {
            for var record in records {
                record.at = at
                show(record.line + "\n", by: writeStandard)
            }
        } else if let text {
            line(text)
        }
    }
}
