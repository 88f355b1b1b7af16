import Crypto
import Foundation
import Redis
import TestSupport
import Testing

/// A board among others and on a hub that comes and goes: names, files, connections.
@Suite(.serialized) struct FleetLifeTests {
    private let hub: LocalHub

    init() throws { hub = try LocalHub(Account()) }

    private func text(_ key: String) throws -> String? { try hub.ask(Command("GET", key)).text }
    private func expectNoRefusals() throws { #expect(try hub.ask(Command("ACL", "LOG")).elements == []) }
    private func hash(_ content: [UInt8]) -> String {
        SHA256.hash(data: content).map { (0x100 + Int($0)).hexadecimal.dropFirst() }.joined()
    }

    @Test(arguments: Installation.allCases)
    func itSaysWhatItIsAndShowsThatItLives(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        #expect(try board.meta("features") == "sha256,files,input,compile,interrupt" && board.meta("mpy") == "6")
        #expect(try board.meta("id")?.count == 16 && board.meta("platform") == text("boardinfo:b"))
        let memory = Int(try board.meta("memory") ?? "") ?? 0
        #expect((8_000..<40_000).contains(memory))
        let request = try board.ask("import time\ntime.sleep(6.5)")
        try eventually("who uses it") { try board.meta("request") == request.id && board.meta("by") == "tester@here" }
        while try request.look() == nil {
            #expect(try hub.ask(Command("TTL", "board:b")).integer ?? 0 >= 9)
            #expect(try hub.ask(Command("TTL", "boardid:b")).integer ?? 0 >= 30)
            usleep(50_000)
        }
        // Idle, it costs the hub about half a command a second.
        try hub.ask(Command("CONFIG", "RESETSTAT"))
        sleep(10)
        let statistics = try hub.ask(Command("INFO", "commandstats")).text ?? ""
        let calls = statistics.split(whereSeparator: \.isNewline)
            .filter { line in ["blpop:", "setex:", "expire:", "get:", "hset:"].contains { line.contains("_" + $0) } }
            .compactMap { $0.split(separator: "=")[1].split(separator: ",").first.flatMap { Int($0) } }
        #expect((4...9).contains(calls.reduce(0, +)), "\(statistics)")
        try expectNoRefusals()
    }

    @Test(arguments: Installation.allCases)
    func filesTakeTheirPlaceWhenTheyAreWholeAndRight(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        for size in [0, 1, 255, 256, 257, 512, 513, 20_000] {
            let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ size) }
            #expect(try board.put(content, to: "a/b/ü f", sha256: hash(content)).wait().ok)
            #expect(board.bytes("a/b/ü f") == content)
        }
        let old = board.bytes("a/b/ü f")
        let wrong = try board.put([1, 2, 3], to: "a/b/ü f", sha256: hash([9])).wait()
        #expect(wrong.kind == "ValueError" && wrong.message == "SHA-256 differs" && wrong.output == "")
        #expect(try board.put([1], to: "a/b", sha256: hash([1])).wait().message == "[Errno 21] EISDIR")
        #expect(try !board.put([1], to: "new/x", sha256: hash([2])).wait().ok)
        #expect(board.bytes("a/b/ü f") == old && board.bytes("new/x") == nil && board.unfinished == [])
        #expect(!FileManager.default.fileExists(atPath: board.path("new")))
        #expect(try !board.put([1], to: "", sha256: hash([1])).wait().ok)
        // Interrupted.
        let large = [UInt8](repeating: 7, count: 3_000_000)
        let request = try board.put(large, to: "large", sha256: hash(large))
        try eventually("it copies") { try text("board:b") == "copying" && board.unfinished != [] }
        try request.interrupt()
        #expect(try request.wait().kind == "KeyboardInterrupt")
        #expect(board.bytes("large") == nil && board.unfinished == [])
        // Broken off by a loss of power.
        _ = try board.put(large, to: "a/deep/large", sha256: hash(large))
        try eventually("it copies") { board.unfinished == ["a/deep/.mbm-part"] }
        board.cutPower()
        #expect(board.unfinished == ["a/deep/.mbm-part"])
        try hub.ask(Command("DEL", "board:b"))
        try board.start()
        try board.waitUntilIdle()
        #expect(board.unfinished == [])
        try expectNoRefusals()
    }

    @Test(arguments: Installation.allCases)
    func itTakesANewNameUnlessAnotherHasIt(_ installation: Installation) throws {
        let board = try ClientBoard(installation, name: "old", on: hub).waitUntilIdle()
        let other = try ClientBoard(.source, name: "taken", on: hub).waitUntilIdle()
        for refused in ["taken", "-x", "a b"] {
            try board.push("rename", refused)
            try eventually("the refusal of \(refused)") { try board.meta("conflict") == refused }
        }
        #expect(try board.run("print(1)").output == "1\n")
        chmod(board.path("mbm.json"), 0o640)
        try board.push("rename", "new")
        board.name = "new"
        try board.waitUntilIdle()
        for key in ["board:", "boardinfo:", "boardmeta:", "boardid:"] { #expect(try text("\(key)old") == nil) }
        #expect(try board.run("print(2)").output == "2\n")
        #expect(board.text("mbm.json")?.contains("\"new\"") == true)
        let mode = try FileManager.default.attributesOfItem(atPath: board.path("mbm.json"))[.posixPermissions] as? Int
        #expect(mode == 0o640)
        // The watch of the old name is gone for good.
        sleep(6)
        #expect(try text("board:old") == nil)
        withExtendedLifetime(other) {}
        try expectNoRefusals()
    }

    @Test(arguments: Installation.allCases)
    func aResetEndsItAndNothingStaysBehind(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let boot = try board.meta("boot")
        try board.push("reset", "for a test")
        try eventually("it has ended") { board.text("status") == "0\n" }
        #expect(try text("board:b") == "reseting" && board.processes == [])
        try board.start()
        try board.waitUntilIdle()
        #expect(try board.meta("boot") != boot)
    }

    @Test func ofTwoBoardsWithOneNameTheSecondWaits() throws {
        let first = try ClientBoard(.source, name: "twin", on: hub).waitUntilIdle()
        let second = try ClientBoard(.source, name: "twin", on: hub)
        try eventually("it waits") { second.log.contains("the name twin is another board's") }
        #expect(try first.meta("conflict") != first.meta("id"))
        for number in 0..<10 { #expect(try first.run("print(\(number))").output == "\(number)\n") }
        #expect(first.processes.count == 2 && second.processes.count == 1)
        let id = try first.meta("id")
        first.cutPower()
        try hub.ask(Command("DEL", "boardid:twin"))
        try eventually("it takes over") { try second.meta("id") != id && second.processes.count == 2 }
        #expect(try second.run("print(3)").output == "3\n" && second.meta("conflict") == "")
    }

    @Test(arguments: Installation.allCases)
    func whatAJobHadToSaySurvivesAHubThatGoesAway(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        func restart(after pause: UInt32) throws {
            try hub.crash()
            usleep(pause)
            try hub.start()
        }
        try restart(after: 300_000)
        try board.waitUntilIdle()
        #expect(try board.run("print(1)").output == "1\n")
        // While it prints, and more than it keeps.
        let talking = try board.ask(
            "import time\nfor i in range(200):\n    print('line %060d' % i)\n    time.sleep_ms(8)\nprint('end')")
        usleep(200_000)
        try restart(after: 900_000)
        let told = try talking.wait(within: 30)
        #expect(told.ok && told.output.hasSuffix("line " + String(repeating: "0", count: 57) + "199\nend\n"))
        #expect(told.outcome["length"]?.text == String(200 * 66 + 4))
        // When it has ended meanwhile.
        let ended = try board.ask("import time\ntime.sleep_ms(300)\nprint('x')")
        usleep(100_000)
        try restart(after: 600_000)
        #expect(try ended.wait(within: 30).output == "x\n")
        // While it runs; then an interrupt.
        let busy = try board.ask("while True: pass")
        try eventually("it runs") { try text("board:b") == "running" }
        try restart(after: 300_000)
        try eventually("it shows that it lives") { try text("board:b") == "running" }
        try busy.interrupt()
        #expect(try busy.wait(within: 30).kind == "KeyboardInterrupt")
        #expect(try board.run("print(2)").output == "2\n")
    }

    @Test func aConfigurationThatIsWrongIsToldInOneSentence() throws {
        for wrong in ["{", "[]", "{}", "{\"hub\": 5}", "{\"hub\": []}", "{\"hub\": \"h\", \"name\": \"a:b\"}"] {
            let board = try ClientBoard(.source, on: hub, configuration: wrong)
            try eventually("it has ended") { board.text("status") == "2\n" }
            #expect(
                board.log.hasPrefix("mbm: ") && board.log.filter { $0 == "\n" }.count == 1, "\(wrong): \(board.log)")
        }
    }

    @Test func withoutANameItGetsANumberAndTriesTheAddressesInTurn() throws {
        let hubs = "{\"hub\": [\"127.0.0.1:1\", \"127.0.0.1:\(hub.port)\"]}"
        let board = try ClientBoard(.source, name: "linux-1", on: hub, configuration: hubs)
        try board.waitUntilIdle()
        #expect(board.text("mbm.json")?.contains("\"name\": \"\(board.name)\"") == true)
        let wrong = try ClientBoard(
            .source, name: "locked", on: hub,
            configuration:
                "{\"hub\": \"127.0.0.1:\(hub.port)\", \"name\": \"locked\", \"user\": \"x\", \"password\": \"y\"}")
        try eventually("it says why") { wrong.log.contains("the hub refuses: WRONGPASS") }
        #expect(wrong.text("status") == nil)
    }
}

extension Int {
    fileprivate var hexadecimal: String { String(self, radix: 16) }
}
