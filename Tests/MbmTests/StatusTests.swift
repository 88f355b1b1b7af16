import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite(.serialized, .fleet(3)) struct StatusTests {
    @Test func allIsWell() throws {
        let run = try fleet.run("x = 1\n\n# nothing\nx\n")
        #expect(run == Finished(0, header("board-[1-3]") + "1\n"))
    }

    @Test func aBoardThatRaisedMakesItOne() throws {
        let run = try fleet.run(
            "import os\nif os.getcwd().endswith('2'):\n    raise ValueError('no')\nprint('not reached')\n")
        #expect(run.status == 1)
        #expect(run.errors == "<stdin>:2: board-2: raised ValueError: no\n")
        let traceback = """
            Traceback (most recent call last):
              File "<stdin>", line 2, in <module>
            ValueError: no

            """
        #expect(run.output == header("board-[1,3]") + header("board-2") + traceback)
    }

    @Test(arguments: [
        ("%nonsense\n", "<stdin>:1: %nonsense is no verb; `help` lists them\n"),
        ("\n\nuse board-[1-\n", "<stdin>:3: "),
        ("put nowhere.py\n", "<stdin>:1: nowhere.py: No such file or directory\n"),
        ("put\n", "<stdin>:1: put wants a file: put LOCAL… [REMOTE]\n"),
        ("put 'open\n", "<stdin>:1: this quote is not closed\n"),
        ("rename board-1\n", "<stdin>:1: rename wants a board and its new name: rename BOARD NAME\n"),
        ("rename board-1 a:b\n", "<stdin>:1: 'a:b' cannot be a board's name: "),
    ])
    func aLineThatCannotBeUnderstoodMakesItTwo(line: String, errors: String) throws {
        let run = try fleet.run(line + "print('not reached')\n")
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(run.errors.hasPrefix(errors), "\(run.errors)")
    }

    @Test func aBoardThatIsUnknownMakesItThree() throws {
        let run = try fleet.run("use board-[3-5]\nprint('not reached')\n")
        #expect(run.status == 3)
        #expect(run.errors == "<stdin>:1: unknown boards: board-[4-5] (`boards` lists those known)\n")
        #expect(run.output == "")
    }

    @Test func noHubMakesItFour() throws {
        let account = try Account()
        let run = try account.mbm(["-c", "1"])
        #expect(
            run
                == Finished(
                    4, "",
                    "mbm: no hub is running: start mbm's shell or `mbm server-start`, or name one with --hub HOST[:PORT]\n"
                ))
    }

    @Test func ctrlCMakesItOneHundredAndThirty() throws {
        let loop = "if True:\n    open('started', 'w').close()\n    while True: pass\n"
        let run = try fleet.start("1\n\(loop)print('not reached')\n")
        let boards = try fleet.boards
        try eventually("all boards started") { boards.allSatisfy { $0.has("started") } }
        run.signal(SIGINT)
        let ended = try run.wait(within: 20)
        #expect(ended.status == 130)
        #expect(ended.errors.contains("<stdin>:2: interrupted: board-[1-3]\n"), "\(ended.errors)")
        #expect(!ended.output.contains("not reached"))
        #expect(try fleet.run("import os\nos.remove('started')\n1\n").status == 0)
    }

    @Test func keepGoingGoesOnAndTheHighestStatusApplies() throws {
        let script = "1/0\nuse nobody\nput nowhere.py\n%x\nprint('reached')\n"
        let run = try fleet.run(script, ["--keep-going"])
        #expect(run.status == 3)
        #expect(run.output.hasSuffix(header("board-[1-3]") + "reached\n"))
        let places = run.errors.split(separator: "\n").compactMap { $0.split(separator: ":").dropFirst().first }
        #expect(places == ["1", "2", "3", "4"], "\(run.errors)")
    }

    @Test func linesComeFromOptionsAndFiles() throws {
        let fleet = try fleet
        let lines = try fleet.account.mbm(
            fleet.options + ["-c", "x = 20", "-c", "for i in range(2):", "-c", "    x += 1", "-c", "x"])
        #expect(lines == Finished(0, header("board-[1-3]") + "22\n"))
        try fleet.account.directory.write("x = 1\n\nif x:\n    y\n\n    1\nx\n", to: "work/script.mbm")
        let file = try fleet.account.mbm(fleet.options + ["-f", "script.mbm"])
        #expect(file.status == 1)
        #expect(
            file.errors == "script.mbm:3: board-[1-3]: raised NameError: name 'y' isn't defined\n")
        let standard = try fleet.run("1/0\n", ["-f", "-"])
        #expect(standard.errors == "<stdin>:1: board-[1-3]: raised ZeroDivisionError: divide by zero\n")
        let device = try fleet.account.start(
            "/bin/sh",
            ["-c", "echo 1/0 | \"$0\" \"$@\"", Pty.builtProgram("mbm")] + fleet.options + ["-f", "/dev/stdin"])
        #expect(try device.wait().errors == standard.errors)
        let missing = try fleet.account.mbm(fleet.options + ["-f", "nowhere.mbm"])
        #expect(missing == Finished(2, "", "mbm: nowhere.mbm: No such file or directory\n"))
        let both = try fleet.account.mbm(fleet.options + ["-c", "1", "-f", "script.mbm"])
        #expect(both.status == 2)
        let option = try fleet.account.mbm(fleet.options + ["-c", "1", "-c", "1/0", "-c", "2"])
        #expect(option.errors == "-c:2: board-[1-3]: raised ZeroDivisionError: divide by zero\n")
    }

    @Test func aLineThatIsTooLongForTheHubIsRefused() throws {
        let run = try fleet.run("x = '" + String(repeating: "y", count: 20_000_000) + "'\nprint('not reached')\n")
        #expect(run.status == 2)
        #expect(
            run.errors.hasPrefix("<stdin>:1: 20000006 bytes of Python at once, 1048576 are the most"), "\(run.errors)")
        #expect(run.output == "")
    }

    @Test func answersStandInTheOrderOfTheSelection() throws {
        let script = """
            use board-3,board-1,board-2
            import os, time
            n = int(os.getcwd()[-1])
            for i in range(3):
                time.sleep_ms(n * 30)
                print(n, i)

            """
        let run = try fleet.run(script)
        let blocks = [3, 1, 2].map { n in header("board-\(n)") + (0..<3).map { "\(n) \($0)\n" }.joined() }
        #expect(run == Finished(0, "3 boards: 3 idle\n" + blocks.joined()))
    }

    @Test func controlCharactersOfABoardAreShownUnlessRaw() throws {
        let fleet = try fleet
        let line = "print('a\\x1b[31mb\\x07\\x9b1m\\u202ec', end='')"
        let run = try fleet.account.mbm(fleet.options + ["-c", line])
        #expect(run.output == header("board-[1-3]") + "a␛[31mb␇\\u{9b}1m\\u{202e}c\n")
        let raw = try fleet.account.mbm(fleet.options + ["--raw", "-c", line])
        #expect(raw.output == header("board-[1-3]") + "a\u{1b}[31mb\u{7}\u{9b}1m\u{202e}c\n")
    }

    @Test func controlCharactersInAnExceptionAreShown() throws {
        let run = try fleet.run("raise ValueError('\\x1b]0;title\\x07')\n")
        #expect(run.errors == "<stdin>:1: board-[1-3]: raised ValueError: ␛]0;title␇\n")
        #expect(!run.output.contains("\u{1b}"))
    }
}

/// A header as it stands above answers.
func header(_ boards: String) -> String {
    let start = "## \(boards) "
    return start + String(repeating: "#", count: 80 - start.count) + "\n"
}
