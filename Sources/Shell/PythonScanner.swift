/// Reads Python line by line, only as far as to know whether a line goes on in the next one.
///
/// Its rules are those of MicroPython's own prompt, except that comments are skipped (there, `# (` waits for a
/// bracket), and that what is certain to be a SyntaxError (`"abc`, `(]`) waits for nothing.
struct PythonScanner: Sendable {
    private var quote: PythonQuote?
    private var brackets: [UInt8] = []
    private var endsInBackslash = false

    /// Whether the last line ended in the colon that opens a block.
    private(set) var endsInColon = false

    /// Whether the next line belongs to the last one, whatever it holds: an open string or bracket, or a backslash.
    var isOpen: Bool {
        quote != nil || !brackets.isEmpty || endsInBackslash
    }

    /// Goes over the next line, given without its end.
    mutating func scan(_ line: Substring.UTF8View) {
        var rest = line
        var last: UInt8?
        endsInBackslash = false
        while let byte = rest.first {
            if let open = quote {
                skip(open, &rest)
                last = open.mark
                continue
            }
            if byte == UInt8(ascii: "#") {
                break
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = PythonQuote(byte, &rest)
            } else {
                rest = rest.dropFirst()
                take(byte, isLast: rest.isEmpty)
            }
            if !isBlank(byte) { last = byte }
        }
        if let open = quote, !open.isTriple, !endsInBackslash { giveUp() }
        endsInColon = !isOpen && last == UInt8(ascii: ":")
    }

    private mutating func take(_ byte: UInt8, isLast: Bool) {
        switch byte {
        case UInt8(ascii: "("): brackets.append(UInt8(ascii: ")"))
        case UInt8(ascii: "["): brackets.append(UInt8(ascii: "]"))
        case UInt8(ascii: "{"): brackets.append(UInt8(ascii: "}"))
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
            if brackets.popLast() != byte { giveUp() }
        case UInt8(ascii: "\\"):
            endsInBackslash = isLast
        default: break
        }
    }

    private mutating func skip(_ open: PythonQuote, _ rest: inout Substring.UTF8View) {
        let end = open.skip(&rest)
        if end == .closed { quote = nil }
        if end == .openAfterBackslash { endsInBackslash = true }
    }

    private mutating func giveUp() {
        quote = nil
        brackets = []
    }
}
