import Processes
import Redis
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct ConnectionTests {
    @Test func repliesHaveTheShapeThatTheServerGave() throws {
        let server = try RedisServer()
        let connection = try server.connect()
        let replies = try connection.run([
            Command("PING"), Command("SET", "key", "välue"), Command("GET", "key"), Command("GET", "nothing"),
            Command("INCRBY", "number", -7), Command("RPUSH", "list", "a", "", "c"), Command("LRANGE", "list", 0, -1),
            Command("MGET", "key", "nothing"), Command("LRANGE", "nothing", 0, -1), Command("BLPOP", "nothing", "0.01"),
            Command("HSET", list: ["hash", "one", 1, "two", [UInt8]([0xff])]), Command("HGETALL", "hash"),
        ])
        #expect(
            replies == [
                .status("PONG"), .status("OK"), .string(Array("välue".utf8)), .null,
                .integer(-7), .integer(3), .array([.string([0x61]), .string([]), .string([0x63])]),
                .array([.string(Array("välue".utf8)), .null]), .array([]), .null,
                .integer(2),
                .array([.string(Array("one".utf8)), .string([0x31]), .string(Array("two".utf8)), .string([0xff])]),
            ])
        #expect(replies[11].fields == ["one": .string([0x31]), "two": .string([0xff])])
    }

    @Test func keysAndValuesAreBytes() throws {
        let server = try RedisServer()
        let connection = try server.connect()
        let bytes = [UInt8](0...255) + Array("\r\n$5\r\n*3\r\n\0".utf8)
        try connection.run(Command("SET", bytes, bytes))
        #expect(try connection.run(Command("GET", bytes)) == .string(bytes))
        #expect(try connection.run(Command("KEYS", "*")) == .array([.string(bytes)]))
    }

    @Test func noCommandsGiveNoReplies() throws {
        let server = try RedisServer()
        let connection = try server.connect()
        #expect(try connection.run([]) == [])
        #expect(try connection.run(Command("PING")) == .status("PONG"))
    }

    @Test func anErrorReplyStandsInItsPlaceAmongTheOthers() throws {
        let server = try RedisServer()
        let connection = try server.connect()
        let replies = try connection.run([
            Command("SET", "text", "a"), Command("INCR", "text"), Command("NONSENSE"), Command("GET", "text"),
        ])
        #expect(replies[0] == .status("OK"))
        #expect(replies[1] == .error("ERR value is not an integer or out of range"))
        guard case .error(let text) = replies[2] else {
            Issue.record("not an error: \(replies[2])")
            return
        }
        #expect(text.hasPrefix("ERR unknown command"))
        #expect(replies[3] == .string([0x61]))
    }

    @Test func theErrorReplyOfASingleCommandIsThrownAndTheConnectionGoesOn() throws {
        let server = try RedisServer()
        let connection = try server.connect()
        try connection.run(Command("SET", "text", "a"))
        #expect(throws: RedisError.refused("ERR value is not an integer or out of range")) {
            try connection.run(Command("INCR", "text"))
        }
        #expect(try connection.run(Command("GET", "text")).text == "a")
    }

    @Test func tenThousandCommandsGoInOneRun() throws {
        let server = try RedisServer()
        let connection = try server.connect()
        let replies = try connection.run((1...10_000).map { Command("RPUSH", "list", $0) }, within: .seconds(60))
        #expect(replies == (1...10_000).map { Reply.integer($0) })
        let list = try connection.run(Command("LRANGE", "list", 0, -1), within: .seconds(60))
        #expect(list.elements.map(\.text) == (1...10_000).map { "\($0)" })
    }

    @Test func aValueOfEightMegabytesGoesThereAndBack() throws {
        let server = try RedisServer(onPort: true)
        let bytes = [UInt8](repeating: 0, count: 8 << 20).indices.map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        for address in [server.socket, try #require(server.port)] {
            let connection = try Connection(to: address)
            try connection.run(Command("SET", "key", bytes), within: .seconds(60))
            #expect(try connection.run(Command("GET", "key"), within: .seconds(60)) == .string(bytes))
        }
    }

    /// hiredis reads seven levels.
    @Test func nestedArraysAreReadAsDeepAsTheCodecGoes() throws {
        let server = try RedisServer()
        let connection = try server.connect()
        func nested(_ depth: Int) -> Command {
            Command(
                "EVAL", "return \(String(repeating: "{", count: depth))1\(String(repeating: "}", count: depth))", 0)
        }
        var expected = Reply.integer(1)
        for _ in 1...7 { expected = .array([expected]) }
        #expect(try connection.run(nested(7)) == expected)
        #expect(throws: RedisError.notRedis(server.socket)) { try connection.run(nested(9)) }
    }
}

/// What a connection makes of servers that do not answer, or not as Redis does.
@Suite struct BrokenConnectionTests {
    init() { Signals.ignorePipe() }

    @Test func aMissingSocketIsUnreachable() throws {
        let directory = try TemporaryDirectory()
        let address = Address.unix(path: directory.file("none.sock"))
        #expect(throws: RedisError.unreachable(address, "No such file or directory")) { try Connection(to: address) }
    }

    @Test func aSocketThatNobodyListensOnIsUnreachable() throws {
        let server = try RedisServer()
        server.kill()
        #expect(throws: RedisError.unreachable(server.socket, "Connection refused")) { try server.connect() }
    }

    @Test func aPortThatNobodyListensOnIsUnreachable() throws {
        let address = Address.tcp(host: "127.0.0.1", port: try freePort())
        #expect(throws: RedisError.unreachable(address, "Connection refused")) { try Connection(to: address) }
    }

    @Test func aNameThatDoesNotExistIsUnreachable() throws {
        do {
            _ = try Connection(to: .tcp(host: "no-such-host.invalid", port: 1))
            Issue.record("connected")
        } catch {
            guard case .unreachable(_, let reason) = error else { throw error }
            #expect(!reason.isEmpty)
        }
    }

    @Test(arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\0\0\0\0"])
    func aListenerThatIsNoRedisIsCalledSo(answer: String) throws {
        let listener = try Listener()
        try listener.answer(answer)
        let address = Address.tcp(host: "127.0.0.1", port: listener.port)
        let connection = try Connection(to: address)
        #expect(throws: RedisError.notRedis(address)) { try connection.run(Command("PING")) }
    }

    @Test(arguments: ["", "$10\r\nabc", "*2\r\n$1\r\na\r\n", ":12"])
    func aServerThatClosesInTheMiddleOfAReplyIsLost(answer: String) throws {
        let listener = try Listener()
        try listener.answer(answer)
        let address = Address.tcp(host: "127.0.0.1", port: listener.port)
        let connection = try Connection(to: address)
        #expect(throws: RedisError.lost(address, "Server closed the connection")) {
            try connection.run(Command("PING"))
        }
    }

    @Test func aServerThatIsKilledDuringABlockingCommandIsLost() throws {
        let server = try RedisServer()
        let connection = try server.connect()
        let blocked = try server.connect()
        let pid = server.pid
        let socket = server.socket
        // Kills it once the other connection waits in its command.
        try startThread {
            guard let observer = try? Connection(to: socket) else { return }
            let deadline = ContinuousClock.now + .seconds(20)
            while ContinuousClock.now < deadline {
                let clients = try? observer.run(Command("INFO", "clients")).text
                if clients?.contains("blocked_clients:1") ?? true { break }
            }
            kill(pid, SIGKILL)
        }
        #expect(throws: RedisError.lost(server.socket, "Server closed the connection")) {
            try blocked.run(Command("BLPOP", "list", 0), within: .seconds(60))
        }
        // Nor does writing to it end the process.
        #expect(throws: RedisError.self) { try connection.run(Command("PING")) }
        #expect(throws: RedisError.self) { try connection.run(Command("PING")) }
    }

    @Test func aServerThatIsStoppedIsSilentAfterTheLimit() throws {
        let server = try RedisServer()
        let connection = try server.connect()
        server.signal(SIGSTOP)
        defer { server.signal(SIGCONT) }
        #expect(throws: RedisError.silent(server.socket, seconds: 1)) {
            try connection.run(Command("PING"), within: .seconds(1))
        }
    }

    @Test func aServerThatTakesNothingIsSilentAfterTheLimit() throws {
        let server = try RedisServer()
        let connection = try server.connect()
        server.signal(SIGSTOP)
        defer { server.signal(SIGCONT) }
        #expect(throws: RedisError.silent(server.socket, seconds: 1)) {
            try connection.run(Command("SET", "key", [UInt8](repeating: 1, count: 8 << 20)), within: .seconds(1))
        }
    }

    /// What comes too late must not be taken for the answer to something else.
    @Test func aConnectionThatFailedStaysFailed() throws {
        let server = try RedisServer()
        let connection = try server.connect()
        server.signal(SIGSTOP)
        #expect(throws: RedisError.silent(server.socket, seconds: 0)) {
            try connection.run(Command("ECHO", "late"), within: .milliseconds(10))
        }
        server.signal(SIGCONT)
        #expect(throws: RedisError.silent(server.socket, seconds: 0)) {
            try connection.run(Command("ECHO", "next"), within: .seconds(10))
        }
        #expect(try server.connect().run(Command("PING")) == .status("PONG"))
    }

    @Test func aWakeDescriptorShortensTheWait() throws {
        let server = try RedisServer()
        let pipe = try Pipe()
        let connection = try server.connect(wake: pipe.readEnd)
        #expect(try connection.run(Command("PING")) == .status("PONG"))
        pipe.write("x")
        // Answers that come at once still come.
        #expect(try connection.run(Command("PING")) == .status("PONG"))
        let start = ContinuousClock.now
        #expect(throws: RedisError.self) { try connection.run(Command("BLPOP", "list", 0), within: .seconds(300)) }
        #expect(ContinuousClock.now - start < .seconds(100))
    }

    @Test(arguments: [Duration.seconds(Int.max), .seconds(Int.max / 1000), .milliseconds(Int.max)])
    func aLimitWithoutMeasureIsNoTrap(limit: Duration) throws {
        let server = try RedisServer()
        #expect(try server.connect().run(Command("BLPOP", "list", "0.1"), within: limit) == .null)
    }
}

@Suite struct RedisTextTests {
    @Test(arguments: [
        (Address.unix(path: "/run/hub.sock"), "/run/hub.sock"),
        (.tcp(host: "192.168.1.2", port: 18266), "192.168.1.2:18266"),
        (.tcp(host: "fe80::1", port: 1), "[fe80::1]:1"),
    ])
    func anAddressIsWrittenAsPeopleWriteIt(address: Address, text: String) {
        #expect("\(address)" == text)
    }

    @Test(arguments: [
        (
            RedisError.unreachable(.tcp(host: "a", port: 1), "Connection refused"),
            "cannot connect to a:1: Connection refused"
        ),
        (.lost(.unix(path: "/s"), "Broken pipe"), "lost the connection to /s: Broken pipe"),
        (.silent(.unix(path: "/s"), seconds: 5), "/s did not answer within 5 s"),
        (.notRedis(.tcp(host: "a", port: 22)), "what listens at a:22 is not Redis"),
        (.refused("NOPERM no"), "the server refused a command: NOPERM no"),
    ])
    func anErrorIsASentence(error: RedisError, sentence: String) {
        #expect("\(error)" == sentence)
    }

    @Test(arguments: [
        (Reply.array([.string([0x61]), .integer(1), .string([0x62])]), ["a": Reply.integer(1)]),
        (.array([.integer(1), .integer(2)]), [:]),
        (.array([.string([0x61]), .integer(1), .string([0x61]), .integer(2)]), ["a": .integer(2)]),
        (.array([]), [:]), (.null, [:]), (.integer(3), [:]), (.error("ERR"), [:]), (.array([.string([0x61])]), [:]),
    ])
    func fieldsAreReadFromAnyReplyWithoutATrap(reply: Reply, fields: [String: Reply]) {
        #expect(reply.fields == fields)
    }

    @Test func aReplyGivesOnlyWhatItIs() {
        #expect(Reply.string([0xff, 0x61]).text == "\u{fffd}a")
        #expect(Reply.status("OK").bytes == Array("OK".utf8))
        #expect(Reply.integer(3).text == nil)
        #expect(Reply.error("ERR").text == nil)
        #expect(Reply.string([0x31]).integer == nil)
        #expect(Reply.null.elements.isEmpty)
    }
}
