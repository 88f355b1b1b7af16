import Redis
import TestSupport
import Testing

@Suite(.serialized, .fleet(3)) struct BoardVerbTests {
    @Test func boardsAreListedWithWhatIsKnownOfThem() throws {
        let run = try fleet.run("boards\nboards board-2\n")
        #expect(run.status == 0)
        let lines = run.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines.map { $0.first ?? "" } == ["Name", "board-1", "board-2", "board-3", "Name", "board-2"])
        for line in lines where line.first != "Name" {
            #expect(line.dropFirst().prefix(2) == ["linux", "idle"], "\(line)")
            #expect(line.dropFirst(3).first?.hasPrefix("1.") == true, "\(line)")
            #expect(line.dropFirst(4).first.flatMap { Int($0) } ?? 0 > 100, "\(line)")
        }
    }

    @Test func aSelectionIsShownAndReplaced() throws {
        let run = try fleet.run("use\nuse board-3,board-1\nuse\nuse board-*!board-2\nuse @*&board-2\n'x'\n")
        #expect(
            run
                == Finished(
                    0,
                    """
                    board-[1-3]  3 boards: 3 idle
                    2 boards: 2 idle
                    board-[3,1]  2 boards: 2 idle
                    2 boards: 2 idle
                    1 board: 1 idle
                    'x'

                    """))
    }

    @Test(arguments: [
        ("use nobody", 3, "unknown board: nobody (`boards` lists those known)\n"),
        ("use board-1!board-1", 2, "board-1!board-1 names no board\n"),
        ("use x*", 2, "x* names no board\n"),
    ])
    func aSelectionThatCannotBeKeepsTheOldOne(line: String, status: Int32, errors: String) throws {
        let run = try fleet.run(line + "\nuse\n", ["--keep-going"])
        #expect(run == Finished(status, "board-[1-3]  3 boards: 3 idle\n", "<stdin>:1: " + errors))
    }

    @Test func aMalformedRangeIsShownWithACaret() throws {
        let run = try fleet.run("use board-[1-,board-2\n")
        #expect(run.status == 2)
        let lines = run.errors.split(separator: "\n")
        #expect(lines.count == 3, "\(run.errors)")
        #expect(lines.last?.last == "^", "\(run.errors)")
    }

    @Test func withoutASelectionPythonIsRefused() throws {
        let fleet = try fleet
        let run = try fleet.account.mbm(["--port", "\(fleet.hub.port)", "-c", "1"])
        #expect(run == Finished(2, "", "-c:1: no board selected: use BOARDS\n"))
    }

    @Test func aBoardTakesAnotherNameAndGetsItBack() throws {
        let run = try fleet.run(
            """
            import os
            use board-2
            kept = 1
            rename board-2 kitchen_2.a
            use
            (kept, os.getcwd().rsplit('-', 1)[-1])
            rename kitchen_2.a board-2

            """)
        #expect(
            run
                == Finished(
                    0,
                    """
                    1 board: 1 idle
                    board-2 is now kitchen_2.a
                    kitchen_2.a  1 board: 1 idle
                    (1, '2')
                    kitchen_2.a is now board-2

                    """))
        #expect(try fleet.hub.ask(Command("KEYS", "*kitchen*")).elements == [])
        #expect(try fleet.account.directory.read("boards-board-2/mbm.json").contains("\"board-2\""))
    }

    @Test(arguments: [
        ("rename board-1 board-2", 3, "the name board-2 is in use by another board\n"),
        ("rename nobody x", 3, "unknown board: nobody (`boards` lists those known)\n"),
        ("rename board-1 ../x", 2, "'../x' cannot be a board's name: "),
        ("rename board-1 a:b", 2, "'a:b' cannot be a board's name: "),
        ("rename board-1 'a b'", 2, "'a b' cannot be a board's name: "),
        ("rename board-1 größe", 2, "'größe' cannot be a board's name: "),
        ("forget board-1", 3, "board-1 is here (idle) and would register again at once"),
        ("forget nobody", 3, "unknown board: nobody (`boards` lists those known)\n"),
        ("forget", 2, "forget wants one board: forget BOARD\n"),
        ("reset board-1", 2, "reset takes no argument: it restarts the selected boards\n"),
    ])
    func whatCannotBeIsRefusedAndChangesNothing(line: String, status: Int32, errors: String) throws {
        let run = try fleet.run(line + "\nuse\n", ["--keep-going"])
        #expect(run.status == status)
        #expect(run.errors.hasPrefix("<stdin>:1: " + errors), "\(run.errors)")
        #expect(run.output == "board-[1-3]  3 boards: 3 idle\n")
        try fleet.waitUntilIdle(fleet.boards)
    }

    @Test func aResetForgetsNamesAndKeepsFiles() throws {
        let run = try fleet.run("x = 1\nopen('kept', 'w').close()\nreset\n'x' in globals()\nls kept\n")
        #expect(
            run
                == Finished(
                    0,
                    "board-[1-3]: back after a reset\n" + header("board-[1-3]") + "False\n" + header("board-[1-3]")
                        + "kept\n"))
    }

    @Test func aResetFreesABoardThatRunsWithoutEnd() throws {
        let fleet = try fleet
        try fleet.hub.ask(Command("RPUSH", "repl:board-1.command", "while True: pass"))
        try eventually("it runs") { try fleet.hub.ask(Command("GET", "board:board-1")).text == "running" }
        let run = try fleet.run("reset\n6 * 7\n")
        #expect(run == Finished(0, "board-[1-3]: back after a reset\n" + header("board-[1-3]") + "42\n"))
    }

    @Test func aBoardThatIsGoneIsListedUntilItIsForgotten() throws {
        let fleet = try fleet
        let board = try RealBoard("gone", on: fleet.hub)
        try fleet.waitUntilIdle([board])
        board.crash()
        try fleet.hub.ask(Command("DEL", "board:gone"))
        let run = try fleet.run(
            "use gone\nboards gone\nreset\nrename gone x\nforget gone\nuse\nuse gone\n", ["--keep-going"])
        #expect(run.status == 3)
        let lines = run.output.split(separator: "\n")
        #expect(lines.first == "1 board: 1 offline")
        #expect(lines.last == "gone is forgotten")
        #expect(
            run.errors == """
                <stdin>:3: gone: silent: it is offline
                <stdin>:4: gone is offline
                <stdin>:6: no board selected: use BOARDS
                <stdin>:7: unknown board: gone (`boards` lists those known)

                """)
        #expect(try fleet.hub.ask(Command("KEYS", "*gone*")).elements == [])
    }

    @Test func helpNamesEveryVerbAndExplainsOne() throws {
        let run = try fleet.run("help\nhelp put\nhelp nonsense\n")
        #expect(run.status == 2)
        for verb in ["use", "boards", "ls", "put", "get", "rename", "reset", "forget", "help", "exit"] {
            #expect(run.output.contains("  \(verb) "), "\(run.output)")
        }
        #expect(run.output.contains("    Example: put main.py settings.json lib/\n"))
        #expect(run.errors == "<stdin>:3: nonsense is no verb; `help` lists them\n")
    }

    @Test func exitEndsAScript() throws {
        #expect(try fleet.run("exit\n1/0\n") == Finished(0, ""))
    }

    @Test func aVerbWithASlipIsSuggested() throws {
        let run = try fleet.run("usee board-1\n")
        #expect(run.status == 1)
        #expect(run.errors.hasSuffix("did you mean use?\n"), "\(run.errors)")
    }
}
