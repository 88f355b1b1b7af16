/// What is wrong with a statement in any Python, as far as brackets, strings and indentation tell. The rules by which
/// lines belong together are those of `PythonScanner`.
struct PythonFaults {
    struct Fault: Equatable {
        /// Counted from 0 at the first line of the statement.
        let line: Int
        let sentence: String
    }

    private struct Bracket {
        let mark: UInt8
        let line: Int

        var closer: UInt8 {
            switch mark {
            case UInt8(ascii: "("): UInt8(ascii: ")")
            case UInt8(ascii: "["): UInt8(ascii: "]")
            default: UInt8(ascii: "}")
            }
        }

        /// What is wrong if it stays open.
        var fault: Fault { Fault(line: line, sentence: "\"\(Unicode.Scalar(mark))\" is never closed") }
    }

    private(set) var faults: [Fault] = []
    /// A bracket that is still open in a later line where the reading ends, because something there is wrong or nothing
    /// is left. All in between was taken for its content.
    private(set) var open: (bracket: Fault, end: Int)?

    private var line = 0
    private var brackets: [Bracket] = []
    private var quote: PythonQuote?
    /// Where it begins.
    private var quoteLine = 0
    private var endsInBackslash = false
    /// The last byte outside of blanks and comments.
    private var last: UInt8?
    private var indentations = [0]
    /// The line before, if it ended in a colon, and if it began with a word that wants one.
    private var opener: Int?
    private var wantsColon: Int?

    /// - Parameter source: a statement, its lines separated by LF.
    init(_ source: String) {
        for text in source.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            take(text)
            if open != nil { return }
            line += 1
        }
        finish()
    }

    private mutating func add(_ sentence: String, at line: Int? = nil) {
        faults.append(Fault(line: line ?? self.line, sentence: sentence))
    }

    // MARK: Lines

    private mutating func take(_ text: Substring.UTF8View) {
        let isContinued = quote != nil || !brackets.isEmpty || endsInBackslash
        let indented = IndentedLine(text)
        if !isContinued {
            if indented.isTrivial { return }
            takeIndentation(indented)
            let word = indented.firstWord
            wantsColon = blockOpeners.contains(word) || blockContinuers.contains(word) ? line : nil
            last = nil
        }
        endsInBackslash = false
        scan(text)
        if let open = quote, !open.isTriple, !endsInBackslash {
            add("this string is not closed")
            giveUp(brackets.first)
        }
        let isOpen = quote != nil || !brackets.isEmpty || endsInBackslash
        if !isOpen, last == UInt8(ascii: ":") { opener = wantsColon ?? line }
    }

    private mutating func takeIndentation(_ indented: IndentedLine) {
        let outer = indentations[indentations.count - 1]
        defer { opener = nil }
        if indented.column > outer {
            indentations.append(indented.column)
            if opener != nil { return }
            if let wantsColon { return add("a colon is missing at the end of what begins here", at: wantsColon) }
            return add("this line is indented, and nothing before it begins a block")
        }
        if let opener { add("the block that the colon begins is missing", at: opener) }
        while let inner = indentations.last, inner > indented.column { indentations.removeLast() }
        guard indentations.last != indented.column else { return }
        indentations.append(indented.column)
        add("this indentation is none of those of the lines above")
    }

    private mutating func finish() {
        if quote != nil {
            add("the string that begins here is never closed", at: quoteLine)
        } else if let open = brackets.first {
            faults.append(open.fault)
            self.open = (open.fault, line)
        } else if endsInBackslash {
            add("nothing follows the backslash", at: line - 1)
        } else if let opener {
            add("the block that the colon begins is missing", at: opener)
        }
    }

    // MARK: Within a line

    private mutating func scan(_ text: Substring.UTF8View) {
        var rest = text
        while let byte = rest.first {
            if let open = quote {
                skip(open, &rest)
                last = open.mark
                continue
            }
            if byte == UInt8(ascii: "#") { return }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = PythonQuote(byte, &rest)
                quoteLine = line
            } else {
                rest = rest.dropFirst()
                take(byte, isLast: rest.isEmpty)
            }
            if !isBlank(byte) { last = byte }
        }
    }

    private mutating func take(_ byte: UInt8, isLast: Bool) {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): brackets.append(Bracket(mark: byte, line: line))
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
            let outermost = brackets.first
            let open = brackets.popLast()
            guard open?.closer != byte else { return }
            let mark = Unicode.Scalar(byte)
            add(
                open.map { "\"\(mark)\" does not close the \"\(Unicode.Scalar($0.mark))\" before it" }
                    ?? "\"\(mark)\" closes nothing")
            giveUp(outermost)
        case UInt8(ascii: "\\"): endsInBackslash = isLast
        default: break
        }
    }

    private mutating func skip(_ open: PythonQuote, _ rest: inout Substring.UTF8View) {
        let end = open.skip(&rest)
        if end == .closed { quote = nil }
        if end == .openAfterBackslash { endsInBackslash = true }
    }

    private mutating func giveUp(_ outermost: Bracket?) {
        if let outermost, outermost.line < line { open = (outermost.fault, line) }
        quote = nil
        brackets = []
    }
}
