/// What a legacy board prints, made into what ours would have sent: LF for CR LF, no frames of its client in
/// tracebacks, and the marks around the program taken out.
struct LegacyOutput {
    /// Stands behind the mark that begins a program, where it has one.
    static let beginning = "<"
    /// The longest message of an exception that is kept, in bytes.
    private static let longestMessage = 1 << 14

    /// Ends every program that mbm sends: behind it stand `ok`, or class and message of an exception.
    private let mark: [UInt8]
    /// The line that begins the program.
    private let first: [UInt8]
    /// How the program ended, once that has come.
    private(set) var ending: String?
    /// The line of the source that the last frame of a traceback named.
    private(set) var line: Int?
    /// What of the line that is coming has not been given out.
    private var partial: [UInt8] = []
    private var isLineBegun = false
    /// Nothing that came yet is the program's.
    private var isBefore: Bool
    /// Nothing that comes now is the program's.
    private var isOver = false

    /// - Parameter hasBeginning: whether the program prints a mark when it begins, too: what comes before is not its own.
    init(mark: String, hasBeginning: Bool = false) {
        self.mark = Array(mark.utf8)
        first = self.mark + Array("\(Self.beginning)\n".utf8)
        isBefore = hasBeginning
    }

    /// Whether all that belongs to the program has come. (Where it raised, that is known by what its client says of it.)
    var isComplete: Bool { ending == "ok" || isOver }

    /// Takes the next bytes.
    /// - Returns: what can be shown of it now. A line's LF may come much later than the line: it is not waited for.
    mutating func take(_ bytes: [UInt8]) -> [UInt8] {
        var shown: [UInt8] = []
        for byte in bytes where byte != UInt8(ascii: "\r") && !isComplete {
            partial.append(byte)
            guard byte == UInt8(ascii: "\n") else { continue }
            if isBefore { beginIfMarked() } else { shown += endLine() }
        }
        if isBefore { partial.removeFirst(max(0, partial.count - first.count)) }
        return shown + (isBefore ? [] : takeCertain())
    }

    /// The program is complete: what was held back is given out, unless it is the mark.
    mutating func finish() -> [UInt8] { isBefore ? [] : endLine() }

    /// What comes before the program has no part in a line that is begun.
    private mutating func beginIfMarked() {
        guard partial.suffix(first.count) == first[...] else { return }
        isBefore = false
        partial = []
    }

    private mutating func endLine() -> [UInt8] {
        defer {
            partial = []
            isLineBegun = false
        }
        if ending != nil { return append(partial) }
        // Behind output that ends without a line end the mark stands in its line.
        if let place = partial.firstRange(of: mark) {
            let text = String(decoding: partial[place.upperBound...], as: UTF8.self)
            ending = String(text.drop { $0 == " " }.prefix { !$0.isNewline })
            return Array(partial[..<place.lowerBound])
        }
        guard !isLineBegun, let frame = Frame(String(decoding: partial, as: UTF8.self)) else { return partial }
        if frame.isClients { return [] }
        if frame.isSource {
            line = frame.line
            return Array(
                String(decoding: partial, as: UTF8.self).replacing("\"<string>\"", with: "\"<stdin>\"").utf8)
        }
        return partial
    }

    /// The message of an exception may have several lines.
    private mutating func append(_ bytes: [UInt8]) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        // What the client itself says of the exception that made its completion 1.
        if text.hasPrefix("Traceback (most recent call last)") { isOver = true }
        if isOver || (ending?.utf8.count ?? 0) + bytes.count > Self.longestMessage { return [] }
        ending? += "\n" + text
        while ending?.last?.isNewline ?? false { ending?.removeLast() }
        return []
    }

    /// Takes out of the line that is coming what can only be the program's output.
    private mutating func takeCertain() -> [UInt8] {
        guard ending == nil, !partial.isEmpty else {
            if partial.count > Self.longestMessage { isOver = true }
            return []
        }
        if !isLineBegun, zip(Frame.start, partial).allSatisfy({ $0 == $1 }) { return [] }
        let certain = partial.count - uncertain
        guard certain > 0 else { return [] }
        isLineBegun = true
        defer { partial.removeFirst(certain) }
        return Array(partial[..<certain])
    }

    /// How many bytes at the end are the mark, or may become it.
    private var uncertain: Int {
        if let place = partial.firstRange(of: mark) { return partial.count - place.lowerBound }
        return (1..<mark.count).last { partial.suffix($0) == mark.prefix($0)[...] } ?? 0
    }

    /// A line of a traceback: `  File "NAME", line N, in FUNCTION`.
    private struct Frame {
        static let start = Array("  File \"".utf8)
        private let name: Substring
        private let function: Substring
        let line: Int?

        init?(_ text: String) {
            guard text.utf8.starts(with: Self.start) else { return nil }
            let rest = text.dropFirst(Self.start.count)
            name = rest.prefix { $0 != "\"" }
            let words = rest.dropFirst(name.count).split { $0 == " " || $0 == "," || $0.isNewline }
            // `"`, `line`, N, `in`, FUNCTION; a syntax error has no function.
            line = words.count > 2 ? Int(words[2]) : nil
            function = words.count > 4 ? words[4] : ""
        }

        var isSource: Bool { name == "<string>" || name == "<stdin>" }

        /// Of the original client, or of what mbm puts around a program.
        var isClients: Bool {
            isSource
                ? ["_mbm", "_mbx"].contains(function) : ["redis_cloudclient", "uredis"].contains { name.contains($0) }
        }
    }
}
