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
    package var style: Style
    /// Where things that change are drawn; nil: there is no terminal for that. Whatever is written makes them vanish.
    let region: Region?
    /// Where the line stands whose results these are, `FILE:LINE`; nil: it was typed.
    var at: String?
    /// Is told all that is shown.
    var transcript: Transcript?

    package init(
        style: Style = Style(), region: Region? = nil, standard: @escaping ([UInt8]) -> Void,
        error: @escaping ([UInt8]) -> Void
    ) {
        self.style = style
        self.region = region
        writeStandard = { bytes in
            region?.clear()
            standard(bytes)
        }
        writeError = { bytes in
            region?.clear()
            error(bytes)
        }
    }

    /// The same, with everything written elsewhere, without colours.
    func captured(_ take: @escaping ([UInt8]) -> Void) -> Output {
        var plain = style
        plain.hasColor = false
        var captured = Output(style: plain, standard: take, error: take)
        captured.at = at
        return captured
    }

    /// A line of a result. `text` may hold what boards sent.
    package func line(_ text: String) { show(visible(text) + "\n", by: writeStandard) }

    /// A line that was made harmless already.
    func plain(_ text: String) { show(text + "\n", by: writeStandard) }

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

    /// What stands in the region stays.
    func keepRegion() {
        for line in region?.keep(color: style.hasColor) ?? [] { keep(line.rendered(color: false) + "\n") }
    }

    /// Notes a line that is shown above what a person is typing.
    func noteAbove(_ text: String) { keep(text + "\n") }

    /// A line for the person that is less than an answer.
    func remark(_ text: String) { show(Styled(text, .faint), by: writeError) }

    /// A line of a result in several styles.
    func line(_ text: Styled) { show(text, by: writeStandard) }

    private func show(_ text: Styled, by write: ([UInt8]) -> Void) {
        show(text.rendered(color: false) + "\n", styled: text.rendered(color: style.hasColor) + "\n", by: write)
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

    /// Text that has been made harmless already.
    /// - Parameter plain: the same for a file.
    func harmless(_ text: String, plain: String) { show(plain, styled: text, by: writeStandard) }

    /// What the terminal has echoed.
    func keepTyped(_ text: String) { keep(text) }

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
