/// Makes what a board prints harmless for the terminal of a person who is connected to it.
///
/// As everywhere control characters become visible, but those that programs need who redraw their own line: carriage
/// return, backspace, erasing in the line, and colours of the text. None of them reaches beyond the row that the board
/// writes on; none hides what it writes.
struct ConsoleText {
    /// Erasing in the line.
    private static let erasures: Set<Substring> = ["", "0", "1", "2"]
    /// Normal, bold, faint, italic, underlined, reverse, struck out and their ends; the colours of the text. Colours of
    /// the background are not among them, nor "concealed": text could be hidden.
    private static let renditions = Set([0, 1, 2, 3, 4, 7, 9, 22, 23, 24, 27, 29, 39] + (30...37) + (90...97))
    /// A longer sequence is none of these.
    private static let longest = 24

    /// Whether colours are wanted; else they are left out.
    private let hasColor: Bool
    /// Whether the terminal can erase; else that is left out.
    private let erases: Bool
    /// What may go on with the next piece: the beginning of a character, or of a sequence.
    private var rest: [UInt8] = []
    private var isColored = false

    init(hasColor: Bool, erases: Bool) {
        self.hasColor = hasColor
        self.erases = erases
    }

    /// Takes the next piece of output.
    /// - Returns: what can be written now.
    mutating func take(_ bytes: [UInt8]) -> String {
        rest += bytes
        let whole = rest.count - incompleteTail(rest)
        let text = String(decoding: rest[..<whole], as: UTF8.self).unicodeScalars
        let (written, open) = written(text[...])
        rest = Array(String(open).utf8) + rest[whole...]
        return written
    }

    /// Ends the output.
    /// - Returns: what was still held back, and the end of colours.
    mutating func finish() -> String {
        let text = visible(rest)
        rest = []
        defer { isColored = false }
        return text + (isColored ? "\u{1b}[0m" : "")
    }

    /// What was written, without its sequences.
    static func plain(_ text: String) -> String {
        guard text.utf8.contains(0x1b) else { return text }
        let parts = text.split(separator: "\u{1b}", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(String(parts[0])) { $0 + $1.drop { !$0.isLetter }.dropFirst() }
    }

    /// - Returns: what can be written, and the beginning of a sequence at the end.
    private mutating func written(_ text: Substring.UnicodeScalarView) -> (String, Substring.UnicodeScalarView) {
        var result = ""
        var text = text
        while let place = text.firstIndex(where: { $0 == "\r" || $0 == "\u{8}" || $0 == "\u{1b}" }) {
            result += visible(String(text[..<place]))
            text = text[place...]
            guard text.first == "\u{1b}" else {
                result.unicodeScalars.append(text.removeFirst())
                continue
            }
            let parameters = text.dropFirst(2).prefix { ("0"..."9").contains($0) || $0 == ";" }
            let final = text[parameters.endIndex...].first
            if text.count <= Self.longest, text.count < 2 || text.dropFirst().first == "[" && final == nil {
                return (result, text)
            }
            if let final, text.dropFirst().first == "[", isHarmless(Substring(parameters), final) {
                text = text[text.index(after: parameters.endIndex)...]
                if final == "m" ? hasColor : erases { result += "\u{1b}[\(Substring(parameters))\(final)" }
                isColored = isColored || hasColor && final == "m"
            } else {
                result += visible(String(text.removeFirst()))
            }
        }
        return (result + visible(String(text)), "".unicodeScalars[...])
    }

    private func isHarmless(_ parameters: Substring, _ final: Unicode.Scalar) -> Bool {
        switch final {
        case "K": Self.erasures.contains(parameters)
        case "m":
            parameters.utf8.count < Self.longest
                && parameters.split(separator: ";", omittingEmptySubsequences: false)
                    .allSatisfy { Self.renditions.contains(Int($0) ?? ($0.isEmpty ? 0 : -1)) }
        default: false
        }
    }
}
