import Redis
import TestSupport
import Testing

/// Files, long programs, and what legacy boards cannot tell.
struct LegacyFileTests {
    private let hub: LocalHub

    init() throws { hub = try LocalHub(Account()) }

    private func run(_ script: String, on board: String = "b", _ options: [String] = []) throws -> Finished {
        try hub.account.mbm(["--port", "\(hub.port)", "--use", board] + options, input: script)
    }

    @Test func filesGoBothWaysAndAreChecked() throws {
        let board = try LegacyBoard("b", on: hub).register()
        let content = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try hub.account.directory.write(content, to: "work/data.bin")
        let script = """
            put data.bin deep/er/
            get deep/er/data.bin back.bin
            ls deep/er
            get nowhere
            put data.bin deep
            ls

            """
        let there = try run(script, ["--keep-going"])
        #expect(
            there.output.hasPrefix(
                """
                b: deep/er/data.bin  3000 bytes
                b: back.bin  3000 bytes
                data.bin

                """))
        #expect(there.output.hasSuffix("\ndeep/\netc/\nlib/\nmain.py\n"), "\(there.output)")
        #expect(
            there.errors == """
                <stdin>:4: b: nowhere: no such file or directory
                <stdin>:5: b: deep: it is a directory

                """)
        #expect(there.status == 1)
        #expect(try hub.account.directory.bytes("work/back.bin") == content)
        withExtendedLifetime(board) {}
    }

    @Test func aFullBoardIsToldAndTheOldFileStays() throws {
        let board = try LegacyBoard("b", .small(8192), on: hub).register()
        try hub.account.directory.write("old", to: "work/small")
        try hub.account.directory.write(String(repeating: "x", count: 20_000), to: "work/large")
        let there = try run("put small f\nput large f\nls f\nput small f.mbm-part\nls f.mbm-part\n", ["--keep-going"])
        #expect(there.output == "b: f  3 bytes\nf\nb: f.mbm-part  3 bytes\nf.mbm-part\n")
        #expect(there.errors == "<stdin>:2: b: f: the file system is full\n")
        #expect(try board.read("f") == "old")
    }

    @Test func programsOfAllLengthsRunAlsoUnderALongName() throws {
        let name = "n" + String(repeating: "o", count: 63)
        let board = try LegacyBoard(name, on: hub).register()
        for length in [1, 40, 60, 80, 100, 500, 5000] {
            let ended = try run("'\(String(repeating: "x", count: length))'[-1] + 'y'\n", on: name)
            #expect(ended == Finished(0, "'xy'\n"), "\(length)")
        }
        #expect(try hub.ask(Command("EXISTS", "repl:\(name).command")).integer == 0)
        withExtendedLifetime(board) {}
    }

    @Test func missingOutputIsTold() throws {
        let muted = try LegacyBoard("muted", .firmware("1.9.4"), on: hub).register()
        let first = try run("print('x' * 81)\n1 + 1\n", on: "muted")
        #expect(first.output.hasPrefix(String(repeating: "x", count: 81)))
        #expect(first.errors.contains("muted: it completed, but its output is missing; a reset may help\n"))
        let reset = try run("reset\n1 + 1\n1/0\n", on: "muted")
        #expect(reset.output.hasPrefix("muted: back after a reset\n2\n"))
        let wipy = try LegacyBoard("wipy-1", .wipy, on: hub).register()
        let missing = try run("1 + 1\n", on: "wipy-1")
        #expect(missing.output == "")
        let remedy =
            "a WiPy shows it only on its own telnet console, and a line `wipy wipy-1 ADDRESS` in "
            + "\(hub.account.directory.file("home/config/mbm/config")) lets mbm read it there"
        #expect(missing.errors == "wipy-1: it completed, but its output is missing; \(remedy)\n")
        // Whether it raised is known all the same.
        #expect(try run("1 / 0\n", on: "wipy-1").status == 1)
        withExtendedLifetime([muted, wipy]) {}
    }

    @Test func aBoardThatRunsForLongIsSaidToRun() throws {
        let board = try LegacyBoard("b", on: hub).register()
        let ended = try run("import time; time.sleep(34); print('done')\n")
        #expect(ended.status == 0)
        #expect(ended.output == "done\n")
        #expect(ended.errors.hasPrefix("b: running, no sign for 3"), "\(ended.errors)")
        withExtendedLifetime(board) {}
    }

    @Test func aSilentBoardIsTakenBack() throws {
        let board = try LegacyBoard("b", on: hub).register()
        board.cutPower()
        _ = try hub.ask(Command("SET", "board:b", "idle", "EX", 5))
        let ended = try run("print('never')\n", ["--timeout", "6"])
        #expect(ended.status == 3)
        #expect(ended.errors.contains("b: silent: no sign of life for 6 s; nothing of it ran"), "\(ended.errors)")
        #expect(try hub.ask(Command("EXISTS", "repl:b.command", "lock:b")).integer == 0)
        // Known, listed, and forgotten when that is wanted.
        let gone = try run("use\nforget b\n")
        #expect(gone.output == "b  1 board: 1 offline\nb is forgotten\n")
        #expect(try hub.ask(Command("KEYS", "*:b")).elements == [])
    }

    @Test func aHubThatIsStartedAnewEndsAJobHonestly() throws {
        let board = try LegacyBoard("b", on: hub).register()
        let shell = try hub.account.start(
            ["--port", "\(hub.port)", "--use", "b"], input: "import time; time.sleep(5)\n")
        try eventually("it runs") { try hub.ask(Command("GET", "board:b")).text == "running" }
        try hub.crash()
        try hub.start()
        let ended = try shell.wait(within: 20)
        #expect(ended.status == 3 || ended.status == 4)
        #expect(
            ended.errors.contains("the hub was started anew, and the original client does not come back: reset it"),
            "\(ended.errors)")
        #expect(try hub.ask(Command("EXISTS", "lock:b")).integer == 0)
        withExtendedLifetime(board) {}
    }

    @Test func aBoardWhoseKeysAreMissingTripsNothing() throws {
        let board = try LegacyBoard("b", on: hub).register()
        let list = { try hub.account.mbm(["board-list", "--port", "\(hub.port)"]) }
        _ = try hub.ask(Command("DEL", "boardmeta:b", "boardinfo:b"))
        #expect(try list().status == 0)
        board.cutPower()
        _ = try hub.ask(Command("DEL", "boardmeta:b", "boardinfo:b"))
        _ = try hub.ask(Command("SET", "board:b", "idle", "EX", 5))
        #expect(try list() == Finished(0, "Name  Platform  State\nb               idle\n"))
        _ = try hub.ask(Command("DEL", "board:b", "boardmeta:b"))
        _ = try hub.ask(Command("SET", "boardinfo:b", "esp8266", "EX", 5))
        #expect(try list().output == "Name  Platform  State\n")
    }
}
