/// What a typed line means: nothing, a verb of the shell, or Python for the boards.
package enum Line: Equatable, Sendable {
    /// Blank, or nothing but a comment.
    case empty
    /// A verb and what follows it, as it was typed, without the blanks between.
    case verb(name: String, arguments: String)
    /// `%` and a word that names no verb (empty if there is none).
    case unknownVerb(String)
    /// A command for this machine: what follows `!`, with which no Python begins.
    case local(String)
    /// Source for the boards, without the blanks that it began with.
    case python(String)

    /// Reads a line, or a block of several lines, which is Python always.
    ///
    /// The first word makes a verb, unless what follows can only go on as Python: `ls -1` lists, `ls - 1` subtracts.
    /// `%ls` is the verb in any case, a leading blank makes it Python. `exit()`, `quit()` and `help()` are verbs.
    ///
    /// - Parameters:
    ///   - text: what was typed, with or without the end of the line.
    ///   - verbs: the names of the verbs; without any, every line is Python.
    package init(_ text: String, verbs: Set<String>) {
        let line = text.utf8[...].trimmingEnd(where: isLineEnd)
        let body = line.drop(while: isBlank)
        guard let first = body.first else {
            self = .empty
            return
        }
        let severalLines = body.contains(where: isLineEnd)
        if first == UInt8(ascii: "#"), !severalLines {
            self = .empty
        } else if line.startIndex < body.startIndex || severalLines || verbs.isEmpty {
            self = .python(String(Substring(body)))
        } else if first == UInt8(ascii: "%") {
            self = .command(body.dropFirst(), verbs: verbs)
        } else if first == UInt8(ascii: "!") {
            self = .local(String(Substring(body.dropFirst())))
        } else {
            self = .verb(body, verbs: verbs) ?? .python(String(Substring(body)))
        }
    }

    /// What follows `%`.
    private static func command(_ text: Substring.UTF8View, verbs: Set<String>) -> Line {
        let (word, rest) = firstWord(text)
        return verbs.contains(word) ? .verb(name: word, arguments: rest) : .unknownVerb(word)
    }

    /// `nil` for Python.
    private static func verb(_ text: Substring.UTF8View, verbs: Set<String>) -> Line? {
        if let name = calledVerb(text) { return .verb(name: name, arguments: "") }
        let (word, rest) = firstWord(text)
        guard verbs.contains(word), !continuesPython(rest.utf8[...]) else { return nil }
        return .verb(name: word, arguments: rest)
    }

    /// `exit()` as one types it at a board: people do, and no board has these names.
    private static func calledVerb(_ text: Substring.UTF8View) -> String? {
        let name = text.prefix { !isBlank($0) && $0 != UInt8(ascii: "(") }
        let call = text[name.endIndex...].filter { !isBlank($0) }
        let word = String(Substring(name))
        return call.elementsEqual("()".utf8) && ["exit", "quit", "help"].contains(word) ? word : nil
    }

    private static func firstWord(_ text: Substring.UTF8View) -> (word: String, rest: String) {
        let word = text.prefix { !isBlank($0) }
        let rest = text[word.endIndex...].drop(while: isBlank)
        return (String(Substring(word)), String(Substring(rest)))
    }
}

/// Whether a name, a blank and `rest` can only be Python: an assignment, a call, a comparison, an expression.
///
/// `.` is not among what makes it so, because `ls ./lib` begins a path; without the blank, `ls.lib` is no verb anyway.
private func continuesPython(_ rest: Substring.UTF8View) -> Bool {
    guard let first = rest.first else { return false }
    let second = rest.dropFirst().first
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: ","), UInt8(ascii: ":"),
        UInt8(ascii: ";"), UInt8(ascii: "<"), UInt8(ascii: ">"):
        return true
    case UInt8(ascii: "!"):
        return second == UInt8(ascii: "=")
    default:
        return beginsWithOperatorWord(rest) || beginsWithOperator(rest)
    }
}

private func beginsWithOperatorWord(_ rest: Substring.UTF8View) -> Bool {
    let word = rest.prefix(while: isIdentifierByte)
    let after = rest[word.endIndex...]
    switch String(Substring(word)) {
    case "is", "in", "and", "or", "if":
        // `in.txt` is a file, `in(1, 2)` is not.
        guard let next = after.first else { return true }
        return isBlank(next) || "({'\"".utf8.contains(next)
    case "not":
        let second = after.drop(while: isBlank)
        return !after.isEmpty && second.startIndex > after.startIndex
            && second.prefix(while: isIdentifierByte).elementsEqual("in".utf8)
    default:
        return false
    }
}

/// `- 3`, `+= 1`: an operator and a blank, with something behind it. `-r` is an option, and `use *` takes every board.
private func beginsWithOperator(_ rest: Substring.UTF8View) -> Bool {
    let symbols = rest.prefix { "+-*/%@&|^".utf8.contains($0) }
    let after = rest[symbols.endIndex...]
    guard ["+", "-", "*", "/", "%", "@", "&", "|", "^", "**", "//"].contains(String(Substring(symbols))),
        let next = after.first
    else { return false }
    return next == UInt8(ascii: "=") || isBlank(next) && !after.allSatisfy(isBlank)
}

/// Blank, tab, and the others that Python too takes for white space.
func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || 0x09...0x0D ~= byte
}

func isLineEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
}

/// Whether the byte can be part of a name in Python; every byte of a character beyond ASCII can.
func isIdentifierByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
        true
    default: false
    }
}

extension Substring.UTF8View {
    func trimmingEnd(where unwanted: (UInt8) -> Bool) -> Substring.UTF8View {
        guard let last = lastIndex(where: { !unwanted($0) }) else { return self[endIndex...] }
        return self[...last]
    }
}
