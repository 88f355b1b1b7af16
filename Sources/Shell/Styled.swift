internal import Fleet

/// One line of text in several styles, for a terminal.
struct Styled: Equatable {
    enum Style: Equatable {
        case plain, bold, faint
        /// One of the colours that are told apart and read well on dark and light grounds.
        case color(Int)

        /// What sets the terminal to it (ECMA-48, SGR).
        fileprivate var code: String {
            switch self {
            case .plain: ""
            case .bold: "1"
            case .faint: "2"
            case .color(let number): Self.codes[number % Self.codes.count]
            }
        }

        /// No red and no plain yellow, which mean something; no black and no white, which may be the ground.
        private static let codes = ["32", "34", "35", "36", "92", "94", "95", "96"]

        /// A board's colour: the same in every job, on every day.
        static func board(_ name: String) -> Style {
            // FNV-1a; Swift's own hash differs from run to run.
            .color(Int(name.utf8.reduce(2_166_136_261 as UInt32) { ($0 ^ UInt32($1)) &* 16_777_619 } % 8))
        }
    }

    private(set) var runs: [(text: String, style: Style)] = []

    init(_ text: String = "", _ style: Style = .plain) { add(text, style) }

    /// Appends text, its control characters made visible.
    mutating func add(_ text: String, _ style: Style = .plain) {
        if !text.isEmpty { runs.append((visible(text, keepingLines: false), style)) }
    }

    /// In columns of a terminal.
    var width: Int { runs.reduce(0) { $0 + displayWidth($1.text.unicodeScalars) } }

    /// What fits into `width` columns, the end replaced by `…` if it does not.
    func fitted(to width: Int) -> Styled {
        guard self.width > width else { return self }
        var fitted = Styled()
        var room = max(0, width - 1)
        for (text, style) in runs {
            var part = String.UnicodeScalarView()
            for scalar in text.unicodeScalars {
                let columns = displayWidth(CollectionOfOne(scalar))
                if columns > room {
                    fitted.runs.append((String(part) + (width > 0 ? "…" : ""), style))
                    return fitted
                }
                room -= columns
                part.append(scalar)
            }
            fitted.runs.append((String(part), style))
        }
        return fitted
    }

    func rendered(color: Bool) -> String {
        runs.map { text, style in
            color && !style.code.isEmpty ? "\u{1b}[\(style.code)m\(text)\u{1b}[0m" : text
        }.joined()
    }

    static func == (left: Styled, right: Styled) -> Bool {
        left.runs.elementsEqual(right.runs) { $0 == $1 }
    }
}
