/// A statement of a script or paste: a verb, or Python with all the lines that belong to it.
package struct Statement: Equatable, Sendable {
    /// The number of its first line.
    package let firstLine: Int
    /// What it means; never `.empty`.
    package let content: Line
}

/// A line with a NUL byte: neither a verb nor Python can hold one.
package struct NulByteError: Error, Equatable, CustomStringConvertible {
    /// The number of the line.
    package let line: Int

    package var description: String { "the line holds a NUL byte, this is no text" }
}

/// Cuts a script or a paste into statements, while its lines come in.
///
/// A statement is given out as soon as it is known to be complete: a verb or a simple statement with its last line, a
/// block when a line comes that does not continue it. A blank line ends nothing, and a line inside a block is never a
/// verb. A block that is indented as a whole is moved to column 0. Each line is looked at once.
package struct Statements: Sendable {
    private let verbs: Set<String>
    private var number: Int
    private var pending: Pending?

    /// - Parameters:
    ///   - verbs: the names of the verbs.
    ///   - firstLine: the number of the first line that will be fed.
    package init(verbs: Set<String>, firstLine: Int = 1) {
        self.verbs = verbs
        number = firstLine - 1
    }

    /// Takes the next line.
    ///
    /// - Parameter line: the line, with or without its end (LF or CR LF).
    /// - Returns: the statements that are complete now: none, one, or a block and the statement that ended it.
    /// - Throws: the number of the line, if it holds a NUL byte. The line is left out then.
    package mutating func feed(_ line: String) throws(NulByteError) -> [Statement] {
        number += 1
        guard !line.utf8.contains(0) else { throw NulByteError(line: number) }
        let text = line.utf8[...].trimmingEnd(where: isLineEnd)
        if pending?.scanner.isOpen == true {
            pending?.append(text)
            return pending?.isComplete == true ? takePending() : []
        }
        let indented = IndentedLine(text)
        if indented.isTrivial {
            pending?.appendTrivial(text)
            return []
        }
        if pending?.goesOn(in: indented) == true {
            pending?.append(indented)
            return []
        }
        return takePending() + start(indented)
    }

    /// Ends the input.
    ///
    /// - Returns: what is left, complete or not: the board's SyntaxError tells what is missing.
    package mutating func finish() -> Statement? {
        takePending().first
    }

    /// Whether the input cannot end here, at a prompt, where a blank line ends a block.
    fileprivate var waitsForMore: Bool { pending?.scanner.isOpen == true }
    fileprivate var isInBlock: Bool { pending?.isPythonBlock == true }

    private mutating func takePending() -> [Statement] {
        guard let pending else { return [] }
        self.pending = nil
        return [pending.statement]
    }

    private mutating func start(_ line: IndentedLine) -> [Statement] {
        let content = Line(String(Substring(line.text)), verbs: verbs)
        switch content {
        case .empty: return []
        case .verb, .unknownVerb, .local: return [Statement(firstLine: number, content: content)]
        case .python: break
        }
        let new = Pending(line, number: number)
        if new.isComplete { return [new.statement] }
        pending = new
        return []
    }
}

extension Statements {
    /// Cuts a whole text into statements.
    ///
    /// - Parameters:
    ///   - text: lines that end in LF, CR LF, or CR (as terminals send them in a paste).
    ///   - verbs: the names of the verbs.
    package static func split(_ text: String, verbs: Set<String>) throws(NulByteError) -> [Statement] {
        var splitter = Statements(verbs: verbs)
        var statements: [Statement] = []
        for line in lines(of: text) {
            statements += try splitter.feed(line)
        }
        if let last = splitter.finish() { statements.append(last) }
        return statements
    }

    /// Whether what was typed at the prompt so far needs another line.
    ///
    /// It does while a string or a bracket is open or a backslash ends it, and, once it holds a block, until its last
    /// line is blank.
    ///
    /// - Parameters:
    ///   - text: all that was typed, its lines separated by line ends.
    ///   - verbs: the names of the verbs; a verb is never continued.
    package static func isIncomplete(_ text: String, verbs: Set<String>) -> Bool {
        let typed = typed(text, verbs: verbs)
        return typed.isOpen || typed.isInBlock
    }

    /// - Returns: whether a string or a bracket is open at the end or a backslash is there, and whether the text holds a
    ///   block that no blank line ends.
    static func typed(_ text: String, verbs: Set<String>) -> (isOpen: Bool, isInBlock: Bool) {
        var splitter = Statements(verbs: verbs)
        var holdsBlock = false
        var last = ""
        for line in lines(of: text) {
            last = line
            guard (try? splitter.feed(line)) != nil else { return (false, false) }
            holdsBlock = holdsBlock || splitter.isInBlock
        }
        return (splitter.waitsForMore, holdsBlock && !last.utf8.allSatisfy(isBlank))
    }

    static func lines(of text: String) -> [String] {
        // CR LF is one character.
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }.map(String.init)
    }
}

/// A line taken apart at its indentation.
struct IndentedLine {
    /// The line from column 0: what stands before a form feed does not count.
    let text: Substring.UTF8View
    let indentation: Substring.UTF8View
    let body: Substring.UTF8View
    /// How far the body is indented, a tab leading to the next multiple of 8.
    let column: Int

    init(_ line: Substring.UTF8View) {
        body = line.drop(while: isBlank)
        let blanks = line[..<body.startIndex]
        let start = blanks.lastIndex(of: 0x0C).map { line.index(after: $0) } ?? line.startIndex
        text = line[start...]
        indentation = line[start..<body.startIndex]
        column = indentation.reduce(0) { $1 == UInt8(ascii: "\t") ? ($0 / 8 + 1) * 8 : $0 + 1 }
    }

    /// Blank, or nothing but a comment.
    var isTrivial: Bool { body.first.map { $0 == UInt8(ascii: "#") } ?? true }

    var firstWord: String { String(Substring(body.prefix(while: isIdentifierByte))) }

    var isDecorator: Bool { body.first == UInt8(ascii: "@") }
}

/// A Python statement of which more lines may come.
private struct Pending: Sendable {
    private enum Kind {
        case simple
        /// One or more decorators; what they decorate is still to come.
        case decorators
        /// Opened by one of Python's words.
        case block
        /// Opened by nothing but a colon: an error, but its indented lines must not run as statements of their own.
        case unknownBlock
    }

    private(set) var scanner = PythonScanner()
    private let firstLine: Int
    private let indentation: [UInt8]
    private let column: Int
    private var kind: Kind
    private var lines: [String] = []
    /// How many of the lines are left when blank lines and comments at the end are cut off.
    private var significant = 0

    init(_ line: IndentedLine, number: Int) {
        firstLine = number
        indentation = Array(line.indentation)
        column = line.column
        if line.isDecorator {
            kind = .decorators
        } else {
            kind = blockOpeners.contains(line.firstWord) ? .block : .simple
        }
        append(line.body)
        if kind == .simple, scanner.endsInColon { kind = .unknownBlock }
    }

    var isComplete: Bool { kind == .simple && !scanner.isOpen }

    var isPythonBlock: Bool { kind == .block || kind == .decorators }

    var statement: Statement {
        Statement(firstLine: firstLine, content: .python(lines.prefix(significant).joined(separator: "\n")))
    }

    /// Whether a line, outside of strings and brackets, belongs to this statement.
    func goesOn(in line: IndentedLine) -> Bool {
        if line.column > column { return true }
        guard line.column == column else { return false }
        switch kind {
        case .simple: return false
        case .decorators: return line.isDecorator || decorable.contains(line.firstWord)
        case .block, .unknownBlock: return blockContinuers.contains(line.firstWord)
        }
    }

    mutating func append(_ line: IndentedLine) {
        if kind == .decorators, line.column == column, !line.isDecorator { kind = .block }
        append(line.text.starts(with: indentation) ? line.text.dropFirst(indentation.count) : line.text)
    }

    /// Takes a line that begins inside a string or a bracket, and so must stay as it is.
    mutating func append(_ text: Substring.UTF8View) {
        lines.append(String(Substring(text)))
        significant = lines.count
        scanner.scan(text)
        if kind == .simple, scanner.endsInColon { kind = .unknownBlock }
    }

    mutating func appendTrivial(_ text: Substring.UTF8View) {
        lines.append(String(Substring(text)))
    }
}

let blockOpeners: Set<String> = ["if", "while", "for", "try", "with", "def", "class", "async"]
let blockContinuers: Set<String> = ["else", "elif", "except", "finally"]
private let decorable: Set<String> = ["def", "class", "async"]
