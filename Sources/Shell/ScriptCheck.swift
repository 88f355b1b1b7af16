/// A line of a script that would not be understood.
package struct ScriptFault: Equatable, CustomStringConvertible {
    /// From 1.
    let line: Int
    let sentence: String

    /// `3: this string is not closed`.
    package var description: String { "\(line): \(sentence)" }
}

extension Script {
    /// Every line that would not be understood, in order; looks at nothing but the script, and needs no hub. Files that
    /// it sources are not looked at.
    /// - Returns: `FILE:LINE: SENTENCE`, made visible.
    package func check() -> [String] {
        ScriptCheck.faults(in: lines(), parameters).map { visible("\(name):\($0)") }
    }
}

/// Looks at the lines of a script, all of them.
struct ScriptCheck {
    /// How many lines are looked at: behind each bracket that is never closed all the rest is looked at once more.
    private static let mostLooks = 1_000_000

    private let lines: [String]
    private let parameters: Parameters?
    private var faults: [ScriptFault] = []
    /// The index of the line where to go on, when what follows was taken for the content of a bracket.
    private var resumption: Int?

    static func faults(in lines: [String], _ parameters: Parameters?) -> [ScriptFault] {
        var check = ScriptCheck(lines: lines, parameters: parameters)
        check.resumption = 0
        var looks = 0
        while let start = check.resumption {
            looks += lines.count - start
            guard looks <= max(mostLooks, lines.count) else {
                check.faults.append(
                    ScriptFault(
                        line: start + 1, sentence: "too much is wrong above: from here on nothing was looked at"))
                break
            }
            check.resumption = nil
            check.look(from: start)
        }
        return check.faults.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
            .map(\.element)
    }

    private init(lines: [String], parameters: Parameters?) {
        self.lines = lines
        self.parameters = parameters
        for (index, line) in lines.enumerated() where line.utf8.contains(0) {
            faults.append(ScriptFault(line: index + 1, sentence: "\(NulByteError(line: index + 1))"))
        }
    }

    private mutating func look(from start: Int) {
        var splitter = Statements(verbs: Verb.names, firstLine: start + 1)
        for line in lines[start...] {
            for statement in (try? splitter.feed(line)) ?? [] {
                look(at: statement)
                if resumption != nil { return }
            }
        }
        if let last = splitter.finish() { look(at: last) }
    }

    private mutating func look(at statement: Statement) {
        guard case .python(let source) = statement.content else {
            do {
                try Self.check(statement.content, parameters)
            } catch {
                faults.append(ScriptFault(line: statement.firstLine, sentence: "\(error)"))
            }
            return
        }
        let python = PythonFaults(source)
        func placed(_ fault: PythonFaults.Fault) -> ScriptFault {
            ScriptFault(line: statement.firstLine + fault.line, sentence: fault.sentence)
        }
        guard let open = python.open else { return faults += python.faults.map(placed) }
        // Content of a bracket is indented: a line that is not tells that the bracket was not closed before it.
        let bracket = placed(open.bracket)
        let end = statement.firstLine + open.end
        if let next = beginning(after: bracket.line), next < end {
            faults += (python.faults + [open.bracket]).map(placed).filter { $0.line <= next }.reduce(into: []) {
                if !$0.contains($1) { $0.append($1) }
            }
            resumption = next
        } else {
            faults += python.faults.map(placed)
            resumption = beginning(after: min(end, lines.count))
        }
    }

    /// The index of the first line behind line `number` (from 1) that begins like a statement, and not indented.
    private func beginning(after number: Int) -> Int? {
        lines[number...].firstIndex { text in
            guard let first = text.utf8.first else { return false }
            return isIdentifierByte(first) && !(0x30...0x39 ~= first) || "%!@".utf8.contains(first)
        }
    }

    private static func check(_ line: Line, _ parameters: Parameters?) throws {
        switch line {
        case .empty, .python: break
        case .unknownVerb(let name): throw UsageError(unknownVerb: name)
        case .local(let command): try checkLocal(command)
        case .verb(let name, let arguments):
            guard let verb = Verb.named(name) else { return }
            guard var parameters else { return try verb.check(arguments) }
            parameters.isOpen = parameters.arguments.isEmpty
            let expanded = try verb.expand(arguments, parameters)
            // With arguments that are not known yet all may be well.
            if !(parameters.isOpen && expanded.hasValues) { try verb.check(expanded.text) }
        }
    }
}
