import Redis
import TestSupport
import Testing

/// What WiPys print, from their own telnet consoles. (The console is a double, the board is real; see `ConsoleDouble`.)
struct LegacyConsoleTests {
    private let hub: LocalHub

    init() throws { hub = try LocalHub(Account()) }

    private func wipy(_ name: String) throws -> LegacyBoard { try LegacyBoard(name, .wipy, on: hub).register() }

    private func configure(_ text: String, mode: UInt32 = 0o600) throws {
        let folder = "home/config/mbm"
        _ = try hub.account.mbm(["board-client", hub.account.directory.file(folder)])
        try hub.account.directory.write(text, to: "\(folder)/config", mode: mode)
    }

    private func run(_ script: String, on boards: String, _ options: [String] = []) throws -> Finished {
        try hub.account.mbm(["--port", "\(hub.port)", "--use", boards] + options, input: script)
    }

    private func execute(_ program: String, on boards: String) throws -> Finished {
        try hub.account.mbm(["board-execute", "--port", "\(hub.port)", boards], input: program)
    }

    private func header(_ title: String) -> String {
        "## \(title) " + String(repeating: "#", count: 76 - title.count) + "\n"
    }

    @Test func whatAWiPyPrintsIsShown() throws {
        let board = try wipy("wipy-1")
        let console = try ConsoleDouble(of: board)
        try configure("wipy wipy-1 127.0.0.1:\(console.port)\n")
        #expect(
            try execute("import sys\nprint('Hello from', sys.platform)\n", on: "wipy-1")
                == Finished(0, header("Executing on 'wipy-1'") + "Hello from WiPy\n\n"))
        try hub.account.directory.write("x = 'kept'\n", to: "work/m.py")
        let script = """
            6 * 7
            import time
            def f(n):
                # \(String(repeating: "long enough to go as a file ", count: 20))
                return n and f(n - 1)

            f(3), print('a', end='')
            put m.py lib/
            ls lib/m.py
            get lib/m.py copy.py
            print('\\x1b[31mred'), '\u{e9}'
            1 / 0
            get nowhere

            """
        let ended = try run(script, on: "wipy-1", ["--keep-going"])
        #expect(
            ended.output == """
                42
                a(0, None)
                wipy-1: lib/m.py  11 bytes
                lib/m.py
                wipy-1: copy.py  11 bytes
                \u{241b}[31mred
                (None, '\\xe9')
                Traceback (most recent call last):
                  File "<stdin>", line 1, in <module>
                ZeroDivisionError: divide by zero

                """)
        #expect(
            ended.errors == """
                <stdin>:12: wipy-1: raised ZeroDivisionError: divide by zero
                <stdin>:13: wipy-1: nowhere: no such file or directory

                """)
        #expect(ended.status == 1)
        #expect(try hub.account.directory.read("work/copy.py") == "x = 'kept'\n")
        #expect(try hub.ask(Command("KEYS", "lock:*")).elements == [])
        withExtendedLifetime(console) {}
    }

    @Test func outputComesWhileTheProgramRunsAlsoWhenItPrintsNothingForLong() throws {
        let board = try wipy("wipy-1")
        let console = try ConsoleDouble(of: board, ["--idle", "5"])
        try configure("wipy wipy-1 127.0.0.1:\(console.port)\n")
        let program = "import time\nprint('first')\ntime.sleep(8)\nprint('last')\n"
        let shell = try hub.account.start(
            ["board-execute", "--live", "--port", "\(hub.port)", "wipy-1"], input: program)
        try eventually("the first line") { shell.output == "wipy-1: first\n" }
        #expect(try hub.ask(Command("GET", "board:wipy-1")).text == "running")
        #expect(try shell.wait() == Finished(0, "wipy-1: first\nwipy-1: last\n"))
        withExtendedLifetime(console) {}
    }

    @Test func boardsOfAllKindsAnswerAsOne() throws {
        let fleet = try RealFleet(boards: 1)
        let boards = try [
            LegacyBoard("board-2", .wipy, on: fleet.hub), LegacyBoard("board-3", on: fleet.hub),
            LegacyBoard("board-4", .wipy, on: fleet.hub),
        ]
        for board in boards { try board.register() }
        let consoles = try [ConsoleDouble(of: boards[0]), ConsoleDouble(of: boards[2])]
        _ = try fleet.account.mbm(["board-client", fleet.account.directory.file("home/config/mbm")])
        try fleet.account.directory.write(
            """
            wipy board-2 127.0.0.1:\(consoles[0].port)
            wipy board-4 127.0.0.1:\(consoles[1].port)

            """, to: "home/config/mbm/config")
        let script = "6 * 7\nimport sys\nsys.platform\nfor i in range(3):\n    print(i)\n"
        let ended = try fleet.account.mbm(
            ["--port", "\(fleet.hub.port)", "--use", "board-[1-4]"], input: script)
        let expected = [
            header("board-[1-4]"), "42\n", header("board-1"), "'linux'\n", header("board-[2,4]"), "'WiPy'\n",
            header("board-3"), "'esp8266'\n", header("board-[1-4]"), "0\n1\n2\n",
        ]
        #expect(ended == Finished(0, expected.joined()))
        withExtendedLifetime(consoles) {}
    }

    // MARK: What goes wrong

    @Test func aLoginThatIsRefusedIsToldAndTheProgramRunsAllTheSame() throws {
        let board = try wipy("wipy-1")
        let console = try ConsoleDouble(of: board, ["--login", "me", "--password", "secret-1"])
        let place = "127.0.0.1:\(console.port)"
        for line in ["wipy wipy-1 \(place)", "wipy wipy-1 \(place) me secret-2"] {
            try configure(line + "\n")
            let ended = try run("1 + 1\nopen('ran', 'w').close()\n1 / 0\n", on: "wipy-1")
            #expect(ended.output == "")
            let told = "wipy-1: its console at \(place) refused the login: its output is not shown\n"
            #expect(ended.errors.hasPrefix(told + told), "\(ended.errors)")
            #expect(!ended.errors.contains("secret"))
            #expect(ended.status == 1)
            #expect(try board.read("ran") == "")
        }
        try configure("wipy wipy-1 \(place) me secret-1\n")
        #expect(try run("1 + 1\n", on: "wipy-1") == Finished(0, "2\n"))
    }

    @Test func aConsoleThatIsNotThereKeepsNobodyWaiting() throws {
        let boards = try [wipy("wipy-1"), wipy("wipy-2"), LegacyBoard("esp8266-1", on: hub).register()]
        let mute = try Listener()
        let nobody = try freePort()
        try configure("wipy wipy-1 127.0.0.1:\(mute.port)\nwipy wipy-2 127.0.0.1:\(nobody)\n")
        let shell = try hub.account.start(
            ["board-execute", "--live", "--port", "\(hub.port)", "wipy-[1-2],esp8266-1"], input: "print(6 * 7)\n")
        try eventually("the board without a console") { shell.output == "esp8266-1: 42\n" }
        #expect(mute.hasVisitor)
        let ended = try shell.wait()
        #expect(ended.output == "esp8266-1: 42\n")
        let told = ended.errors.split(separator: "\n").sorted()
        #expect(
            told == [
                "wipy-1: its console at 127.0.0.1:\(mute.port) does not let us in: its output is not shown",
                "wipy-2: its console at 127.0.0.1:\(nobody) refuses the connection (it takes one at a time): "
                    + "its output is not shown",
            ])
        #expect(ended.status == 0)
        #expect(boards[0].log.hasSuffix("\n42\n#" + (boards[0].log.split(separator: "#").last ?? "")))
        #expect(try hub.ask(Command("KEYS", "lock:*")).elements == [])
    }

    @Test func controlCEndsTheWaitForAConsoleAndNothingRuns() throws {
        let board = try wipy("wipy-1")
        let mute = try Listener()
        try configure("wipy wipy-1 127.0.0.1:\(mute.port)\n")
        let shell = try hub.account.start(
            ["--port", "\(hub.port)", "--use", "wipy-1"], input: "open('ran', 'w').close()\n")
        try eventually("it connects") { mute.hasVisitor }
        shell.signal(2)
        let ended = try shell.wait(within: 10)
        #expect(ended == Finished(130, "", "wipy-1: withdrawn before it began\n<stdin>:1: interrupted: wipy-1\n"))
        #expect(try hub.ask(Command("EXISTS", "lock:wipy-1", "repl:wipy-1.command")).integer == 0)
        #expect(throws: (any Error).self) { try board.read("ran") }
    }

    @Test func aConnectionThatEndsInTheMiddleIsTold() throws {
        let board = try wipy("wipy-1")
        let console = try ConsoleDouble(of: board, ["--until", "first\n"])
        try configure("wipy wipy-1 127.0.0.1:\(console.port)\n")
        let ended = try run(
            "import time; print('first'); time.sleep(1); print('second')\n1 / 0\n", on: "wipy-1")
        let traceback = """
            Traceback (most recent call last):
              File "<stdin>", line 1, in <module>
            ZeroDivisionError: divide by zero

            """
        // The next line connects again.
        #expect(ended.output == "first\n" + traceback)
        let told = "wipy-1: its console at 127.0.0.1:\(console.port) closed the connection: "
        #expect(ended.errors.hasPrefix(told + "the rest of its output is not shown\n"), "\(ended.errors)")
        #expect(ended.status == 1)
    }

    @Test func aConsoleThatShowsNothingIsTold() throws {
        let board = try wipy("wipy-1")
        let console = try ConsoleDouble(of: board, ["--mute"])
        try configure("wipy wipy-1 127.0.0.1:\(console.port)\n")
        try hub.account.directory.write("x", to: "work/x")
        let ended = try run("put x y\nprint('x')\n", on: "wipy-1")
        // The copy has nothing to say.
        #expect(
            ended
                == Finished(
                    0, "wipy-1: y  1 byte\n",
                    "wipy-1: it completed, but its output is missing; its console at 127.0.0.1:\(console.port) "
                        + "did not show it\n"))
    }

    // MARK: Where is connected to

    @Test func anAddressThatTheUserHasNotNamedIsNeverConnectedTo() throws {
        let board = try wipy("wipy-1")
        let trap = try Listener()
        _ = try hub.ask(Command("SET", "repl:wipy-1.console", "127.0.0.1:\(trap.port)"))
        let other = try Listener()
        try configure("wipy wipy-2 127.0.0.1:\(other.port)\n")
        let ended = try run("print(1)\n", on: "wipy-1")
        let config = hub.account.directory.file("home/config/mbm/config")
        #expect(
            ended
                == Finished(
                    0, "",
                    "wipy-1: it completed, but its output is missing; a WiPy shows it only on its own telnet console, "
                        + "and a line `wipy wipy-1 ADDRESS` in \(config) lets mbm read it there\n"))
        #expect(!trap.hasVisitor && !other.hasVisitor)
        // Nor is the console of a board that has another way.
        let esp = try LegacyBoard("wipy-2", on: hub).register()
        #expect(try run("print(1)\n", on: "wipy-2") == Finished(0, "1\n"))
        #expect(!trap.hasVisitor && !other.hasVisitor)
        withExtendedLifetime([board, esp]) {}
    }

    @Test func aPasswordThatOthersMayReadIsRefused() throws {
        let config = hub.account.directory.file("home/config/mbm/config")
        try configure("# mine\nwipy wipy-1 127.0.0.1 me secret\n", mode: 0o640)
        let ended = try hub.account.mbm(["board-list", "--port", "\(hub.port)"])
        #expect(
            ended
                == Finished(
                    2, "",
                    "mbm: \(config):2: this line holds a password that others may read: chmod 600 \(config)\n"))
        try configure("wipy wipy-1 127.0.0.1\n", mode: 0o644)
        #expect(try hub.account.mbm(["board-list", "--port", "\(hub.port)"]).status == 0)
        try configure("\nwipy wipy-1 127.0.0.1 me secret more\n")
        let bad = try hub.account.mbm(["board-list", "--port", "\(hub.port)"])
        #expect(bad.status == 2)
        #expect(bad.errors.hasPrefix("mbm: \(config):2: wipy takes NAME ADDRESS[:PORT] [LOGIN PASSWORD]"))
        #expect(!bad.errors.contains("secret"))
    }
}
