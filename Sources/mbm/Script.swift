import Fleet
import Processes
import Shell
import Terminal

/// Lines that come from somewhere else than a prompt.
struct Script {
    /// What stands before the number of a line in messages.
    private let name: String
    private let nextLine: () -> String?

    /// - Parameters:
    ///   - lines: given with `-c`.
    ///   - file: given with `-f`; `-` is standard input.
    /// - Returns: nil when a person is there to type.
    init?(lines: [String], file: String?) throws {
        if !lines.isEmpty {
            var rest = lines.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }[
                ...]
            (name, nextLine) = ("-c", { rest.popFirst() })
        } else if let file, file != "-" {
            let text = String(decoding: try LocalFile.read(file, most: 1 << 24), as: UTF8.self)
            // To Swift, CR LF is one character.
            var rest = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)[...]
            (name, nextLine) = (file, { rest.popFirst() })
        } else if file == "-" || !Screen.isTerminal(.input) {
            (name, nextLine) = ("<stdin>", { readLine(strippingNewline: true) })
        } else {
            return nil
        }
    }

    /// Runs the lines; stops at the first that fails.
    /// - Parameter keepGoing: does not stop then.
    /// - Returns: what it came to, of several causes the highest.
    func run(_ session: Session, keepGoing: Bool) -> ExitStatus {
        var splitter = Statements(verbs: Verb.names)
        var status = ExitStatus.ok
        /// - Returns: whether to go on.
        func run(_ statements: [Statement]) -> Bool {
            for statement in statements {
                session.place = "\(name):\(statement.firstLine): "
                status = max(status, session.run([statement]))
                if session.isOver || session.isInterrupted || (status != .ok && !keepGoing) { return false }
            }
            return true
        }
        while let line = nextLine() {
            do {
                if !run(try splitter.feed(line)) { return status }
            } catch {
                StandardStreams.note("\(name):\(error.line): \(error)")
                status = max(status, .usage)
                if !keepGoing { return status }
            }
        }
        if Signals.takeInterrupts() > 0 { return .interrupted }
        _ = splitter.finish().map { run([$0]) }
        return status
    }
}
