internal import Fleet

// The verbs that select boards and manage them.
extension Session {
    /// Selects the boards that a range names.
    /// - Throws: when it is malformed, names an unknown board or none; the selection stays as it was then.
    package func select(_ range: String) throws { selection = try boards(in: range) }

    func use(_ arguments: String) throws -> ExitStatus {
        guard !arguments.allSatisfy(\.isWhitespace) else {
            output.line("\(fold(try selected()))  \(try preview(try selected()))")
            return .ok
        }
        let names = try boards(in: arguments)
        output.line(try preview(names))
        selection = names
        return .ok
    }

    /// `3 boards: 2 idle, 1 offline`.
    private func preview(_ names: [String]) throws -> String {
        var counts: [(state: String, count: Int)] = []
        for state in try hub.boards(names).map({ visible($0?.state.description ?? "unknown", keepingLines: false) }) {
            if let index = counts.firstIndex(where: { $0.state == state }) {
                counts[index].count += 1
            } else {
                counts.append((state, 1))
            }
        }
        let states = counts.map { "\($0.count) \($0.state)" }.joined(separator: ", ")
        return "\(names.count) \(names.count == 1 ? "board" : "boards"): \(states)"
    }

    func listBoards(_ range: String) throws -> ExitStatus {
        let names = range.allSatisfy(\.isWhitespace) ? try hub.knownBoards() : try boards(in: range)
        guard !names.isEmpty else {
            output.note("no board has registered on this hub yet")
            return .ok
        }
        let rows = zip(names, try hub.boards(names)).map { name, board in row(board ?? Board(name: name)) }
        for line in table([["Name", "Platform", "State", "Firmware", "Free", "Seen"]] + rows) { output.line(line) }
        return .ok
    }

    private func row(_ board: Board) -> [String] {
        let memory = board.memory.map { "\(($0 + 512) / 1024) kB" } ?? ""
        return [
            board.name, board.platform, board.state.description, board.firmware, memory,
            board.lastSeen.map { "\(ago($0))" } ?? "",
        ]
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
        guard words.count == 2 else { throw UsageError("rename wants a board and its new name: rename BOARD NAME") }
        let (name, new) = (words[0], words[1])
        guard isValidBoardName(name) else { throw FleetError.badName(name) }
        try hub.rename(name, to: new, within: context.timeout) { self.context.interrupts() > 0 }
        selection = selection.map { $0 == name ? new : $0 }
        output.line("\(name) is now \(new)")
        return .ok
    }

    func reset(_ words: [String]) throws -> ExitStatus {
        guard words.isEmpty else { throw UsageError("reset takes no argument: it restarts the selected boards") }
        // A board needs its Wi-Fi again before it is back.
        let limit = max(context.timeout, .seconds(30))
        let results = try hub.reset(try selected(), reason: "reset by \(context.user)", within: limit) {
            self.context.interrupts() > 0
        }
        var status = ExitStatus.ok
        for (boards, result) in grouped(results) {
            switch result {
            case .back: output.line("\(boards): back after a reset")
            case .notAsked(let why): tell("\(boards): silent: \(why)")
            case .notBack: tell("\(boards): silent: reset, but not back yet")
            case .notTaken: tell("\(boards): silent: the request was not taken and is withdrawn")
            }
            if result != .back { status = .silent }
        }
        return status
    }

    func forget(_ words: [String]) throws -> ExitStatus {
        guard words.count == 1 else { throw UsageError("forget wants one board: forget BOARD") }
        let name = words[0]
        guard isValidBoardName(name) else { throw FleetError.badName(name) }
        guard let board = try hub.boards([name])[0] else { throw FleetError.unknownBoards([name], known: 1) }
        guard board.state == .offline else {
            tell(
                "\(name) is here (\(visible(board.state.description, keepingLines: false))) and would register again at once: forget is for boards that are gone"
            )
            return .silent
        }
        try hub.forget(name)
        selection.removeAll { $0 == name }
        output.line("\(name) is forgotten")
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
