internal import Redis

/// What a hub that is up tells of itself.
package struct HubStatus: Equatable, Sendable {
    /// Of the Redis (or Valkey) server.
    package var version: String
    /// Where boards connect, `HOST:PORT` each.
    package var addresses: [String]
    package var uptime: Duration
    /// How many boards are in each state, the states in alphabetical order.
    package var boards: [(state: String, count: Int)] { counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    package var counts: [String: Int]
    /// In bytes, as the server counts them.
    package var memory: Int
    package var commandsPerSecond: Int
}

extension HubServer {
    /// Asks the server that is up.
    /// - Throws: `FleetError` when it is out of reach.
    package func status() throws(FleetError) -> HubStatus {
        let hub = try hub()
        let info = Self.fields(inInfo: try hub.run(Command("INFO")).text ?? "")
        let boards = try hub.boards(try hub.knownBoards())
        return HubStatus(
            version: info["redis_version"] ?? "unknown", addresses: addresses(),
            uptime: .seconds(info["uptime_in_seconds"].flatMap { Int($0) } ?? 0),
            counts: boards.reduce(into: [:]) { counts, board in
                if let board { counts[board.state.description, default: 0] += 1 }
            },
            memory: info["used_memory"].flatMap { Int($0) } ?? 0,
            commandsPerSecond: info["instantaneous_ops_per_sec"].flatMap { Int($0) } ?? 0)
    }

    /// The lines `NAME:VALUE` of INFO's text.
    static func fields(inInfo info: String) -> [String: String] {
        var fields: [String: String] = [:]
        for line in info.split(whereSeparator: \.isNewline) {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields[String(line[..<colon])] = String(line[line.index(after: colon)...])
        }
        return fields
    }
}
