import Redis
import TestSupport
import Testing

private let prompt = "board-[1-3]>>> "

/// What a person sees of boards at work: three real ones of different speeds.
@Suite(.serialized, .fleet(3)) struct ReplTests {
    /// A prompt on which `n` is 1, 2 and 3 on the boards.
    private func prompt(columns: Int = 80, rows: Int = 24) throws -> Pty {
        let terminal = try fleet.prompt(columns: columns, rows: rows)
        try terminal.send("import os, time; n = int(os.getcwd()[-1])\r")
        try terminal.expectScreen(endingWith: [MbmTests.prompt])
        return terminal
    }

    private func leave(_ terminal: Pty) throws {
        try terminal.wait("the prompt") { terminal.transcript.hasSuffix(">>> ") }
        try terminal.send("\u{04}")
        #expect(try terminal.wait() == .status(0), "\(terminal.transcript)")
    }

    private func rule(_ boards: String) -> String { String(header(boards).dropLast()) }

    /// Boards say something, each its own number of times, and wait for a file.
    private let program = """
        print('begins', n)
        while str(n) not in os.listdir(): time.sleep_ms(20)
        print('ends')

        """

    private func paste(_ text: String, _ terminal: Pty) throws {
        try terminal.send("\u{1b}[200~\(text)\u{1b}[201~\r")
    }

    private func release(_ numbers: [Int]) throws {
        for n in numbers { try fleet.account.directory.write("", to: "boards-board-\(n)/\(n)") }
    }

    private func forgetReleases() throws {
        _ = try fleet.run("import os\nfor f in '123':\n    if f in os.listdir(): os.remove(f)\n")
    }

    @Test func linesAreLiveFirstAndFoldedAtTheEnd() throws {
        try forgetReleases()
        let terminal = try prompt(columns: 60, rows: 12)
        try paste(program, terminal)
        try terminal.wait("all have begun, in any order") {
            let rows = terminal.screen.text
            return (1...3).allSatisfy { rows.contains("board-\($0): begins \($0)") }
                && rows.contains { $0.hasPrefix("0/3 done · waiting for board-[1-3] · ") }
        }
        try release([2])
        try terminal.wait("one has ended") {
            terminal.screen.text.contains { $0.hasPrefix("1/3 done · waiting for board-[1,3] · ") }
        }
        try terminal.resize(columns: 50, rows: 12)
        try release([1, 3])
        try terminal.expectScreen(
            endingWith: [
                "## board-1 " + String(repeating: "#", count: 39), String(repeating: "#", count: 30), "begins 1",
                "ends",
                "## board-2 " + String(repeating: "#", count: 39), String(repeating: "#", count: 30), "begins 2",
                "ends",
                "## board-3 " + String(repeating: "#", count: 39), String(repeating: "#", count: 30), "begins 3",
                "ends",
                MbmTests.prompt,
            ].suffix(12).map { $0 })
        #expect(!terminal.screen.text.joined().contains("waiting for"))
        try leave(terminal)
    }

    @Test func theThreeStepsOfCtrlC() throws {
        try forgetReleases()
        let terminal = try prompt()
        // The first: the line is dropped.
        try terminal.send("1/0\u{03}")
        try terminal.expect("^C\r\n")
        // The second: boards are interrupted; one does not let itself be.
        let program = """
            while str(n) not in os.listdir():
                try:
                    time.sleep_ms(100)
                except KeyboardInterrupt:
                    if n != 3: raise
            print('goes on', n)

            """
        try paste(program, terminal)
        for name in ["board-1", "board-2", "board-3"] {
            try eventually("\(name) is busy") { try fleet.state(name) == "running" }
        }
        try terminal.send("\u{03}")
        try terminal.expect("interrupting board-[1-3]\r\n")
        try terminal.expect("interrupted: board-[1-2]; no answer: board-3\r\n")
        try terminal.expect(MbmTests.prompt)
        try release([3])
        try eventually("board-3 has ended") { try fleet.state("board-3") == "idle" }
        // The third: twice leaves them running.
        try forgetReleases()
        try paste(program.replacing("n != 3", with: "False"), terminal)
        try eventually("board-3 is busy") { try fleet.state("board-3") == "running" }
        try terminal.send("\u{03}")
        try terminal.expect("interrupting board-[1-3]\r\n")
        try terminal.send("\u{03}")
        try terminal.expect("asked to stop, not waited for: board-[1-3]\r\n")
        try terminal.expect(MbmTests.prompt)
        try terminal.send("jobs\r")
        try terminal.expect("1  board-[1-3]  0 of 3 done  while str(n) not in os.listdir():\r\n")
        try release([1, 2])
        for name in ["board-1", "board-2"] {
            try eventually("\(name) has ended") { try fleet.state(name) == "idle" }
        }
        try terminal.send("jobs\r")
        try terminal.expect("1  board-[1-3]  2 of 3 done  while")
        try terminal.send("jobs 1\r")
        try terminal.wait("waiting again") { terminal.screen.text.contains { $0.hasPrefix("2/3 done") } }
        try release([3])
        try terminal.expectScreen(endingWith: [
            rule("board-1"), "goes on 1", rule("board-2"), "goes on 2", rule("board-3"), "goes on 3", MbmTests.prompt,
        ])
        try leave(terminal)
    }

    @Test func aJobLeftRunningIsToldOfWhenTheShellEnds() throws {
        try forgetReleases()
        let terminal = try prompt()
        try paste(
            "while True:\n    try: time.sleep_ms(50)\n    except KeyboardInterrupt:\n        if '1' in os.listdir(): raise",
            terminal)
        try eventually("board-1 is busy") { try fleet.state("board-1") == "running" }
        try terminal.send("\u{03}")
        try terminal.expect("interrupting board-[1-3]\r\n")
        try terminal.send("\u{03}")
        try terminal.expect("job 1 goes on")
        try terminal.expect(MbmTests.prompt)
        for n in 1...3 { try fleet.account.directory.write("", to: "boards-board-\(n)/1") }
        try terminal.send("jobs 1 cancel\r")
        try terminal.expect("interrupted: board-[1-3]\r\n")
        try terminal.send("jobs\r")
        try terminal.expect("no job was left running")
        try forgetReleases()
        try leave(terminal)
    }

    @Test func aLineThatBoardsCannotUnderstandIsPointedAt() throws {
        let terminal = try prompt()
        try paste("x = 1\n\nfor i in range(2):\n    x = i\n    y = = 3\n    z = 2\n", terminal)
        try terminal.expect("SyntaxError: invalid syntax\r\nline 5:     y = = 3\r\n")
        try terminal.expect(MbmTests.prompt)
        try terminal.send("1 +\r")
        try terminal.expect("SyntaxError: invalid syntax\r\n" + MbmTests.prompt.prefix(0))
        try leave(terminal)
        let script = try fleet.run("x = 1\n# no statement\nif x:\n    x = 2 2\n")
        #expect(script.errors == "<stdin>:4: board-[1-3]: raised SyntaxError: invalid syntax\n")
    }

    @Test func whatDidNotWorkIsRepeatedThere() throws {
        let terminal = try prompt()
        try terminal.send("1 // (n - 2)\r")
        try terminal.expect("ZeroDivisionError")
        try terminal.expect(MbmTests.prompt)
        try terminal.send("use @failed\r")
        try terminal.expect("1 board: 1 idle\r\n")
        try terminal.expect("board-2>>> ")
        try terminal.send("\u{1b}[A\u{1b}[A\r")
        try terminal.expect("ZeroDivisionError")
        try terminal.send("use -\r")
        try terminal.expect(MbmTests.prompt)
        try terminal.send("on board-1,board-3: n\r")
        try terminal.expectScreen(endingWith: [rule("board-1"), "1", rule("board-3"), "3", MbmTests.prompt])
        try terminal.send("print('same'); print(n // 2)\r")
        try terminal.expectScreen(endingWith: [rule("board-[2-3]"), "same", "1", MbmTests.prompt])
        try terminal.send("diff\r")
        try terminal.expect("## board-1 (+) against board-[2-3] (-) ")
        try terminal.expectScreen(endingWith: ["  same", "- 1", "+ 0", MbmTests.prompt])
        try terminal.send("use @diff\r")
        try terminal.expect("board-1>>> ")
        try leave(terminal)
    }

    @Test func watchMarksWhatChangedUntilCtrlC() throws {
        try forgetReleases()
        let terminal = try prompt()
        try terminal.send("watch 0.2 sorted(f for f in os.listdir() if f == str(n))\r")
        try terminal.wait("a second round") {
            terminal.screen.text.suffix(24).contains("  []")
                && terminal.screen.text.contains("  " + rule("board-[1-3]").dropLast(3) + "…")
                || terminal.screen.text.contains("  []")
        }
        try release([1])
        try terminal.wait("the change") { terminal.screen.text.contains("* ['1']") }
        try terminal.wait("no change") { terminal.screen.text.contains("  ['1']") }
        try terminal.send("\u{03}")
        try terminal.expectScreen(endingWith: [MbmTests.prompt])
        #expect(terminal.screen.text.contains("  ['1']"))
        try forgetReleases()
        try leave(terminal)
    }

    @Test func plotDrawsWhatBoardsMeasureAndKeepsIt() throws {
        let terminal = try prompt()
        try terminal.send("k = 0\r")
        try terminal.expectScreen(endingWith: [MbmTests.prompt])
        try terminal.send("plot globals().__setitem__('k', k + n) or k every 0.1 --csv heat.csv\r")
        try terminal.wait("three boards with a few numbers") {
            let rows = terminal.screen.text
            return (1...3).allSatisfy { n in
                rows.contains { $0.hasPrefix("board-\(n)  ▁") && $0.contains("█") && $0.contains("min \(n)  max ") }
            }
        }
        try terminal.send("\u{03}")
        try terminal.expect(" rows in heat.csv\r\n")
        try terminal.expect(MbmTests.prompt)
        let rows = try fleet.account.directory.read("work/heat.csv").split(separator: "\n")
        #expect(rows.first == "time,board,value")
        #expect(rows.count > 6)
        #expect(rows.dropFirst().allSatisfy { $0.split(separator: ",").count == 3 && $0.contains("Z,board-") })
        try terminal.send("plot 'warm'\r")
        try terminal.expect("board-[1-3]: no number: 'warm'\r\nno board answered with a number: nothing to plot\r\n")
        try leave(terminal)
    }

    @Test func boardsThatComeAndGoAreToldAboveTheLine() throws {
        let fleet = try fleet
        let terminal = try fleet.prompt(columns: 40, rows: 10)
        try terminal.send("print('" + String(repeating: "x", count: 30))
        let typed = ["board-[1-3]>>> print('xxxxxxxxxxxxxxxxxx", "xxxxxxxxxxxx"]
        try terminal.expectScreen(endingWith: typed)
        // In the middle of the first row of a line of two.
        try terminal.send(String(repeating: "\u{1b}[D", count: 28))
        _ = try fleet.hub.ask(Command("SET", "board:new-1", "idle"))
        _ = try fleet.hub.ask(Command("SET", "board:new-2", "idle"))
        try terminal.expectScreen(endingWith: ["+2 boards: new-[1-2]"] + typed)
        _ = try fleet.hub.ask(Command("DEL", "board:new-1", "board:new-2"))
        _ = try fleet.run("rename board-3 kitchen\n")
        try terminal.expectScreen(endingWith: ["board-3 is now kitchen"] + typed)
        try terminal.send("o\u{05}')\r")
        try terminal.expect("board-[1-2],kitchen>>> ")
        #expect(terminal.transcript.contains("xxoxxx") || terminal.transcript.contains("xo"))
        try terminal.send("set notify off\r")
        try terminal.expect("board-[1-2],kitchen>>> ")
        try terminal.send("rename kitchen board-3\r")
        try terminal.expect("kitchen is now board-3\r\n")
        try leave(terminal)
    }

    @Test func thePromptAndTheTimeAreAsSet() throws {
        let terminal = try prompt()
        let port = try fleet.hub.port
        try terminal.send("set prompt '{count} at {hub} $'\r")
        try terminal.wait("the prompt") {
            terminal.screen.text.contains { $0.hasPrefix("3 at ") && $0.hasSuffix(":\(port) $") }
        }
        try terminal.send("set timing on\r")
        try terminal.expect("$ ")
        try terminal.send("n > 0\r")
        try terminal.wait("the time") {
            terminal.screen.text.contains { $0.hasPrefix("3 boards, ") && $0.hasSuffix(" s") }
        }
        try terminal.send("\u{04}")
        #expect(try terminal.wait() == .status(0))
    }
}
