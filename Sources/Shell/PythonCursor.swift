/// What can stand at the cursor in a line of Python, for Tab.
enum PythonCursor: Equatable, Sendable {
    /// Nothing that boards could tell: inside a string or a comment, behind a call, a subscript or a number, where a
    /// new name is made.
    case nothing
    /// A name: an attribute of `place` (`machine.Pin`), or any that a line can hold (empty).
    case name(place: String, start: String)
    /// A module to import, from a package (`umqtt`) or at the top (empty).
    case module(package: String, start: String)
    /// What `from module import` can take.
    case member(module: String, start: String)
    /// The word `import`, behind `from module`.
    case importWord(start: String)

    /// - Parameter text: a line or a block of Python, up to the cursor.
    init(upTo text: String) {
        var lexer = PythonLexer()
        for byte in text.utf8 { lexer.take(byte) }
        guard let statement = lexer.finish() else {
            self = .nothing
            return
        }
        let word = Array(statement.reversed().prefix { isIdentifierByte($0) || $0 == UInt8(ascii: ".") }.reversed())
        let before = String(decoding: statement.dropLast(word.count), as: UTF8.self)
        self = PythonCursor(before: before, word: String(decoding: word, as: UTF8.self))
    }

    /// - Parameters:
    ///   - before: the statement up to the word at the cursor.
    ///   - word: names and dots.
    private init(before: String, word: String) {
        let dot = word.lastIndex(of: ".")
        let place = dot.map { String(word[..<$0]) } ?? ""
        let start = dot.map { String(word[word.index(after: $0)...]) } ?? word
        let isWhole = dot == nil || place.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isName)
        guard isWhole, start.isEmpty || isName(start[...]) else {
            self = .nothing
            return
        }
        let words = before.split { $0 == " " || $0 == "\t" }
        switch words.first {
        case "import":
            let item = before.split(separator: ",", omittingEmptySubsequences: false).last ?? ""
            let isNew = item.split(separator: " ").allSatisfy { $0 == "import" && words.count == 1 }
            self = isNew ? .module(package: place, start: start) : .nothing
        case "from": self = Self.inFrom(words, before, place, start)
        default:
            let makesName = ["def", "class", "as"].contains(words.last)
            self = makesName ? .nothing : .name(place: place, start: start)
        }
    }

    private static func inFrom(_ words: [Substring], _ before: String, _ place: String, _ start: String) -> Self {
        if words.count == 1 { return .module(package: place, start: start) }
        guard words[1].split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isName), place.isEmpty else {
            return .nothing
        }
        if words.count == 2 { return .importWord(start: start) }
        // `import (` and what was listed.
        let listed = words.dropFirst(2).joined(separator: " ")
        guard listed.hasPrefix("import") else { return .nothing }
        let item = listed.dropFirst("import".count).split(separator: ",", omittingEmptySubsequences: false).last ?? ""
        let isNew = item.allSatisfy { $0 == " " || $0 == "(" }
        return isNew ? .member(module: String(words[1]), start: start) : .nothing
    }
}

private func isName(_ text: Substring) -> Bool {
    guard let first = text.utf8.first else { return false }
    return !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= first) && text.utf8.allSatisfy(isIdentifierByte)
}

/// Reads Python up to the cursor, as far as to know in which simple statement that is.
private struct PythonLexer {
    private enum State: Equatable {
        case code, comment
        case string(mark: UInt8, isTriple: Bool)
    }

    private var state = State.code
    private var statement: [UInt8] = []
    private var depth = 0
    private var isEscaped = false
    /// The quotes in a row that the text ends in.
    private var quotes: [UInt8] = []

    mutating func take(_ byte: UInt8) {
        switch state {
        case .comment where byte == UInt8(ascii: "\n"):
            state = .code
            endLine()
        case .comment: break
        case .code: takeCode(byte)
        case .string(let mark, let isTriple): takeString(byte, mark, isTriple)
        }
    }

    /// The statement that the cursor is in, a quote in place of each string; nil inside a string or a comment.
    mutating func finish() -> [UInt8]? {
        if state == .code { endQuotes() }
        return state == .code ? statement : nil
    }

    private mutating func takeCode(_ byte: UInt8) {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), quotes.allSatisfy({ $0 == byte }) {
            quotes.append(byte)
            if quotes.count == 3 { open(byte, isTriple: true) }
            return
        }
        endQuotes()
        if case .string(let mark, let isTriple) = state { return takeString(byte, mark, isTriple) }
        let wasEscaped = isEscaped
        isEscaped = false
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): quotes = [byte]
        case UInt8(ascii: "#"): state = .comment
        case UInt8(ascii: "\\"): isEscaped = true
        case UInt8(ascii: "\n"):
            if wasEscaped { statement.append(UInt8(ascii: " ")) } else { endLine() }
        case UInt8(ascii: ";") where depth == 0, UInt8(ascii: ":") where depth == 0: statement = []
        default:
            if "([{".utf8.contains(byte) { depth += 1 }
            if ")]}".utf8.contains(byte) { depth = max(0, depth - 1) }
            statement.append(byte)
        }
    }

    private mutating func endLine() {
        if depth == 0 { statement = [] } else { statement.append(UInt8(ascii: " ")) }
    }

    /// One quote opens a string, two are an empty one.
    private mutating func endQuotes() {
        guard let mark = quotes.first else { return }
        if quotes.count == 1 { open(mark, isTriple: false) } else { close() }
    }

    private mutating func open(_ mark: UInt8, isTriple: Bool) {
        state = .string(mark: mark, isTriple: isTriple)
        quotes = []
        isEscaped = false
    }

    private mutating func close() {
        state = .code
        quotes = []
        statement.append(UInt8(ascii: "\""))
    }

    private mutating func takeString(_ byte: UInt8, _ mark: UInt8, _ isTriple: Bool) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
            quotes = []
        } else if byte == mark {
            quotes.append(byte)
            if !isTriple || quotes.count == 3 { close() }
        } else {
            quotes = []
            // A line ends what was not closed.
            if byte == UInt8(ascii: "\n"), !isTriple {
                close()
                endLine()
            }
        }
    }
}
