internal import BoardClient
internal import Fleet

// What the one-shot commands do. They name their boards themselves; a board of the range that is unknown or offline is
// told of and does not stop the others.
extension Session {
    /// Runs Python on boards, as a program: values are not echoed.
    /// - Parameter rollout: nil: on all boards at once.
    package func execute(
        _ source: String, on range: String, _ layout: Layout, _ rollout: Rollout?
    ) throws -> ExitStatus {
        guard !source.utf8.contains(0) else { throw UsageError("the program holds a NUL byte, this is no text") }
        let boards = try names(in: range)
        if let rollout { return try execute(source, on: boards, layout, rollout) }
        return try answer(.source(source, echo: false), on: boards, layout).0
    }

    /// The layout of the original's `board-execute`.
    package static var executeLayout: Layout { .ordered(.init(title: { "Executing on '\($0)'" }, hasBlankLine: true)) }

    /// Runs a macro on boards.
    package func run(_ macro: Macro, _ argument: String, on range: String) throws -> ExitStatus {
        try macro.check(argument)
        let boards = try names(in: range)
        let style = OrderedPrinter.Style(title: { "'\(macro.name)' on '\($0)'" }, hasBlankLine: false)
        if let snippet = macro.snippet {
            return try answer(.source(snippet.call(argument), echo: false), on: boards, .ordered(style)).0
        }
        let (outcomes, status) = try restart(boards)
        for (board, outcome) in outcomes {
            if outcome == .ok, !output.style.isJSON { output.header(style.title(board)) }
            output.results([Record(board, outcome)], text: outcome == .ok ? "resetting" : nil)
        }
        return status
    }

    /// Copies a file to boards, as the original's `board-upload` does.
    /// - Parameter destination: empty: the file's name; with a `/` at the end: a folder.
    package func upload(_ file: String, to destination: String, on range: String) throws -> ExitStatus {
        let plan = try PutPlan(destination.isEmpty ? [file] : [file, destination], here: { $0 })
        let boards = try names(in: range)
        let here = try known(boards).filter { $0.state != .offline }.map(\.name)
        if !output.style.isJSON {
            for board in here { output.line("Copying file to \(board):\(plan.changes[0].path)") }
        }
        let outcome = try apply(FileWork("board-upload", plan), to: boards)
        if output.style.isJSON { output.results(records(outcome, 0), text: nil) }
        return max(tellFailures(outcome, 0), tellOutcomes(of: outcome.result.withoutRaised))
    }

    /// Lists boards.
    /// - Parameters:
    ///   - range: nil: all that are known.
    ///   - isLong: with firmware, free memory and last seen.
    package func list(_ range: String?, isLong: Bool) throws -> ExitStatus {
        let names = try range.map { try self.names(in: $0) } ?? hub.knownBoards()
        let found = try hub.boards(names)
        show(found.compactMap { $0 }, columns: isLong ? 6 : 3)
        let unknown = zip(names, found).filter { $1 == nil }.map(\.0)
        output.results(unknown.map { Record(unknown: $0) }, text: nil)
        if !unknown.isEmpty { tell("\(FleetError.unknownBoards(unknown, known: 1))") }
        return unknown.isEmpty ? .ok : .silent
    }

    /// Renames one board.
    package func renameBoard(_ range: String, to name: String) throws -> ExitStatus {
        let boards = try names(in: range)
        guard boards.count == 1 else {
            throw UsageError("\(range) names \(boards.count) boards, and a name is for one")
        }
        return try rename([boards[0], name])
    }

    /// The boards that a range names, whether they are known or not.
    private func names(in range: String) throws -> [String] {
        let names = try names(in: range, known: try hub.knownBoards())
        guard !names.isEmpty else { throw UsageError("\(range) names no board") }
        return names
    }
}
