import Redis
import TestSupport
import Testing

@Suite(.serialized, .fleet(3)) struct BoardExecuteTests {
    @Test func answersStandUnderAHeaderEachInTheOrderOfTheRange() throws {
        let run = try execute("print('one')\nprint('two', end='')\n'not echoed'\n", "board-3,board-[1-2]")
        #expect(run == Finished(0, [3, 1, 2].map { executing("board-\($0)") + "one\ntwo\n\n" }.joined()))
        for line in run.output.split(separator: "\n", omittingEmptySubsequences: false) where line.hasPrefix("##") {
            #expect(line.utf8.count == 80)
        }
    }

    @Test func linesEndInLineFeedsAndHaveNoTrailingBlanks() throws {
        let run = try execute("import sys\nprint('a')\nprint('b', end='\\r\\n')\n", "board-1")
        #expect(run.output == executing("board-1") + "a\nb\n\n")
        #expect(!run.output.utf8.contains(13))
        #expect(!run.output.contains(" \n"))
    }

    @Test func aSlowBoardDoesNotKeepThoseAfterItFromWorking() throws {
        let fleet = try fleet
        let run = try fleet.start(
            execute: """
                import os, time
                if os.getcwd()[-1] == '1':
                    while 'go' not in os.listdir():
                        time.sleep_ms(20)
                open('done', 'w').close()
                print(os.getcwd()[-1])
                """, "board-[1-3]")
        try eventually("the others are done") { fleet.boards[1].has("done") && fleet.boards[2].has("done") }
        #expect(run.output == "")
        try fleet.account.directory.write("", to: "boards-board-1/go")
        let ended = try run.wait()
        #expect(ended == Finished(0, (1...3).map { executing("board-\($0)") + "\($0)\n\n" }.joined()))
        #expect(try execute("import os\nos.remove('done')\n", "board-[1-3]").status == 0)
        #expect(try execute("import os\nos.remove('go')\n", "board-1").status == 0)
    }

    @Test func liveLinesCarryTheNameOfTheirBoard() throws {
        let run = try execute("print('a\\nb')\nprint('c', end='')\n", "board-[1-2]", ["--live"])
        #expect(run.status == 0)
        let lines = run.output.split(separator: "\n").map(String.init)
        for board in 1...2 {
            let own = lines.filter { $0.hasPrefix("board-\(board): ") }
            #expect(own == ["a", "b", "c"].map { "board-\(board): \($0)" })
        }
        #expect(lines.count == 6)
    }

    @Test func foldedAnswersStandOnce() throws {
        let run = try execute("import os\nprint(int(os.getcwd()[-1]) % 2)\n", "board-[1-3]", ["--fold"])
        #expect(run == Finished(0, header("board-[1,3]") + "1\n" + header("board-2") + "0\n"))
        let both = try execute("", "board-1", ["--fold", "--live"])
        #expect(both.status == 2)
        #expect(both.errors.contains("Choose one of --live and --fold."))
    }

    @Test func jobsSaysHowManyBoardsWorkAtOnce() throws {
        let program = """
            import time, os
            start = time.time_ns()
            time.sleep_ms(150)
            print(start, time.time_ns())
            """
        let run = try execute(program, "board-[1-3]", ["--jobs", "1", "--fold"])
        #expect(run.status == 0)
        let times = run.output.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: " ").compactMap { Int($0) } }.sorted { $0[0] < $1[0] }
        #expect(times.count == 3)
        for (one, next) in zip(times, times.dropFirst()) { #expect(one[1] <= next[0], "\(times)") }
    }

    @Test func anExceptionIsShownAndMakesItOne() throws {
        let run = try execute("import os\nif os.getcwd()[-1] == '2':\n    {}['x']\nprint('well')\n", "board-[1-2]")
        #expect(run.status == 1)
        #expect(
            run.output == executing("board-1") + "well\n\n" + executing("board-2") + """
                Traceback (most recent call last):
                  File "<stdin>", line 3, in <module>
                KeyError: x


                """)
        #expect(run.errors == "mbm: board-2: raised KeyError: x\n")
    }

    @Test func aSyntaxErrorIsAnException() throws {
        let run = try execute("print('not reached')\nif:\n", "board-1")
        #expect(run.status == 1)
        #expect(run.output.contains("SyntaxError: invalid syntax\n"))
        #expect(!run.output.contains("not reached"))
    }

    @Test func unknownAndOfflineBoardsAreNamedAndTheOthersAnswer() throws {
        let fleet = try fleet
        let gone = try RealBoard("gone", on: fleet.hub)
        try fleet.waitUntilIdle([gone])
        gone.crash()
        try fleet.hub.ask(Command("DEL", "board:gone"))
        let run = try execute("print('well')\n", "nobody,board-1,gone,board-3")
        #expect(run.status == 3)
        #expect(run.output == [1, 3].map { executing("board-\($0)") + "well\n\n" }.joined())
        #expect(
            run.errors == """
                mbm: nobody: silent: it is unknown to the hub
                mbm: gone: silent: it is offline

                """)
        let listed = try fleet.account.mbm(["board-list", "gone", "--port", "\(fleet.hub.port)"])
        #expect(listed.output == "Name  Platform  State\ngone  linux     offline\n")
        #expect(try fleet.run("forget gone\n").status == 0)
    }

    @Test(arguments: [
        ("", "board-1", 0, ""), ("print(1)\0\n", "board-1", 2, "mbm: the program holds a NUL byte, this is no text\n"),
        ("1", "x*", 2, "mbm: x* names no board\n"),
    ])
    func whatThereIsNothingToRunIn(program: String, range: String, status: Int32, errors: String) throws {
        let run = try execute(program, range)
        #expect(run == Finished(status, status == 0 ? executing("board-1") + "\n" : "", errors))
    }

    @Test func aMalformedRangeIsShownWithACaret() throws {
        let run = try execute("1", "board-[1-")
        #expect(run.status == 2)
        #expect(run.errors.split(separator: "\n").last?.last == "^", "\(run.errors)")
    }

    @Test func muchOutputArrivesWhole() throws {
        let line = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM"
        let run = try execute("for _ in range(2000):\n    print('\(line)')\n", "board-[1-2]", within: 120)
        let text = String(repeating: line + "\n", count: 2000)
        #expect(text.utf8.count == 100_000)
        #expect(run.status == 0)
        #expect(run.errors == "")
        #expect(run.output == (1...2).map { executing("board-\($0)") + text + "\n" }.joined())
    }

    @Test func theFlagOfTheOriginalIsAccepted() throws {
        #expect(try execute("print(1)", "board-1", ["--debug"]) == Finished(0, executing("board-1") + "1\n\n"))
    }

    private func execute(
        _ program: String, _ range: String, _ options: [String] = [], within seconds: Double = 60
    ) throws -> Finished {
        try fleet.start(execute: program, range, options).wait(within: seconds)
    }
}

/// A header as `board-execute` writes it.
func executing(_ board: String) -> String { header("Executing on '\(board)'") }

extension RealFleet {
    /// Starts `board-execute` and does not wait for it.
    func start(execute program: String, _ range: String, _ options: [String] = []) throws -> Run {
        try account.start(["board-execute", "--port", "\(hub.port)", range] + options, input: program)
    }

    /// Runs a one-shot command on the fleet's hub.
    func command(_ words: [String]) throws -> Finished { try account.mbm(words + ["--port", "\(hub.port)"]) }
}
