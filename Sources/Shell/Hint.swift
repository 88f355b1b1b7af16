extension Verb {
    /// What is still to be typed of a line that is a verb, for a hint behind the cursor.
    ///
    /// - Parameter line: what was typed, up to the cursor at its end.
    /// - Returns: the arguments that are left, with a blank before them if one is to be typed; nil for Python, and where
    ///   nothing is left.
    package static func hint(_ line: String) -> String? {
        guard case .verb(let name, let arguments) = Line(line, verbs: names), let verb = named(name),
            !line.contains("\n"), !(arguments.isEmpty && line.contains("("))
        else { return nil }
        let rest = Synopsis(verb.synopsis).rest(after: arguments)
        guard !rest.isEmpty else { return nil }
        let isAtBlank = line.last == " " && CursorWord(upTo: arguments).quoting == .none
        return (isAtBlank ? "" : " ") + rest
    }
}

/// The arguments of a verb, as its synopsis has them: `LOCAL… [REMOTE]`, `[NAME [VALUE]]`, `[-r] PATH…`, `EXPR [every
/// SECONDS]`. What does not begin with a capital stands for itself.
struct Synopsis {
    private struct Item {
        /// As it is shown, without the brackets of what may be left out.
        let text: String
        let isOptional: Bool
        /// Whether only the word itself can be typed for it.
        var isLiteral: Bool { text.first?.isUppercase != true }
        var isOption: Bool { text.hasPrefix("-") }
        var repeats: Bool { text.hasSuffix("…") }
        var shown: String { isOptional ? "[\(text)]" : text }

        init(_ text: String, isOptional: Bool) {
            self.text = text
            self.isOptional = isOptional
        }

        init(_ word: String) {
            let isOptional = word.hasPrefix("[") && word.hasSuffix("]")
            self.init(isOptional ? String(word.dropFirst().dropLast()) : word, isOptional: isOptional)
        }
    }

    private let items: [Item]

    /// - Parameter synopsis: the name of the verb and its arguments.
    init(_ synopsis: String) {
        items = Self.words(synopsis).dropFirst().map(Item.init)
    }

    /// What is left after some arguments were typed. The one at the cursor counts as typed, what repeats may be left out
    /// from its second time on.
    func rest(after arguments: String) -> String {
        let word = CursorWord(upTo: arguments)
        let isAtBlank = word.text.isEmpty && word.quoting == .none
        var left = items
        for typed in word.before + (isAtBlank ? [] : [word.text]) { Self.take(typed, from: &left) }
        if hidesOptions, !word.text.hasPrefix("-") { left.removeAll(where: \.isOption) }
        return left.map(\.shown).joined(separator: " ")
    }

    /// Many options would hide what has to be typed: they are shown once one is begun.
    private var hidesOptions: Bool { items.count(where: \.isOption) > 2 }

    private static func take(_ word: String, from items: inout [Item]) {
        if let literal = items.firstIndex(where: { $0.isLiteral && words($0.text)[0] == word }) {
            let value = words(items[literal].text).dropFirst().joined(separator: " ")
            if value.isEmpty { items.remove(at: literal) } else { items[literal] = Item(value, isOptional: false) }
            return
        }
        guard let next = items.firstIndex(where: { !$0.isLiteral }) else { return }
        let parts = words(items[next].text)
        if parts.count > 1 {
            items[next] = Item(parts.dropFirst().joined(separator: " "))
        } else if items[next].repeats {
            items[next] = Item(items[next].text, isOptional: true)
        } else {
            items.remove(at: next)
        }
    }

    /// Parts that blanks separate; brackets hold together.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var depth = 0
        var isBetween = true
        for character in text {
            if character == " " && depth == 0 {
                isBetween = true
                continue
            }
            if isBetween { words.append("") }
            isBetween = false
            depth += character == "[" ? 1 : character == "]" ? -1 : 0
            words[words.count - 1].append(character)
        }
        return words
    }
}
