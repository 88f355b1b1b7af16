import TestSupport
import Testing

@testable import Terminal

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

private let up = "\u{1b}[A"
private let down = "\u{1b}[B"
private let right = "\u{1b}[C"
private let left = "\u{1b}[D"
private let home = "\u{1b}[H"
private let end = "\u{1b}[F"

/// A block of lines is edited as one text.
@Suite struct BlockTests {
    private func paste(_ text: String) -> String { "\u{1b}[200~\(text)\u{1b}[201~" }

    /// - Parameter history: what was typed before.
    private func blocks(
        _ arguments: [String] = [], history: [String] = [], environment: [String: String] = [:], columns: Int = 40,
        rows: Int = 24, descriptors: [Int32] = []
    ) throws -> Pty {
        let pty = try probe(
            ["--blocks"] + arguments, environment: environment, columns: columns, rows: rows, descriptors: descriptors)
        for text in history {
            try pty.send(paste(text) + "\r")
            try pty.expectLine(shown(text))
        }
        if !history.isEmpty { try pty.send("\u{0c}") }
        return pty
    }

    private func shown(_ text: String) -> String { text.replacing("\n", with: "\\n") }

    @Test func enterBeginsALineAndAnEmptyOneSends() throws {
        let pty = try blocks()
        try pty.send("for i in range(2):\r")
        try pty.expectScreen(["probe> for i in range(2):"])
        try pty.wait("the indentation") { pty.screen.cursor == (1, 11) }
        try pty.send("if i:\r")
        try pty.wait("the indentation") { pty.screen.cursor == (2, 15) }
        try pty.send("break\r")
        try pty.wait("the indentation") { pty.screen.cursor == (3, 11) }
        try pty.send("print(i)\r")
        try pty.expectScreen([
            "probe> for i in range(2):", "           if i:", "               break", "           print(i)",
        ])
        try pty.send("\r")
        try pty.expectLine("for i in range(2):\\n    if i:\\n        break\\n    print(i)\\n    ")
    }

    @Test func whatIsCompleteIsSentWhereverTheCursorIs() throws {
        let pty = try blocks()
        try pty.send("1 + 1\(left)\(left)\r")
        try pty.expectLine("1 + 1")
        try pty.send("use a[1-\r")
        try pty.expectLine("use a[1-")
    }

    @Test func aSingleLineIsGoneOnWithBehindIt() throws {
        let pty = try blocks()
        try pty.send("f(1,\(left)\(left)")
        try pty.wait("the cursor") { pty.screen.cursor.column == 9 }
        try pty.send("\r2)")
        try pty.expectScreen(["probe> f(1,", "       2)"])
        try pty.send("\r")
        try pty.expectLine("f(1,\\n2)")
    }

    @Test func upAndDownGoThroughTheLinesAndThenToTheHistory() throws {
        let pty = try blocks(history: ["first", "second"])
        try pty.send(paste("if x:\n    longer line\n    y"))
        try pty.expectScreen(["probe> if x:", "           longer line", "           y"])
        try pty.send(up)
        try pty.wait("the line above") { pty.screen.cursor == (1, 12) }
        try pty.send(end)
        try pty.wait("its end") { pty.screen.cursor == (1, 22) }
        try pty.send(up)
        try pty.wait("a shorter line") { pty.screen.cursor == (0, 12) }
        try pty.send(down)
        try pty.wait("the column again") { pty.screen.cursor == (1, 22) }
        try pty.send(down + home)
        try pty.wait("the start of the line") { pty.screen.cursor == (2, 7) }
        try pty.send(up + up + up)
        try pty.expectScreen(["probe> second"])
        try pty.send(up)
        try pty.expectScreen(["probe> first"])
        try pty.send(down + down)
        try pty.expectScreen(["probe> if x:", "           longer line", "           y"])
        try pty.wait("the end of what was typed") { pty.screen.cursor == (2, 12) }
    }

    @Test func aBlockIsRecalledWholeEditedAndSent() throws {
        let block = "for i in x:\n    a(i)\n    b(i)"
        let pty = try blocks(history: [block, "other"])
        try pty.send(up + up)
        try pty.expectScreen(["probe> for i in x:", "           a(i)", "           b(i)"])
        try pty.wait("the end of the block") { pty.screen.cursor == (2, 15) }
        try pty.send("\r")
        try pty.expectLine(shown(block))
        try pty.send("\u{0c}" + up + up + "\(home)\(right)\(right)\(right)\(right)X")
        try pty.expectScreen(["probe> for i in x:", "           Xa(i)", "           b(i)"])
        // In the middle Enter begins a line, at the end it sends.
        try pty.send("\r")
        try pty.expectScreen(["probe> for i in x:", "           X", "           a(i)", "           b(i)"])
        try pty.send("\u{7f}\u{7f}")
        try pty.expectScreen(["probe> for i in x:", "           Xa(i)", "           b(i)"])
        try pty.send(down + end + "\r")
        try pty.wait("another line") { pty.screen.cursor == (3, 11) }
        try pty.send("\r")
        try pty.expectLine("for i in x:\\n    Xa(i)\\n    b(i)\\n    ")
    }

    @Test func downEntersABlockFromAbove() throws {
        let pty = try blocks(history: ["for i in x:\n    a", "last"])
        try pty.send(up + up + up)
        try pty.wait("the first line") { pty.screen.cursor.row == 0 }
        try pty.send(up)
        try pty.wait("no older entry") { pty.screen.bells > 0 }
        try pty.send(down)
        try pty.wait("the second line") { pty.screen.cursor.row == 1 }
        try pty.send(down)
        try pty.expectScreen(["probe> last"])
        try pty.send("\u{10}\u{0e}\u{10}")
        try pty.expectScreen(["probe> for i in x:", "           a"])
    }

    @Test(arguments: [
        // Backspace: a step of indentation, then the end of the line before.
        ("if x:\n    y\n    z", "\u{01}    \u{7f}", "if x:\\n    y\\n    z"),
        ("if x:\n      y", "\(left)\u{7f}!", "if x:\\n    !y"),
        ("if x:\n      y", "\(left)\u{7f}\u{7f}!", "if x:\\n!y"),
        ("if x:\n      y", "\(left)\u{7f}\u{7f}\u{7f}!", "if x:!y"),
        ("if x:\n    y z", "\(left)\u{7f}!", "if x:\\n    y!z"),
        ("if x:\n\ty", "\(left)\u{7f}!", "if x:\\n!y"),
        // Keys on lines
        ("ab\ncd\nef", "\(up)\u{01}X\u{05}Y", "ab\\nXcdY\\nef"),
        ("ab\ncd\nef", "\(up)\(home)X\(end)Y", "ab\\nXcdY\\nef"),
        ("ab\ncd\nef", "\u{1b}<X\u{1b}>Y", "Xab\\ncd\\nefY"),
        ("ab\ncd\nef", "\(up)\(left)\u{0b}X", "ab\\ncX\\nef"),
        ("ab\ncd\nef", "\(up)\u{0b}X", "ab\\ncdXef"),
        ("ab\ncd\nef", "\(left)\u{0b}X", "ab\\ncd\\neX"),
        ("ab\ncd\nef", "\(up)\u{15}X", "ab\\nX\\nef"),
        ("ab\ncd\nef", "\(up)\(left)\u{0b}\(down)\u{05}\u{19}", "ab\\nc\\nefd"),
        ("ab\ncd\nef", "\(up)\u{15}\u{7f}\u{05}\u{19}", "abcd\\nef"),
        ("ab\ncd\nef", "\u{1b}<\u{0b}\u{0b}\u{0b}\u{1b}>\u{19}", "\\nefab\\ncd"),
        ("ab\ncd\nef", "\(up)\u{15}\u{7f}X\u{1f}\u{1f}\u{1f}Y", "ab\\ncdY\\nef"),
        ("ab\ncd\nef", " one two\u{1f}Y", "ab\\ncd\\nef one Y"),
        ("ab cd\nef", "\u{17}\u{17}\u{19}\u{19}", "ab cd\\nefcd\\nef"),
        ("ab cd\nef", "\u{1b}<\u{1b}d\u{1b}d\u{1b}d \u{19}", " ab cd\\nef"),
        ("ab\ncd\nef", "\(up)\(home)\(left)\u{1b}[3~", "abcd\\nef"),
        ("ab\ncd\nef", "\(up)\u{01}\u{02}\u{04}", "abcd\\nef"),
        ("ab\ncd\nef", "\(up)\(home)\(left)\(right)X", "ab\\nXcd\\nef"),
        ("ab\n日本語\nefghij", "\(left)\(up)X", "ab\\n日本X語\\nefghij"),
        ("a\n", "\(up)\(down)X", "a\\nX"),
    ])
    func keysWorkOnTheLinesOfABlock(block: String, keys: String, line: String) throws {
        let pty = try blocks()
        try pty.send(paste(block + "!\u{7f}"))
        try pty.send("\u{7f}" + keys + "\u{1b}\r")
        try pty.expectLine(line)
    }

    @Test func ctrlOBeginsALineInAnyCaseAndAltEnterSends() throws {
        let pty = try blocks()
        try pty.send("x = 1\u{0f}")
        try pty.wait("a line") { pty.screen.cursor == (1, 7) }
        try pty.send("if y:\u{0f}")
        try pty.wait("an indented line") { pty.screen.cursor == (2, 11) }
        try pty.send("z\u{1b}\r")
        try pty.expectLine("x = 1\\nif y:\\n    z")
    }

    @Test func ctrlCDropsTheWholeBlock() throws {
        let pty = try blocks(history: ["kept"])
        try pty.send("for i in x:\r")
        try pty.wait("the indentation") { pty.screen.cursor == (1, 11) }
        try pty.send("one\r")
        try pty.wait("the indentation") { pty.screen.cursor == (2, 11) }
        try pty.send("two" + up)
        try pty.wait("the line above") { pty.screen.cursor == (1, 14) }
        try pty.send("\u{03}")
        try pty.expectInterrupt()
        try pty.expectScreen([
            "probe> for i in x:", "           one", "           two^C", "interrupted", "probe>",
        ])
        try pty.send(up + "\r")
        try pty.expectLine("kept")
    }

    @Test func aBlockIsOneEntryOfTheHistory() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("history")
        let first = try blocks(["--history", path])
        try first.send("if x:\r")
        try first.wait("the indentation") { first.screen.cursor == (1, 11) }
        try first.send("y\r")
        try first.wait("the indentation") { first.screen.cursor == (2, 11) }
        try first.send("\r")
        try first.expectLine("if x:\\n    y\\n    ")
        let second = try blocks(["--history", path])
        try second.send(up)
        try second.expectScreen(["probe> if x:", "           y"])
    }

    @Test func theHistoryIsSearchedForABlock() throws {
        let block = "def Square(n):\n    return n * n"
        let pty = try blocks(history: [block, "square root", "other"])
        try pty.send("\u{12}square")
        try pty.expectScreen(["probe> square root", "search: square"])
        try pty.send("\u{12}")
        try pty.expectScreen(["probe> def Square(n):", "           return n * n", "search: square"])
        #expect(pty.screen.cursor == (0, 11))
        try pty.send("\u{12}")
        try pty.expectScreen(["probe> def Square(n):", "           return n * n", "search: square (no more)"])
        try pty.send("\u{7}")
        try pty.expectScreen(["probe>"])
        try pty.send("\u{12}n * n\(end)!")
        try pty.expectScreen(["probe> def Square(n):", "           return n * n!"])
        try pty.send("\u{7f}\r")
        try pty.expectLine(shown(block))
        try pty.send("\u{12}Squ\u{7f}\u{7f}\u{7f}othe\r")
        try pty.expectLine("other")
    }

    @Test func somethingIsPrintedAboveABlock() throws {
        let pipe = try Pipe()
        let pty = try blocks(["--watch"], columns: 20, descriptors: [pipe.readEnd])
        try pty.send(paste("if x:\n    a long line that is wrapped\n    y") + up)
        let shown = ["probe> if x:", "           a long li", "ne that is wrapped", "           y"]
        try pty.expectScreen(shown)
        try pty.wait("the cursor in the block") { pty.screen.cursor == (1, 12) }
        pipe.write("+ demo-4\n+ demo-5 has a long name\n")
        try pty.expectScreen(["+ demo-4", "+ demo-5 has a long", "name"] + shown)
        try pty.wait("the cursor where it was") { pty.screen.cursor == (4, 12) }
        try pty.send("X")
        try pty.expectScreen(endingWith: ["           aX long l", "ine that is wrapped", "           y"])
        pipe.write("leave\n")
        try pty.expect("end\r\n")
    }

    @Test func aResizeKeepsTheBlock() throws {
        let pty = try blocks(environment: ["TERM": "xterm", "XTERM_VERSION": "XTerm(379)"])
        try pty.send(paste("if x:\n    a long line that is wrapped\n    y") + up)
        try pty.expectScreen(["probe> if x:", "           a long line that is wrapped", "           y"])
        try pty.resize(columns: 20, rows: 24)
        try pty.expectScreen(["probe> if x:", "           a long li", "ne that is wrapped", "           y"])
        try pty.wait("the cursor") { pty.screen.cursor == (1, 12) }
        // Too narrow for lines under each other.
        try pty.resize(columns: 12, rows: 24)
        try pty.expectScreen(["probe> if x:", "    a long l", "ine that is", "wrapped", "    y"])
        try pty.resize(columns: 40, rows: 24)
        try pty.expectScreen(["probe> if x:", "           a long line that is wrapped", "           y"])
        try pty.send("\u{1b}\r")
        try pty.expectLine("if x:\\n    a long line that is wrapped\\n    y")
    }

    @Test func aBlockTallerThanTheScreenIsEditedInParts() throws {
        let pty = try blocks(columns: 30, rows: 5)
        let text = "if x:\n" + (1...20).map { "    line\($0)" }.joined(separator: "\n")
        try pty.send(paste(text))
        try pty.expectScreen((16...20).map { "           line\($0)" })
        for _ in 0..<20 { try pty.send(up) }
        try pty.expectScreen(["probe> if x:"] + (1...4).map { "           line\($0)" })
        try pty.send("\u{1b}\r")
        try pty.expectLine(shown(text))
        // All of it can be scrolled back to.
        let output = pty.transcript
        #expect((1...20).allSatisfy { output.contains("line\($0)") })
    }

    @Test func ctrlZStopsInABlockAndFgGoesOn() throws {
        let program = try Pty.builtProgram("LineEditorProbe")
        let pty = try Pty("/bin/bash", ["--norc", "--noediting", "-i"], environment: ["PS1": "$ "], columns: 60)
        try pty.expect("$ ")
        try pty.send("\(program) --blocks | cat; clear\r".replacing(" | cat; clear", with: ""))
        try pty.expect("probe> ")
        try pty.send(paste("if x:\n    y\n    z") + up)
        try pty.expectScreen(endingWith: ["probe> if x:", "           y", "           z"])
        try pty.send("\u{1a}")
        try pty.expect("Stopped")
        try pty.expect("$ ")
        try pty.send("fg\r")
        try pty.expectScreen(endingWith: ["probe> if x:", "           y", "           z"])
        try pty.send("X\u{1b}\r")
        try pty.expectLine("if x:\\n    yX\\n    z")
        try pty.send("\u{04}")
        try pty.expect("$ ")
        try pty.send("exit\r")
        #expect(try pty.wait() == .status(0))
    }

    @Test func withoutEditingABlockIsReadLineByLine() throws {
        let folder = try TemporaryDirectory()
        try folder.write("edit off\n", to: ".editrc")
        let pty = try blocks(environment: ["HOME": folder.path])
        try pty.send("if x:\r")
        try pty.expect("   ... ")
        try pty.send("    y\r")
        try pty.expect("   ... ")
        try pty.send("\r")
        try pty.expectLine("if x:\\n    y\\n")
        try pty.send("(1,\r")
        try pty.expect("   ... ")
        try pty.send("\u{03}")
        try pty.expectInterrupt()
        try pty.send("\u{04}")
        try pty.expect("end")
    }

    @Test func unmarkedPastesAreNotIndentedTwice() throws {
        let pty = try blocks()
        try pty.send("if x:\r    y\r    z\r\r")
        try pty.expectLine("if x:\\n    y\\n    z\\n")
    }

    /// After the escape key, `keys`, then Enter at the end.
    @Test(arguments: [
        ("k0X", "ab\\nXcd\\nef"), ("kA!", "ab\\ncd!\\nef"), ("kI!", "ab\\n!cd\\nef"), ("k$x", "ab\\nc\\nef"),
        ("k0d$", "ab\\n\\nef"), ("k0D", "ab\\n\\nef"), ("k0C!", "ab\\n!\\nef"), ("kdd", "ab\\nef"), ("dd", "ab\\ncd"),
        ("kcc!", "ab\\n!\\nef"), ("ko!", "ab\\ncd\\n!\\nef"), ("kkddjp", "cd\\neab\\nf"), ("k$d0", "ab\\nd\\nef"),
    ])
    func viCommandsWorkOnTheLinesOfABlock(keys: String, line: String) throws {
        let folder = try TemporaryDirectory()
        try folder.write("bind -v\n", to: ".editrc")
        let pty = try blocks(environment: ["HOME": folder.path])
        try pty.send(paste("ab\ncd\nef"))
        try pty.expectScreen(["probe> ab", "       cd", "       ef"])
        try pty.send("\u{1b}")
        try pty.wait("command mode") { pty.screen.cursor == (2, 8) }
        try pty.send(keys.replacing("X", with: "iX"))
        try pty.waitUntilInputIsRead()
        try pty.send("\u{1b}")
        try pty.waitUntilInputIsRead()
        try pty.send("jjjj")
        try pty.waitUntilInputIsRead()
        try pty.send("\r")
        try pty.expectLine(line)
    }

    @Test func arrowKeysWorkWhileViInserts() throws {
        let folder = try TemporaryDirectory()
        try folder.write("bind -v\n", to: ".editrc")
        let pty = try blocks(environment: ["HOME": folder.path])
        try pty.send("abc\(left)\(left)X\(home)Y\(end)Z\(up)\r")
        try pty.expectLine("YaXbcZ")
        try pty.send("def\(up)!")
        try pty.expectScreen(endingWith: ["probe> YaXbcZ!"])
        // Also those that do nothing.
        try pty.send("\(home)\u{1b}[3~\u{1b}[24;5~\u{1b}OP\u{1b}[1;5C\u{1b}[1;2D?\r")
        try pty.expectLine("aXbc?Z!")
    }

    @Test func editrcHasTheLastWord() throws {
        let folder = try TemporaryDirectory()
        try folder.write("bind -e\nmbm:bind ^A ed-move-to-beg\nbind ^T mbm-line-start\n", to: ".editrc")
        let pty = try blocks(environment: ["HOME": folder.path])
        try pty.send(paste("ab\ncd") + "\u{14}X\u{01}Y\u{1b}\r")
        try pty.expectLine("Yab\\nXcd")
    }
}
