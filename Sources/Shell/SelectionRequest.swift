internal import Fleet

/// What `use` is to do.
enum SelectionRequest: Equatable {
    case show
    /// To what was selected before.
    case back
    case add(String)
    case remove(String)
    case take(String)

    /// - Throws: for a malformed range.
    init(_ arguments: String) throws {
        let text = arguments.drop(while: \.isWhitespace)
        let rest = String(text.dropFirst())
        switch text.first {
        case nil: self = .show
        case "-" where rest.allSatisfy(\.isWhitespace): self = .back
        case "+": self = .add(rest)
        case "!": self = .remove(rest)
        default: self = .take(String(text))
        }
        switch self {
        case .show, .back: break
        case .add(let range), .remove(let range), .take(let range):
            guard !range.allSatisfy(\.isWhitespace) else {
                throw UsageError("which boards? `use +BOARDS` adds, `use !BOARDS` removes")
            }
            try checkRange(range)
        }
    }

    /// Whether the boards are all named by what was typed.
    var isNamed: Bool {
        if case .take = self { true } else { false }
    }
}

/// The range and the line of `RANGE: LINE`: the first colon that a blank follows ends the range.
func partsOfOn(_ arguments: String) throws -> (range: String, line: String) {
    let form = "write on BOARDS: LINE"
    guard let colon = colonBeforeBlank(arguments) else {
        throw UsageError("there is no colon with a blank after it: \(form)")
    }
    let range = String(arguments[..<colon])
    let line = String(arguments[colon...].dropFirst().drop { $0.isWhitespace })
    guard !range.allSatisfy(\.isWhitespace) else { throw UsageError("no board is named before the colon: \(form)") }
    guard !line.isEmpty else { throw UsageError("there is no line after the colon: \(form)") }
    guard !Statements.isIncomplete(line, verbs: Verb.names) else {
        throw UsageError("`on` takes a line that is complete; for a block select the boards with `use`")
    }
    return (range, line)
}

/// Where the first colon stands that a blank follows.
private func colonBeforeBlank(_ text: String) -> String.Index? {
    zip(text.indices, text.indices.dropFirst()).first { text[$0] == ":" && text[$1].isWhitespace }?.0
}

/// Whether a text, with a colon and a blank behind it, would not be the whole range of `on`.
func endsRangeOfOn(_ text: String) -> Bool { text.last == ":" || colonBeforeBlank(text) != nil }

/// - Throws: for a range or a line that cannot be understood.
func checkOn(_ arguments: String) throws {
    let (range, text) = try partsOfOn(arguments)
    try checkRange(range)
    switch Line(text, verbs: Verb.names) {
    case .verb(let name, let arguments): try Verb.named(name)?.check(arguments)
    case .unknownVerb(let name): throw UsageError(unknownVerb: name)
    case .python, .local, .empty: break
    }
}

/// What `group` is to do.
enum GroupRequest: Equatable {
    case list
    case show(String)
    case remove(String)
    case make(String, String)

    init(_ arguments: String) throws {
        if let sign = arguments.firstIndex(of: "=") {
            let name = try Self.name(arguments[..<sign])
            let text = arguments[arguments.index(after: sign)...]
            let range = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard !range.isEmpty else { throw UsageError("which boards? write group \(name) = BOARDS") }
            try checkRange(range)
            self = .make(name, range)
            return
        }
        let words = try splitWords(arguments)
        switch (words.first, words.count) {
        case (nil, _): self = .list
        case ("-d", 2): self = .remove(try Self.name(words[1][...]))
        case (let name?, 1) where name != "-d": self = .show(try Self.name(name[...]))
        default: throw UsageError("write group NAME = BOARDS, group -d NAME, or group alone")
        }
    }

    private static func name(_ text: Substring) throws -> String {
        let name = String(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").drop { $0 == "@" })
        guard isValidBoardName(name) else {
            throw UsageError(
                "'\(name)' cannot be the name of a group: 1 to \(boardNameLimit) of a-z, A-Z, 0-9, - _ and ., "
                    + "the first a letter or a digit")
        }
        guard !BoardRange.reservedGroups.contains(name) else {
            throw UsageError("@\(name) is what the last line came to, a group needs another name")
        }
        return name
    }
}
