import Processes
import Redis
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Boards, hubs and shells that end or stop in the middle of work.
@Suite(.serialized, .fleet(3)) struct FaultTests {
    /// A block that says that it has begun, works for a while and answers.
    private func work(seconds: Int) -> String {
        """
        import time
        if True:
            open("started", "w").close()
            for i in range(\(seconds * 10)):
                time.sleep_ms(100)
            print("done")

        """
    }

    /// Starts work on all boards and waits until all of them are at it.
    private func begin(_ script: String) throws -> Run {
        let fleet = try fleet
        for board in fleet.boards { unlink(board.path("started")) }
        try fleet.waitUntilIdle(fleet.boards)
        let run = try fleet.start(script)
        try eventually("work on all boards; \(run.errors)") { fleet.boards.allSatisfy { $0.has("started") } }
        return run
    }

    /// Nothing is left for a board to do.
    private func expectNothingIsQueued() throws {
        for board in try fleet.boards {
            for queue in ["command", "copy", "interrupt"] {
                let key = "repl:\(board.name).\(queue)"
                #expect(try fleet.hub.ask(Command("LLEN", key)) == .integer(0), "\(key)")
            }
        }
    }

    private let othersAnswers = header("board-[1,3]") + "done\n"

    @Test func aBoardThatFreezesIsSilentAndTheOthersAnswersStand() throws {
        let board = try fleet.boards[1]
        let run = try begin(work(seconds: 2))
        board.freeze()
        defer { board.resume() }
        let ended = try run.wait(within: 20)
        #expect(ended.status == 3)
        #expect(ended.output == othersAnswers)
        #expect(ended.errors.hasPrefix("<stdin>:2: board-2: silent: no sign of life for 10 s"), "\(ended.errors)")
        try expectNothingIsQueued()
    }

    @Test func aBoardThatDiesIsSilentAndTheOthersAnswersStand() throws {
        let board = try fleet.boards[1]
        let run = try begin(work(seconds: 2))
        board.crash()
        let ended = try run.wait(within: 20)
        try board.start()
        #expect(ended.status == 3)
        #expect(ended.output == othersAnswers)
        #expect(ended.errors.hasPrefix("<stdin>:2: board-2: silent: no sign of life for 10 s"), "\(ended.errors)")
    }

    @Test func aBoardThatRestartsHasLostTheRequest() throws {
        let board = try fleet.boards[1]
        let run = try begin(work(seconds: 2))
        board.crash()
        try board.start()
        let ended = try run.wait(within: 20)
        #expect(ended.status == 3)
        #expect(ended.output == othersAnswers)
        #expect(
            ended.errors
                == "<stdin>:2: board-2: silent: it restarted before it answered; it may have run\n")
    }

    @Test func aRequestThatAFrozenBoardHasTakenMayRunYet() throws {
        let fleet = try fleet
        let board = fleet.boards[1]
        try fleet.waitUntilIdle(fleet.boards)
        // What boards that woke late have answered to nobody; it expires.
        let before = try fleet.hub.ask(Command("KEYS", "reply:*")).elements.count
        board.freeze()
        defer { board.resume() }
        let ended = try fleet.run("print('done')\n", within: 20)
        #expect(ended.status == 3)
        #expect(ended.output == othersAnswers)
        #expect(ended.errors.hasPrefix("<stdin>:1: board-2: silent: no sign of life for 1"), "\(ended.errors)")
        #expect(ended.errors.hasSuffix("; it may have run, or run yet\n"), "\(ended.errors)")
        try expectNothingIsQueued()
        #expect(try fleet.hub.ask(Command("KEYS", "reply:*")).elements.count <= before)
    }

    @Test func aRequestThatAFrozenBoardHasNotTakenIsTakenBack() throws {
        let fleet = try fleet
        let board = fleet.boards[1]
        let other = try begin(work(seconds: 2))
        board.freeze()
        let ended = try fleet.run("ran = 1\n", within: 20)
        try expectNothingIsQueued()
        board.resume()
        #expect(ended.status == 3)
        let notes = ended.errors.split(separator: "\n").filter { !$0.contains(" is busy with a job of tester@") }
        #expect(notes.count == 1)
        #expect(notes[0].hasPrefix("<stdin>:1: board-2: silent: no sign of life for 1"), "\(ended.errors)")
        #expect(notes[0].hasSuffix("; nothing of it ran"), "\(ended.errors)")
        // Whether the other shell had given it up by then.
        #expect([0, 3].contains(try other.wait(within: 20).status))
        try fleet.waitUntilIdle([board])
        let asked = try fleet.run("'ran' in globals()\n")
        #expect(asked == Finished(0, header("board-[1,3]") + "True\n" + header("board-2") + "False\n"))
    }

    @Test func aBoardThatIsOfflineIsNotWaitedFor() throws {
        let fleet = try fleet
        let board = fleet.boards[1]
        try fleet.waitUntilIdle(fleet.boards)
        board.crash()
        try fleet.hub.ask(Command("DEL", "board:board-2"))
        let ended = try fleet.run("print('done')\n")
        try board.start()
        #expect(ended == Finished(3, othersAnswers, "<stdin>:1: board-2: silent: it is offline\n"))
        try expectNothingIsQueued()
    }

    @Test func aHubThatDiesEndsTheShellInASentence() throws {
        let fleet = try fleet
        let run = try begin(work(seconds: 1))
        try fleet.hub.crash()
        let ended = try run.wait(within: 15)
        try fleet.hub.start()
        #expect(ended.status == 4)
        #expect(
            ended.errors.hasPrefix("the hub went away: waiting for it to come back\n<stdin>:2: "), "\(ended.errors)")
        #expect(ended.errors.contains("went away: "), "\(ended.errors)")
    }

    @Test func anAnswerSurvivesARestartOfTheHub() throws {
        let fleet = try fleet
        let run = try begin(work(seconds: 2))
        try fleet.hub.crash()
        try fleet.hub.start()
        let ended = try run.wait(within: 30)
        #expect(
            ended
                == Finished(
                    0, header("board-[1-3]") + "done\n",
                    "the hub went away: waiting for it to come back\nthe hub is back\n"))
    }

    @Test func aFileInTransferArrivesAfterACrashOfTheHub() throws {
        let fleet = try fleet
        let board = fleet.boards[1]
        try fleet.waitUntilIdle(fleet.boards)
        let text = String(repeating: "what a file holds\n", count: 20_000)
        try fleet.account.directory.write(text, to: "work/big.txt")
        let other = try begin(work(seconds: 2))
        // Behind the work of the other shell: the file is on the hub and no board has asked for it.
        let run = try fleet.start("put big.txt\n")
        try eventually("the order on the hub; \(run.errors)") {
            try fleet.hub.ask(Command("LLEN", "repl:\(board.name).copy")) == .integer(1)
        }
        try fleet.hub.crash()
        try fleet.hub.start()
        #expect(try other.wait(within: 30).status == 0)
        let ended = try run.wait(within: 30)
        #expect(ended.status == 0, "\(ended)")
        for board in fleet.boards { #expect(try fleet.account.directory.read("boards-\(board.name)/big.txt") == text) }
        try expectNothingIsQueued()
    }

    @Test func aPromptGoesOnAfterACrashOfTheHub() throws {
        let fleet = try fleet
        let prompt = try fleet.prompt()
        try prompt.send("kept = 6\r")
        try prompt.expect("board-[1-3]>>> ", within: 20)
        try fleet.hub.crash()
        try fleet.hub.start()
        try fleet.waitUntilIdle(fleet.boards)
        try prompt.send("kept * 7\r")
        try prompt.expect("42", within: 20)
        try prompt.send("exit\r")
        #expect(try prompt.wait() == .status(0))
    }
}

@Suite struct LeftoverTests {
    @Test(arguments: [SIGKILL, SIGTERM, SIGHUP])
    func nothingOfADemoIsLeftWhenItsShellIsEnded(signal: Int32) throws {
        let account = try Account()
        let run = try account.start(
            ["--demo", "2"], input: "if True:\n    open('started', 'w')\n    while True: pass\nprint('not reached')\n")
        try eventually("two busy boards") {
            let found = try collect(
                Program("find", [account.directory.file("tmp"), "-name", "started"]), within: .seconds(10))
            return found.text.split(separator: "\n").count == 2
        }
        #expect(try account.leftovers().filter { $0.contains("-c import mbm_client") }.count == 2)
        run.signal(signal)
        #expect(try run.wait(within: 10).status == 128 + signal)
        try account.expectNothingIsLeft()
    }

    @Test func nothingOfADemoIsLeftWhenItsPromptIsKilled() throws {
        let account = try Account()
        let prompt = try account.terminal(["--demo", "2"])
        try prompt.expect("demo-[1-2]>>> ", within: 20)
        prompt.signal(SIGKILL)
        #expect(try prompt.wait() == .signal(SIGKILL))
        try account.expectNothingIsLeft()
    }
}
