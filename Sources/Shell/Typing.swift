// What Enter does at a prompt where a block is edited as one text.
extension Statements {
    /// Whether Enter sends what was typed; otherwise it begins a new line.
    ///
    /// A complete text is sent when the cursor is in its last line, or only blank lines follow. A block that came as a
    /// whole needs no blank line to end it.
    ///
    /// - Parameters:
    ///   - before: the text up to the cursor, its lines separated by LF.
    ///   - after: the text from there on.
    ///   - isWhole: whether the text was pasted or recalled, not typed line by line.
    ///   - verbs: the names of the verbs; a verb is never continued.
    package static func sends(before: String, after: String, isWhole: Bool, verbs: Set<String>) -> Bool {
        guard !after.contains("\n") || after.utf8.allSatisfy(isBlank) else { return false }
        let typed = typed(before + after, verbs: verbs)
        return !typed.isOpen && (isWhole || !typed.isInBlock)
    }

    /// What a new line begins with: the indentation of the line before, a step more after a colon, a step less after
    /// what leaves a block.
    ///
    /// Of a statement of several lines the first one counts, once its brackets and strings are closed. A blank line
    /// counts as it stands.
    ///
    /// - Parameter text: what was typed before the new line, its lines separated by LF.
    package static func indentation(after text: String) -> String {
        var scanner = PythonScanner()
        var first = Substring("").utf8
        var last = first
        for line in lines(of: text) {
            last = line.utf8[...]
            if !scanner.isOpen { first = last }
            scanner.scan(last)
        }
        guard !scanner.isOpen else { return String(Substring(last.prefix(while: isBlank))) }
        let indentation = String(Substring(first.prefix(while: isBlank)))
        if scanner.endsInColon { return indentation + (indentation.contains("\t") ? "\t" : step) }
        let word = String(Substring(first.dropFirst(indentation.utf8.count).prefix(while: isIdentifierByte)))
        return leavers.contains(word) ? oneStepLess(indentation) : indentation
    }

    private static let step = "    "
    private static let leavers: Set<String> = ["return", "pass", "break", "continue", "raise"]

    private static func oneStepLess(_ indentation: String) -> String {
        guard indentation.last == " " else { return String(indentation.dropLast()) }
        let blanks = indentation.reversed().prefix { $0 == " " }.count
        return String(indentation.dropLast((blanks - 1) % step.count + 1))
    }
}
