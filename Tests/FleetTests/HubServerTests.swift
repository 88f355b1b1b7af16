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

@Suite struct HubServerProgramTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func install(_ name: String, says text: String) throws {
        try directory.write("#!/bin/sh\necho '\(text)'\n", to: "script")
        // A copy, for a file that was open for writing here cannot run while another test's child is just being started.
        _ = try collect(
            Program("/bin/sh", ["-c", "cp $0 $1; chmod 700 $1", directory.file("script"), directory.file(name)]),
            within: .seconds(20))
    }

    @Test(arguments: [
        "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=ae4d7c971a948f0",
        "Redis server v=8.2.1 sha=0", "Valkey server v=8.0.1 sha=00000000:0", "Redis server v=10.0", "x v=7",
    ])
    func aServerFromVersionSevenIsTaken(text: String) throws {
        try install("redis-server", says: text)
        #expect(try HubServer.program(path: directory.path) == directory.file("redis-server"))
    }

    @Test(arguments: [
        ("Redis server v=6.2.7 sha=0", "6.2.7"), ("Redis server v=5.0.14", "5.0.14"), ("Redis server v=", ""),
        ("Redis server v=seven", "seven"), ("", "of an unknown version"), ("v", "of an unknown version"),
        ("Redis server v=99999999999999999999.1", "99999999999999999999.1"),
    ])
    func anOlderServerIsRefused(text: String, version: String) throws {
        try install("redis-server", says: text)
        #expect(throws: FleetError.unprotected(version: version)) { try HubServer.program(path: directory.path) }
    }

    @Test func valkeyIsTakenWhereRedisIsTooOld() throws {
        try install("redis-server", says: "Redis server v=6.2.7 sha=0")
        try install("valkey-server", says: "Valkey server v=8.0.1 sha=0")
        #expect(try HubServer.program(path: directory.path) == directory.file("valkey-server"))
    }

    @Test func aServerThatDoesNotRunIsRefused() throws {
        try install("redis-server", says: "'; exit 1; '")
        #expect(throws: FleetError.unprotected(version: "of an unknown version")) {
            try HubServer.program(path: directory.path)
        }
    }

    @Test(arguments: [
        ("# Server\r\nredis_version:7.0.15\r\nredis_mode:standalone\r\n", "7.0.15"),
        ("redis_version:7.2.4\nserver_name:valkey\nvalkey_version:8.0.1\n", "7.2.4"), ("redis_version:\r\n", ""),
        ("", "of an unknown version"), ("xredis_version:7", "of an unknown version"),
    ])
    func theVersionIsReadFromInfo(info: String, version: String) {
        #expect(Hub.version(inInfo: info) == version)
    }
}

@Suite struct HubServerTests {
    init() { Signals.ignorePipe() }

    @Test func aHubIsStartedJoinedAndStopped() throws {
        let started = try StartedHub()
        let server = started.server
        #expect(server.isUp)
        #expect(HubServer.running(in: started.places) == [server])
        #expect(try server.hub().run(Command("PING")) == .status("PONG"))
        // Starting what is up joins it.
        try server.start(path: "")
        let again = try server.hub().run(Command("INFO", "server")).text ?? ""
        #expect(again.contains("process_id:\(started.pid)\r\n"))
        try server.stop()
        #expect(!server.isUp)
        #expect(HubServer.running(in: started.places) == [])
        #expect(throws: FleetError.self) { try server.hub().run(Command("PING")) }
        // Stopping what is down is no error.
        try server.stop()
    }

    @Test func whatBoardsAndShellsPutThereIsKeptWhenItStartsAgain() throws {
        let started = try StartedHub()
        try started.server.hub().run(Command("HSET", Wire.meta("b"), "platform", "linux"))
        try started.server.stop()
        try started.server.start(path: "")
        defer { try? started.server.stop() }
        #expect(try started.server.hub().knownBoards() == ["b"])
    }

    @Test func whatItKeepsIsForOurEyesOnly() throws {
        let started = try StartedHub()
        let folder = started.server.folder
        func mode(_ path: String) -> mode_t {
            var facts = stat()
            return stat(path, &facts) == 0 ? facts.st_mode & 0o777 : 0o777
        }
        #expect(mode(started.places.state) == 0o700)
        #expect(mode(folder) == 0o700)
        #expect(mode("\(folder)/password") == 0o600)
        #expect(mode("\(folder)/hub.sock") == 0o700)
        // Redis writes the rules anew with its own mode.
        try started.server.hub().run(Command("ACL", "SAVE"))
        #expect(mode("\(folder)/users.acl") & 0o077 == 0)
        #expect(mode("\(folder)/redis.log") & 0o077 == 0)
    }

    @Test func thePasswordStandsNowhereButInItsFile() throws {
        let started = try StartedHub()
        let folder = started.server.folder
        let password = try LocalFile.read("\(folder)/password")
        #expect(password.count == 64)
        #expect(Set(password).isSubset(of: Array("0123456789abcdef".utf8)))
        try started.server.hub().run(Command("PING"))
        var places = LocalFile.names(in: folder).filter { $0 != "password" && $0 != "hub.sock" }.map {
            "\(folder)/\($0)"
        }
        #if os(Linux)
            places += ["/proc/\(started.pid)/cmdline", "/proc/\(started.pid)/environ"]
        #endif
        #expect(places.count >= 3)
        for place in places where !LocalFile.isFolder(place) {
            let content = try LocalFile.read(place, most: 1 << 24)
            #expect(content.firstRange(of: password) == nil, "\(place)")
        }
    }

    @Test func theShellsPasswordIsWanted() throws {
        let started = try StartedHub()
        let address = Address.tcp(host: "127.0.0.1", port: started.server.port)
        #expect(throws: FleetError.wantsPassword(address)) { try Hub(at: address, password: nil).run(Command("PING")) }
        #expect(throws: FleetError.passwordRefused(address)) {
            try Hub(at: address, password: "wrong").run(Command("PING"))
        }
        let file = "\(started.server.folder)/password"
        let hub = try Hub(named: "127.0.0.1:\(started.server.port)", passwordFile: file)
        #expect(try hub.run(Command("PING")) == .status("PONG"))
    }

    @Test func twoThatStartAtOnceShareOneHub() async throws {
        let directory = try TemporaryDirectory()
        let places = try Places(environment: ["HOME": directory.path])
        let server = HubServer(in: places, port: try freePort())
        defer { try? server.stop() }
        let pids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    try server.start(path: "")
                    let info = try server.hub().run(Command("INFO", "server")).text ?? ""
                    return info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("process_id:") }.map(
                        String.init)
                        ?? ""
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(pids.count == 1)
    }

    @Test func aPortInUseIsNamed() throws {
        let listener = try Listener()
        let directory = try TemporaryDirectory()
        let places = try Places(environment: ["HOME": directory.path])
        #expect(throws: FleetError.portTaken(listener.port)) {
            try HubServer(in: places, port: listener.port).start(path: "")
        }
        #expect(HubServer.running(in: places) == [])
    }

    @Test func aPortInUseByAHubOfSomebodyElseIsNamedSo() throws {
        let other = try StartedHub()
        let directory = try TemporaryDirectory()
        let places = try Places(environment: ["HOME": directory.path])
        #expect(throws: FleetError.notOurs(port: other.server.port)) {
            try HubServer(in: places, port: other.server.port).start(path: "")
        }
    }

    @Test func aFolderTooLongForASocketIsRefusedBeforeAnythingIsMade() throws {
        let directory = try TemporaryDirectory()
        let home = directory.file(String(repeating: "long-", count: 20))
        let places = try Places(environment: ["HOME": home, "XDG_STATE_HOME": home])
        do {
            try HubServer(in: places, port: 18_266).start(path: "")
            Issue.record("started")
        } catch {
            #expect("\(error)".contains("set XDG_STATE_HOME"))
        }
        #expect(LocalFile.names(in: directory.path) == [])
    }

    @Test func aFolderWithBlanksAndQuotesIsAFolder() throws {
        let directory = try TemporaryDirectory()
        let places = try Places(environment: ["HOME": directory.path, "XDG_STATE_HOME": directory.file("a \"b\\ $c'é")])
        let server = HubServer(in: places, port: try freePort())
        try server.start(path: "")
        #expect(try server.hub().run(Command("PING")) == .status("PONG"))
        try server.stop()
    }

    @Test func aStateFolderThatIsAFileIsNamed() throws {
        let directory = try TemporaryDirectory()
        try directory.write("", to: "mbm")
        let places = try Places(environment: ["HOME": directory.path, "XDG_STATE_HOME": directory.path])
        do {
            try HubServer(in: places, port: 18_266).start(path: "")
            Issue.record("started")
        } catch {
            guard case .file = error else { throw error }
        }
    }

    // MARK: Leaving

    @Test func theLastShellEndsAHubWithoutBoards() throws {
        let started = try StartedHub()
        let (first, second) = (try started.server.hub(), try started.server.hub())
        for hub in [first, second] { try hub.run(Command("PING")) }
        #expect(try started.server.leave(first) == .used)
        first.disconnect()
        #expect(try started.server.leave(second) == .ended)
        #expect(!started.server.isUp)
    }

    @Test func aHubWithBoardsStaysForThem() throws {
        let started = try StartedHub()
        let board = try started.stranger()
        for name in ["a", "b"] { try board.run(Command("SETEX", Wire.state(name), 15, "idle")) }
        #expect(try started.server.leave(try started.server.hub()) == .kept(boards: 2))
        #expect(started.server.isUp)
    }

    @Test func aHubThatWasStartedToStayStays() throws {
        let started = try StartedHub()
        try started.server.stay()
        #expect(try started.server.leave(try started.server.hub()) == .used)
        #expect(started.server.isUp)
    }
}
