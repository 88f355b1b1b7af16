import Processes
import Redis
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `server-start`, `server-stop`, `server-status` and what they keep.
@Suite struct ServerTests {
    private let account: Account
    private let port: Int

    init() throws {
        account = try Account()
        port = try freePort()
    }

    private func server(_ verb: String, _ arguments: [String] = []) throws -> Finished {
        try account.mbm(["server-\(verb)", "--port", "\(port)"] + arguments)
    }

    private func withServer(_ arguments: [String], _ body: (Finished) throws -> Void) throws {
        let started = try server("start", arguments)
        defer { _ = try? server("stop") }
        try body(started)
    }

    private var listening: String { "Cloudmanager service is listening on: " }

    private func ask(_ command: Command) throws -> Reply {
        let folder = "home/state/mbm/hub-\(port)"
        let connection = try Connection(to: .unix(path: account.directory.file("\(folder)/hub.sock")))
        try connection.run(Command("AUTH", "mbm", account.directory.read("\(folder)/password")))
        return try connection.run(command)
    }

    @Test func itListensAtTheAddressesThatAreGivenAndAtNoOther() throws {
        try withServer(["--bind", "127.0.0.1", "--bind", "127.0.0.3"]) { (started: Finished) throws in
            #expect(started == Finished(0, listening + "127.0.0.1:\(port), 127.0.0.3:\(port)\n"))
            for host in ["127.0.0.1", "127.0.0.3"] {
                #expect(try Connection(to: .tcp(host: host, port: port)).run([Command("PING")]) == [.status("PONG")])
            }
            #expect(throws: RedisError.self) { try Connection(to: .tcp(host: "127.0.0.2", port: port)) }
            #expect(
                try server("start")
                    == Finished(
                        0,
                        "Cloudmanager service is running already, listening on: 127.0.0.1:\(port), 127.0.0.3:\(port)\n")
            )
        }
    }

    @Test func itListensEverywhereIfNothingIsSaid() throws {
        try withServer([]) { (started: Finished) throws in
            let own = try collect(Program("hostname", ["-I"]), within: .seconds(5)).text
                .split(whereSeparator: \.isWhitespace).filter { $0.contains(".") }.map { "\($0):\(port)" }
            #expect(
                started.output == listening + (own.isEmpty ? ["127.0.0.1:\(port)"] : own).joined(separator: ", ") + "\n"
            )
            #expect(try Connection(to: .tcp(host: "127.0.0.2", port: port)).run([Command("PING")]) == [.status("PONG")])
        }
    }

    @Test func anAddressOfAnotherMachineIsRefused() throws {
        let run = try server("start", ["--bind", "127.0.0.1", "--bind", "198.51.100.7"])
        #expect(run.status == 4)
        #expect(
            run.errors.hasPrefix("mbm: 198.51.100.7 is no address of this machine: --bind takes one of its own ("),
            "\(run)")
        #expect(try server("status").status == 4)
    }

    @Test(arguments: ["-::1", "*", "localhost", "a b", "1;save"])
    func whatIsNoAddressIsRefused(address: String) throws {
        let run = try server("start", ["--bind=\(address)"])
        #expect(run.status == 2)
        #expect(run.errors.contains("--bind takes an address like 192.168.1.127, not '\(address)'."), "\(run)")
    }

    @Test func whatItKnowsIsInTheFileThatWasNamed() throws {
        try withServer(["--bind", "127.0.0.1", "--rdbfile", "boards kept.rdb"]) { (started: Finished) throws in
            #expect(started.status == 0, "\(started)")
            _ = try ask(Command("SET", "group:lab", "a,b"))
        }
        #expect(try server("status").status == 4)
        #expect(try account.directory.read("work/boards kept.rdb").hasPrefix("REDIS"))
        // From another folder's file nothing is known; from this one's, all.
        try withServer(["--bind", "127.0.0.1"]) { (_: Finished) throws in
            let kept = try ask(Command("GET", "group:lab"))
            #expect(kept == .null)
        }
        try withServer(["--bind", "127.0.0.1", "--rdbfile", account.work + "/boards kept.rdb"]) {
            (_: Finished) throws in
            let kept = try ask(Command("GET", "group:lab")).text
            #expect(kept == "a,b")
        }
        let found = try collect(Program("ls", ["-A", account.work]), within: .seconds(5)).text
        #expect(found == "boards kept.rdb\n")
    }

    @Test func aFileThatCannotBeKeptIsRefusedBeforeItStarts() throws {
        let nowhere = try server("start", ["--rdbfile", "no/such.rdb"])
        #expect(nowhere.status == 2)
        #expect(nowhere.errors.contains("no/such.rdb: there is no such folder to keep the hub's data in"), "\(nowhere)")
        let folder = try server("start", ["--rdbfile", "/tmp"])
        #expect(folder == Finished(2, "", "mbm: /tmp: this is a folder: --rdbfile takes the name of a file\n"))
        try account.directory.write("no data of a hub", to: "work/text")
        let text = try server("start", ["--rdbfile", "text"])
        #expect(text.status == 4)
        #expect(text.errors.hasPrefix("mbm: the hub did not start: "), "\(text)")
        #expect(try account.directory.read("work/text") == "no data of a hub")
    }

    @Test func itsStatusTellsBoardsMemoryAndWork() throws {
        try withServer(["--bind", "127.0.0.1"]) { (_: Finished) throws in
            _ = try ask(Command("SETEX", "board:a", 15, "idle"))
            _ = try ask(Command("SETEX", "board:b", 15, "idle"))
            _ = try ask(Command("HSET", "boardmeta:c", "platform", "linux"))
            #expect(try server("status") == Finished(0, "Running\n"))
            let verbose = try server("status", ["--verbose"]).output.split(separator: "\n").map(String.init)
            #expect(verbose.count == 7)
            #expect(verbose[0] == "Running")
            #expect(verbose[1].hasPrefix("Version: Redis "))
            #expect(verbose[2] == "Addresses: 127.0.0.1:\(port)")
            #expect(verbose[3].hasPrefix("Uptime: ") && verbose[3].hasSuffix(" s"))
            #expect(verbose[4] == "Boards: 2 idle, 1 offline")
            #expect(verbose[5].hasPrefix("Memory: ") && verbose[5].hasSuffix(" MB"))
            #expect(verbose[6].hasPrefix("Commands per second: "))
            let json = try server("status", ["--json"]).output
            let start = #"{"addresses":["127.0.0.1:\#(port)"],"boards":{"idle":2,"offline":1},"commandsPerSecond":"#
            #expect(json.hasPrefix(start), "\(json)")
            #expect(json.contains(#","running":true,"uptime":"#) && json.contains(#","version":""#), "\(json)")
        }
        #expect(try server("status", ["--json"]) == Finished(4, "{\"running\":false}\n"))
        #expect(try server("status", ["--verbose"]) == Finished(4, "Server is not running\n"))
    }

    @Test func theOriginalsNamesOfTheCommandsAreAccepted() throws {
        let port = ["--port", "\(port)"]
        #expect(try account.mbm(["service-start", "--bind", "127.0.0.1"] + port).output.hasPrefix(listening))
        #expect(try account.mbm(["service-status"] + port) == Finished(0, "Running\n"))
        #expect(try account.mbm(["service-stop"] + port) == Finished(0, "Service is shutdown\n"))
    }

    // MARK: Protection

    /// A server that passes over the file with the rules.
    @Test func aServerThatLetsAnyoneInIsEndedAgain() throws {
        try account.directory.write(
            """
            #!/bin/sh
            case $1 in
                --version) exec /usr/bin/redis-server --version ;;
                *) grep -v ^aclfile "$1" | exec /usr/bin/redis-server - ;;
            esac

            """, to: "script")
        mkdir(account.directory.file("bin"), 0o700)
        _ = try collect(
            Program(
                "/bin/sh",
                [
                    "-c", "cp \"$0\" \"$1\"; chmod 700 \"$1\"", account.directory.file("script"),
                    account.directory.file("bin/redis-server"),
                ]), within: .seconds(20))
        account.environment["PATH", default: ""] =
            "\(account.directory.file("bin")):\(account.environment["PATH"] ?? "")"
        let run = try server("start")
        #expect(run.status == 4)
        #expect(run.errors.hasPrefix("mbm: the hub was ended again: "), "\(run)")
        try eventually("its end") { try server("status").status == 4 }
        #expect(throws: RedisError.self) { try Connection(to: .tcp(host: "127.0.0.1", port: port)) }
    }

    @Test func rulesThatCannotBeWrittenAreNoHub() throws {
        let folder = account.directory.file("home/state/mbm/hub-\(port)/users.acl/full")
        _ = try collect(Program("mkdir", ["-p", folder]), within: .seconds(5))
        let run = try server("start")
        #expect(run.status == 2)
        #expect(run.errors.contains("users.acl: "), "\(run)")
        #expect(run.errors.split(separator: "\n").count == 1)
        #expect(try server("status").status == 4)
    }

    // MARK: What does not start

    @Test func aStartThatFailsLeavesNothingOfItsOwn() throws {
        let folder = "home/state/mbm/hub-\(port)"
        func isThere(_ file: String = "password") -> Bool { (try? account.directory.bytes("\(folder)/\(file)")) != nil }
        let listener = try Listener(port: port)
        let run = try server("start")
        #expect(
            run == Finished(4, "", "mbm: port \(port) is in use by another program: choose another one with --port\n"))
        #expect(!isThere() && !isThere("redis.log"))
        #expect(access(account.directory.file(folder), F_OK) != 0)
        withExtendedLifetime(listener) {}
    }

    @Test func aStartThatFailsKeepsWhatWasThere() throws {
        let folder = "home/state/mbm/hub-\(port)"
        try withServer([]) { (_: Finished) throws in _ = try ask(Command("SET", "group:lab", "a")) }
        let password = try account.directory.read("\(folder)/password")
        let listener = try Listener(port: port)
        #expect(try server("start").status == 4)
        #expect(try account.directory.read("\(folder)/password") == password)
        withExtendedLifetime(listener) {}
    }

    @Test func aStartWhoseLogIsNamedKeepsTheLog() throws {
        try account.directory.write("no data of Redis", to: "work/data.rdb")
        let run = try server("start", ["--rdbfile", "data.rdb"])
        #expect(run.status == 4)
        let log = account.directory.file("home/state/mbm/hub-\(port)/redis.log")
        #expect(run.errors.hasSuffix("; its log is \(log)\n"), "\(run)")
        #expect(try !account.directory.read("home/state/mbm/hub-\(port)/redis.log").isEmpty)
    }

    // MARK: Crashes

    @Test func whatTheHubKnowsSurvivesACrash() throws {
        let hub = try LocalHub(account)
        let written: [(Command, Command, Reply)] = [
            (Command("SET", "group:lab", "a,b"), Command("GET", "group:lab"), .string(Array("a,b".utf8))),
            (Command("INCRBY", "boardregistry:esp8266", 7), Command("GET", "boardregistry:esp8266"), .string([0x37])),
            (
                Command("HSET", "boardmeta:a", "platform", "esp8266"), Command("HGET", "boardmeta:a", "platform"),
                .string(Array("esp8266".utf8))
            ),
            (
                Command("SET", "file:0", [UInt8](repeating: 0xff, count: 1 << 20), "EX", 3600),
                Command("STRLEN", "file:0"), .integer(1 << 20)
            ),
            (
                Command("HSET", "transaction:a:1", "source", "file:0"), Command("HGET", "transaction:a:1", "source"),
                .string(Array("file:0".utf8))
            ),
            (Command("RPUSH", "repl:a.copy", "transaction:a:1"), Command("LLEN", "repl:a.copy"), .integer(1)),
        ]
        for (write, _, _) in written { try hub.ask(write) }
        try hub.crash()
        try hub.start()
        for (_, read, reply) in written { #expect(try hub.ask(read) == reply) }
        // A transfer still has its end.
        let left = try hub.ask(Command("TTL", "file:0")).integer ?? 0
        #expect((3500...3600).contains(left))
        #expect(try account.mbm(["-c", "boards"]).output.contains("a "))
    }
}
