import Processes
import Redis
import TestSupport
import Testing

@testable import Fleet

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What somebody without a password can do on a hub that mbm started, tried over TCP on a real one.
@Suite struct AccessTests {
    /// No server can refuse these: they end or name a connection, or say who one is.
    private static let open: Set<String> = ["auth", "hello", "quit", "reset", "ping"]

    private func isRefused(_ reply: Reply) -> Bool {
        guard case .error(let text) = reply else { return false }
        return text.contains("NOPERM") || text.hasPrefix("ERR DEBUG command not allowed")
            || text.hasPrefix("ERR MODULE command not allowed")
    }

    /// Every command that the server knows but those that are open, with as many times `key` as it wants at least.
    private func everyCommand(of server: HubServer) throws -> [(name: String, on: (_ key: String) -> Command)] {
        let admin = try server.hub()
        let names = try admin.run(Command("COMMAND", "LIST")).elements.compactMap(\.text)
        #expect(names.count > 200)
        let containers = Set(names.compactMap { name in name.firstIndex(of: "|").map { String(name[..<$0]) } })
        let tried = names.filter { !Self.open.contains($0) && !containers.contains($0) }
        let facts = try admin.run(Command("COMMAND", list: ["INFO"] + tried)).elements
        return zip(tried, facts).map { name, fact in
            let words = name.split(separator: "|").map(String.init)
            let arity = abs(fact.elements.count > 1 ? fact.elements[1].integer ?? 0 : 0)
            return (
                name,
                { key in
                    let arguments = Array(repeating: key, count: max(0, arity - words.count))
                    return Command(words[0], list: Array(words.dropFirst()) + arguments)
                }
            )
        }
    }

    @Test func everyCommandOfTheServerIsRefusedOnAForeignKey() throws {
        let started = try StartedHub()
        let commands = try everyCommand(of: started.server)
        for key in ["group:g", "other"] {
            let replies = try started.stranger().run(commands.map { $0.on(key) }, within: .seconds(60))
            for (command, reply) in zip(commands, replies) {
                #expect(isRefused(reply), "\(command.name) \(key): \(reply)")
            }
        }
    }

    /// What no board needs is refused on a board's own keys, too.
    @Test func everyOtherCommandOfTheServerIsRefusedOnEveryKey() throws {
        let started = try StartedHub()
        let needed = Set(Self.rights.filter { !$0.on.isEmpty }.map { $0.words[0].lowercased() })
        let commands = try everyCommand(of: started.server).filter { !needed.contains($0.name) }
        let stranger = try started.stranger()
        for key in Self.keys {
            for (command, reply) in zip(
                commands, try stranger.run(commands.map { $0.on(key) }, within: .seconds(60)))
            {
                #expect(isRefused(reply), "\(command.name) \(key): \(reply)")
            }
        }
    }

    /// Every command that a board may use, and the keys it may use it on, as patterns.
    private static let rights: [(words: [String], after: [String], on: [String])] = [
        (["RPUSH"], ["v"], ["repl:*.complete"]),
        (["APPEND"], ["v"], ["repl:*.console.stdout"]),
        (["BLPOP"], ["0.001"], ["repl:*"]),
        (["GETRANGE"], ["0", "9"], ["file:*", "repl:*.console.stdin"]),
        (["STRLEN"], [], ["file:*", "repl:*.console.stdin"]),
        (["HGET"], ["f"], ["transaction:*"]),
        (["SETEX"], ["5", "v"], ["board:*", "boardinfo:*"]),
        (["DEL"], [], ["repl:*", "board:*", "boardinfo:*", "boardmeta:*", "boardid:*", "transaction:*"]),
        (["INCR"], [], ["boardregistry:*"]),
        (["SET"], ["v"], ["repl:*.console", "boardid:*"]),
        (["GET"], [], ["boardid:*"]),
        (["XADD"], ["*", "f", "v"], ["reply:*"]),
        (["HSET"], ["f", "v"], ["boardmeta:*"]),
        (["EXPIRE"], ["5"], ["boardmeta:*", "boardid:*", "reply:*"]),
        // Of other commands none on any key.
        (["LPOP"], [], []), (["LRANGE"], ["0", "9"], []), (["LPUSH"], ["v"], []), (["COPY"], ["repl:b.complete"], []),
        (["RENAME"], ["repl:b.complete"], []), (["TTL"], [], []), (["XRANGE"], ["-", "+"], []), (["XLEN"], [], []),
        (["XTRIM"], ["MAXLEN", "0"], []), (["HGETALL"], [], []), (["EXISTS"], [], []), (["TYPE"], [], []),
        (["UNLINK"], [], []), (["XREAD", "STREAMS"], ["0"], []), (["DUMP"], [], []), (["GETDEL"], [], []),
        (["SETNX"], ["v"], []), (["PERSIST"], [], []), (["SUBSCRIBE"], [], []), (["PUBLISH"], ["v"], []),
    ]

    private static let keys = [
        "repl:b.complete", "repl:b.console.stdout", "repl:b.console.stdin", "repl:b.console", "repl:b.command",
        "repl:b.copy", "repl:b.rename", "repl:b.reset", "repl:b.interrupt", "repl:b.input.7", "file:abc",
        "transaction:b:1",
        "transaction_id:b", "board:b", "boardinfo:b", "boardmeta:b", "boardid:b", "boardregistry:linux", "reply:abc",
        "reply:abc.done", "group:g", "alias:b", "input:b", "lock:b", "hub:stays", "other", "xboard:b",
        "xrepl:b.complete",
    ]

    @Test func everyCommandOfABoardWorksOnItsOwnKeysAlone() throws {
        let started = try StartedHub()
        let stranger = try started.stranger()
        for (words, after, patterns) in Self.rights {
            let commands = Self.keys.map { Command(words[0], list: words.dropFirst() + [$0] + after) }
            for (key, reply) in zip(Self.keys, try stranger.run(commands, within: .seconds(30))) {
                let isAllowed = patterns.contains { fnmatch($0, key, 0) == 0 }
                #expect(isRefused(reply) == !isAllowed, "\(words[0]) \(key): \(reply)")
            }
        }
    }

    @Test(arguments: [
        ["DEL", "board:b", "group:g"], ["DEL", "group:g", "board:b"], ["BLPOP", "repl:b.complete", "lock:b", "0.001"],
        ["DEL", "board:b", "file:abc"],
    ])
    func oneForeignKeyAmongOwnOnesIsRefused(words: [String]) throws {
        let started = try StartedHub()
        let reply = try started.stranger().run([Command(words[0], list: Array(words.dropFirst()))])[0]
        #expect(isRefused(reply), "\(reply)")
    }

    @Test func theShellMayDoEverything() throws {
        let started = try StartedHub()
        let hub = try started.server.hub()
        for key in Self.keys { #expect(try hub.run(Command("SET", key, "v")) == .status("OK")) }
        #expect(try hub.run(Command("CONFIG", "GET", "port")).elements.last?.text == "\(started.server.port)")
        #expect(try hub.run(Command("FLUSHALL")) == .status("OK"))
    }

    /// A hub for a demo is for this machine alone.
    @Test func aHubOnLoopbackListensNowhereElse() throws {
        let directory = try TemporaryDirectory()
        let server = HubServer(folder: directory.file("hub"), port: try freePort(), reach: .loopback)
        try server.start(path: "")
        defer { try? server.stop() }
        #expect(server.addresses() == ["127.0.0.1:\(server.port)"])
        #expect(try server.hub().run(Command("CONFIG", "GET", "bind")).elements.last?.text == "127.0.0.1")
        let stranger = try Connection(to: .tcp(host: "127.0.0.1", port: server.port))
        #expect(isRefused(try stranger.run([Command("KEYS", "*")])[0]))
    }
}
