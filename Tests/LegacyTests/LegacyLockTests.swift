import Redis
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Shells that want the same legacy board.
struct LegacyLockTests {
    private let hub: LocalHub

    init() throws { hub = try LocalHub(Account()) }

    private func start(_ script: String, on boards: String) throws -> Run {
        try hub.account.start(["--port", "\(hub.port)", "--use", boards], input: script)
    }

    private func text(_ key: String) throws -> String? { try hub.ask(Command("GET", key)).text }

    @Test func twoShellsOfOneUserTakeTurnsAndNothingIsMixed() throws {
        let boards = try (1...2).map { try LegacyBoard("b-\($0)", on: hub) }
        for board in boards { try board.register() }
        let header = "## b-[1-2] " + String(repeating: "#", count: 69) + "\n"
        let shells = try ["left", "right"].map { mark in
            let lines = (1...6).map { "print('\(mark)', \($0)) or '\(mark)'\n" }
            return (mark, try start(lines.joined(), on: "b-[1-2]"))
        }
        for (mark, shell) in shells {
            let ended = try shell.wait(within: 60)
            #expect(ended.status == 0, "\(ended)")
            #expect(ended.output == (1...6).map { header + "\(mark) \($0)\n'\(mark)'\n" }.joined())
            let notes = ended.errors.split(separator: "\n")
            #expect(notes.filter { !$0.contains(" is busy with a job of tester@") } == [])
        }
        #expect(try hub.ask(Command("KEYS", "lock:*")).elements == [])
    }

    @Test func theLockOfAKilledShellExpiresAndWhatItLeftIsNoAnswer() throws {
        let board = try LegacyBoard("b", on: hub).register()
        let first = try start("import time; time.sleep(2); print('old')\n", on: "b")
        try eventually("it runs") { try text("board:b") == "running" }
        first.signal(SIGKILL)
        let left = try hub.ask(Command("TTL", "lock:b")).integer ?? 0
        #expect((1...30).contains(left))
        let second = try start("print('new')\n", on: "b")
        try eventually("it is told whose the board is") { second.errors.contains("b is busy with a job of tester@") }
        _ = try hub.ask(Command("PEXPIRE", "lock:b", 100))
        let ended = try second.wait(within: 30)
        #expect(ended.status == 0)
        #expect(ended.output == "new\n")
        #expect(try text("lock:b") == nil)
        withExtendedLifetime(board) {}
    }

    @Test func controlCWhileAnotherShellHasTheBoardWithdraws() throws {
        let board = try LegacyBoard("b", on: hub).register()
        _ = try hub.ask(Command("SET", "lock:b", "other@host 1"))
        let shell = try start("print('never')\n", on: "b")
        try eventually("it waits") { shell.errors.contains("b is busy with a job of other@host: waiting") }
        shell.signal(SIGINT)
        let ended = try shell.wait(within: 10)
        #expect(ended.status == 130)
        #expect(ended.output == "")
        #expect(ended.errors.contains("interrupted: b"))
        #expect(try text("lock:b") == "other@host 1")
        #expect(try hub.ask(Command("LLEN", "repl:b.command")).integer == 0)
        for command in [["board", "b", "reset"], ["board-rename", "b", "c"]] {
            let refused = try hub.account.mbm([command[0], "--port", "\(hub.port)"] + command.dropFirst())
            #expect(refused.status == 3)
            #expect(refused.errors.contains("it is busy with a job of other@host"), "\(refused.errors)")
        }
        withExtendedLifetime(board) {}
    }

    @Test func controlCOnARunningBoardSaysThatItCannotBeInterruptedAndLeaves() throws {
        let board = try LegacyBoard("b", on: hub).register()
        let shell = try start("import time; time.sleep(8); print('late')\n", on: "b")
        try eventually("it runs") { try text("board:b") == "running" }
        shell.signal(SIGINT)
        let ended = try shell.wait(within: 7)
        #expect(ended.status == 130)
        #expect(ended.errors.contains("cannot be interrupted: b\n"))
        #expect(ended.errors.contains("left running: b"))
        #expect(try text("lock:b") == nil)
        // The next one waits for its end and gets its own answer.
        let next = try start("print('mine')\n", on: "b").wait(within: 30)
        #expect(next == Finished(0, "mine\n", "b is busy: waiting\n"))
        withExtendedLifetime(board) {}
    }
}
