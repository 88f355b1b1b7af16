/// What a legacy board prints, made into what ours would have sent: LF for CR LF, no frames of its client in
/// tracebacks, and the mark that ends the program taken out.
struct LegacyOutput {
    /// Ends every program that mbm sends: behind it stand `ok`, or class and message of an exception.
    let mark: String
    /// How the program ended, once that has come.
    private(set) var ending: String?
    /// The line of the source that the last frame of a traceback named.
    private(set) var line: Int?
    /// The line that is coming.
    private var partial: [UInt8] = []
    /// How much of it has been given out.
    private var given = 0
    /// Nothing that comes now is the program's.
    private var isOver = false

    init(mark: String) { self.mark = mark }

    /// Takes the next bytes.
    /// - Returns: what can be shown of it now. A line's LF may come much later than the line: it is not waited for.
    mutating func take(_ bytes: [UInt8]) -> [UInt8] {
        var shown: [UInt8] = []
        for byte in bytes where byte != UInt8(ascii: "\r") {
            partial.append(byte)
            if byte == UInt8(ascii: "\n") { shown += endLine() }
        }
        if !mayBeHeldBack(partial) {
            shown += partial[given...]
            given = partial.count
        }
        return shown
    }

    /// The program is complete: what was held back is given out, unless it is the mark.
    mutating func finish() -> [UInt8] { endLine() }

    private mutating func endLine() -> [UInt8] {
        defer {
            partial = []
            given = 0
        }
        if ending != nil { return append(partial) }
        if given > 0 { return Array(partial[given...]) }
        let text = String(decoding: partial, as: UTF8.self)
        if text.hasPrefix(mark) {
            ending = String(text.dropFirst(mark.count).drop { $0 == " " }.prefix { !$0.isNewline })
            return []
        }
        guard let frame = Frame(text) else { return partial }
        if frame.isClients { return [] }
        if frame.isSource {
            line = frame.line
            return Array(text.replacing("\"<string>\"", with: "\"<stdin>\"").utf8)
        }
        return partial
    }

    /// The message of an exception may have several lines.
    private mutating func append(_ bytes: [UInt8]) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        // What the client itself says of the exception that made its completion 1.
        if text.hasPrefix("Traceback (most recent call last)") { isOver = true }
        if isOver { return [] }
        ending? += "\n" + text
        while ending?.last?.isNewline ?? false { ending?.removeLast() }
        return []
    }

    /// Whether a line that begins like this may be one that is not shown as it is.
    private func mayBeHeldBack(_ line: [UInt8]) -> Bool {
        guard given == 0, !line.isEmpty, ending == nil else { return ending != nil }
        return [Array(mark.utf8), Frame.start].contains { start in
            zip(start, line).allSatisfy { $0 == $1 }
        }
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
