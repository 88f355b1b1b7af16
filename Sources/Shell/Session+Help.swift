extension Session {
    func help(_ words: [String]) throws -> ExitStatus {
        guard let verb = try explained(words) else {
            let width = Verb.all.map(\.synopsis.count).max() ?? 0
            for verb in Verb.all {
                output.line("\(verb.synopsis.padded(to: width))  \(verb.summary)")
            }
            output.line("")
            output.line("Any other line is Python and goes to the selected boards. %VERB always means the verb, a")
            output.line("blank before the line always means Python. !COMMAND runs a command of this machine. Ctrl-C")
            output.line("interrupts the boards, twice leaves them running.")
            return .ok
        }
        output.line(verb.synopsis)
        output.line("    \(verb.summary)")
        output.line("    Example: \(verb.example)")
        return .ok
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
