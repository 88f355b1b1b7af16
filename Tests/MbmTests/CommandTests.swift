import TestSupport
import Testing

/// What needs neither a hub nor boards.
@Suite struct CommandTests {
    @Test func aRangeIsPrintedOneNameALine() throws {
        let account = try Account()
        let run = try account.mbm(["range", "esp8266-0[08-11],wipy2-[1,3,7]", "a"])
        let names = ["esp8266-008", "esp8266-009", "esp8266-010", "esp8266-011", "wipy2-1", "wipy2-3", "wipy2-7", "a"]
        #expect(run == Finished(0, names.map { $0 + "\n" }.joined()))
    }

    @Test func namesAreFolded() throws {
        let account = try Account()
        let run = try account.mbm(["range", "--fold", "esp8266-1", "esp8266-2", "esp8266-3", "esp32-1"])
        #expect(run == Finished(0, "esp8266-[1-3],esp32-1\n"))
        let bad = try account.mbm(["range", "--fold", "a:b"])
        #expect(bad.status == 2)
        #expect(bad.errors.hasPrefix("mbm: 'a:b' cannot be a board's name: "))
    }

    @Test func aMalformedRangeIsShownWithACaretUnderThePlace() throws {
        let account = try Account()
        let run = try account.mbm(["range", "größe-[1-,x"])
        #expect(run.status == 2)
        #expect(run.output == "")
        let lines = run.errors.split(separator: "\n")
        #expect(lines.count == 3, "\(run.errors)")
        #expect(lines[1].drop { $0 == " " } == "größe-[1-,x")
        #expect(lines[2].last == "^")
        let huge = try account.mbm(["range", "a[1-99999999999999999999]"])
        #expect(huge.status == 2)
    }

    @Test(arguments: [
        (["--demo", "0"], "--demo takes 1 to 500 boards, not 0."),
        (["--demo", "x"], "The value 'x' is invalid for '--demo <demo>'"),
        (["--demo", "2", "--hub", "localhost"], "--demo has a hub of its own: leave out --hub and --port."),
        (["--port", "0"], "--port takes a number from 1 to 65535, not 0."),
        (["--hub", "a", "--port", "1"], "--port is the port of a hub that mbm starts; write --hub HOST:PORT."),
        (["--timeout", "5"], "--timeout takes 6 to 86400 seconds, not 5: a board shows a sign of life every 5."),
        (["--nonsense"], "Unknown option '--nonsense'"),
        (["nonsense"], "Unexpected argument 'nonsense'"),
        (["-c", "1", "-f", "x"], "Give lines with -c or a file with -f, not both."),
        (["server-start", "--port", "70000"], "--port takes a number from 1 to 65535, not 70000."),
        (["range"], "Missing expected argument '<expressions> ...'"),
        (["board-client"], "Missing expected argument '<directory>'"),
        (["put"], "Missing expected argument '<range>'"),
    ])
    func optionsThatCannotBeAreUsageErrors(arguments: [String], errors: String) throws {
        let account = try Account()
        let run = try account.mbm(arguments)
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(run.errors.contains(errors), "\(run.errors)")
    }

    @Test(arguments: [
        ("boards", "boards is a verb of the shell: mbm -c boards, or mbm board-list"),
        ("boards esp8266-[1-2]", "boards is a verb of the shell: mbm -c 'boards esp8266-[1-2]', or mbm board-list"),
        ("plot gc.mem_free()", "plot is a verb of the shell: mbm --use BOARDS -c 'plot gc.mem_free()'"),
        ("plot it's", "plot is a verb of the shell: mbm --use BOARDS -c 'plot EXPR [every SECONDS] [--csv FILE]'"),
        ("reset", "reset is a verb of the shell: mbm --use BOARDS -c reset, or mbm board BOARDS reset"),
        ("rename a b", "rename is a verb of the shell: mbm -c 'rename a b', or mbm board-rename"),
        ("use", "use is a verb of the shell: mbm --use 'BOARDS'"),
        ("use a-[1-2] b", "use is a verb of the shell: mbm --use 'a-[1-2],b'"),
        ("boards --port 1 x", "boards is a verb of the shell: mbm -c 'boards [BOARDS]', or mbm board-list"),
        ("use --port 1 x", "use is a verb of the shell: mbm --use 'BOARDS'"),
        (
            "edit --port 1 b-1 p/f",
            "edit is a verb of the shell, for it needs a terminal: mbm --use BOARDS, and then edit FILE"
        ),
        ("exit", "exit is a verb of the shell: mbm -c exit"), ("group", "group is a verb of the shell: mbm -c group"),
        ("plot a.b()", "plot is a verb of the shell: mbm --use BOARDS -c 'plot a.b()'"),
    ])
    func aVerbThatIsGivenAsACommandIsExplained(line: String, sentence: String) throws {
        let run = try Account().mbm(line.split(separator: " ").map(String.init))
        #expect(run == Finished(2, "", "mbm: \(sentence)\n"))
    }

    @Test func helpAndVersionAreAnswers() throws {
        let account = try Account()
        let help = try account.mbm(["--help"])
        #expect(help.status == 0)
        #expect(help.errors == "")
        #expect(help.output.contains("USAGE: mbm"))
        let commands = try account.subcommands()
        #expect(commands.count >= 11, "\(help.output)")
        for command in commands {
            let one = try account.mbm([command, "--help"])
            #expect(one.status == 0)
            #expect(one.output.contains("Example: mbm "), "\(one.output)")
            #expect(try account.mbm(["help", command]) == one)
        }
        #expect(try account.mbm(["help"]) == help)
        #expect(try account.mbm(["--version"]) == Finished(0, "0.1.0\n"))
    }

    @Test func theBoardClientIsWrittenWithASampleConfiguration() throws {
        let account = try Account()
        let run = try account.mbm(["board-client", "some/client"])
        #expect(run.status == 0)
        let names = run.output.split(separator: "\n").map(String.init)
        #expect(names.contains("some/client/mbm_client.py"))
        #expect(names.last == "some/client/mbm.json.sample")
        let sample = try account.directory.read("work/some/client/mbm.json.sample")
        #expect(sample.contains("\"hub\" : ["), "\(sample)")
        try account.directory.write("", to: "work/file")
        let refused = try account.mbm(["board-client", "file"])
        #expect(refused.status == 2)
        #expect(refused.errors.hasPrefix("mbm: file: "), "\(refused.errors)")
        #expect(refused.errors.split(separator: "\n").count == 1)
    }

    @Test func withoutAHomeASentenceSaysWhatToDo() throws {
        let account = try Account()
        for name in ["HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"] { account.environment[name] = nil }
        let run = try account.mbm(["-c", "1"])
        #expect(
            run
                == Finished(
                    2, "",
                    "mbm: no home directory: set HOME (or XDG_STATE_HOME, XDG_DATA_HOME and XDG_CONFIG_HOME)\n"))
        #expect(try account.mbm(["range", "a"]) == Finished(0, "a\n"))
    }

    @Test func aStateFolderThatCannotBeWrittenIsNamed() throws {
        let account = try Account()
        try account.directory.write("", to: "home/state")
        for arguments in [["server-start"], ["shell"]] {
            let prompt = try account.terminal(arguments + ["--port", "\(try freePort())"])
            try prompt.expect("mbm: ")
            try prompt.expect("/home/state/mbm")
            try prompt.expect("cannot make this folder: ")
            let ended = try prompt.wait()
            #expect(ended == .status(2), "\(prompt.transcript)")
        }
    }

    @Test func aSettingThatIsNoneIsNamedWithItsLine() throws {
        let account = try Account()
        _ = try account.mbm(["board-client", account.directory.file("home/config/mbm")])
        try account.directory.write("# mine\n\nhubb x\n", to: "home/config/mbm/config")
        let run = try account.mbm(["-c", "1"])
        #expect(run.status != 0)
        #expect(run.errors.contains("/config:3: there is no setting hubb; there are color, "), "\(run.errors)")
    }
}
