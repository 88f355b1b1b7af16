internal import Redis

/// Who is on the hub, looked at again and again.
package struct Roster: Sendable {
    /// What a person wants to hear of.
    package enum Change: Equatable, Sendable {
        case registered([String])
        case offline([String])
        case back([String])
        case renamed(String, to: String)
    }

    /// What one look saw.
    struct Look: Equatable, Sendable {
        /// The boards that are here, with what tells one from another whatever its name (empty: not known).
        var here: [String: String] = [:]
        /// Those that are not, and were.
        var gone: Set<String> = []
    }

    private var last: Look?

    package init() {}

    /// Looks at the hub: a scan, and a question for each board that was not here before.
    /// - Parameter limit: how long that may take.
    /// - Returns: what has changed since the last look; nothing the first time.
    package mutating func look(_ hub: Hub, within limit: Duration) throws(FleetError) -> [Change] {
        var look = Look()
        for key in try hub.keys(Wire.knownPattern, within: limit) {
            guard let name = Wire.board(ofKey: key) else { continue }
            if key == Wire.state(name) { look.here[name] = last?.here[name] ?? "" } else { look.gone.insert(name) }
        }
        look.gone.subtract(look.here.keys)
        let new = look.here.filter { $0.value.isEmpty }.map(\.key)
        for (name, reply) in zip(new, try hub.run(new.map { Command("GET", Wire.owner($0)) }, within: limit)) {
            look.here[name] = reply.text ?? ""
        }
        return take(look)
    }

    /// What is different in `look`.
    mutating func take(_ look: Look) -> [Change] {
        defer { last = look }
        guard let last else { return [] }
        var renamed: [(String, to: String)] = []
        let left = last.here.filter { look.here[$0.key] == nil && !look.gone.contains($0.key) && !$0.value.isEmpty }
        let namesByIdentity = Dictionary(left.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
        let came = look.here.keys.filter { last.here[$0] == nil }.sortedNaturally()
        for name in came {
            if let old = namesByIdentity[look.here[name] ?? ""] { renamed.append((old, to: name)) }
        }
        let new = Set(renamed.map(\.to))
        let others = came.filter { !new.contains($0) }
        let back = others.filter(last.gone.contains)
        let registered = others.filter { !last.gone.contains($0) }
        let offline = last.here.keys.filter(look.gone.contains).sortedNaturally()
        var changes: [Change] = []
        if !registered.isEmpty { changes.append(.registered(registered)) }
        if !back.isEmpty { changes.append(.back(back)) }
        if !offline.isEmpty { changes.append(.offline(offline)) }
        return changes + renamed.map { .renamed($0, to: $1) }
    }
}
