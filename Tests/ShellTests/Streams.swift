@testable import Shell

/// What a session has written.
final class Streams {
    var standard = ""
    var error = ""

    var output: Output {
        Output(
            standard: { [self] in standard += String(decoding: $0, as: UTF8.self) },
            error: { [self] in error += String(decoding: $0, as: UTF8.self) })
    }
}

extension Session {
    /// Runs a line as a script would.
    func type(_ line: String) -> Shell.ExitStatus {
        var splitter = Statements(verbs: Verb.names)
        let statements = ((try? splitter.feed(line)) ?? []) + [splitter.finish()].compactMap(\.self)
        return run(statements)
    }
}
