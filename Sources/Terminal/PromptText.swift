/// A prompt in the form that libedit draws without miscounting.
struct PromptText {
    /// Lines above the input, which libedit cannot draw: printed once by the editor.
    let above: String
    /// The last line, colours between `\1`.
    let encoded: String
    /// The last line as a person sees it.
    let plain: String
    /// The last line, character by character.
    let cells: [Cell]
    /// Whether one of them takes two columns.
    let hasWide: Bool

    /// - Parameter prompt: text with line ends and colour sequences (`ESC [ … m`) as one would print it.
    init(_ prompt: String) {
        let lines = prompt.split(separator: "\n", omittingEmptySubsequences: false)
        above = lines.dropLast().map { $0 + "\n" }.joined()
        cells = Self.cells(lines.last ?? "")
        hasWide = cells.contains { Screen.width(ofPrintable: $0.character) == 2 }
        plain = String(String.UnicodeScalarView(cells.map(\.character)))
        encoded = Self.encode(cells)
    }

    struct Cell {
        let character: Unicode.Scalar
        /// The colour sequences in force.
        let colour: String
    }

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

    /// Every coloured character carries its own colour and the next plain one its reset: libedit redraws any part of
    /// a prompt on its own, joins no two sequences, and drops one that no character follows.
    private static func encode(_ cells: [Cell]) -> String {
        let reset = "\u{1b}[0m"
        var text = ""
        var wasColoured = false
        for (index, cell) in cells.enumerated() {
            let isLast = index == cells.count - 1
            let isColoured = !cell.colour.isEmpty && !isLast
            if isColoured {
                text += "\u{1}\(reset)\(cell.colour)\u{1}"
            } else if wasColoured {
                text += "\u{1}\(reset)\u{1}"
            }
            text.unicodeScalars.append(cell.character)
            wasColoured = isColoured
        }
        return text
    }
}
