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
        return Output(style: plain, standard: take, error: take)
    }

    /// A line of a result. `text` may hold what boards sent.
    package func line(_ text: String) { writeStandard(Array((visible(text) + "\n").utf8)) }

    /// A line that was made harmless already.
    func plain(_ text: String) { writeStandard(Array((text + "\n").utf8)) }

    /// A line for the person.
    package func note(_ text: String) { writeError(Array((visible(text) + "\n").utf8)) }

    /// A line for the person that is less than an answer.
    func remark(_ text: String) {
        writeError(Array((Styled(text, .faint).rendered(color: style.hasColor) + "\n").utf8))
    }

    /// A line of a result in several styles.
    func line(_ text: Styled) { writeStandard(Array((text.rendered(color: style.hasColor) + "\n").utf8)) }

    /// `## TITLE ####…`, filled to 80 columns.
    func header(_ title: String) {
        let line = visible(Shell.header(title), keepingLines: false)
        writeStandard(Array((style.hasColor ? "\u{1b}[1m\(line)\u{1b}[0m\n" : line + "\n").utf8))
    }

    /// What a board printed, as it goes.
    func board(_ bytes: [UInt8]) {
        writeStandard(style.isRaw ? bytes : Array(visible(String(decoding: bytes, as: UTF8.self)).utf8))
    }

    /// Text that has been made harmless already.
    func harmless(_ text: String) { writeStandard(Array(text.utf8)) }

    /// Results that are one line of text together, or one object each.
    /// - Parameter text: nil: there is nothing to tell in text.
    func results(_ records: [Record], text: String?) {
        if style.isJSON {
            for record in records { writeStandard(Array((record.line + "\n").utf8)) }
        } else if let text {
            line(text)
        }
    }
}
