internal import Fleet

// Choosing the boards that lines go to: the verbs `use`, `on` and `group`.
extension Session {
    /// Selects the boards that a range names.
    /// - Throws: when it is malformed, names an unknown board or none; the selection stays as it was then.
    package func select(_ range: String) throws { selection = try boards(in: range) }

    func use(_ arguments: String) throws -> ExitStatus {
        guard !isElsewhere else { throw UsageError("`use` changes the selection, and `on` is for one line only") }
        let range = arguments.drop(while: \.isWhitespace)
        guard let first = range.first else {
            let names = try selected()
            let found = try known(names)
            output.results(found.map { Record($0) }, text: "\(fold(names))  \(preview(found))")
            return .ok
        }
        let rest = String(range.dropFirst())
        let names: [String]
        switch first {
        case "-" where rest.allSatisfy(\.isWhitespace):
            guard !former.isEmpty else { throw UsageError("nothing was selected before") }
            names = try boards(in: fold(former))
        case "+":
            let added = try boards(in: rest)
            names = selection + added.filter { !selection.contains($0) }
        case "!":
            let taken = Set(try boards(in: rest))
            names = try selected().filter { !taken.contains($0) }
            guard !names.isEmpty else { throw UsageError("no board would be left") }
        default: names = try boards(in: String(range))
        }
        let found = try known(names)
        let isChange = first == "-" || first == "+" || first == "!"
        output.results(found.map { Record($0) }, text: (isChange ? "\(fold(names))  " : "") + preview(found))
        selection = names
        return .ok
    }

    /// `3 boards: 2 idle, 1 offline`.
    private func preview(_ boards: [Board]) -> String {
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
        let (range, text) = try Self.partsOfOn(arguments)
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

    /// The range and the line of `RANGE: LINE`: the first colon that a blank follows ends the range.
    static func partsOfOn(_ arguments: String) throws -> (range: String, line: String) {
        let form = "write on BOARDS: LINE"
        let pairs = zip(arguments.indices, arguments.indices.dropFirst())
        guard let colon = pairs.first(where: { arguments[$0] == ":" && arguments[$1].isWhitespace })?.0 else {
            throw UsageError("there is no colon with a blank after it: \(form)")
        }
        let range = String(arguments[..<colon])
        let line = String(arguments[colon...].dropFirst().drop { $0.isWhitespace })
        guard !range.allSatisfy(\.isWhitespace) else { throw UsageError("no board is named before the colon: \(form)") }
        guard !line.isEmpty else { throw UsageError("there is no line after the colon: \(form)") }
        guard !Statements.isIncomplete(line, verbs: Verb.names) else {
            throw UsageError("`on` takes a line that is complete; for a block select the boards with `use`")
        }
        return (range, line)
    }

    // MARK: group

    func group(_ arguments: String) throws -> ExitStatus {
        if let sign = arguments.firstIndex(of: "=") {
            let name = try groupName(arguments[..<sign])
            return try makeGroup(name, String(arguments[arguments.index(after: sign)...]))
        }
        let words = try splitWords(arguments)
        switch (words.first, words.count) {
        case (nil, _): return try listGroups()
        case ("-d", 2): return try removeGroup(try groupName(words[1][...]))
        case (let name?, 1) where name != "-d":
            let name = try groupName(name[...])
            guard let range = try hub.group(name) else { throw UsageError("there is no group @\(name)") }
            let names = try names(in: "@\(name)", known: hub.knownBoards())
            output.line("@\(name) = \(range)")
            output.line(names.isEmpty ? "no board" : "\(counted(names.count, "board")): \(fold(names))")
            return .ok
        default: throw UsageError("write group NAME = BOARDS, group -d NAME, or group alone")
        }
    }

    private func groupName(_ text: Substring) throws -> String {
        let name = String(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").drop { $0 == "@" })
        guard isValidBoardName(name) else {
            throw UsageError(
                "'\(name)' cannot be the name of a group: 1 to \(boardNameLimit) of a-z, A-Z, 0-9, - _ and ., "
                    + "the first a letter or a digit")
        }
        guard !BoardRange.reservedGroups.contains(name) else {
            throw UsageError("@\(name) is what the last line came to, a group needs another name")
        }
        return name
    }

    private func makeGroup(_ name: String, _ text: String) throws -> ExitStatus {
        let range = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !range.isEmpty else { throw UsageError("which boards? write group \(name) = BOARDS") }
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
