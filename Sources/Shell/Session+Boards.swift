internal import Fleet

// The verbs that list boards and manage them.
extension Session {
    /// What the hub knows of `names`.
    func known(_ names: [String]) throws -> [Board] {
        zip(names, try hub.boards(names)).map { name, board in board ?? Board(name: name) }
    }

    func listBoards(_ range: String) throws -> ExitStatus {
        let names = range.allSatisfy(\.isWhitespace) ? try hub.knownBoards() : try boards(in: range)
        guard !names.isEmpty else {
            output.note("no board has registered on this hub yet")
            return .ok
        }
        show(try known(names), columns: 6)
        return .ok
    }

    /// A table of boards, or an object each.
    /// - Parameter columns: how many of name, platform, state, firmware, free memory, last seen.
    func show(_ boards: [Board], columns: Int) {
        let rows = boards.map { board in
            [
                board.name, board.platform, board.state.description, board.firmware,
                board.memory.map { "\(($0 + 512) / 1024) kB" } ?? "", board.lastSeen.map { ago($0) } ?? "",
            ]
        }
        let lines = table(
            ([["Name", "Platform", "State", "Firmware", "Free", "Seen"]] + rows).map { Array($0.prefix(columns)) })
        output.results(boards.map { Record($0) }, text: lines.joined(separator: "\n"))
    }

    /// How long ago, in the largest unit that fits.
    private func ago(_ age: Duration) -> String {
        let seconds = age.components.seconds
        switch seconds {
        case ..<2: return "now"
        case ..<120: return "\(seconds) s ago"
        case ..<7200: return "\(seconds / 60) min ago"
        case ..<172_800: return "\(seconds / 3600) h ago"
        default: return "\(seconds / 86_400) days ago"
        }
    }

    func rename(_ words: [String]) throws -> ExitStatus {
        let (name, new) = try renaming(words)
        let wasRestarted: Bool
        do throws(FleetError) {
            wasRestarted = try hub.rename(
                name, to: new, by: context.user, within: context.timeout, isInterrupted: noticeInterrupts)
        } catch {
            if let outcome = error.outcome { output.results([Record(name, outcome)], text: nil) }
            guard isInterrupted else { throw error }
            tell("\(name): interrupted before it was back as \(new)")
            return .interrupted
        }
        selection = selection.map { $0 == name ? new : $0 }
        ownChanges.append(.renamed(name, to: new))
        var record = Record(name, .ok)
        record.name = new
        output.results([record], text: "\(name) is now \(new)")
        if wasRestarted { output.note("\(new) was restarted: the original client serves its new name only then") }
        return .ok
    }

    func reset(_ words: [String]) throws -> ExitStatus {
        try takesNothing(words, resetTakesNothing)
        let (outcomes, status) = try restart(try selected())
        let back = outcomes.filter { $0.outcome == .ok }.map(\.board)
        output.results(
            outcomes.map { Record($0.board, $0.outcome) },
            text: back.isEmpty ? nil : "\(fold(back)): back after a reset")
        return status
    }

    /// Restarts boards and waits until they are back; tells of those that are not.
    /// - Returns: what became of each, and what it came to.
    func restart(_ boards: [String]) throws -> (outcomes: [(board: String, outcome: Outcome)], ExitStatus) {
        // A board needs its Wi-Fi again before it is back.
        let limit = max(context.timeout, .seconds(30))
        let results = try hub.reset(
            boards, by: context.user, within: limit, isInterrupted: noticeInterrupts)
        let outcomes = results.map { (board: $0.board, outcome: outcome(of: $0.1)) }
        remember(JobResult(outcomes))
        failed += outcomes.filter { $0.outcome != .ok }.map(\.board)
        // What they were told of a script's arguments is gone.
        for board in boards { argumentsSent[board] = nil }
        for case (let boards, .silent(let why)) in grouped(outcomes) { tell("\(boards): silent: \(why)") }
        return (outcomes, isInterrupted ? .interrupted : outcomes.map { ExitStatus($0.outcome) }.max() ?? .ok)
    }

    private func outcome(of reset: Hub.Reset) -> Outcome {
        switch reset {
        case .back: .ok
        case .notAsked(let why): .silent(why)
        case .notBack: .silent("reset, but not back yet")
        case .notTaken: .silent("the request was not taken and is withdrawn")
        }
    }

    func forget(_ words: [String]) throws -> ExitStatus {
        let name = try forgotten(words)
        guard let board = try hub.boards([name])[0] else { throw FleetError.unknownBoards([name], known: 1) }
        guard board.state == .offline else {
            output.results([Record(name, .refused("it is here"))], text: nil)
            tell(
                "\(name) is here (\(visible(board.state.description, keepingLines: false))) and would register again at once: forget is for boards that are gone"
            )
            return .silent
        }
        try hub.forget(name)
        selection.removeAll { $0 == name }
        output.results([Record(name, .ok)], text: "\(name) is forgotten")
        return .ok
    }

    /// Boards with the same result, folded, in the order of each group's first board.
    func grouped<Result: Hashable>(_ results: [(board: String, Result)]) -> [(boards: String, Result)] {
        var order: [Result] = []
        var boards: [Result: [String]] = [:]
        for (board, result) in results {
            if boards[result] == nil { order.append(result) }
            boards[result, default: []].append(board)
        }
        return order.map { (fold(boards[$0] ?? []), $0) }
    }
}

extension FleetError {
    /// What an error is to the board that it is about.
    fileprivate var outcome: Outcome? {
        switch self {
        case .unknownBoards: .silent("it is unknown to the hub")
        case .offline: .silent("it is offline")
        case .nameTaken: .refused(description)
        case .notRenamed(_, to: _, let why): .silent(why)
        default: nil
        }
    }
}

/// Columns as wide as their content, without trailing blanks. What cells hold may come from boards: each stays in its
/// place.
func table(_ rows: [[String]]) -> [String] {
    let rows = rows.map { $0.map { visible($0, keepingLines: false) } }
    let columns = rows.map(\.count).min() ?? 0
    let widths = (0..<columns).map { column in rows.map { displayWidth($0[column].unicodeScalars) }.max() ?? 0 }
    return rows.map { row in
        let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - displayWidth($0.unicodeScalars)) }
        var line = cells.joined(separator: "  ")[...]
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}
