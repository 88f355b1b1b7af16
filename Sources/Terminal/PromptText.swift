/// A prompt, taken apart.
struct PromptText {
    struct Cell: Equatable {
        let character: Unicode.Scalar
        /// The colour sequences in force.
        let colour: String
    }

    /// Lines above the input, printed once.
    let above: String
    /// The last line, character by character.
    let cells: [Cell]

    /// Columns that the last line takes.
    var width: Int { cells.reduce(0) { $0 + (Screen.width(ofPrintable: $1.character) ?? 0) } }

    /// - Parameter prompt: text with line ends and colour sequences (`ESC [ … m`) as one would print it.
    init(_ prompt: String) {
        let lines = prompt.split(separator: "\n", omittingEmptySubsequences: false)
        above = lines.dropLast().map { $0 + "\n" }.joined()
        cells = Self.cells(lines.last ?? "")
    }

    /// Stands before the further lines of a block where they are read one by one.
    var continuation: PromptText { PromptText(String(repeating: " ", count: max(0, width - 4)) + "... ") }

    /// The visible characters, each with the colour sequences in force there.
    private static func cells(_ line: Substring) -> [Cell] {
        var cells: [Cell] = []
        var colour = ""
        var rest = line.unicodeScalars
        while let scalar = rest.popFirst() {
            if scalar != "\u{1b}" {
                let isControl = scalar.properties.generalCategory == .control
                if !isControl { cells.append(Cell(character: scalar, colour: colour)) }
                continue
            }
            guard rest.first == "[", let end = rest.firstIndex(of: "m") else { continue }
            let sequence = "\u{1b}" + String(rest[...end])
            let isReset = sequence == "\u{1b}[m" || sequence == "\u{1b}[0m"
            colour = isReset ? "" : colour + sequence
            rest = rest[rest.index(after: end)...]
        }
        return cells
    }
}
