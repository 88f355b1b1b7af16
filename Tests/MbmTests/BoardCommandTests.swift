import Redis
import TestSupport
import Testing

/// `board-list`, `board`, `board-upload` and `board-rename`.
@Suite(.serialized, .fleet(3)) struct BoardCommandTests {
    // MARK: board-list

    @Test func boardsAreListedInATableAsWideAsItsContent() throws {
        let fleet = try fleet
        let names = ["esp8266-10", "esp8266-2", "a-board-with-a-long-name"]
        for name in names { try fleet.hub.ask(Command("HSET", "boardmeta:\(name)", "platform", "esp8266")) }
        defer { for name in names { _ = try? fleet.hub.ask(Command("DEL", "boardmeta:\(name)")) } }
        #expect(
            try fleet.command(["board-list"])
                == Finished(
                    0,
                    """
                    Name                      Platform  State
                    a-board-with-a-long-name  esp8266   offline
                    board-1                   linux     idle
                    board-2                   linux     idle
                    board-3                   linux     idle
                    esp8266-2                 esp8266   offline
                    esp8266-10                esp8266   offline

                    """))
        #expect(
            try fleet.command(["board-list", "esp8266-*"]).output
                == "Name        Platform  State\nesp8266-2   esp8266   offline\nesp8266-10  esp8266   offline\n")
    }

    @Test func aRangeChoosesAndUnknownBoardsAreNamed() throws {
        let run = try fleet.command(["board-list", "board-2,nobody,board-1"])
        #expect(run.status == 3)
        #expect(run.output == "Name     Platform  State\nboard-2  linux     idle\nboard-1  linux     idle\n")
        #expect(run.errors.hasPrefix("mbm: unknown board: nobody "), "\(run.errors)")
    }

    @Test func theLongListHasFirmwareMemoryAndLastSeen() throws {
        let run = try fleet.command(["board-list", "--long", "board-1"])
        let lines = run.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines.first == ["Name", "Platform", "State", "Firmware", "Free", "Seen"])
        #expect(lines.last?.prefix(3) == ["board-1", "linux", "idle"])
        #expect(lines.last?.dropFirst(3).first?.hasPrefix("1.") == true)
        #expect(lines.last?.contains("kB") == true)
    }

    @Test func aBoardThatRunsIsListed() throws {
        let fleet = try fleet
        let run = try fleet.start(execute: "import time\nwhile True: time.sleep_ms(10)\n", "board-2")
        try eventually("it runs") { try fleet.state("board-2") == "running" }
        let listed = try fleet.command(["board-list", "board-2"])
        #expect(listed.output == "Name     Platform  State\nboard-2  linux     running\n")
        run.signal(2)
        let ended = try run.wait()
        #expect(ended.status == 130, "\(ended)")
        try fleet.waitUntilIdle(fleet.boards)
    }

    // MARK: board

    @Test func macrosAnswerUnderHeadersOfTheirOwn() throws {
        let fleet = try fleet
        func macro(_ name: String, _ argument: String? = nil) throws -> Finished {
            try fleet.command(["board", "board-[1-2]", name] + (argument.map { [$0] } ?? []))
        }
        func answers(_ name: String, _ text: String) -> Finished {
            Finished(0, (1...2).map { header("'\(name)' on 'board-\($0)'") + text }.joined())
        }
        #expect(try macro("echo", "it's \"me\" \\ größe") == answers("echo", "it's \"me\" \\ größe\n"))
        #expect(try macro("mkdir", "macro") == answers("mkdir", ""))
        #expect(fleet.boards[0].has("macro") && fleet.boards[1].has("macro") && !fleet.boards[2].has("macro"))
        #expect(try macro("ls", "macro") == answers("ls", ""))
        #expect(try macro("ls").output.contains("\nmbm.json\n"))
        #expect(try macro("rmdir", "macro") == answers("rmdir", ""))
        #expect(!fleet.boards[0].has("macro"))
        #expect(try macro("set", "colour=blue = green") == answers("set", ""))
        let settings = try macro("settings")
        #expect(settings.output.contains("colour = blue = green\n"), "\(settings)")
        #expect(settings.output.contains("name = board-2\n"))
        #expect(try macro("uname").output.contains("micropython"))
        let free = try macro("mem_free").output.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(free.count == 2)
        #expect(free.allSatisfy { Int($0) ?? 0 > 10_000 }, "\(free)")
        #expect(try macro("reset") == answers("reset", "resetting\n"))
        try fleet.waitUntilIdle(fleet.boards)
    }

    @Test func aMacroThatRaisesMakesItOneAndAnUnknownBoardThree() throws {
        let raised = try fleet.command(["board", "board-1", "rmdir", "nowhere"])
        #expect(raised.status == 1)
        #expect(raised.errors == "mbm: board-1: raised OSError: [Errno 2] ENOENT\n", "\(raised)")
        for macro in ["echo", "reset"] {
            let unknown = try fleet.command(["board", "nobody,board-1", macro])
            #expect(unknown.status == 3)
            #expect(unknown.output.hasPrefix(header("'\(macro)' on 'board-1'")))
            #expect(unknown.errors == "mbm: nobody: silent: it is unknown to the hub\n")
        }
    }

    @Test func macrosAreListedAndOthersRefused() throws {
        let account = try Account()
        let help = try account.mbm(["board", "--help"])
        for name in ["echo", "reset", "ls", "mkdir", "rmdir", "mem_free", "set", "settings", "uname"] {
            #expect(help.output.contains("\n  \(name) "), "\(help.output)")
        }
        let unknown = try account.mbm(["board", "a", "fly"])
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains("There is no macro fly; there are echo, reset, "))
        for (macro, argument) in [("mkdir", ""), ("rmdir", ""), ("set", ""), ("set", "x"), ("set", "=x")] {
            let run = try fleet.command(["board", "board-1", macro, argument])
            #expect(run == Finished(2, "", "mbm: \(macro) wants \(macro == "set" ? "KEY=VALUE" : "a folder")\n"))
        }
    }

    @Test func ctrlCEndsTheWaitForABoardThatRestarts() throws {
        let fleet = try fleet
        func boot() throws -> String? { try fleet.hub.ask(Command("HGET", "boardmeta:board-3", "boot")).text }
        let before = try boot()
        fleet.boards[2].freeze()
        defer { fleet.boards[2].resume() }
        let run = try fleet.account.start(["board", "board-3", "reset", "--port", "\(fleet.hub.port)"])
        try eventually("it is on the hub") {
            try fleet.hub.ask(Command("CLIENT", "LIST")).text?.contains("name=mbm") == true
        }
        run.signal(2)
        let ended = try run.wait(within: 15)
        #expect(ended.status == 130, "\(ended)")
        fleet.boards[2].resume()
        // It has taken the request, unless that could be withdrawn.
        if ended.errors.contains("not back yet") { try eventually("it restarts") { try boot() != before } }
        try fleet.waitUntilIdle(fleet.boards)
    }

    // MARK: board-upload

    @Test func aFileIsCopiedUnderItsNameIntoAFolderOrUnderAnother() throws {
        let fleet = try fleet
        try fleet.account.directory.write("print('hello')\n", to: "work/hello_world.py")
        for (words, target) in [
            ([], "hello_world.py"), (["lib/"], "lib/hello_world.py"), (["lib/other.py"], "lib/other.py"),
        ] {
            let run = try fleet.command(["board-upload", "board-[1-2]", "hello_world.py"] + words)
            #expect(run == Finished(0, (1...2).map { "Copying file to board-\($0):\(target)\n" }.joined()))
            for board in 1...2 {
                #expect(
                    try fleet.account.directory.read("boards-board-\(board)/\(target)") == "print('hello')\n")
            }
        }
    }

    @Test(arguments: [
        (["nowhere.py"], "nowhere.py: No such file or directory\n"),
        (["folder"], "folder is a folder: put -r takes folders\n"),
        (["folder/"], "folder/ is a folder: put -r takes folders\n"),
        (["file.py", "../x"], "../x: a path on a board has no '..'\n"),
    ])
    func aFileThatCannotBeCopiedIsNamed(words: [String], errors: String) throws {
        let fleet = try fleet
        try fleet.account.directory.write("", to: "work/file.py")
        _ = try fleet.account.mbm(["board-client", "folder"])
        let run = try fleet.command(["board-upload", "board-1"] + words)
        #expect(run == Finished(2, "", "mbm: " + errors))
    }

    @Test func aCopyThatABoardCannotTakeIsAnException() throws {
        let fleet = try fleet
        try fleet.account.directory.write("x", to: "work/file.py")
        let run = try fleet.command(["board-upload", "board-1,nobody", "file.py", "main.py/x"])
        #expect(run.status == 3)
        #expect(run.errors.contains("mbm: nobody: silent: it is unknown to the hub\n"), "\(run)")
        try fleet.account.directory.write("x", to: "boards-board-1/plain")
        let raised = try fleet.command(["board-upload", "board-1", "file.py", "plain/file.py"])
        #expect(raised.status == 1, "\(raised)")
        #expect(raised.errors.hasPrefix("mbm: board-1: plain/file.py: "))
    }

    // MARK: board-rename

    @Test func aBoardIsBackUnderItsNewName() throws {
        let fleet = try fleet
        #expect(try fleet.command(["board-rename", "board-3", "kitchen"]) == Finished(0, "board-3 is now kitchen\n"))
        #expect(try fleet.state("kitchen") != nil)
        #expect(try fleet.state("board-3") == nil)
        #expect(try fleet.command(["board-rename", "kitchen", "board-3"]).status == 0)
    }

    @Test(arguments: [
        ("board-1", "board-2", 3, "the name board-2 is in use by another board\n"),
        ("board-[1-2]", "x", 2, "board-[1-2] names 2 boards, and a name is for one\n"),
        ("nobody", "x", 3, "unknown board: nobody (`boards` lists those known)\n"),
        ("board-1", "a:b", 2, "'a:b' cannot be a board's name: "),
    ])
    func aRenameThatCannotBeIsRefused(board: String, name: String, status: Int32, errors: String) throws {
        let run = try fleet.command(["board-rename", board, name])
        #expect(run.status == status)
        #expect(run.output == "")
        #expect(run.errors.hasPrefix("mbm: " + errors), "\(run)")
        try fleet.waitUntilIdle(fleet.boards)
    }

    // MARK: the hub

    @Test(arguments: [
        ["board-list"], ["board-execute", "a"], ["board", "a", "ls"], ["board-rename", "a", "b"],
    ])
    func noHubMakesItFour(words: [String]) throws {
        let account = try Account()
        let run = try account.mbm(words)
        #expect(run.status == 4)
        #expect(run.output == "")
        #expect(run.errors.hasPrefix("mbm: no hub is running: "))
    }

    @Test func theServersNamesOfTheOriginalAreAccepted() throws {
        let account = try Account()
        let port = "\(try freePort())"
        #expect(try account.mbm(["service-status", "--port", port]) == Finished(4, "Server is not running\n"))
        let started = try account.mbm(["service-start", "--port", port])
        #expect(started.status == 0)
        #expect(started.output.hasPrefix("Cloudmanager service is listening on: "))
        #expect(try account.mbm(["service-status", "--port", port]) == Finished(0, "Running\n"))
        #expect(try account.mbm(["service-stop", "--port", port]) == Finished(0, "Service is shutdown\n"))
        #expect(try account.mbm(["server-stop", "--port", port]) == Finished(0, "Server is not running\n"))
    }
}
