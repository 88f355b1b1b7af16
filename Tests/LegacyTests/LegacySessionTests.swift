import Redis
import TestSupport
import Testing

/// Shells drive boards that run the original client, by the same lines as all others.
struct LegacySessionTests {
    private let hub: LocalHub

    init() throws { hub = try LocalHub(Account()) }

    @Test func threeOriginalBoardsAnswerAsOursDo() throws {
        let boards = try (1...3).map { try LegacyBoard("esp8266-\($0)", on: hub) }
        for board in boards { try board.register() }
        let program = """
            import sys
            6 * 7
            def f(n):
                return 1 if n < 2 else n * f(n - 1)

            f(5)
            print('a' * 30, sys.platform)
            1 / 0

            """
        let run = try hub.account.mbm(
            ["--port", "\(hub.port)", "--use", "esp8266-[1-3]"], input: program, within: 60)
        let header = "## esp8266-[1-3] " + String(repeating: "#", count: 63)
        #expect(
            run.output == """
                \(header)
                42
                \(header)
                120
                \(header)
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa esp8266
                \(header)
                Traceback (most recent call last):
                  File "<stdin>", line 1, in <module>
                ZeroDivisionError: divide by zero

                """)
        #expect(run.errors == "<stdin>:8: esp8266-[1-3]: raised ZeroDivisionError: divide by zero\n")
        #expect(run.status == 1)
        #expect(try hub.ask(Command("KEYS", "lock:*")).elements == [])
        #expect(try hub.ask(Command("ACL", "LOG")).elements == [])
    }

    @Test func theArgumentsOfAScriptAreInSysArgvHereToo() throws {
        let board = try LegacyBoard("esp8266-1", on: hub).register()
        try hub.account.directory.write(
            "import sys\nsys.argv\nsys.argv.pop(0)\nlen(sys.argv)\n", to: "work/args.mbm")
        let run = try hub.account.mbm(
            ["--port", "\(hub.port)", "--use", "esp8266-1", "-f", "args.mbm", "'\"\\", "--x", "é\n"], within: 60)
        #expect(run == Finished(0, "['args.mbm', '\\'\"\\\\', '--x', '\\xe9\\n']\n'args.mbm'\n3\n"))
        withExtendedLifetime(board) {}
    }

    @Test func outputThatDoesNotEndItsLineIsWhole() throws {
        let board = try LegacyBoard("b", on: hub).register()
        let run = try hub.account.mbm(
            ["--port", "\(hub.port)", "--use", "b"], input: "print('a', end='')\nprint('#', end='')\n'c'\n")
        #expect(run == Finished(0, "a\n#\n'c'\n"))
        withExtendedLifetime(board) {}
    }
}
