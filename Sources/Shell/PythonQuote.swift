/// A string of Python that has begun: what ends it.
struct PythonQuote: Sendable {
    let mark: UInt8
    let isTriple: Bool

    /// Takes the quotes that begin a string, the first of which is `mark`.
    init(_ mark: UInt8, _ rest: inout Substring.UTF8View) {
        self.mark = mark
        isTriple = rest.starts(with: [mark, mark, mark])
        rest = rest.dropFirst(isTriple ? 3 : 1)
    }

    /// How far a line goes into the string.
    enum End {
        case closed
        /// The string goes on behind the line.
        case open
        /// So it does, and its line ends in a backslash.
        case openAfterBackslash
    }

    /// Goes to the end of the string, or of the line.
    func skip(_ rest: inout Substring.UTF8View) -> End {
        while let byte = rest.first {
            rest = rest.dropFirst()
            if byte == UInt8(ascii: "\\") {
                if rest.isEmpty { return .openAfterBackslash }
                rest = rest.dropFirst()
            } else if byte == mark, !isTriple || rest.starts(with: [byte, byte]) {
                rest = rest.dropFirst(isTriple ? 2 : 0)
                return .closed
            }
        }
        return .open
    }
}
