internal import Processes
package import Redis

/// A shell's connection to its hub. It connects when first used and again after a loss, so that a hub that comes back
/// is found again.
package final class Hub {
    package let address: Address
    /// Makes the address ready and gives the shell user's password; nil: the hub has none.
    private let login: () throws(FleetError) -> String?
    private let wake: Int32?
    /// How long the hub may take to answer.
    package var patience = Duration.seconds(5)
    private var connection: Connection?

    /// - Parameters:
    ///   - wake: a descriptor that becomes readable when the person wants waits to end (Ctrl-C).
    package convenience init(at address: Address, password: String?, wake: Int32? = nil) {
        self.init(at: address, wake: wake) { () throws(FleetError) in password }
    }

    /// - Parameter login: called before each connection: makes the address ready and gives the shell user's password.
    init(at address: Address, wake: Int32?, login: @escaping () throws(FleetError) -> String?) {
        self.address = address
        self.wake = wake
        self.login = login
    }

    /// Whether a connection stands; false after a loss until something is run.
    package var isConnected: Bool { connection != nil }

    /// Whether it is on this machine, so that connecting takes no time.
    package var isLocal: Bool {
        if case .unix = address { true } else { false }
    }

    /// Does `body` with less patience than usual.
    package func patiently<Result>(
        _ limit: Duration, _ body: () throws(FleetError) -> Result
    ) throws(FleetError) -> Result {
        let usual = patience
        patience = limit
        defer { patience = usual }
        return try body()
    }

    /// Runs commands in one round trip.
    /// - Returns: a reply each; error replies are among them.
    /// - Throws: `FleetError` for a hub that is out of reach, lost, or refuses us.
    package func run(_ commands: [Command], within limit: Duration? = nil) throws(FleetError) -> [Reply] {
        if commands.isEmpty { return [] }
        let connection = try connected()
        do {
            return try connection.run(commands, within: limit ?? patience)
        } catch {
            self.connection = nil
            throw .hubLost(address, error.description)
        }
    }

    /// Runs one command; an error reply is thrown.
    @discardableResult
    package func run(_ command: Command) throws(FleetError) -> Reply {
        let reply = try run([command])[0]
        if case .error(let text) = reply { throw .otherReply(text) }
        return reply
    }

    /// Forgets the connection; the next use makes another one.
    package func disconnect() { connection = nil }

    private func connected() throws(FleetError) -> Connection {
        // A hub that was started anew while the person was thinking costs no line.
        if let connection, !connection.isStale { return connection }
        let made: Connection
        let replies: [Reply]
        let password = try login()
        do {
            made = try Connection(to: address, within: patience, wake: wake)
            // One that lets nobody in says so once and closes: nothing else may be on its way then.
            if case .error(let text) = try pingOnceLoaded(made), text.hasPrefix("DENIED") {
                throw FleetError.keepsToItself(address)
            }
            let login = password.map { [Command("AUTH", Wire.shellUser, $0)] } ?? []
            replies = try made.run(
                login + [Command("CLIENT", "SETNAME", Wire.shellName), Command("INFO", "server")], within: patience)
        } catch let error as RedisError {
            throw .hubOutOfReach(error)
        } catch {
            throw error as? FleetError ?? .otherReply("\(error)")
        }
        if password != nil, case .error = replies[0] { throw .passwordRefused(address) }
        if case .error(let text) = replies[replies.count - 2] {
            if text.hasPrefix("NOAUTH") || text.hasPrefix("NOPERM") {
                throw .wantsPassword(address)
            }
            throw .otherReply(text)
        }
        let version = Self.version(inInfo: replies[replies.count - 1].text ?? "")
        guard let major = version.split(separator: ".").first.flatMap({ Int($0) }), major >= 7 else {
            throw .tooOld(address, version: version)
        }
        connection = made
        return made
    }

    /// The answer to PING of a server that may have just started: until its data are in memory it refuses that.
    private func pingOnceLoaded(_ connection: Connection) throws(RedisError) -> Reply {
        let deadline = ContinuousClock.now + patience
        while true {
            let reply = try connection.run([Command("PING")], within: patience)[0]
            guard case .error(let text) = reply, text.hasPrefix("LOADING"), ContinuousClock.now < deadline else {
                return reply
            }
            pause(.milliseconds(20))
        }
    }

    /// What tells this start of the server from its others.
    func start() throws(FleetError) -> String? {
        Self.field("run_id", inInfo: try run(Command("INFO", "server")).text ?? "")
    }

    /// The server's version from the text of INFO. (Valkey gives the version of Redis that it is compatible with.)
    static func version(inInfo info: String) -> String {
        field("redis_version", inInfo: info) ?? "of an unknown version"
    }

    private static func field(_ name: String, inInfo info: String) -> String? { fields(inInfo: info)[name] }

    /// What the text of INFO says, by name.
    static func fields(inInfo info: String) -> [String: String] {
        let pairs = info.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        }
        return Dictionary(
            pairs.filter { $0.count == 2 }.map { (String($0[0]), String($0[1])) },
            uniquingKeysWith: { first, _ in first })
    }
}

// MARK: - What the hub knows of boards

extension Hub {
    /// The names of all known boards, those offline included, naturally sorted.
    package func knownBoards() throws(FleetError) -> [String] {
        Set(try keys(Wire.knownPattern).compactMap(Wire.board(ofKey:))).sortedNaturally()
    }

    /// The keys that match `pattern`; some may come twice.
    func keys(_ pattern: String, within limit: Duration? = nil) throws(FleetError) -> [String] {
        var found: [String] = []
        var cursor = "0"
        repeat {
            let scan = Command("SCAN", cursor, "MATCH", pattern, "COUNT", 10_000)
            let reply = try run([scan], within: limit)[0]
            if case .error(let text) = reply { throw .otherReply(text) }
            guard reply.elements.count == 2, let next = reply.elements[0].text else {
                throw .otherReply("no cursor in SCAN's reply")
            }
            cursor = next
            found += reply.elements[1].elements.compactMap(\.text)
        } while cursor != "0"
        return found
    }

    /// What the hub knows of `names`, in their order, in one round trip. A name it has never heard of is nil.
    package func boards(_ names: [String]) throws(FleetError) -> [Board?] {
        let replies = try run(
            names.flatMap { name in
                [
                    Command("GET", Wire.state(name)), Command("PTTL", Wire.state(name)),
                    Command("HGETALL", Wire.meta(name)), Command("TTL", Wire.meta(name)),
                    Command("GET", Wire.info(name)), Command("GET", Wire.lock(name)),
                ]
            })
        let found = names.enumerated().map { index, name in
            BoardReplies(replies[(index * 6)..<(index * 6 + 6)]).board(name)
        }
        _ = try run(
            zip(names, found).flatMap { $1?.isToBeNoted ?? false ? Wire.note($0, $1?.board.platform ?? "") : [] })
        return found.map { $0?.board }
    }

    /// Puts the content of a file on the hub, once for all boards; it expires there.
    /// - Parameter sha256: of the content, in hexadecimal.
    package func store(_ content: [UInt8], sha256: String) throws(FleetError) {
        let key = Wire.file(sha256: sha256)
        if try run(Command("EXPIRE", key, Wire.transferLifetime)).integer == 1 { return }
        try run(Command("SET", key, content, "EX", Wire.transferLifetime))
    }

    /// Removes all that the hub knows of `board`. One that is alive registers again by itself.
    package func forget(_ board: String) throws(FleetError) {
        try run(Command("DEL", list: Wire.all(board)))
    }
}
