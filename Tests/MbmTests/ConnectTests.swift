import Redis
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A person at a terminal who is connected to one of two real boards.
@Suite(.serialized, .fleet(2)) struct ConnectTests {
    private let prompt = "board-1>>> "

    /// Connected to the first board.
    private func connect(_ options: [String] = [], environment: [String: String] = [:]) throws -> Pty {
        // A test that failed may have left a program that waits.
        try fleet.hub.ask(Command("RPUSH", "repl:board-1.interrupt", "*"))
        try waitUntilIdle()
        let terminal = try fleet.prompt(options, environment: environment)
        try terminal.send("connect board-1\r")
        try terminal.expect("connected to board-1; Ctrl-] leaves\r\n")
        try terminal.expect(prompt)
        return terminal
    }

    private func leave(_ terminal: Pty) throws {
        try terminal.wait("the prompt") { terminal.transcript.hasSuffix(prompt) }
        try terminal.send("\u{1d}")
        try terminal.expect("left board-1\r\n")
        try terminal.expect("board-[1-2]>>> ")
        try terminal.wait("the prompt") { terminal.transcript.hasSuffix(">>> ") }
        try terminal.send("\u{04}")
        #expect(try terminal.wait() == .status(0), "\(terminal.transcript)")
    }

    /// Waits until the board does nothing, so that the next test finds it.
    private func waitUntilIdle() throws { try fleet.waitUntilIdle(fleet.boards) }

    /// Starts a program that is pasted.
    private func run(_ program: String, on terminal: Pty) throws {
        try terminal.send("\u{1b}[200~\(program)\u{1b}[201~\r")
    }

    @Test func aProgramReadsWhatIsTyped() throws {
        let terminal = try connect()
        try terminal.send("n = input('name' '? ')\r")
        // Shown before anything is typed.
        try terminal.expect("name? ")
        try terminal.send("Jürx\u{7f}gen\r")
        try terminal.expect(prompt)
        try terminal.send("n == 'J\u{fc}rgen'\r")
        try terminal.expect("True\r\n")
        try run("while True:\n    print(input('=' '> ').upper())", on: terminal)
        for line in ["abc", "größe", "", "z"] {
            try terminal.expect("=> ")
            try terminal.send(line + "\r")
            try terminal.expect("\r\n" + (line == "größe" ? "GRößE" : line.uppercased()) + "\r\n")
        }
        try terminal.expect("=> ")
        try terminal.send("\u{03}")
        try terminal.expect("^C\r\nTraceback (most recent call last):\r\n")
        try terminal.expect("KeyboardInterrupt: \r\n")
        try terminal.expect(prompt)
        #expect(!terminal.transcript.contains("interrupting"))
        try leave(terminal)
    }

    @Test func ctrlDEndsInput() throws {
        let terminal = try connect()
        try terminal.send("input('?' '> ')\r")
        try terminal.expect("?> ")
        try terminal.waitUntilInputIsRead()
        try terminal.send("\u{04}")
        try terminal.expect("EOFError: \r\n")
        try terminal.expect(prompt)
        // At the prompt it leaves.
        try terminal.wait("the prompt") { terminal.transcript.hasSuffix(prompt) }
        try terminal.send("\u{04}")
        try terminal.expect("left board-1\r\n")
        try terminal.expect("board-[1-2]>>> ")
    }

    @Test func linesArePythonAlwaysAndTheSelectionComesBack() throws {
        let terminal = try connect()
        for (line, answer) in [
            ("ls", "NameError: name 'ls' isn't defined"), ("exit()", "NameError: name 'exit' isn't defined"),
            ("%ls", "SyntaxError: invalid syntax"), ("1 + 1", "2"),
        ] {
            try terminal.send(line + "\r")
            try terminal.expect("\(answer)\r\n")
            try terminal.expect(prompt)
        }
        try terminal.send("if True:\r")
        try terminal.wait("a new line") { terminal.screen.cursor.column == self.prompt.count + 4 }
        try terminal.send("6 * 7\r\r")
        try terminal.expect("42\r\n")
        try terminal.expect(prompt)
        // The history is there, and nothing is a verb to Tab.
        try terminal.send("\u{1b}[A")
        try terminal.expectScreen(endingWith: [prompt + "if True:", String(repeating: " ", count: 11) + "    6 * 7"])
        try terminal.send("\u{03}")
        try terminal.expect(prompt)
        try terminal.send("usx = 5\r")
        try terminal.expect(prompt)
        try terminal.send("us\t")
        try terminal.expectScreen(endingWith: [prompt + "usx"])
        try terminal.send("\u{15}half a line\u{1d}")
        try terminal.expect("left board-1\r\n")
        try terminal.expect("board-[1-2]>>> ")
        try terminal.send("3 + 4\r")
        try terminal.expect(header("board-[1-2]").dropLast() + "\r\n7\r\n")
    }

    @Test func ctrlBracketLeavesAProgramThatRuns() throws {
        let fleet = try fleet
        for board in fleet.boards { unlink(board.path("went-on")) }
        let terminal = try connect()
        let program = """
            try:
                input('?' '> ')
            except EOFError:
                open('went-on', 'w').close()
            """
        try run(program, on: terminal)
        try terminal.expect("?> ")
        try terminal.send("half an ans\u{1d}")
        try terminal.expect("^]\r\njob 1 goes on; `jobs 1` takes it up again, `jobs 1 cancel` interrupts it\r\n")
        try terminal.expect("board-1: its program finds no more input\r\nleft board-1\r\n")
        try terminal.expect("board-[1-2]>>> ")
        try eventually("the program goes on") { fleet.boards[0].has("went-on") }
        try waitUntilIdle()
        #expect(try fleet.hub.ask(Command("KEYS", "repl:*")).elements == [])
    }

    /// Where nothing is read and nothing is printed.
    @Test func ctrlBracketLeavesAProgramThatComputes() throws {
        let fleet = try fleet
        let terminal = try connect()
        try terminal.send("while True: pass\r\r")
        try eventually("it runs") { try fleet.state("board-1") == "running" }
        try terminal.waitUntilInputIsRead()
        try terminal.send("typed ahead\rand\u{1d}")
        try terminal.expect("board-1: its program finds no more input\r\nleft board-1\r\n")
        try terminal.expect("board-[1-2]>>> ")
        try terminal.send("jobs 1 cancel\r")
        try terminal.expect("KeyboardInterrupt: \r\n")
        try terminal.expect("board-[1-2]>>> ")
        try waitUntilIdle()
    }

    @Test func whatIsTypedAheadIsTheProgramsAndThenThePrompts() throws {
        let terminal = try connect()
        try run("import time\nwhile 'x' not in globals(): time.sleep_ms(50)", on: terminal)
        try eventually("it runs") { try fleet.state("board-1") == "running" }
        try terminal.waitUntilInputIsRead()
        try terminal.send("input()\ranswer\r'last'\r")
        try terminal.send("\u{03}")
        // Ctrl-C takes that with it.
        try terminal.expect("KeyboardInterrupt: \r\n")
        try terminal.expect(prompt)
        try run("print('go')\ntime.sleep(1)", on: terminal)
        try terminal.expect("go\r\n")
        try terminal.send("input()\ranswer\r'last'\r")
        try terminal.expect("'answer'\r\n")
        try terminal.expect("'last'\r\n")
        try terminal.expect(prompt)
        try leave(terminal)
    }

    @Test func outputIsNotHeldBackAndCanRedrawItsLine() throws {
        let terminal = try connect(["--color", "always"])
        let program = """
            import time
            for i in range(40): print(i % 10, end='')
            time.sleep(60)
            """
        try run(program, on: terminal)
        try terminal.expect(String(repeating: "0123456789", count: 4), within: 5)
        try terminal.send("\u{03}")
        try terminal.expect(prompt)
        try terminal.send("print('\\r 50%\\r100%\\b\\b\\b\\b\\x1b[K\\x1b[31mred\\x1b[0m\\x1b[2J\\x1b]0;x\\x07')\r")
        try terminal.expect("\r 50%\r100%\u{8}\u{8}\u{8}\u{8}\u{1b}[K\u{1b}[31mred\u{1b}[0m␛[2J␛]0;x␇\r\n\u{1b}[0m")
        try leave(terminal)
    }

    @Test func aBoardThatDiesWhileItWaitsIsTold() throws {
        let fleet = try fleet
        let terminal = try connect()
        try terminal.send("input('?' '> ')\r")
        try terminal.expect("?> ")
        fleet.boards[0].crash()
        defer {
            try? fleet.boards[0].start()
            try? waitUntilIdle()
        }
        try terminal.expect("\r\nboard-1: silent: no sign of life for ", within: 30)
        try terminal.expect(prompt)
        try leave(terminal)
    }

    @Test func aHubThatDiesWhileAProgramWaitsIsTold() throws {
        let fleet = try fleet
        let terminal = try connect()
        try terminal.send("input('?' '> ')\r")
        try terminal.expect("?> ")
        try fleet.hub.crash()
        try terminal.expect("the hub went away", within: 10)
        try terminal.send("\u{1d}")
        try terminal.expect("left board-1\r\n", within: 15)
        try fleet.hub.start()
        // The program waits for somebody who types; nobody does.
        try eventually("the board is back") { try fleet.state("board-1") != nil }
        try fleet.hub.ask(Command("RPUSH", "repl:board-1.interrupt", "*"))
        try waitUntilIdle()
    }

    @Test func aHubThatComesBackCostsNoLine() throws {
        let fleet = try fleet
        let terminal = try connect()
        try terminal.send("input('?' '> ')\r")
        try terminal.expect("?> ")
        try fleet.hub.crash()
        try fleet.hub.start()
        try terminal.send("x\r")
        try terminal.expect("'x'\r\n", within: 20)
        try terminal.expect(prompt)
        try leave(terminal)
    }

    @Test(arguments: [SIGTERM, SIGHUP]) func signalsLeaveInOrder(number: Int32) throws {
        let terminal = try connect()
        try terminal.send("input('?' '> ')\r")
        try terminal.expect("?> ")
        terminal.signal(number)
        try terminal.expect("board-1: its program finds no more input\r\n")
        try terminal.expect("left running: board-1\r\nleft board-1\r\n")
        #expect(try terminal.wait() == .status(0))
        try waitUntilIdle()
    }

    /// What boards give to `sys.stdin`, whose ports ask for it byte by byte: the part of it that runs here.
    @Test func bytesForStandardInputCome() throws {
        let terminal = try connect()
        let program = """
            import mbm_output, mbm_dupterm, time
            write, found = mbm_output.Out.write, []
            mbm_output.Out.write = lambda out, *data: found.append(out)
            print()
            mbm_output.Out.write = write
            keys = mbm_dupterm.Guard(found[0])
            s = b''
            while s[-1:] != b'\\x04':
                if keys.ready(): s += bytes((keys.byte(),))
                time.sleep_ms(2)
                if s == b'ab': print('ha' 'lf')
            print(s, keys.byte())
            """
        try run(program, on: terminal)
        try eventually("it runs") { try fleet.state("board-1") == "running" }
        try terminal.waitUntilInputIsRead()
        try terminal.send("ab\rä\r")
        try terminal.expect("half\r\n")
        try terminal.waitUntilInputIsRead()
        try terminal.send("\u{04}")
        try terminal.expect("b'ab\\n\\xc3\\xa4\\n\\x04' None\r\n")
        try terminal.expect(prompt)
        try leave(terminal)
    }

    @Test func aTranscriptHoldsWhatWasTyped() throws {
        let terminal = try fleet.prompt()
        try terminal.send("log talk.log\r")
        try terminal.expect("the transcript goes to")
        try terminal.expect("board-[1-2]>>> ")
        try terminal.send("connect board-1\r")
        try terminal.expect(prompt)
        try terminal.send("print('\\x1b[31m' + input('?' '> ') + '\\x1b[0m')\r")
        try terminal.expect("?> ")
        try terminal.send("x\r")
        try leave(terminal)
        let log = try fleet.account.directory.read("work/talk.log")
        #expect(log.hasSuffix("?> x\nx\nleft board-1\n"), "\(log)")
        #expect(log.split(separator: "\n").count { $0.hasPrefix("board-1>>> print(") } == 1, "\(log)")
    }

    @Test func inAScriptItIsASentence() throws {
        let run = try fleet.run("connect board-1\n")
        #expect(run == Finished(2, "", "<stdin>:1: connect is for a person at a terminal\n"))
    }
}
