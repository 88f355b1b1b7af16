internal import Fleet

/// Keeps what a shell shows in a file, when asked to.
final class Transcript {
    private var file: OpenFile?

    /// The file that is written to.
    var path: String? { file?.path }

    /// Appends to the file at `path` from now on, and to none before it any more.
    /// - Throws: `FleetError.file`
    func begin(_ path: String) throws(FleetError) { file = try OpenFile(appendingTo: path) }

    func end() { file = nil }

    /// - Parameter text: harmless for a terminal.
    /// - Returns: why the transcript has ended, if it just did.
    func take(_ text: String) -> String? {
        guard let file else { return nil }
        do {
            try file.write(Array(text.utf8))
            return nil
        } catch {
            self.file = nil
            return "the transcript ends here: \(error)"
        }
    }
}

extension Session {
    /// Notes in the transcript what somebody typed.
    /// - Parameters:
    ///   - text: one line or more.
    ///   - prompt: what stood before the first line; the others stand under it.
    package func noteTyped(_ text: String, prompt: String) {
        guard let transcript = output.transcript, transcript.path != nil else { return }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let margin = String(repeating: " ", count: displayWidth(prompt.unicodeScalars))
        let shown = lines.enumerated().map { ($0 == 0 ? prompt : margin) + visible(String($1)) + "\n" }.joined()
        if let sentence = transcript.take(shown) { output.note(sentence) }
    }

    func log(_ words: [String]) throws -> ExitStatus {
        guard let transcript = output.transcript else { return .ok }
        switch try transcriptRequest(words) {
        case .tell: output.line(transcript.path.map { "the transcript goes to \($0)" } ?? "no transcript is kept")
        case .begin(let name):
            let path = localPath(name)
            try transcript.begin(path)
            output.line("the transcript goes to \(path)")
        case .end:
            guard let path = transcript.path else { throw UsageError("no transcript is kept: log FILE begins one") }
            transcript.end()
            output.line("the transcript in \(path) is complete")
        }
        return .ok
    }
}
