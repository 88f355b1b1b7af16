import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A program that shows every line it reads, on a terminal, ready for the first line.
func probe(
    _ arguments: [String] = [], environment: [String: String] = [:], columns: Int = 80, rows: Int = 24,
    descriptors: [Int32] = [], ready: String = "> "
) throws -> Pty {
    let pty = try Pty(
        Pty.builtProgram("LineEditorProbe"), arguments, environment: environment, columns: columns, rows: rows,
        descriptors: descriptors)
    try pty.expect(ready)
    return pty
}

extension Pty {
    /// Waits until the probe has shown a line that it read and asks for the next: only then are keys of which the
    /// terminal itself makes something (Ctrl-D, Ctrl-R, Ctrl-W) the editor's.
    func expectLine(_ text: String, within seconds: Double = 10) throws {
        try expect("line <\(text)>\r\n", within: seconds)
        try expectPrompt()
    }

    func expectInterrupt() throws {
        try expect("interrupted\r\n")
        try expectPrompt()
    }

    private func expectPrompt() throws {
        try expect("probe> ")
    }
}

@Suite struct LineEditorTests {
    @Test func showsThePromptAndGivesTheLine() throws {
        let pty = try probe()
        try pty.send("1 + 1\r")
        try pty.expectScreen(["probe> 1 + 1", "line <1 + 1>", "probe> "])
    }

    @Test(arguments: [
        ("world\u{01}hello \r", "hello world"),
        ("one two\u{17}2\r", "one 2"),
        ("abc\u{02}\u{02}X\r", "aXbc"),
        ("abc\u{01}\u{0b}d\u{19}\r", "dabc"),
        ("one two\u{1b}bX\r", "one Xtwo"),
        ("abc\u{1b}[D\u{1b}[D\u{1b}[CX\r", "abXc"),
        ("abc\u{1b}OD\u{1b}OHX\r", "Xabc"),
        ("abc\u{1b}[HX\u{1b}[FY\r", "XabcY"),
        ("abc\u{1b}[1~X\u{1b}[4~Y\r", "XabcY"),
        ("abc\u{01}\u{1b}[3~\r", "bc"),
        ("abc\u{01}\u{04}\r", "bc"),
        ("one two\u{1b}[1;5DX\u{1b}[1;5CY\r", "one XtwoY"),
        ("abc\u{1b}[15~\u{1b}OP\r", "abc"), ("abc\u{1b}[24;6~\u{1b}[1;2D\u{1b}[1;2DX\r", "aXbc"),
        ("one two\u{1b}[1;7DX\u{1b}[1;2HY\r", "Yone Xtwo"),
        ("a\u{7f}b\r", "b"),
    ])
    func editsWithTheUsualKeys(keys: String, line: String) throws {
        let pty = try probe()
        try pty.send(keys)
        try pty.expectLine(line)
    }

    @Test(arguments: [["LANG": "C"], ["LC_ALL": "POSIX"], ["LANG": "C.UTF-8"]])
    func editsCharactersBeyondASCIIInEveryLocale(environment: [String: String]) throws {
        let pty = try probe(["--prompt", "größe» "], environment: environment, ready: "» ")
        try pty.send("é 日本x\u{7f}\u{02}!\r")
        try pty.expectScreen(["größe» é 日!本", "line <é 日!本>", "größe» "])
    }

    @Test func showsThatABytesWasNoUTF8() throws {
        let pty = try probe()
        try pty.send([UInt8(ascii: "a"), 0xe9, UInt8(ascii: "b"), 0x0d])
        try pty.expectLine("a\u{fffd}b")
    }

    @Test func drawsAColouredPromptWithoutMiscounting() throws {
        let prompt = "upper\n\u{1b}[32mdemo\u{1b}[0m\u{1b}[1m日>>>\u{1b}[0m "
        let pty = try probe(["--prompt", prompt], columns: 30, ready: "\u{1b}[0m ")
        try pty.send("abcdefghijklmnopqrstuvwxyz\u{01}X\u{05}Y")
        try pty.expectScreen(["upper", "demo日>>> Xabcdefghijklmnopqrs", "tuvwxyzY"])
        #expect(pty.screen.cursor.row == 2 && pty.screen.cursor.column == 8)
        try pty.send("\r")
        try pty.expect("line <XabcdefghijklmnopqrstuvwxyzY>")
    }

    @Test func movingUpIntoAWideCharacterKeepsTheRow() throws {
        let pty = try probe(["--prompt", "p日> "], columns: 20)
        try pty.send("0123456789a éaé a\u{02}")
        try pty.expectScreen(["p日> 0123456789a éaé", " a"])
        try pty.send("\u{02}\u{01}")
        try pty.wait("the cursor at the start") { pty.screen.cursor == (0, 5) }
        #expect(pty.screen.text == ["p日> 0123456789a éaé", " a"])
        try pty.send("X")
        try pty.expectScreen(["p日> X0123456789a éa", "é a"])
    }

    @Test func ctrlCInTheMiddleOfAWrappedLineLeavesItAndGoesBelow() throws {
        let pty = try probe(columns: 20)
        try pty.send("kept\r")
        try pty.expectLine("kept")
        try pty.send("0123456789012345678901234567890123456789\u{01}")
        try pty.expectScreen(endingWith: ["probe> 0123456789012", "34567890123456789012", "3456789"])
        try pty.wait("the cursor at the start") { pty.screen.cursor == (2, 7) }
        try pty.send("\u{03}")
        try pty.expectInterrupt()
        try pty.expectScreen(endingWith: [
            "probe> 0123456789012", "34567890123456789012", "3456789^C", "interrupted", "probe> ",
        ])
        try pty.send("\u{1b}[A\r")
        try pty.expectLine("kept")
    }

    @Test(arguments: ["", "\u{12}ke", "abc\u{1b}", "\u{1b}[200~half"])
    func ctrlCWorksInTheMiddleOfAnything(keys: String) throws {
        let pty = try probe()
        try pty.send("kept\r")
        try pty.expectLine("kept")
        try pty.send(keys)
        if keys.hasSuffix("ke") { try pty.expect("search: ke") }
        // Ctrl-C also throws away what the program has not read, so that it must have read all.
        try pty.waitUntilInputIsRead()
        try pty.send("\u{03}")
        try pty.expectInterrupt()
        try pty.send("next\r")
        try pty.expectLine("next")
    }

    @Test func ctrlDEndsOnAnEmptyLineOnly() throws {
        let pty = try probe()
        try pty.send("x\u{04}y\r")
        try pty.expectLine("xy")
        try pty.send("\u{04}")
        try pty.expect("end\r\n")
        #expect(try pty.wait() == .status(0))
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func aSignalToEndEndsInOrder(number: Int32) throws {
        let pty = try probe()
        try pty.send("half a line")
        try pty.expect("line")
        pty.signal(number)
        try pty.expect("end by \(number)")
        #expect(try pty.wait() == .status(0))
        #expect(pty.transcript.contains("\u{1b}[?2004l"))
    }

    @Test func whatIsTypedDuringAJobIsNotLost() throws {
        let pty = try probe()
        try pty.send("busy\r")
        try pty.expect("busy\r\n")
        try pty.expect("busy\r\n")
        try pty.send("first\rsecond\r\tthird\r")
        try pty.expect("third")
        // Not the interrupt key, which would make the terminal forget what was typed.
        pty.signal(SIGINT)
        try pty.expectLine("first")
        try pty.expectLine("second")
        try pty.expectLine("\\tthird")
    }

    @Test func aDumbTerminalGetsNoEscapeSequences() throws {
        let pty = try probe(environment: ["TERM": "dumb"], columns: 40)
        try pty.send("hello\u{02}\u{02}X\r")
        try pty.expectLine("helXlo")
        try pty.send("de\t\t1\u{03}")
        try pty.expectInterrupt()
        try pty.send("zz\t\u{03}")
        try pty.expectInterrupt()
        try pty.send("\u{1b}[A")
        try pty.resize(columns: 30, rows: 10)
        try pty.send("\r")
        try pty.expectLine("helXlo")
        try pty.send("\u{04}")
        try pty.expect("end\r\n")
        #expect(try pty.wait() == .status(0))
        #expect(!pty.output.contains(0x1b))
        #expect(!pty.output.contains(0x07))
    }

    @Test func resizingWhileEditingDrawsTheLineAnew() throws {
        // A terminal that does not wrap anew, as the tests' own.
        let pty = try probe(environment: ["TERM": "xterm", "XTERM_VERSION": "XTerm(379)"], columns: 40)
        try pty.send("0123456789012345678901234567890123456789")
        try pty.wait("the line") { pty.screen.cursor == (1, 7) }
        try pty.resize(columns: 60, rows: 24)
        try pty.expectScreen(["probe> 0123456789012345678901234567890123456789"])
        try pty.resize(columns: 20, rows: 24)
        try pty.expectScreen(["probe> 0123456789012", "34567890123456789012", "3456789"])
        try pty.send("\u{01}X\r")
        try pty.expectLine("X0123456789012345678901234567890123456789")
    }

    @Test func somethingElseIsPrintedAboveAWrappedLine() throws {
        let pipe = try Pipe()
        let pty = try probe(["--watch"], columns: 20, descriptors: [pipe.readEnd])
        try pty.send("0123456789012345678901234567890123456789\u{01}")
        try pty.expectScreen(["probe> 0123456789012", "34567890123456789012", "3456789"])
        try pty.wait("the cursor at the start") { pty.screen.cursor == (0, 7) }
        pipe.write("+ demo-4\n+ demo-5\n")
        try pty.expectScreen([
            "+ demo-4", "+ demo-5", "probe> 0123456789012", "34567890123456789012", "3456789",
        ])
        try pty.wait("the cursor where it was") { pty.screen.cursor == (2, 7) }
        try pty.send("X\r")
        try pty.expectLine("X0123456789012345678901234567890123456789")
        pipe.write("leave\n")
        try pty.expect("end\r\n")
    }

    @Test func aWatchThatHangsUpDoesNotDisturb() throws {
        let pipe = try Pipe()
        let pty = try probe(["--watch"], descriptors: [pipe.readEnd])
        pipe.closeWriteEnd()
        try pty.send("still here\r")
        try pty.expectLine("still here")
    }

    @Test func ctrlZStopsAndFgGoesOn() throws {
        let program = try Pty.builtProgram("LineEditorProbe")
        let pty = try Pty("/bin/bash", ["--norc", "--noediting", "-i"], environment: ["PS1": "$ "])
        try pty.expect("$ ")
        try pty.send("\(program)\r")
        try pty.expect("probe> ")
        try pty.send("abcdef\u{02}\u{02}")
        try pty.expectScreen(endingWith: ["probe> abcdef"])
        try pty.wait("the cursor on the e") { pty.screen.cursor.column == 11 }
        try pty.send("\u{1a}")
        try pty.expect("Stopped")
        try pty.expect("$ ")
        try pty.send("fg\r")
        try pty.expect("probe> abcdef")
        try pty.send("X\u{1b}[DY\r")
        try pty.expectLine("abcdYXef")
        try pty.send("\u{04}")
        try pty.expect("end\r\n")
        try pty.expect("$ ")
        try pty.send("exit\r")
        #expect(try pty.wait() == .status(0))
    }

    @Test func goesOnAfterSomebodyElseStoppedIt() throws {
        let pty = try probe()
        try pty.send("abc")
        try pty.expect("abc")
        pty.signal(SIGSTOP)
        pty.signal(SIGCONT)
        try pty.expect("probe> abc")
        try pty.send("d\r")
        try pty.expectLine("abcd")
    }

    @Test func endsWhenTheTerminalIsGone() throws {
        let pty = try probe()
        try pty.send("abc")
        try pty.expect("abc")
        pty.hangUp()
        #expect(try pty.wait() == .status(0))
    }

    @Test func editrcIsHonoured() throws {
        let home = try TemporaryDirectory()
        try home.write("mbm:bind ^T ed-move-to-beg\nother:bind ^T ed-kill-line\n", to: ".editrc")
        let pty = try probe(environment: ["HOME": home.path])
        try pty.send("abc\u{14}X\r")
        try pty.expectLine("Xabc")
    }

    @Test func viKeysWorkWithTabPasteAndTheEscapeKey() throws {
        let home = try TemporaryDirectory()
        try home.write("bind -v\n", to: ".editrc")
        let pty = try probe(environment: ["HOME": home.path])
        try pty.send("abc")
        try pty.expect("abc")
        try pty.send("\u{1b}")
        try pty.wait("command mode") { pty.screen.cursor.column == 9 }
        try pty.send("0iX\r")
        try pty.expectLine("Xabc")
        try pty.send("exi\t")
        try pty.expectScreen(endingWith: ["probe> exit "])
        try pty.send("\u{1b}[200~two\rlines\u{1b}[201~\r")
        try pty.expectLine("exit two\\nlines")
        try pty.send("\u{04}")
        try pty.expect("end\r\n")
    }

    @Test(arguments: ["", "bind -v\n"]) func ctrlBracketLeavesWhereThatIsAskedFor(editrc: String) throws {
        let home = try TemporaryDirectory()
        try home.write(editrc, to: ".editrc")
        let pty = try probe(environment: ["HOME": home.path])
        // Nowhere else.
        try pty.send("a\u{1d}b\r")
        try pty.expect("line <a")
        try pty.expect("probe> ")
        try pty.send("leaves\r")
        try pty.expect("probe> ")
        for line in ["\u{1d}", "half a line\u{1d}", "in the middle\u{01}\u{1d}"] {
            try pty.send(line)
            try pty.expect("left\r\n")
            try pty.expect("probe> ")
        }
        try pty.send("more\r")
        try pty.expectLine("more")
    }
}
