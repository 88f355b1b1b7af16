import Redis
import TestSupport
import Testing

/// The command examples of the original's documentation, against original boards: whole outputs.
struct LegacyDocumentTests {
    private let hub: LocalHub

    init() throws { hub = try LocalHub(Account()) }

    private func mbm(_ command: String, _ arguments: [String], input: String = "") throws -> Finished {
        try hub.account.mbm([command, "--port", "\(hub.port)"] + arguments, input: input)
    }

    private func header(_ title: String) -> String {
        "## \(title) " + String(repeating: "#", count: 76 - title.count) + "\n"
    }

    @Test func theExamplesOfTheOriginalsDocumentationAnswerAsItShows() throws {
        let boards = try ["esp8266-1", "esp8266-2", "esp8266-3", "wipy2-1"].map { try LegacyBoard($0, on: hub) }
        for board in boards { try board.register() }

        let list = try mbm("board-list", [])
        #expect(
            list
                == Finished(
                    0,
                    """
                    Name       Platform  State
                    esp8266-1  esp8266   idle
                    esp8266-2  esp8266   idle
                    esp8266-3  esp8266   idle
                    wipy2-1    esp8266   idle

                    """))

        let program = "import sys\nprint('Hello from', sys.platform)\n"
        let one = try mbm("board-execute", ["esp8266-1"], input: program)
        #expect(one == Finished(0, header("Executing on 'esp8266-1'") + "Hello from esp8266\n\n"))
        let three = try mbm("board-execute", ["esp8266-[1-3]"], input: program)
        let answers = (1...3).map { header("Executing on 'esp8266-\($0)'") + "Hello from esp8266\n\n" }
        #expect(three == Finished(0, answers.joined()))

        try hub.account.directory.write("print('Hello World')\n", to: "work/hello_world.py")
        let upload = try mbm(
            "board-upload", ["esp8266-[1-2],wipy2-1", "hello_world.py", "lib/hello_world.py"])
        let copied = ["esp8266-1", "esp8266-2", "wipy2-1"].map { "Copying file to \($0):lib/hello_world.py\n" }
        #expect(upload == Finished(0, copied.joined()))
        for index in [0, 1, 3] { #expect(try boards[index].read("lib/hello_world.py") == "print('Hello World')\n") }

        let rename = try mbm("board-rename", ["esp8266-3", "esp8266-5"])
        #expect(rename.status == 0)
        #expect(rename.output == "esp8266-3 is now esp8266-5\n")
        #expect(boards[2].name == "esp8266-5")
        let renamed = try mbm("board-execute", ["esp8266-5"], input: program)
        #expect(renamed == Finished(0, header("Executing on 'esp8266-5'") + "Hello from esp8266\n\n"))
        _ = try mbm("board-rename", ["esp8266-5", "esp8266-3"])

        _ = try mbm("board", ["esp8266-[1-3]", "mkdir", "data"])
        _ = try mbm("board", ["esp8266-[1-3]", "mkdir", "data/log"])
        let ls = try mbm("board", ["esp8266-[1-3]", "ls", "data"])
        #expect(ls == Finished(0, (1...3).map { header("'ls' on 'esp8266-\($0)'") + "log\n" }.joined()))
        let root = try mbm("board", ["esp8266-1", "ls"])
        #expect(root.output.hasPrefix(header("'ls' on 'esp8266-1'")))
        #expect(root.output.split(separator: "\n").dropFirst().sorted() == ["data", "etc", "lib", "main.py"])
        #expect(try hub.ask(Command("KEYS", "lock:*")).elements == [])
        #expect(try hub.ask(Command("ACL", "LOG")).elements == [])
    }

    @Test func anExceptionIsStatusOneAndASilentOrUnknownBoardThree() throws {
        let board = try LegacyBoard("esp8266-1", on: hub).register()
        let raised = try mbm("board-execute", ["esp8266-1"], input: "print(1)\n1/0\n")
        #expect(raised.status == 1)
        #expect(
            raised.output
                == header("Executing on 'esp8266-1'")
                    + """
                    1
                    Traceback (most recent call last):
                      File "<stdin>", line 2, in <module>
                    ZeroDivisionError: divide by zero


                    """)
        #expect(raised.errors == "mbm: esp8266-1: raised ZeroDivisionError: divide by zero\n")
        let unknown = try mbm("board-execute", ["esp8266-[1-2]"], input: "print(1)\n")
        #expect(unknown.status == 3)
        #expect(unknown.output == header("Executing on 'esp8266-1'") + "1\n\n")
        #expect(unknown.errors == "mbm: esp8266-2: silent: it is unknown to the hub\n")
        board.cutPower()
        _ = try hub.ask(Command("DEL", "board:esp8266-1", "boardinfo:esp8266-1"))
        let list = try mbm("board-list", [])
        #expect(list == Finished(0, "Name       Platform  State\nesp8266-1  esp8266   offline\n"))
        let gone = try mbm("board-execute", ["esp8266-1"], input: "print(1)\n")
        #expect(gone == Finished(3, "", "mbm: esp8266-1: silent: it is offline\n"))
    }

    @Test func allMacrosWorkOnOriginalBoards() throws {
        let board = try LegacyBoard("b", on: hub).register()
        func macro(_ words: String...) throws -> Finished { try mbm("board", ["b"] + words) }
        func said(_ name: String, _ text: String) -> Finished { Finished(0, header("'\(name)' on 'b'") + text) }
        #expect(try macro("echo", "it's \u{e9}") == said("echo", "it's \u{e9}\n"))
        #expect(try macro("mkdir", "d") == said("mkdir", ""))
        #expect(try macro("rmdir", "d") == said("rmdir", ""))
        #expect(try macro("set", "colour=red") == said("set", ""))
        #expect(try macro("settings").output.contains("\ncolour=red\n"))
        #expect(try macro("uname").output.contains("esp8266"))
        #expect(Int(try macro("mem_free").output.split(separator: "\n").last ?? "") ?? 0 > 1000)
        #expect(try macro("rmdir", "nowhere").status == 1)
        #expect(try macro("reset") == said("reset", "resetting\n"))
        #expect(try mbm("board-execute", ["b"], input: "print(1)").status == 0)
        withExtendedLifetime(board) {}
    }
}
