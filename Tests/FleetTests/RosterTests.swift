import Redis
import TestSupport
import Testing

@testable import Fleet

@Suite struct RosterTests {
    private static func look(_ here: [String: String], gone: Set<String> = []) -> Roster.Look {
        Roster.Look(here: here, gone: gone)
    }

    @Test(arguments: [
        (look(["a-1": "x"]), look(["a-1": "x"]), []),
        (look([:]), look(["a-10": "x", "a-2": "y"]), [Roster.Change.registered(["a-2", "a-10"])]),
        (look(["a": "x"]), look([:], gone: ["a"]), [.offline(["a"])]),
        (look([:], gone: ["a"]), look(["a": "x"]), [.back(["a"])]),
        (look(["a": "x"]), look(["b": "x"]), [.renamed("a", to: "b")]),
        // Two of which nothing is known are not the same.
        (look(["a": ""]), look(["b": ""]), [.registered(["b"])]),
        // Forgotten.
        (look(["a": "x"], gone: ["b"]), look(["a": "x"]), []),
        // Its old name was taken over by another board at once.
        (
            look(["a": "x", "c": "z"], gone: ["d"]), look(["b": "x", "d": "w", "e": "v"], gone: ["c"]),
            [.registered(["e"]), .back(["d"]), .offline(["c"]), .renamed("a", to: "b")]
        ),
    ])
    func changesAreToldFromOneLookToTheNext(before: Roster.Look, after: Roster.Look, changes: [Roster.Change]) {
        var roster = Roster()
        #expect(roster.take(before) == [])
        #expect(roster.take(after) == changes)
        #expect(roster.take(after) == [])
    }

    @Test func itIsReadFromTheHub() throws {
        let server = try RedisServer()
        let connection = try server.connect()
        let hub = Hub(at: server.socket, password: nil)
        var roster = Roster()
        func look() throws -> [Roster.Change] { try roster.look(hub, within: .seconds(5)) }
        #expect(try look() == [])
        _ = try connection.run([
            Command("SET", "board:b-1", "idle"), Command("SET", "boardid:b-1", "x"),
            Command("HSET", "boardmeta:b-1", "client", "1"), Command("SET", "board:old", "idle"),
        ])
        #expect(try look() == [.registered(["b-1", "old"])])
        _ = try connection.run([
            Command("RENAME", "board:b-1", "board:b-2"), Command("RENAME", "boardid:b-1", "boardid:b-2"),
            Command("RENAME", "boardmeta:b-1", "boardmeta:b-2"),
        ])
        #expect(try look() == [.renamed("b-1", to: "b-2")])
        _ = try connection.run(Command("DEL", "board:b-2"))
        #expect(try look() == [.offline(["b-2"])])
        _ = try connection.run(Command("SET", "board:b-2", "idle"))
        #expect(try look() == [.back(["b-2"])])
    }
}
