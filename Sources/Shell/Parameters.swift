/// The arguments of a script: what `$1` and its like stand for in its verbs, and `sys.argv` in its Python.
package struct Parameters: Equatable, Sendable {
    /// `$0`: the script as it was named.
    package let name: String
    package let arguments: [String]
    /// Whether the arguments are not these, but will be known only when the script runs.
    var isOpen = false

    package init(name: String, arguments: [String]) {
        self.name = name
        self.arguments = arguments
    }

    /// How a text is read, and so how a value has to be written into it.
    enum Context {
        /// As words: a value stays one word, and is data whatever it holds.
        case words
        /// As it stands, like a board range.
        case text
    }

    /// Puts values in the place of `$0`, `$1`…`$9`, `${10}`, `$#` (how many) and `$@` (all, each a word).
    ///
    /// `$$` and `\$` are a `$`; so is a `$` in single quotes where the text is read as words.
    /// - Throws: for a value that is not there, and a `$` before anything else.
    func expand(_ text: String, in context: Context) throws(UsageError) -> Expanded {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return Expanded(text: text) }
        var expansion = Expansion(parameters: self, context: context, rest: text.unicodeScalars[...])
        try expansion.run()
        return Expanded(text: String(expansion.result), hasValues: expansion.hasValues)
    }
}

/// A text with the values of a script's arguments in their places.
struct Expanded: Equatable {
    var text: String
    /// Whether there were any.
    var hasValues = false
}

extension Verb {
    /// How the text after a verb takes values.
    enum Values {
        /// It is words.
        case words
        /// It takes them as they stand.
        case text
        /// A range and a line, as `on` takes them.
        case textAndLine
        /// A word and a line, as `watch` takes them.
        case wordAndLine
        /// It is Python.
        case none
    }

    var values: Values {
        switch (arguments.first, arguments.last) {
        case (.range, .line): .textAndLine
        case (_, .line): .wordAndLine
        case (.range, _), (.group, _): .text
        case (.python, _): .none
        default: .words
        }
    }

    /// The text after the verb with the values of a script in their places.
    func expand(_ text: String, _ parameters: Parameters) throws -> Expanded {
        switch values {
        case .words: return try parameters.expand(text, in: .words)
        case .text: return try parameters.expand(text, in: .text)
        case .none: return Expanded(text: text)
        case .textAndLine:
            let (range, line) = try partsOfOn(text)
            let boards = try parameters.expand(range, in: .text)
            // It would end the range, and what follows it would be the line.
            guard !endsRangeOfOn(boards.text) else {
                throw UsageError("\(boards.text): no range has a colon with a blank after it")
            }
            return try Self.expand(line: line, parameters, after: boards, ": ")
        case .wordAndLine:
            let rest = text.drop(while: \.isWhitespace)
            let word = rest.prefix { !$0.isWhitespace }
            let expanded = try parameters.expand(String(word), in: .text)
            guard !expanded.text.contains(where: \.isWhitespace) else {
                throw UsageError("\(expanded.text): this has to be one word")
            }
            return try Self.expand(line: String(rest.dropFirst(word.count)), parameters, after: expanded, " ")
        }
    }

    /// The same for a line after something: in a verb there are values, in Python not.
    private static func expand(
        line: String, _ parameters: Parameters, after start: Expanded, _ separator: String
    ) throws -> Expanded {
        let text = String(line.drop(while: \.isWhitespace))
        guard case .verb(let name, let arguments) = Line(text, verbs: names), let verb = named(name) else {
            return Expanded(text: start.text + separator + text, hasValues: start.hasValues)
        }
        let expanded = try verb.expand(arguments, parameters)
        return Expanded(
            text: start.text + separator + "%\(name) \(expanded.text)",
            hasValues: start.hasValues || expanded.hasValues)
    }
}

/// One pass over the arguments of a verb.
private struct Expansion {
    let parameters: Parameters
    let context: Parameters.Context
    var rest: Substring.UnicodeScalarView
    var result = String.UnicodeScalarView()
    private(set) var hasValues = false
    private var quoting = Quoting.none

    init(parameters: Parameters, context: Parameters.Context, rest: Substring.UnicodeScalarView) {
        self.parameters = parameters
        self.context = context
        self.rest = rest
    }

    mutating func run() throws(UsageError) {
        while let scalar = rest.popFirst() {
            switch scalar {
            case "$" where quoting != .single: try substitute()
            case "\\" where quoting != .single: takeEscaped()
            case "'" where context == .words && quoting != .double: toggle(.single, scalar)
            case "\"" where context == .words && quoting != .single: toggle(.double, scalar)
            default: result.append(scalar)
            }
        }
    }

    private mutating func toggle(_ kind: Quoting, _ mark: Unicode.Scalar) {
        quoting = quoting == kind ? .none : kind
        result.append(mark)
    }

    /// A backslash keeps what follows it; before `$` it has done its work here.
    private mutating func takeEscaped() {
        guard let next = rest.popFirst() else { return result.append("\\") }
        if next != "$" { result.append("\\") }
        result.append(next)
    }

    private mutating func substitute() throws(UsageError) {
        guard let next = rest.popFirst() else { throw Self.misplaced("at the end") }
        switch next {
        case "$": result.append("$")
        case "#": append("\(parameters.arguments.count)")
        case "@": appendAll()
        case "0"..."9": append(try value(String(next)))
        case "{":
            let name = rest.prefix { $0 != "}" }
            rest = rest.dropFirst(name.count)
            guard rest.popFirst() != nil else { throw UsageError("the brace after $ is not closed: ${10}") }
            append(try value(String(name)))
        default: throw Self.misplaced("before \(next == " " ? "a blank" : "\"\(next)\"")")
        }
    }

    private static func misplaced(_ place: String) -> UsageError {
        UsageError("a $ \(place) means nothing: $0 to $9, ${10}, $# and $@ are the script's arguments, $$ is a $")
    }

    private func value(_ name: String) throws(UsageError) -> String {
        guard let number = Int(name), number >= 0, name.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else {
            throw UsageError("there is no ${\(name)}: $0 to $9, ${10}, $# and $@ are the script's arguments")
        }
        if parameters.isOpen { return "" }
        if number == 0 { return parameters.name }
        guard number <= parameters.arguments.count else {
            let count = parameters.arguments.count
            throw UsageError(
                "argument \(number) is missing: \(parameters.name) was given "
                    + (count == 0 ? "none" : count == 1 ? "one" : "\(count)"))
        }
        return parameters.arguments[number - 1]
    }

    private mutating func append(_ value: String) {
        hasValues = true
        result.append(contentsOf: written(value).unicodeScalars)
    }

    private mutating func appendAll() {
        hasValues = true
        let separator = quoting == .double ? "\" \"" : " "
        result.append(
            contentsOf: parameters.arguments.map(written).joined(separator: separator).unicodeScalars)
    }

    private func written(_ value: String) -> String {
        switch (context, quoting) {
        case (.text, _): value
        case (.words, .double): escape(value) { $0 == "\"" || $0 == "\\" }
        case (.words, _): quoteWord(value)
        }
    }
}
