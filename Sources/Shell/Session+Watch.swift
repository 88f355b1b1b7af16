internal import Fleet

/// What `watch` is to do.
struct WatchOrder {
    let seconds: Double
    /// Empty: the line before.
    let line: String

    init(_ arguments: String) throws {
        let rest = arguments.drop(while: \.isWhitespace)
        let word = rest.prefix { !$0.isWhitespace }
        guard let seconds = Double(word), Session.paces.contains(seconds) else {
            throw UsageError("watch wants seconds, 0.1 or more, and a line: watch SECONDS [LINE]")
        }
        self.seconds = seconds
        line = String(rest.dropFirst(word.count).drop(while: \.isWhitespace))
        switch Line(line, verbs: Verb.names) {
        case .verb(let name, let arguments):
            guard !["watch", "plot", "connect", "edit"].contains(name) else {
                throw UsageError("\(name) cannot be watched")
            }
            try Verb.named(name)?.check(arguments)
        case .unknownVerb(let name): throw UsageError(unknownVerb: name)
        case .local: throw UsageError("a command of this machine cannot be watched")
        case .python, .empty: break
        }
        guard !Statements.isIncomplete(line, verbs: Verb.names) else {
            throw UsageError("watch takes a line that is complete")
        }
    }
}

// The verb `watch`.
extension Session {
    /// In seconds.
    static let paces = 0.1...86_400.0

    func watch(_ arguments: String) throws -> ExitStatus {
        let order = try WatchOrder(arguments)
        let text = order.line.isEmpty ? lineBefore : order.line
        guard !text.isEmpty else { throw UsageError("no line has been sent before that could be repeated") }
        return try watch(Line(text, verbs: Verb.names), text, every: order.seconds)
    }

    private func watch(_ line: Line, _ text: String, every seconds: Double) throws -> ExitStatus {
        var before: [Substring]?
        var status = ExitStatus.ok
        let title = "every \(shortest(seconds)) s: \(text.split(separator: "\n").first ?? "") · Ctrl-C stops"
        let start = ContinuousClock.now
        for round in 1... {
            let (now, ended) = try captured(line)
            status = max(status, ended == .interrupted ? .ok : ended)
            // What was broken off is no result: the one before stays.
            if !isInterrupted || before == nil { showRound(title, now, before) }
            before = now
            let next = start + .seconds(seconds) * round
            guard !isInterrupted, hub.wait(next - .now, isInterrupted: noticeInterrupts) else { break }
        }
        output.keepRegion()
        return status
    }

    /// Runs a line; what it would show is given instead.
    private func captured(_ line: Line) throws -> ([Substring], ExitStatus) {
        let shown = output
        var bytes: [UInt8] = []
        output = shown.captured { bytes += $0 }
        defer { output = shown }
        let status = try run(line)
        return (String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline), status)
    }

    /// On a terminal in the place of the round before, what changed marked; else one after the other.
    private func showRound(_ title: String, _ lines: [Substring], _ before: [Substring]?) {
        guard let region = output.region, !output.style.isJSON else {
            for line in lines { output.plain(String(line)) }
            if !output.style.isJSON { output.plain("") }
            return
        }
        let room = max(1, region.room - 2)
        var drawn = [Styled(title, .faint)]
        for (index, line) in lines.prefix(room).enumerated() {
            let isChanged = before.map { index >= $0.count || $0[index] != line } ?? false
            drawn.append(Styled((isChanged ? "* " : "  ") + line, isChanged ? .bold : .plain))
        }
        if lines.count > room { drawn.append(Styled("  … \(counted(lines.count - room, "more line"))", .faint)) }
        region.draw(drawn, color: output.style.hasColor)
    }

    /// `2`, `0.5`
    func shortest(_ seconds: Double) -> String {
        seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
    }
}
