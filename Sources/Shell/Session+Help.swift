extension Session {
    func help(_ words: [String]) throws -> ExitStatus {
        guard let word = words.first else {
            let width = Verb.all.map(\.synopsis.count).max() ?? 0
            for verb in Verb.all {
                output.line("\(verb.synopsis.padded(to: width))  \(verb.summary)")
            }
            output.line("")
            output.line("Any other line is Python and goes to the selected boards. %VERB always means the verb,")
            output.line(
                "a blank before the line always means Python. Ctrl-C interrupts the boards, twice leaves them running.")
            return .ok
        }
        let name = word.hasPrefix("%") ? String(word.dropFirst()) : word
        guard let verb = Verb.named(name) else { throw UsageError("\(word) is no verb; `help` lists them") }
        output.line(verb.synopsis)
        output.line("    \(verb.summary)")
        output.line("    Example: \(verb.example)")
        return .ok
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
