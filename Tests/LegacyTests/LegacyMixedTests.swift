import Redis
import TestSupport
import Testing

/// Boards of both kinds in one selection, and the original's server on ours.
struct LegacyMixedTests {
    @Test func originalBoardsAndOursAnswerAsOne() throws {
        let fleet = try RealFleet(boards: 2)
        let legacy = try ["board-3", "board-4"].map { try LegacyBoard($0, on: fleet.hub) }
        for board in legacy { try board.register() }
        try fleet.account.directory.write("x = 'kept'\n", to: "work/m.py")
        let script = """
            use board-[3,1,4,2]
            6 * 7
            import sys
            'esp' if sys.platform == 'esp8266' else sys.platform
            put m.py lib/m.py
            ls lib/m.py
            get lib/m.py copies/
            rename board-4 board-5
            use board-[1-3,5]
            1 / 0

            """
        let run = try fleet.account.mbm(["--port", "\(fleet.hub.port)"], input: script)
        func header(_ title: String) -> String {
            "## \(title) " + String(repeating: "#", count: 76 - title.count) + "\n"
        }
        let copies = [3, 1, 4, 2].map { "board-\($0): copies/board-\($0)/lib/m.py  11 bytes\n" }
        let expected = [
            "4 boards: 4 idle\n", header("board-[3,1,4,2]"), "42\n", header("board-[3-4]"), "'esp'\n",
            header("board-[1-2]"), "'linux'\n", "board-[3,1,4,2]: lib/m.py  11 bytes\n", header("board-[3,1,4,2]"),
            "lib/m.py\n", copies.joined(), "board-4 is now board-5\n", "4 boards: 4 idle\n", header("board-[1-3,5]"),
            "Traceback (most recent call last):\n  File \"<stdin>\", line 1, in <module>\n",
            "ZeroDivisionError: divide by zero\n",
        ]
        #expect(run.output == expected.joined())
        #expect(run.status == 1)
        #expect(try legacy[0].read("lib/m.py") == "x = 'kept'\n")
        #expect(try fleet.account.directory.read("work/copies/board-3/lib/m.py") == "x = 'kept'\n")
        #expect(try fleet.hub.ask(Command("KEYS", "*board-4*")).elements == [])
    }

    @Test func theOriginalsServerDrivesOurBoards() throws {
        let fleet = try RealFleet(boards: 1)
        func ask(_ name: String, _ arguments: any CommandArgument...) throws -> Reply {
            try fleet.hub.ask(Command(name, list: arguments))
        }
        func execute(_ source: String) throws -> (completion: String?, output: String?) {
            _ = try ask("RPUSH", "repl:board-1.command", source)
            let completion = try ask("BLPOP", "repl:board-1.complete", 4).elements.last?.text
            return (completion, try ask("GET", "repl:board-1.console.stdout").text)
        }
        let fine = try execute("def f(n):\n    return n and f(n - 1)\nprint('a', f(3))\nprint('b')")
        #expect(fine.completion == "0")
        #expect(fine.output == "a 0\r\nb\r\n")
        let raised = try execute("print('a')\n1/0")
        #expect(raised.completion == "1")
        #expect(raised.output?.hasPrefix("a\r\nTraceback (most recent call last):\r\n") == true)
        #expect(raised.output?.hasSuffix("ZeroDivisionError: divide by zero\r\n") == true)

        let number = try ask("INCR", "transaction_id:board-1").integer ?? 0
        _ = try ask("SET", "file:of-test", "hello")
        _ = try ask("HSET", "transaction:board-1:\(number)", "source", "file:of-test", "dest", "lib/hello.txt")
        _ = try ask("RPUSH", "repl:board-1.copy", "transaction:board-1:\(number)")
        #expect(try ask("BLPOP", "repl:board-1.complete", 4).elements.last?.text == "0")
        #expect(try fleet.account.directory.read("boards-board-1/lib/hello.txt") == "hello")

        _ = try ask("RPUSH", "repl:board-1.rename", "kitchen")
        try eventually("the new name") { try fleet.state("kitchen") == "idle" }
        #expect(try fleet.state("board-1") == nil)
        #expect(try ask("GET", "boardinfo:kitchen").text == "linux")
        let boot = try ask("HGET", "boardmeta:kitchen", "boot").text
        _ = try ask("RPUSH", "repl:kitchen.reset", "for a test")
        try eventually("it is back") {
            try fleet.state("kitchen") == "idle" && ask("HGET", "boardmeta:kitchen", "boot").text != boot
        }
        #expect(try ask("ACL", "LOG").elements == [])
    }
}
