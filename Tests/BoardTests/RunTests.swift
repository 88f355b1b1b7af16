import BoardClient
import Foundation
import Redis
import TestSupport
import Testing

/// Code on a board: what a person typed, whole programs, and programs that do their worst.
@Suite(.serialized) struct RunTests {
    private let hub: LocalHub

    init() throws { hub = try LocalHub(Account()) }

    /// Nothing was tried that the hub's rules refuse.
    private func expectNoRefusals() throws { #expect(try hub.ask(Command("ACL", "LOG")).elements == []) }

    /// A garbage collection at a program's end could be hit by an interrupt, which would damage memory.
    @Test(arguments: Installation.allCases)
    func theEndOfAProgramTakesNoMemory(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let program = """
            import gc, mbm_job
            show = print
            gc.collect()
            before = gc.mem_alloc()
            mbm_job.restore()
            show(gc.mem_alloc() - before < 200)
            """
        #expect(try board.run(program).output == "True\n")
    }

    @Test(arguments: Installation.allCases)
    func statementsRunAsIfTyped(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let cases = [
            ("1 + 1", "2\n"), ("x = 5\0x\0print(x)\0None\0'ü'", "5\n5\n'\\xfc'\n"), ("_", "'\\xfc'\n"),
            ("for i in range(2): i", "0\n1\n"), ("# nothing", ""), ("", ""), ("x = 1\nx + 1\n", ""),
            ("def f(n):\n    return n * 2\n\0f(x)", "2\n"),
            ("print(__name__, 'mbm_client' in globals())", "__main__ False\n"),
            ("print('a', 'b', sep='-', end='!')", "a-b!"),
        ]
        for (source, output) in cases {
            let answer = try board.run(source, echo: true)
            #expect(answer.ok && answer.output == output, "\(source): \(answer.output)")
        }
        #expect(try board.run("1 + 1").output == "")
        let stopped = try board.run("1\0print('a')\0" + "1/0\0print('b')", echo: true)
        #expect(
            stopped.output
                == "1\na\nTraceback (most recent call last):\n  File \"<stdin>\", line 1, in <module>\n"
                + "ZeroDivisionError: divide by zero\n")
        #expect(try board.meta("request") == "" && board.meta("by") == "")
        try expectNoRefusals()
    }

    @Test(arguments: Installation.allCases)
    func exceptionsAreToldWithTheirClassMessageAndLine(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let cases: [(String, String, String, String)] = [
            ("def f(x):\n    return 1 // x\nf(0)", "ZeroDivisionError", "divide by zero", "2"),
            ("x = 1\ny = = 2", "SyntaxError", "invalid syntax", "2"),
            ("raise OSError(28)", "OSError", "[Errno 28] ENOSPC", "1"),
            ("import sys\nsys.exit(3)", "SystemExit", "3", "2"),
            ("raise SystemExit", "SystemExit", "", "1"), ("raise KeyboardInterrupt", "KeyboardInterrupt", "", "1"),
            ("class E(Exception):\n    def __str__(self): return 'mine'\nraise E(1)", "E", "mine", "3"),
            ("class E(Exception):\n    def __str__(self): return 1 / 0\nraise E(1)", "E", "", "3"),
        ]
        for (source, kind, message, line) in cases {
            let answer = try board.run(source)
            #expect(!answer.ok && answer.kind == kind && answer.message == message && answer.line == line, "\(answer)")
            #expect(answer.output.contains("\(kind): ") && !answer.output.contains("mbm_"), "\(answer.output)")
        }
        let deep = try board.run("def f(n):\n    return f(n - 1) if n else 1 // 0\nf(30)").output
        #expect(deep.contains("  (16 more)\n") && deep.split(separator: "\n").count == 19)
        #expect(try board.run("def f(): f()\nf()").kind == "RuntimeError")
    }

    @Test(arguments: Installation.allCases)
    func outputComesWholeInPiecesOfWholeCharacters(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let answer = try board.run("for i in range(200): print('aü€😀' * 3, end='')")
        #expect(answer.output == String(repeating: "aü€😀", count: 600) && answer.missing == 0)
        for (number, piece) in answer.pieces.enumerated() {
            #expect(piece["seq"]?.text == String(number))
            #expect(String(validating: piece["out"]?.bytes ?? [], as: UTF8.self) != nil)
        }
        // Short lines go at once while there are not many of them.
        let slow = try board.ask("import time\nfor i in range(3): print(i); time.sleep(0.2)")
        try eventually("the first line") { try slow.pieces().first?["out"]?.text == "0\n" }
        #expect(try slow.look() == nil)
        #expect(try slow.wait().pieces.count == 3)
        #expect(try board.run("for i in range(300): print(i)").pieces.count < 40)
    }

    @Test(arguments: Installation.allCases)
    func theBoardOutlivesWhatCodeDoes(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let programs = [
            "import builtins\nfor n in dir(builtins):\n    try: setattr(builtins, n, None)\n    except: pass",
            "import builtins\nbuiltins.BaseException = 5\nbuiltins.len = None\nprint('x' * 600)\n1/0",
            "import builtins\nbuiltins.print = None", "globals().clear()", "import os\nos.chdir('/')",
            "def f():\n    print('deep')\n    f()\nf()", "x = []\nwhile True: x.append(bytearray(100))",
            "y = 'a'\nwhile True: y += y", "import gc\ngc.disable()\nfor i in range(1000): x = [0] * 100",
            "z = []\nwhile True:\n    try:\n        while True: z.append(1.5)\n    except MemoryError: break",
            "z = None",
            "for i in range(3, 12):\n    try: open(i, 'wb').close()\n    except Exception: pass",
        ]
        for program in programs {
            #expect(!(try board.run(program).output.contains("mbm_")), "\(program)")
            #expect(try board.run("print(40 + 2)").output.hasSuffix("42\n"), "after \(program)")
        }
        let tooLong = try board.run("#" + String(repeating: "x", count: 200_000))
        #expect(tooLong.kind == "MemoryError" && tooLong.message == "no room for the program")
        #expect(try board.run("print(42)").output == "42\n")
        #expect(board.text("status") == nil)
    }

    @Test(arguments: Installation.allCases)
    func requestsOfOldShellsAreAnsweredAsEver(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        func legacy(_ source: String) throws -> [String?] {
            try hub.ask(Command("DEL", "repl:b.complete", "repl:b.console.stdout"))
            try board.push("command", source)
            let completion = try hub.ask(Command("BLPOP", "repl:b.complete", 4)).elements.last?.text
            return [completion, try hub.ask(Command("GET", "repl:b.console.stdout")).text]
        }
        #expect(try legacy("print('a')\nprint('b', end='')") == ["0", "a\r\nb"])
        #expect(try legacy("1/0").first == "1")
        // A header that is none is a comment.
        let key = "reply:" + String(repeating: "a", count: 32)
        for header in [
            "request=1a reply=\(key)", "request=12345678901234567 reply=\(key)", "request=1 reply=\(key)0", "request=1",
            "",
        ] {
            #expect(try legacy("# mbm \(header)\nprint(7)") == ["0", "7\r\n"], "\(header)")
        }
        #expect(try hub.ask(Command("EXISTS", key, "\(key).done")).integer == 0)
        for (list, value) in [
            ("copy", "transaction:none"), ("rename", "a:b"), ("rename", ""), ("interrupt", "x"), ("command", "\u{1}"),
        ] {
            try board.push(list, value)
        }
        try eventually("the refused name") { try board.meta("conflict") == "a:b" || board.meta("conflict") == "" }
        #expect(try board.run("print(1)").output == "1\n")
        try expectNoRefusals()
    }

    @Test(arguments: Installation.allCases)
    func factsAreLinesAndLeaveNoName(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let facts = try board.run(BoardClient.information)
        let names = facts.output.split(separator: "\n").map { $0.split(separator: " ")[0] }
        #expect(facts.ok && names == ["firmware", "machine", "memory", "files", "uptime", "clock"], "\(facts.output)")
        #expect(try board.run("print('_mbm' in globals())").output == "False\n")
    }
}
