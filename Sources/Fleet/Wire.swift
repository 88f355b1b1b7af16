internal import Redis

/// What goes over the hub: every key name, list of rights and message form stands here and nowhere else.
/// Described for readers in `docs/protocol.md`.
enum Wire {
    static let defaultPort = 18266
    /// The user that shells authenticate as.
    static let shellUser = "mbm"
    /// What shells call their connections, so that the last one to leave can tell that it is the last.
    static let shellName = "mbm-shell"

    // MARK: Keys

    static func state(_ board: String) -> String { "board:\(board)" }
    static func info(_ board: String) -> String { "boardinfo:\(board)" }
    static func meta(_ board: String) -> String { "boardmeta:\(board)" }
    static func owner(_ board: String) -> String { "boardid:\(board)" }
    static func source(_ board: String) -> String { "repl:\(board).command" }
    static func copy(_ board: String) -> String { "repl:\(board).copy" }
    static func rename(_ board: String) -> String { "repl:\(board).rename" }
    static func reset(_ board: String) -> String { "repl:\(board).reset" }
    static func interrupt(_ board: String) -> String { "repl:\(board).interrupt" }
    /// Standard input of one request, so that what is left of it never reaches another one.
    static func input(_ board: String, _ request: String) -> String { "repl:\(board).input.\(request)" }
    /// What the shell says to a board that works on its manifest.
    static func word(_ board: String, _ request: String) -> String { "repl:\(board).go.\(request)" }
    /// Legacy boards: output in pieces, appended; 0 or 1 for each request that has ended; who works on the board.
    static func stdout(_ board: String) -> String { "repl:\(board).console.stdout" }
    static func complete(_ board: String) -> String { "repl:\(board).complete" }
    static func lock(_ board: String) -> String { "lock:\(board)" }
    /// There once a legacy board is one without output on the hub (a WiPy); its address.
    static func console(_ board: String) -> String { "repl:\(board).console" }
    static func transaction(_ board: String, _ request: String) -> String { "transaction:\(board):\(request)" }
    static func file(sha256: String) -> String { "file:\(sha256)" }
    static func group(_ name: String) -> String { "group:\(name)" }
    static let groupPattern = "group:*"

    /// The group that `key`, found by `groupPattern`, holds; nil for a name that no group may have.
    static func group(ofKey key: String) -> String? {
        let name = String(key.dropFirst("group:".count))
        return isValidBoardName(name) ? name : nil
    }
    /// There while the hub is meant to stay up without shells (`mbm server-start`).
    static let stays = "hub:stays"

    /// Every key that may exist for a board: what `forget` removes.
    static func all(_ board: String) -> [String] {
        [state(board), info(board), meta(board), owner(board), source(board), copy(board), rename(board)]
            + [reset(board), interrupt(board), stdout(board), complete(board), lock(board), console(board)]
    }

    /// Finds the keys that make a board known: its state, and what it said of itself while it was here.
    static let knownPattern = "board*:*"

    /// The board that `key`, found by `knownPattern`, speaks of; nil for other keys and for names that no board may have.
    static func board(ofKey key: String) -> String? {
        for prefix in ["board:", "boardmeta:"] where key.hasPrefix(prefix) {
            let name = String(key.dropFirst(prefix.count))
            return isValidBoardName(name) ? name : nil
        }
        return nil
    }

    /// Notes a legacy board, as ours note themselves.
    static func note(_ board: String, _ platform: String) -> [Command] {
        [Command("HSET", meta(board), "platform", platform), Command("EXPIRE", meta(board), memoryOfBoards)]
    }

    // MARK: Times, in seconds

    /// How long the answers to a request stay on the hub after the last renewal.
    static let replyLifetime = 600
    /// How long a file and its transactions stay on the hub.
    static let transferLifetime = 3600
    /// How long a board stays known after its last sign of life.
    static let memoryOfBoards = 30 * 24 * 3600

    /// How long a board's state lives when the board has just written it: what is gone of it is the time since then.
    /// - Parameter isLegacy: whether the original client wrote it.
    static func lifetime(ofState state: String, isLegacy: Bool) -> Duration {
        switch state {
        case "idle" where isLegacy: .seconds(5)
        case "running" where isLegacy: .seconds(30)
        case "copying" where isLegacy: .seconds(60)
        case "renaming": .seconds(3)
        case "reseting": .seconds(10)
        default: .seconds(15)
        }
    }

    // MARK: Locks of legacy boards

    /// How long a lock lives after its last renewal: a shell that was killed keeps others waiting no longer.
    static let lockLifetime = 30

    /// What a lock holds: who (`user@host`), and a number that no other job has.
    static func lockValue(user: String, request: String) -> String { "\(user) \(request)" }

    /// Who holds a lock.
    static func holder(ofLock value: String) -> String { String(value.prefix { $0 != " " }) }

    /// Takes the lock if it is free.
    static func take(_ board: String, _ value: String) -> Command {
        Command("SET", lock(board), value, "NX", "EX", lockLifetime)
    }

    /// Keeps the lock, also one that has run out and that nobody took since; 0: another shell has it.
    static func hold(_ board: String, _ value: String) -> Command {
        let script = """
            local held = redis.call('GET', KEYS[1])
            if held and held ~= ARGV[1] then return 0 end
            redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
            return 1
            """
        return Command("EVAL", script, 1, lock(board), value, lockLifetime)
    }

    /// Gives the lock back, if it is ours.
    static func release(_ board: String, _ value: String) -> Command {
        let script = "return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('DEL', KEYS[1]) or 0"
        return Command("EVAL", script, 1, lock(board), value)
    }

    // MARK: Messages

    /// The longest source that a legacy board reads whole: it takes one TCP segment, the smallest of which has 536 bytes
    /// and also holds the name of the queue. A little is left, for what else may stand in it.
    static func longestLegacySource(on board: String) -> Int { 496 - board.utf8.count }

    /// Source as a board takes it: a comment that carries the number of the request and where answers go, then the
    /// text. Several statements that are to run as if typed are joined by NUL, which no Python source holds.
    /// - Parameters:
    ///   - input: whether somebody is there who types.
    ///   - look: whether it has to fail before it costs names.
    static func source(
        _ text: String, request: String, reply: String, echo: Bool, input: Bool, look: Bool = false, by who: String
    )
        -> [UInt8]
    {
        let options = (echo ? " echo=1" : "") + (input ? " input=1" : "") + (look ? " look=1" : "")
        return Array("# mbm request=\(request) reply=\(reply)\(options) by=\(who)\n\(text)".utf8)
    }

    /// A piece of standard input; an empty one is its end.
    static func piece(_ number: Int, _ bytes: [UInt8]) -> [UInt8] { Array("\(number) ".utf8) + bytes }
    /// What is given in place of a piece, to a board that asked again for one that has not been typed.
    static let somebodyIsThere = Array(".".utf8)
    /// The same where no piece will come any more.
    static let nobodyIsThere = Array("-".utf8)

    /// Gives a piece of standard input to a board that waits for it. Only one is there at any time.
    static func give(_ board: String, _ request: String, _ value: [UInt8]) -> [Command] {
        let key = input(board, request)
        return [Command("DEL", key), Command("RPUSH", key, value), Command("EXPIRE", key, replyLifetime)]
    }

    /// The stream of outcomes that goes with the stream of output at `reply`.
    static func done(_ reply: String) -> String { "\(reply).done" }

    /// Tells a board that there is a manifest for it.
    /// - Parameter limit: how far its output may go on, in bytes, before it waits for a word.
    static func start(
        _ manifest: Manifest, on board: String, request: String, reply: String, limit: Int, by who: String
    ) -> [Command] {
        let key = transaction(board, request)
        return [
            Command(
                "HSET", key, "manifest", file(sha256: manifest.sha256), "size", manifest.bytes.count, "mode",
                manifest.mode, "limit", limit, "request", request, "reply", reply, "by", who),
            Command("EXPIRE", key, transferLifetime),
            Command("RPUSH", copy(board), key),
        ]
    }

    /// A word to a board that waits for it while it works on a manifest.
    static func say(_ word: Word, to board: String, _ request: String) -> [Command] {
        let text: String
        switch word {
        case .there(let operation): text = "there \(operation)"
        case .gone(let operation): text = "gone \(operation)"
        case .wait(let seconds): text = "wait \(seconds)"
        case .limit(let bytes): text = "limit \(bytes)"
        }
        let key = Self.word(board, request)
        return [Command("RPUSH", key, text), Command("EXPIRE", key, replyLifetime)]
    }

    enum Word {
        /// The content that an operation needs is on the hub now, or cannot be had.
        case there(Int), gone(Int)
        /// Something takes so many seconds.
        case wait(Int)
        /// How far output may go on, in bytes from its beginning.
        case limit(Int)
    }

    // MARK: Rights

    /// What a connection without a password may do: be a board, and nothing else. (Redis selectors give each command its
    /// own keys; all keys of one command must fit one selector.) The first five lines are what the original client
    /// needs, the last two what ours adds.
    private static let boardRules = [
        "(+rpush ~repl:*.complete) (+append ~repl:*.console.stdout) (+blpop ~repl:*)",
        "(+getrange ~file:* ~repl:*.console.stdin) (+strlen ~file:* ~repl:*.console.stdin) (+hget ~transaction:*)",
        "(+setex ~board:* ~boardinfo:*)",
        "(+del ~repl:* ~board:* ~boardinfo:* ~boardmeta:* ~boardid:* ~transaction:*)",
        "(+incr ~boardregistry:*) (+set ~repl:*.console)",
        "(+xadd ~reply:*) (+hset ~boardmeta:*)",
        "(+expire ~boardmeta:* ~boardid:* ~reply:*) (+set +get ~boardid:*)",
    ]

    /// The hub's ACL file.
    /// - Parameter passwordHash: SHA-256 of the shell user's password, in hexadecimal.
    static func accessRules(passwordHash: String) -> String {
        let board = boardRules.joined(separator: " ")
        return """
            user default on nopass sanitize-payload resetchannels -@all +ping \(board)
            user \(shellUser) on #\(passwordHash) sanitize-payload allkeys allchannels allcommands

            """
    }
}
