/// From the text of a board range to its operands: one pass from left to right over the bytes.
///
/// Everything in a well-formed expression is ASCII. So whatever stands left of the first error has one column a byte.
struct RangeParser {
    private let expression: String
    private let bytes: [UInt8]
    private var position = 0
    /// How many names the operands so far can give; groups and wildcards are counted when they are looked up.
    private var size: UInt64 = 0

    init(_ text: String) {
        expression = text
        bytes = Array(text.utf8)
    }

    mutating func operands() throws(RangeError) -> [RangeOperand] {
        var operands: [RangeOperand] = []
        skipBlanks()
        guard next != nil else { return [] }
        var operation = RangeOperand.Operation.union
        while true {
            operands.append(try operand(operation))
            skipBlanks()
            guard next != nil else { return operands }
            operation = takeOperation()
        }
    }

    // MARK: Operands

    /// What stands between two operands: an operator, or blanks (skipped already) that unite.
    private mutating func takeOperation() -> RangeOperand.Operation {
        let written = next.flatMap(operation(for:))
        if written != nil {
            position += 1
            skipBlanks()
        }
        guard written ?? .union == .union, isLoneDash else { return written ?? .union }
        position += 1
        skipBlanks()
        if next == UInt8(ascii: ",") {
            position += 1
            skipBlanks()
        }
        return .difference
    }

    /// Whether a `-` is an item by itself: the old spelling of `!`, as in `a[1-3],-,a2`.
    private var isLoneDash: Bool {
        next == UInt8(ascii: "-") && endsItem(at: position + 1)
    }

    private mutating func operand(_ operation: RangeOperand.Operation) throws(RangeError) -> RangeOperand {
        guard !endsItem(at: position), !isLoneDash else { throw error(.missingBoard) }
        let start = position
        let item = try item()
        try countIn(item, operation, from: start)
        return RangeOperand(operation: operation, item: item, column: start + 1)
    }

    private mutating func item() throws(RangeError) -> RangeOperand.Item {
        if next == UInt8(ascii: "@") { return try groups() }
        if let filter = try filter() { return filter }
        return try boards()
    }

    private mutating func boards() throws(RangeError) -> RangeOperand.Item {
        let start = position
        let (pattern, wildcard) = try pattern()
        if wildcard { return .matches(pattern) }
        try checkFirst(at: start)
        return .names(pattern)
    }

    /// `KEY:PATTERN`; nil when no word with a colon after it stands here.
    private mutating func filter() throws(RangeError) -> RangeOperand.Item? {
        let start = position
        let word = bytes[start...].prefix(while: isASCIILetterOrDigit)
        guard word.endIndex > start, word.endIndex < bytes.count, bytes[word.endIndex] == UInt8(ascii: ":") else {
            return nil
        }
        let name = String(decoding: word, as: UTF8.self)
        guard let filter = RangeFilter(rawValue: name) else { throw error(.unknownFilter(name)) }
        position = word.endIndex + 1
        guard !endsItem(at: position) else { throw error(.missingValue(filter)) }
        return .filter(filter, try pattern().0)
    }

    private mutating func groups() throws(RangeError) -> RangeOperand.Item {
        position += 1
        let start = position
        if next == UInt8(ascii: "*"), endsItem(at: position + 1) {
            position += 1
            return .everyBoard
        }
        guard !endsItem(at: position) else { throw error(.missingGroupName) }
        let (pattern, wildcard) = try pattern()
        if wildcard { throw error(.wildcardInGroupName, at: start) }
        try checkFirst(at: start)
        return .groups(pattern)
    }

    private func checkFirst(at start: Int) throws(RangeError) {
        let first = bytes[start]
        // A bracket stands for digits.
        guard isASCIILetterOrDigit(first) || first == UInt8(ascii: "[") else {
            throw error(.badFirstCharacter, at: start)
        }
    }

    /// The whole expression, up to here, within its limit before anything is expanded.
    private mutating func countIn(
        _ item: RangeOperand.Item, _ operation: RangeOperand.Operation, from start: Int
    ) throws(RangeError) {
        var count: UInt64 = 0
        if case .names(let pattern) = item { count = pattern.count ?? 0 }
        switch operation {
        case .union, .exclusion: size += count  // each at most the limit
        case .intersection: size = min(size, count)
        case .difference: break
        }
        guard size <= BoardRange.limit else { throw error(.tooManyNames(size), at: start) }
    }

    // MARK: Names

    /// A name up to the next blank or operator outside brackets, no longer and no more often than allowed.
    private mutating func pattern() throws(RangeError) -> (NamePattern, wildcard: Bool) {
        let start = position
        var pieces: [NamePattern.Piece] = []
        var text: [UInt8] = []
        var wildcard = false
        while let byte = next, !endsItem(at: position) {
            switch byte {
            case UInt8(ascii: "["):
                if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
                text = []
                pieces.append(.numbers(try bracket()))
                continue
            case UInt8(ascii: "]"):
                throw error(.bracketNotOpen)
            case UInt8(ascii: "*"):
                wildcard = true
                // Several in a row mean the same as one, and would only cost time.
                if text.last != byte { text.append(byte) }
            case UInt8(ascii: "?"):
                wildcard = true
                text.append(byte)
            case _ where isBoardNameByte(byte):
                text.append(byte)
            default:
                throw error(.reserved(scalar))
            }
            position += 1
        }
        if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
        let pattern = NamePattern(pieces: pieces)
        guard let count = pattern.count, count <= BoardRange.limit else {
            throw error(.tooManyNames(pattern.count), at: start)
        }
        guard pattern.length <= boardNameLimit else { throw error(.nameTooLong(pattern.length), at: start) }
        return (pattern, wildcard)
    }

    // MARK: Brackets

    private mutating func bracket() throws(RangeError) -> [NamePattern.Numbers] {
        let open = position
        var list: [NamePattern.Numbers] = []
        repeat {
            position += 1
            skipBlanks()
            list.append(try numbers(open: open))
        } while next == UInt8(ascii: ",")
        guard next == UInt8(ascii: "]") else { throw outOfPlace(open: open) }
        position += 1
        return list
    }

    /// `7`, `08-11` or `1-9/2`, and the blanks after it.
    private mutating func numbers(open: Int) throws(RangeError) -> NamePattern.Numbers {
        let start = position
        guard let low = digits() else { throw outOfPlace(open: open) }
        if next == UInt8(ascii: "/") { throw error(.stepWithoutRange) }
        guard next == UInt8(ascii: "-") else { return .one(String(decoding: bytes[low], as: UTF8.self)) }
        position += 1
        skipBlanks()
        let middle = position
        guard let high = digits() else { throw outOfPlace(open: open) }
        let first = try number(low)
        let last = try number(high)
        guard high.count <= low.count || bytes[high.lowerBound] != UInt8(ascii: "0") else {
            throw error(.ambiguousPadding, at: middle)
        }
        guard first <= last else { throw error(.reversed, at: start) }
        return .range(low: first, high: last, step: try step(), width: low.count)
    }

    private mutating func step() throws(RangeError) -> UInt64 {
        guard next == UInt8(ascii: "/") else { return 1 }
        position += 1
        skipBlanks()
        let start = position
        guard let digits = digits() else { throw error(.badStep) }
        let step = try number(digits)
        guard step > 0 else { throw error(.badStep, at: start) }
        return step
    }

    /// The digits from here, if any, blanks after them skipped.
    private mutating func digits() -> Range<Int>? {
        let start = position
        while let byte = next, isASCIIDigit(byte) { position += 1 }
        let end = position
        skipBlanks()
        return start < end ? start..<end : nil
    }

    private func number(_ digits: Range<Int>) throws(RangeError) -> UInt64 {
        var number: UInt64 = 0
        for byte in bytes[digits] {
            let (shifted, tooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = shifted.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
            if tooLarge || overflow { throw error(.numberTooLarge, at: digits.lowerBound) }
            number = sum
        }
        return number
    }

    /// The error for what stands here inside brackets, where a number, `,` or `]` should.
    private func outOfPlace(open: Int) -> RangeError {
        switch next {
        case nil: error(.bracketNotClosed, at: open)
        case UInt8(ascii: "["): error(.bracketInBracket)
        case UInt8(ascii: "]"), UInt8(ascii: ","): error(.missingNumber)
        case UInt8(ascii: "/"): error(.stepWithoutRange)
        default: error(.notANumber(scalar))
        }
    }

    // MARK: Bytes

    private var next: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private func endsItem(at position: Int) -> Bool {
        guard position < bytes.count else { return true }
        return isBlank(bytes[position]) || operation(for: bytes[position]) != nil
    }

    /// The character that begins here, for an error.
    private var scalar: Unicode.Scalar {
        String(decoding: bytes[position...].prefix(4), as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
    }

    private mutating func skipBlanks() {
        while let byte = next, isBlank(byte) { position += 1 }
    }

    private func error(_ reason: RangeError.Reason, at offset: Int? = nil) -> RangeError {
        RangeError(reason: reason, expression: expression, column: (offset ?? position) + 1)
    }
}

/// Blank, tab, and the ends of lines: a list that was pasted names boards too.
private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || 0x09...0x0D ~= byte
}

private func operation(for byte: UInt8) -> RangeOperand.Operation? {
    switch byte {
    case UInt8(ascii: ","): .union
    case UInt8(ascii: "!"): .difference
    case UInt8(ascii: "&"): .intersection
    case UInt8(ascii: "^"): .exclusion
    default: nil
    }
}
