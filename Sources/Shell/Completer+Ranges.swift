internal import Fleet

// Boards, and what stands for several of them.
extension Completer {
    /// More boards than these are gathered by what their names begin with.
    private static let longestList = 40

    /// Completes what stands at the end of a range; inside brackets there are numbers to type.
    func range(_ text: String) -> Offer {
        guard session.canNotice, let typed = Self.item(atEndOf: text) else { return Self.nothing }
        let facts = HubFacts(session)
        if typed.hasPrefix("@") { return (sets(facts).filter { $0.text.hasPrefix(typed) }, typed.count) }
        if let colon = typed.firstIndex(of: ":") {
            let filter = RangeFilter(rawValue: String(typed[..<colon]))
            return (filter.map { values(of: $0, facts, typed) } ?? [], typed.count)
        }
        let filters = RangeFilter.allCases.map { Candidate("\($0.rawValue):", note: "boards by their \($0.rawValue)") }
        let others = (typed.isEmpty ? sets(facts) : []) + filters.filter { $0.text.hasPrefix(typed) }
        return (boards(from: typed, facts) + (facts.known.isEmpty ? [] : others), typed.count)
    }

    /// Completes a word that is a board's name.
    func board(_ arguments: String) -> Offer {
        guard session.canNotice else { return Self.nothing }
        let word = CursorWord(upTo: arguments)
        let candidates = boards(from: word.text[...], HubFacts(session), suffix: " ")
        return (candidates, typed(arguments, word).count)
    }

    /// The names of groups.
    func groupNames() -> [Choice] {
        guard session.canNotice else { return [] }
        let facts = HubFacts(session)
        return facts.groups.map { ($0.name, facts.note("@\($0.name)")) }
    }

    /// How a range can go on, for the shells of the system: they replace all of it.
    /// - Parameter known: the names of boards.
    package static func ranges(from range: String, known: [String]) -> [String] {
        guard let typed = item(atEndOf: range) else { return [] }
        return known.filter { $0.hasPrefix(typed) && isValidBoardName($0) }.map { range.dropLast(typed.count) + $0 }
    }

    /// What was typed of the last item of a range; nil inside brackets.
    private static func item(atEndOf range: String) -> Substring? {
        guard range.count(where: { $0 == "[" }) == range.count(where: { $0 == "]" }) else { return nil }
        let item = range[
            (range.lastIndex { ",!&^ ".contains($0) }.map { range.index(after: $0) } ?? range.startIndex)...]
        // `use +esp`
        return item.startIndex == range.startIndex && item.hasPrefix("+") ? item.dropFirst() : item
    }

    // MARK: Boards

    private func boards(from typed: Substring, _ facts: HubFacts, suffix: String = "") -> [Candidate] {
        let known = facts.known.filter { $0.hasPrefix(typed) }
        let found = facts.boards(known)
        return Self.gathered(known).map { start, names in
            if names.count == 1 {
                return Candidate(names[0], suffix: suffix, note: found[names[0]].map(Self.note) ?? "")
            }
            let members = names.compactMap { found[$0] }
            return Candidate(
                start, label: cut(fold(names), to: 40),
                note: members.isEmpty ? "" : session.preview(members))
        }
    }

    private static func note(_ board: Board) -> String {
        [board.platform, board.state.description].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// Names by what they begin with, as far as a person can still read them: each by itself, else by what stands before
    /// their numbers, else by the next character.
    static func gathered(_ names: [String]) -> [(start: String, names: [String])] {
        if names.count <= longestList { return names.map { ($0, [$0]) } }
        let byStem = grouped(names) { name in
            let number = name.lastIndex(where: \.isNumber).map {
                name[...$0].reversed().prefix(while: \.isNumber).count
            }
            guard let number, let last = name.lastIndex(where: \.isNumber) else { return name }
            return String(name[...last].dropLast(number))
        }
        if 2...longestList ~= byStem.count { return byStem.map { ($0.1.count == 1 ? $0.1[0] : $0.0, $0.1) } }
        let length = common(names).count
        return grouped(names) { String($0.prefix(length + 1)) }.map { (common($0.1), $0.1) }
    }

    private static func common(_ names: [String]) -> String {
        names.dropFirst().reduce(names.first ?? "") { common, name in
            String(zip(common, name).prefix { $0 == $1 }.map(\.0))
        }
    }

    private static func grouped(_ names: [String], by key: (String) -> String) -> [(String, [String])] {
        var keys: [String] = []
        var members: [String: [String]] = [:]
        for name in names {
            let key = key(name)
            if members[key] == nil { keys.append(key) }
            members[key, default: []].append(name)
        }
        return keys.map { ($0, members[$0] ?? []) }
    }

    // MARK: Sets of boards

    /// Groups, what the last line came to, and all.
    private func sets(_ facts: HubFacts) -> [Candidate] {
        let groups = facts.groups.map { "@\($0.name)" }
        let results = BoardRange.reservedGroups.sorted().filter { !(session.last?.boards(in: $0) ?? []).isEmpty }
        return (["@*"] + groups + results.map { "@\($0)" }).map { Candidate($0, note: facts.note($0)) }
    }

    /// What boards have said of themselves.
    private func values(of filter: RangeFilter, _ facts: HubFacts, _ typed: Substring) -> [Candidate] {
        let boards = facts.boards(facts.known).values
        let counts = Dictionary(boards.map { (filter.value(of: $0).lowercased(), 1) }, uniquingKeysWith: +)
        return counts.keys.sortedNaturally().filter { isValidBoardName($0) }
            .map { ("\(filter.rawValue):\($0)", counted(counts[$0] ?? 0, "board")) }
            .filter { $0.0.hasPrefix(typed.lowercased()) }.map { Candidate($0.0, note: $0.1) }
    }
}

/// What the hub knows, each asked when it is needed, and once.
private final class HubFacts {
    private let session: Session
    private(set) lazy var known = (try? session.hub.knownBoards()) ?? []
    private(set) lazy var groups = (try? session.hub.groups()) ?? []
    private var found: [String: Board] = [:]

    init(_ session: Session) { self.session = session }

    func boards(_ names: [String]) -> [String: Board] {
        let missing = names.filter { found[$0] == nil }
        for (name, board) in zip(missing, (try? session.hub.boards(missing)) ?? []) { found[name] = board }
        return found
    }

    /// What a range holds: `3 boards: esp8266-[1-3]`.
    func note(_ expression: String) -> String {
        let ranges = Dictionary(groups.map { ($0.name, $0.range) }, uniquingKeysWith: { first, _ in first })
        do {
            let names = try BoardRange(expression).names(
                known: { known }, facts: { known.compactMap { boards(known)[$0] } },
                group: {
                    BoardRange.reservedGroups.contains($0)
                        ? session.last?.boards(in: $0).joined(separator: ",") : ranges[$0]
                })
            return names.isEmpty ? "no board" : cut("\(counted(names.count, "board")): \(fold(names))", to: 60)
        } catch {
            return "broken"
        }
    }
}
