import Processes
import Redis
import TestSupport
import Testing

@testable import Fleet

@Suite struct HubTests {
    private let server: RedisServer
    private let connection: Connection
    private let hub: Hub

    init() throws {
        Signals.ignorePipe()
        server = try RedisServer(onPort: true)
        connection = try server.connect()
        hub = Hub(at: server.socket, password: nil)
    }

    private func put(_ fields: [String: String], state: String? = nil, lifetime: Int = 15, info: String? = nil) throws {
        var commands = fields.map { Command("HSET", Wire.meta("b"), $0.key, $0.value) }
        commands.append(Command("EXPIRE", Wire.meta("b"), Wire.memoryOfBoards))
        if let state { commands.append(Command("SETEX", Wire.state("b"), lifetime, state)) }
        if let info { commands.append(Command("SETEX", Wire.info("b"), lifetime, info)) }
        _ = try connection.run(commands)
    }

    private func board() throws -> Board? { try hub.boards(["b"])[0] }

    // MARK: Watching

    @Test func aWatchLooksEverLessOften() throws {
        var looks = 0
        func look() -> Int {
            looks += 1
            return looks
        }
        #expect(try !hub.watch(within: .seconds(1), { false }, { () throws(FleetError) in look() == 0 }))
        // Every 20 ms there would be 50.
        #expect((1...8).contains(looks), "\(looks)")
        looks = 0
        #expect(try hub.watch(within: .seconds(20), { false }, { () throws(FleetError) in look() == 3 }))
        #expect(try !hub.watch(within: .seconds(20), { true }, { () throws(FleetError) in true }))
    }

    // MARK: Boards

    @Test func aBoardIsWhatItSaidOfItself() throws {
        try put(
            [
                "platform": "esp32", "firmware": "1.28.0", "memory": "123456", "client": "0.1.0",
                "features": "interrupt,compile", "request": "7", "by": "me@here",
            ], state: "running")
        let board = try #require(try board())
        #expect(board.name == "b")
        #expect(board.platform == "esp32")
        #expect(board.state == .running)
        #expect(board.firmware == "1.28.0")
        #expect(board.memory == 123_456)
        #expect(board.client == "0.1.0")
        #expect(board.features == ["interrupt", "compile"])
        #expect(board.request == "7")
        #expect(board.user == "me@here")
        #expect(try #require(board.lastSeen) < .seconds(10))
    }

    @Test func aNameThatTheHubHasNeverHeardOfIsNoBoard() throws {
        #expect(try board() == nil)
        _ = try connection.run(Command("SETEX", Wire.info("b"), 5, "esp8266"))
        #expect(try board() == nil)
    }

    @Test func aLegacyBoardHasAStateAndMaybeAPlatform() throws {
        try put([:], state: "idle", lifetime: 5)
        #expect(try board()?.platform == "")
        try put([:], state: "idle", lifetime: 5, info: "esp8266")
        let board = try #require(try board())
        #expect(board.platform == "esp8266")
        #expect(board.client == nil)
        #expect(board.state == .idle)
        #expect(board.memory == nil)
        #expect(board.features == [])
    }

    @Test func aBoardThatIsGoneIsOfflineSinceItsLastSign() throws {
        try put(["client": "0.1.0"])
        _ = try connection.run(Command("EXPIRE", Wire.meta("b"), Wire.memoryOfBoards - 3600))
        let board = try #require(try board())
        #expect(board.state == .offline)
        let seen = try #require(board.lastSeen)
        #expect(seen >= .seconds(3600) && seen < .seconds(3700))
    }

    @Test(arguments: [
        ("idle", Board.State.idle), ("running", .running), ("copying", .copying), ("renaming", .renaming),
        ("reseting", .resetting), ("offline", .other("offline")), ("", .other("")), ("Idle", .other("Idle")),
        ("\u{1b}[31m", .other("\u{1b}[31m")),
    ])
    func aStateIsReadFromTheWire(text: String, state: Board.State) throws {
        try put([:], state: text)
        #expect(try board()?.state == state)
    }

    /// What anyone without a password may have written.
    @Test(arguments: [
        "", "-1", "9223372036854775807", "-9223372036854775808", "99999999999999999999", "1e9", "many", "\u{0}",
    ])
    func noValueIsATrap(value: String) throws {
        try put(
            Dictionary(
                uniqueKeysWithValues: ["platform", "firmware", "memory", "client", "features", "request", "by", "seen"]
                    .map { ($0, value) }),
            state: value, lifetime: 9_000_000_000_000)
        let board = try #require(try board())
        if let memory = board.memory { #expect((0...(1 << 52)).contains(memory)) }
        #expect(board.lastSeen == .zero)
    }

    @Test func bytesThatAreNoTextAreRepaired() throws {
        _ = try connection.run([
            Command("HSET", Wire.meta("b"), "platform", [UInt8]([0xff, 0x61])),
            Command("SET", Wire.state("b"), [UInt8]([0xc3])),
        ])
        let board = try #require(try board())
        #expect(board.platform == "\u{fffd}a")
        #expect(board.state == .other("\u{fffd}"))
        #expect(board.lastSeen != nil)
    }

    @Test func keysOfAnotherTypeAreNoBoard() throws {
        _ = try connection.run([
            Command("RPUSH", Wire.state("b"), "idle"), Command("SET", Wire.meta("b"), "x"),
            Command("RPUSH", Wire.info("b"), "x"),
        ])
        #expect(try board() == nil)
        #expect(try hub.knownBoards() == ["b"])
    }

    @Test func allKnownBoardsAreListedOnceAndNaturally() throws {
        let names = (1...1000).map { "board-\($0)" }
        _ = try connection.run(
            names.flatMap {
                [Command("SETEX", Wire.state($0), 60, "idle"), Command("HSET", Wire.meta($0), "client", "0")]
            }
                + ["board:-x", "board:a b", "board:\u{1b}", "boardmeta:", "boards:x", "boardinfo:y", "other"]
                .map { Command("SET", $0, "x") })
        #expect(try hub.knownBoards() == names)
        #expect(try hub.boards(names).count { $0?.state == .idle } == 1000)
    }

    @Test func noNamesAreNoBoards() throws {
        #expect(try hub.boards([]).isEmpty)
        #expect(try hub.knownBoards() == [])
    }

    @Test func aForgottenBoardLeavesNothing() throws {
        for key in Wire.all("b") { try connection.run(Command("SET", key, "x")) }
        try hub.forget("b")
        #expect(try connection.run(Command("DBSIZE")).integer == 0)
    }

    @Test func aFileIsStoredOnceAndExpires() throws {
        for _ in 0..<2 { try hub.store([1, 2, 0, 255], sha256: "abc") }
        #expect(try connection.run(Command("GET", "file:abc")) == .string([1, 2, 0, 255]))
        let left = try #require(try connection.run(Command("TTL", "file:abc")).integer)
        #expect((1...Wire.transferLifetime).contains(left))
        try hub.store([], sha256: "empty")
        #expect(try connection.run(Command("GET", "file:empty")) == .string([]))
    }

    @Test func aGroupIsARangeOrNothing() throws {
        try connection.run(Command("SET", Wire.group("kitchen"), "a-[1-3]"))
        #expect(try hub.group("kitchen") == "a-[1-3]")
        #expect(try hub.group("cellar") == nil)
    }

    // MARK: The connection

    @Test func aHubThatStartsAgainCostsNoLine() throws {
        #expect(try hub.run(Command("PING")) == .status("PONG"))
        server.kill()
        try server.start()
        #expect(try hub.run(Command("PING")) == .status("PONG"))
    }

    @Test func aHubThatStoppedIsOutOfReach() throws {
        try hub.run(Command("PING"))
        server.kill()
        #expect(throws: FleetError.hubOutOfReach(.unreachable(server.socket, "Connection refused"))) {
            try hub.run(Command("PING"))
        }
    }

    @Test func aReplyThatIsAnErrorIsASentence() throws {
        #expect(throws: FleetError.otherReply("ERR unknown command 'NONSENSE', with args beginning with: ")) {
            try hub.run(Command("NONSENSE"))
        }
        #expect(try hub.run(Command("PING")) == .status("PONG"))
    }

    @Test func aHubThatWantsAPasswordIsTold() throws {
        let server = try RedisServer(password: "secret")
        #expect(throws: FleetError.wantsPassword(server.socket)) {
            try Hub(at: server.socket, password: nil).run(Command("PING"))
        }
        #expect(throws: FleetError.passwordRefused(server.socket)) {
            try Hub(at: server.socket, password: "wrong").run(Command("PING"))
        }
    }

    /// It answers before it is asked, and closes.
    @Test func aHubThatKeepsToItsOwnMachineIsTold() throws {
        let listener = try Listener()
        try listener.answer("-DENIED Redis is running in protected mode because protected mode is enabled\r\n")
        let address = Address.tcp(host: "127.0.0.1", port: listener.port)
        #expect(throws: FleetError.keepsToItself(address)) { try Hub(at: address, password: nil).run(Command("PING")) }
    }

    @Test func whatIsNoHubIsTold() throws {
        let listener = try Listener()
        try listener.answer("HTTP/1.1 400 Bad Request\r\n\r\n")
        let address = Address.tcp(host: "127.0.0.1", port: listener.port)
        #expect(throws: FleetError.hubOutOfReach(.notRedis(address))) {
            try Hub(at: address, password: nil).run(Command("PING"))
        }
    }
}
