import Redis
import TestSupport
import Testing

/// The original client on the rig, driven with plain commands: what `wire.md` says of legacy boards holds for it.
struct LegacyClientTests {
    private let hub: LocalHub

    init() throws { hub = try LocalHub(Account()) }

    private func run(_ name: String, _ arguments: any CommandArgument...) throws -> Reply {
        try hub.ask(Command(name, list: arguments))
    }

    private func text(_ key: String) throws -> String? { try run("GET", key).text }

    /// What the access rules of the hub refused.
    private func refusals() throws -> [Reply] { try run("ACL", "LOG").elements }

    private struct Answer: Equatable {
        /// What the board put into its completion list; nil: nothing.
        var completion: String?
        var output: String?
    }

    /// Runs source as the original's server did.
    private func execute(
        _ source: String, on board: String, outputOf console: String? = nil, within seconds: Int = 4
    ) throws -> Answer {
        _ = try run("DEL", "repl:\(board).complete")
        _ = try run("RPUSH", "repl:\(board).command", source)
        let reply = try run("BLPOP", "repl:\(board).complete", seconds)
        return Answer(
            completion: reply.elements.last?.text, output: try text("repl:\(console ?? board).console.stdout"))
    }

    private func copy(_ content: [UInt8], to path: String, on board: String) throws -> String? {
        let number = try run("INCR", "transaction_id:\(board)").integer ?? 0
        let transaction = "transaction:\(board):\(number)"
        _ = try run("SET", "file:of-test", content)
        _ = try run("HSET", transaction, "source", "file:of-test", "dest", path)
        _ = try run("DEL", "repl:\(board).complete")
        _ = try run("RPUSH", "repl:\(board).copy", transaction)
        return try run("BLPOP", "repl:\(board).complete", 4).elements.last?.text
    }

    @Test func threeBoardsRegisterRunAndStayWithinTheirRights() throws {
        let boards = try [LegacyBoard("kitchen", on: hub), LegacyBoard(on: hub), LegacyBoard(nil, .wipy, on: hub)]
        for board in boards { try board.register() }
        #expect(boards.map(\.name) == ["kitchen", "esp8266-1", "wipy-1"])
        #expect(try boards.map { try text("boardinfo:\($0.name)") } == ["esp8266", "esp8266", "WiPy"])
        #expect(try text("boardregistry:esp8266") == "1")
        #expect(try text("boardregistry:WiPy") == "1")
        for board in boards {
            _ = try run("RPUSH", "repl:\(board.name).command", "import sys\nprint(sys.platform, 6 * 7)")
        }
        for board in boards {
            #expect(try run("BLPOP", "repl:\(board.name).complete", 4).elements.last?.text == "0")
        }
        let outputs = try boards.map { try text("repl:\($0.name).console.stdout") }
        #expect(outputs == ["esp8266 42\r\n", "esp8266 42\r\n", nil])
        #expect(boards[2].log.hasSuffix("\nWiPy 42\n"))
        #expect(try text("repl:wipy-1.console") == "127.0.0.1")
        #expect(try refusals() == [])
    }

    @Test func anIdleBoardRenewsItsStateEverySecondAndIsGoneAfterFive() throws {
        let board = try LegacyBoard("b", on: hub).register()
        var lowest = 5000
        let end = ContinuousClock.now + .seconds(2)
        while ContinuousClock.now < end { lowest = min(lowest, try run("PTTL", "board:b").integer ?? 0) }
        #expect((3000...4100).contains(lowest))
        board.cutPower()
        #expect(try text("board:b") == "idle")
        try eventually("the key has run out", within: 7) { try text("board:b") == nil }
    }

    @Test func aCompletionTellsWhetherTheProgramRaised() throws {
        let board = try LegacyBoard("b", on: hub).register()
        #expect(try execute("print('a')\nprint('b', end='')", on: "b") == Answer(completion: "0", output: "a\r\nb"))
        #expect(try execute("pass", on: "b") == Answer(completion: "0", output: nil))
        let raised = try execute("print(1)\n1/0", on: "b")
        #expect(raised.completion == "1")
        let lines = raised.output?.components ?? []
        #expect(lines.first == "1" && lines[1] == "Traceback (most recent call last):")
        #expect(lines.last?.hasPrefix("ZeroDivisionError: ") == true)
        #expect(lines[lines.count - 2] == "  File \"<string>\", line 2, in <module>")
        withExtendedLifetime(board) {}
    }

    @Test func functionsDoNotFindTheNamesOfTheirProgram() throws {
        let board = try LegacyBoard("b", on: hub).register()
        let programs = [
            "import gc\ndef f():\n    gc.collect()\nf()", "y = 1\ndef f():\n    return y\nf()",
            "def f(n):\n    return n and f(n - 1)\nf(3)",
        ]
        for program in programs {
            let answer = try execute(program, on: "b")
            #expect(answer.completion == "1" && answer.output?.contains("NameError: ") == true, "\(program)")
        }
        #expect(try execute("print(y)", on: "b") == Answer(completion: "0", output: "1\r\n"))
        withExtendedLifetime(board) {}
    }

    @Test(arguments: ["raise SystemExit", "raise KeyboardInterrupt", "def f():\n    global sys\n    sys = 1\nf()"])
    func aProgramCanEndTheClientAndAResetBringsItBack(_ program: String) throws {
        let board = try LegacyBoard("b", on: hub).register()
        // It completes if only what comes afterwards fails.
        let completion = try execute(program, on: "b", within: 1).completion
        #expect(completion == (program.hasPrefix("raise") ? nil : "0"))
        #expect(try execute("print(1)", on: "b", within: 3).completion == nil)
        try eventually("the board is at its prompt") { board.log.hasSuffix(">>> ") }
        _ = try run("DEL", "board:b")
        try board.reset()
        try board.register()
        #expect(try execute("print(1)", on: "b") == Answer(completion: "0", output: "1\r\n"))
    }

    @Test func sourceLongerThanASegmentIsCutAndWhatIsLeftRuns() throws {
        let board = try LegacyBoard("esp8266-7", on: hub).register()
        func source(_ size: Int) -> String {
            "print('a')\n#" + String(repeating: "#", count: size - 23) + "\nprint('b')"
        }
        // 536 bytes hold the source and the head of the reply that brings it.
        #expect(source(497).utf8.count == 497)
        #expect(try execute(source(497), on: "esp8266-7") == Answer(completion: "0", output: "a\r\nb\r\n"))
        #expect(try execute(source(498), on: "esp8266-7").completion == "1")
        #expect(try execute(source(520), on: "esp8266-7") == Answer(completion: "0", output: "a\r\n"))
        #expect(try execute(source(900), on: "esp8266-7") == Answer(completion: "0", output: "a\r\n"))
        withExtendedLifetime(board) {}
    }

    @Test func copiesOfAllSizesAndPlacesArriveWhole() throws {
        let board = try LegacyBoard("b", on: hub).register()
        for size in [0, 1, 256, 257, 258, 514, 10_000] {
            let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 % 95 + 32) }
            #expect(try copy(content, to: "lib/deep/er/\(size).txt", on: "b") == "0")
            #expect(try board.read("lib/deep/er/\(size).txt") == String(decoding: content, as: UTF8.self))
        }
        #expect(try run("EXISTS", "transaction:b:1").integer == 0)
        // It says 0 also when nothing was written.
        #expect(try copy([1], to: "lib", on: "b") == "0")
        #expect(try text("repl:b.console.stdout")?.contains("No such file b'lib'") == true)
        #expect(try refusals() == [])
    }

    @Test func aRenamedBoardServesItsOldQueuesUntilItIsReset() throws {
        let board = try LegacyBoard("old", on: hub).register()
        _ = try run("RPUSH", "repl:old.rename", "new")
        try eventually("the new name") { try text("board:new") == "idle" }
        #expect(try text("board:old") == nil)
        #expect(try run("EXISTS", "repl:old.complete", "repl:new.complete").integer == 0)
        // It alters its table of queues while it goes through it: with these names one of the new queues is left out.
        #expect(try execute("print(1)", on: "new", within: 2).completion == nil)
        // The old ones all stay, and what comes of them goes partly here and partly there.
        _ = try run("RPUSH", "repl:old.command", "print(2)")
        #expect(try run("BLPOP", "repl:new.complete", 4).elements.last?.text == "0")
        #expect(try text("repl:old.console.stdout") == "2\r\n")
        #expect(try text("repl:new.console.stdout") == nil)
        _ = try run("RPUSH", "repl:old.reset", "for a test")
        try eventually("it resets") { try text("board:new") == "reseting" }
        try board.register()
        #expect(board.name == "new")
        #expect(try execute("print(3)", on: "new") == Answer(completion: "0", output: "3\r\n"))
        #expect(try refusals() == [])
    }

    @Test func boardsThatNamedThemselvesShareTheQueuesOfTheUnregisteredUntilTheyAreReset() throws {
        let board = try LegacyBoard(on: hub).register()
        _ = try run("RPUSH", "repl:unregistered.command", "print(1)")
        #expect(try run("BLPOP", "repl:esp8266-1.complete", 4).elements.last?.text == "0")
        #expect(try text("repl:esp8266-1.console.stdout") == "1\r\n")
        try board.reset()
        try board.register()
        _ = try run("RPUSH", "repl:unregistered.command", "print(2)")
        #expect(try execute("print(3)", on: "esp8266-1") == Answer(completion: "0", output: "3\r\n"))
        #expect(try run("LLEN", "repl:unregistered.command").integer == 1)
    }

    @Test func outputComesInPiecesWhileItRunsAndTheStateIsLate() throws {
        let board = try LegacyBoard("b", .esp8266, on: hub).register()
        _ = try run("DEL", "repl:b.console.stdout")
        let program = "import time\nfor i in range(4):\n    print(i)\n    time.sleep(0.1)"
        _ = try run("RPUSH", "repl:b.command", program)
        // A line's LF waits for what comes next.
        try eventually("the first line") { try text("repl:b.console.stdout") == "0\r" }
        #expect(try run("LLEN", "repl:b.complete").integer == 0)
        #expect(try text("board:b") == "running")
        #expect(try run("TTL", "board:b").integer ?? 0 > 20)
        #expect(try run("BLPOP", "repl:b.complete", 4).elements.last?.text == "0")
        #expect(try text("board:b") == "running")
        #expect(try text("repl:b.console.stdout") == "0\r\n1\r\n2\r\n3\r\n")
        try eventually("it is idle", within: 1) { try text("board:b") == "idle" }
        withExtendedLifetime(board) {}
    }

    @Test func laterFirmwareMutesTheBoardOrRefusesTheClient() throws {
        let muted = try LegacyBoard("muted", .firmware("1.9.4"), on: hub)
        let refused = try LegacyBoard("refused", .firmware("1.10"), on: hub)
        try muted.register()
        let eighty = String(repeating: "x", count: 80)
        #expect(try execute("print('x' * 80)", on: "muted") == Answer(completion: "0", output: eighty + "\r\n"))
        #expect(try execute("print('x' * 81)", on: "muted") == Answer(completion: "0", output: eighty + "x"))
        #expect(try execute("print(1)", on: "muted") == Answer(completion: "0", output: nil))
        try eventually("the client does not start") { refused.log.hasSuffix(">>> ") }
        #expect(refused.log.contains("OSError: stream operation not supported"))
        #expect(try run("EXISTS", "board:refused").integer == 0)
    }

    @Test func aBoardDoesNotComeBackToAHubByItself() throws {
        let board = try LegacyBoard("b", on: hub).register()
        _ = try run("CLIENT", "KILL", "USER", "default")
        try eventually("the board is at its prompt") { board.log.hasSuffix(">>> ") }
        _ = try run("DEL", "board:b")
        try board.reset()
        try board.register()
    }
}

extension String {
    /// Its lines, without their CR LF.
    fileprivate var components: [String] { split(separator: "\r\n").map(String.init) }
}
