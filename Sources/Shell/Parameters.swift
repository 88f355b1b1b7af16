/// The arguments of a script: what `$1` and its like stand for in its verbs, and `sys.argv` in its Python.
package struct Parameters: Equatable, Sendable {
    /// `$0`: the script as it was named.
    package let name: String
    package let arguments: [String]

    package init(name: String, arguments: [String]) {
        self.name = name
        self.arguments = arguments
    }

    /// How the arguments of a verb are read, and so how a value has to be written into them.
    enum Context {
        /// As words: a value stays one word, and is data whatever it holds.
        case words
        /// As they stand, like a board range.
        case text
    }

    /// Puts values in the place of `$0`, `$1`…`$9`, `${10}`, `$#` (how many) and `$@` (all, each a word).
    ///
    /// `$$` and `\$` are a `$`; so is a `$` in single quotes where the text is read as words.
    /// - Parameter text: the arguments of a verb as they stand in the script.
    /// - Throws: for a value that is not there, and a `$` before anything else.
    func expand(_ text: String, in context: Context) throws(UsageError) -> String {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        var expansion = Expansion(parameters: self, context: context, rest: text.unicodeScalars[...])
        try expansion.run()
        return String(expansion.result)
    }

    /// Whether `text`, the arguments of a verb, says something else for other arguments of the script.
    /// - Throws: for a `$` before something that is no argument.
    static func isUsed(in text: String, _ context: Context) throws(UsageError) -> Bool {
        var expansion = Expansion(parameters: nil, context: context, rest: text.unicodeScalars[...])
        try expansion.run()
        return expansion.usesValue
    }
}

/// One pass over the arguments of a verb.
private struct Expansion {
    /// nil: what they are is not known.
    let parameters: Parameters?
    let context: Parameters.Context
    var rest: Substring.UnicodeScalarView
    var result = String.UnicodeScalarView()
    private(set) var usesValue = false
    private var quoting = Quoting.none

    init(parameters: Parameters?, context: Parameters.Context, rest: Substring.UnicodeScalarView) {
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
        case "#": append("\(parameters?.arguments.count ?? 0)")
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
        guard let parameters else { return "" }
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
        usesValue = true
        result.append(contentsOf: written(value).unicodeScalars)
    }

    private mutating func appendAll() {
        usesValue = true
        let separator = quoting == .double ? "\" \"" : " "
        result.append(
            contentsOf: (parameters?.arguments ?? []).map(written).joined(separator: separator).unicodeScalars)
    }

    private func written(_ value: String) -> String {
        switch (context, quoting) {
        case (.text, _): value
        case (.words, .double): escape(value) { $0 == "\"" || $0 == "\\" }
        case (.words, _): quoteWord(value)
        }
    }
}
