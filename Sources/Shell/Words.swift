import Fleet

/// How the part of a word at the cursor is quoted.
package enum Quoting: Equatable, Sendable {
    case none, single, double
}

/// Why the arguments of a verb could not be taken apart.
package struct WordError: Error, Equatable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        case quoteNotClosed
        case nothingAfterBackslash
    }
    package let reason: Reason
    /// The arguments as they were given.
    package let text: String
    /// Where the quote or the backslash stands, in Unicode scalars from 0.
    package let offset: Int

    /// Where it stands as a person counts, in displayed columns from 1.
    package var column: Int { displayWidth(text.unicodeScalars.prefix(offset)) + 1 }

    /// The sentence, the text, and a caret under the column: three lines.
    package var description: String {
        let sentence =
            switch reason {
            case .quoteNotClosed: "this quote is not closed"
            case .nothingAfterBackslash: "nothing follows this backslash"
            }
        return "\(sentence)\n\(caretLines(text, at: offset))"
    }
}

/// Splits the arguments of a verb into words, as a POSIX shell does.
///
/// Blanks separate. Single quotes keep everything; double quotes keep everything but `\"` and `\\`; elsewhere a
/// backslash keeps the next character. Nothing is expanded: `*` and `$` are characters like others.
///
/// - Parameter text: the arguments as they were typed.
/// - Returns: the words, without their quotes; `''` is an empty word.
/// - Throws: the place of a quote that is not closed, or of a backslash at the end.
package func splitWords(_ text: String) throws(WordError) -> [String] {
    var splitter = WordSplitter()
    for scalar in text.unicodeScalars { splitter.take(scalar) }
    switch splitter.state {
    case .escaped: throw WordError(reason: .nothingAfterBackslash, text: text, offset: splitter.count - 1)
    case .quoted, .escapedInDouble: throw WordError(reason: .quoteNotClosed, text: text, offset: splitter.quoteStart)
    case .blank, .plain: break
    }
    splitter.endWord()
    return splitter.words
}

/// Quotes a word so that `splitWords` gives it back, as it is if that does.
///
/// - Parameter word: any text.
package func quoteWord(_ word: String) -> String {
    guard word.isEmpty || word.unicodeScalars.contains(where: needsQuotes) else { return word }
    return "'" + insideSingleQuotes(word) + "'"
}

/// The word at the cursor, for completion.
package struct CursorWord: Equatable, Sendable {
    /// The words before it.
    package let before: [String]
    /// What it means so far, without quotes.
    package let text: String
    /// Where it starts, in Unicode scalars from the start of the text.
    package let start: Int
    /// Which quote is open at the cursor.
    package let quoting: Quoting

    /// - Parameter text: the arguments of a verb, up to the cursor.
    package init(upTo text: String) {
        var splitter = WordSplitter()
        for scalar in text.unicodeScalars { splitter.take(scalar) }
        before = splitter.words
        self.text = String(splitter.word)
        start = splitter.state == .blank ? splitter.count : splitter.wordStart
        quoting =
            switch splitter.state {
            case .quoted(let quoting): quoting
            case .escapedInDouble: .double
            case .blank, .plain, .escaped: .none
            }
    }

    /// Writes a candidate so that it can stand in place of everything from `start` to the cursor.
    ///
    /// - Parameters:
    ///   - candidate: what the word shall mean.
    ///   - isWhole: false if more may follow, as after a folder: then a quote that is open stays open.
    package func written(_ candidate: String, isWhole: Bool) -> String {
        switch quoting {
        case .none:
            return escape(candidate, where: needsQuotes)
        case .double:
            return "\"" + escape(candidate) { $0 == "\"" || $0 == "\\" } + (isWhole ? "\"" : "")
        case .single:
            return "'" + insideSingleQuotes(candidate) + (isWhole ? "'" : "")
        }
    }
}

private func needsQuotes(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "'" || scalar == "\"" || scalar == "\\" || isBlank(scalar)
}

/// No character can be escaped inside single quotes: a quote closes them, stands for itself, and opens them again.
private func insideSingleQuotes(_ word: String) -> String {
    word.unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }.joined()
}

func escape(_ word: String, where special: (Unicode.Scalar) -> Bool) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in word.unicodeScalars {
        if special(scalar) { escaped.append("\\") }
        escaped.append(scalar)
    }
    return String(escaped)
}

private func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    UInt8(exactly: scalar.value).map(isBlank) ?? false
}

/// By scalars, not characters: a mark behind a quote must not hide the quote.
private struct WordSplitter {
    enum State: Equatable {
        case blank, plain, escaped
        case quoted(Quoting)
        case escapedInDouble
    }

    private(set) var state = State.blank
    private(set) var words: [String] = []
    private(set) var word = String.UnicodeScalarView()
    private(set) var count = 0
    private(set) var wordStart = 0
    private(set) var quoteStart = 0

    mutating func take(_ scalar: Unicode.Scalar) {
        switch state {
        case .blank, .plain: takePlain(scalar)
        case .escaped: add(scalar, .plain)
        case .quoted(.single) where scalar == "'", .quoted(.double) where scalar == "\"": state = .plain
        case .quoted(.double) where scalar == "\\": state = .escapedInDouble
        case .quoted: word.append(scalar)
        case .escapedInDouble:
            if scalar != "\"", scalar != "\\" { word.append("\\") }
            add(scalar, .quoted(.double))
        }
        count += 1
    }

    mutating func endWord() {
        guard state != .blank else { return }
        words.append(String(word))
        word = String.UnicodeScalarView()
        state = .blank
    }

    private mutating func takePlain(_ scalar: Unicode.Scalar) {
        if isBlank(scalar) { return endWord() }
        if state == .blank { wordStart = count }
        switch scalar {
        case "'": open(.single)
        case "\"": open(.double)
        case "\\": state = .escaped
        default: add(scalar, .plain)
        }
    }

    private mutating func open(_ quoting: Quoting) {
        quoteStart = count
        state = .quoted(quoting)
    }

    private mutating func add(_ scalar: Unicode.Scalar, _ next: State) {
        word.append(scalar)
        state = next
    }
}
