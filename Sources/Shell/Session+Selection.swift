internal import Fleet

// Choosing the boards that lines go to: the verbs `use`, `on` and `group`.
extension Session {
    /// Selects the boards that a range names.
    /// - Throws: when it is malformed, names an unknown board or none; the selection stays as it was then.
    package func select(_ range: String) throws { selection = try boards(in: range) }

    func use(_ arguments: String) throws -> ExitStatus {
        guard !isElsewhere else { throw UsageError("`use` changes the selection, and `on` is for one line only") }
        let request = try SelectionRequest(arguments)
        let names: [String]
        switch request {
        case .show: names = try selected()
        case .back:
            guard !former.isEmpty else { throw UsageError("nothing was selected before") }
            names = try boards(in: fold(former))
        case .add(let range):
            let added = try boards(in: range)
            let has = Set(selection)
            names = selection + added.filter { !has.contains($0) }
        case .remove(let range):
            let taken = Set(try boards(in: range))
            names = try selected().filter { !taken.contains($0) }
            guard !names.isEmpty else { throw UsageError("no board would be left") }
        case .take(let range): names = try boards(in: range)
        }
        if request != .show { try checkSelecting() }
        let found = try known(names)
        output.results(found.map { Record($0) }, text: (request.isNamed ? "" : "\(fold(names))  ") + preview(found))
        if request != .show { selection = names }
        return .ok
    }

    /// `3 boards: 2 idle, 1 offline`.
    func preview(_ boards: [Board]) -> String {
        var counts: [(state: String, count: Int)] = []
        for state in boards.map({ visible($0.state.description, keepingLines: false) }) {
            if let index = counts.firstIndex(where: { $0.state == state }) {
                counts[index].count += 1
            } else {
                counts.append((state, 1))
            }
        }
        let states = counts.map { "\($0.count) \($0.state)" }.joined(separator: ", ")
        return "\(counted(boards.count, "board")): \(states)"
    }

    // MARK: on

    /// Runs a line on other boards than those that are selected.
    func on(_ arguments: String) throws -> ExitStatus {
        let (range, text) = try partsOfOn(arguments)
        let line = Line(text, verbs: Verb.names)
        let boards = try boards(in: range)
        guard !isElsewhere else { throw UsageError("`on` cannot stand in a line of `on`") }
        isElsewhere = true
        let selected = selection
        selection = boards
        defer {
            // Boards that were renamed or forgotten by the line have been so in both.
            let gone = Set(boards).subtracting(selection)
            selection = selected.filter { !gone.contains($0) }
            isElsewhere = false
        }
        return try run(line)
    }

    // MARK: group

    func group(_ arguments: String) throws -> ExitStatus {
        switch try GroupRequest(arguments) {
        case .list: return try listGroups()
        case .remove(let name): return try removeGroup(name)
        case .make(let name, let range): return try makeGroup(name, range)
        case .show(let name):
            guard let range = try hub.group(name) else { throw UsageError("there is no group @\(name)") }
            let names = try names(in: "@\(name)", known: hub.knownBoards())
            output.line("@\(name) = \(range)")
            output.line(names.isEmpty ? "no board" : "\(counted(names.count, "board")): \(fold(names))")
            return .ok
        }
    }

    private func makeGroup(_ name: String, _ range: String) throws -> ExitStatus {
        let parsed = try BoardRange(range)
        let known = try hub.knownBoards()
        // As if it were there already: one that contains itself is refused before it is.
        let names = try names(in: parsed, known: known, group: name, is: range)
        // What the last line came to is nothing to others, and something else tomorrow.
        let isFrozen = !parsed.groups.isDisjoint(with: BoardRange.reservedGroups)
        if isFrozen, names.isEmpty { throw UsageError("\(range) names no board") }
        try hub.setGroup(name, isFrozen ? fold(names) : range)
        let unknown = Set(names).subtracting(known).count
        let remark = unknown > 0 ? ", \(unknown) of them not known to the hub yet" : ""
        output.line("@\(name): \(names.isEmpty ? "no board yet" : counted(names.count, "board") + remark)")
        return .ok
    }

    private func removeGroup(_ name: String) throws -> ExitStatus {
        guard try hub.removeGroup(name) else { throw UsageError("there is no group @\(name)") }
        output.line("group @\(name) is gone")
        let users = try hub.groups().filter { (try? BoardRange($0.range).groups.contains(name)) ?? false }
        if !users.isEmpty {
            output.note("still in: " + users.map { "@\($0.name) = \($0.range)" }.joined(separator: "; "))
        }
        return .ok
    }

    private func listGroups() throws -> ExitStatus {
        let groups = try hub.groups()
        if groups.isEmpty {
            output.note("there is no group yet: group NAME = BOARDS makes one, for all who use the hub")
        }
        let known = try hub.knownBoards()
        let rows = groups.map { name, range in
            let count = (try? names(in: "@\(name)", known: known).count).map { counted($0, "board") } ?? "broken"
            return ["@\(name)", count, range]
        }
        for line in table(rows) { output.line(line) }
        return .ok
    }
}
