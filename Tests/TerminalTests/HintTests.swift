import TestSupport
import Testing

/// Whole screens with hints.
@Suite struct HintTests {
    private let left = "\u{1b}[D"
    private let end = "\u{1b}[F"

    private func hints(
        _ arguments: [String] = [], environment: [String: String] = [:], columns: Int = 60, descriptors: [Int32] = []
    ) throws -> Pty {
        try probe(["--hints"] + arguments, environment: environment, columns: columns, descriptors: descriptors)
    }

    @Test func aHintShrinksWithWhatIsTypedAndLeavesNoTrace() throws {
        let pty = try hints()
        try pty.send("pu")
        try pty.expectScreen(["probe> pu"])
        try pty.send("t")
        try pty.expectScreen(["probe> put LOCAL… [REMOTE]"])
        #expect(pty.screen.cursor == (0, 10))
        #expect(pty.transcript.contains("\u{1b}[2m LOCAL… [REMOTE]\u{1b}[0m"))
        try pty.send(" a.py ")
        try pty.expectScreen(["probe> put a.py [LOCAL…] [REMOTE]"])
        #expect(pty.screen.cursor == (0, 16))
        try pty.send(left)
        try pty.expectScreen(["probe> put a.py"])
        try pty.send(end)
        try pty.expectScreen(["probe> put a.py [LOCAL…] [REMOTE]"])
        try pty.send("\r")
        try pty.expectScreen(["probe> put a.py", "line <put a.py >", "probe>"])
        try pty.send("put ")
        try pty.expectScreen(endingWith: ["probe> put LOCAL… [REMOTE]"])
        try pty.send("\u{03}")
        try pty.expectScreen(["probe> put a.py", "line <put a.py >", "probe> put ^C", "interrupted", "probe>"])
        try pty.send("put = 1")
        try pty.expectScreen(endingWith: ["interrupted", "probe> put = 1"])
    }

    @Test func aHintIsCutAtTheRightMargin() throws {
        let pty = try hints(columns: 20)
        try pty.send("put ")
        try pty.expectScreen(["probe> put LOCAL… ["])
        try pty.send("12345678")
        try pty.expectScreen(["probe> put 12345678"])
        try pty.send("9")
        try pty.wait("the next row") { pty.screen.cursor == (1, 0) }
        try pty.expectScreen(["probe> put 123456789", " [LOCAL…] [REMOTE]"])
    }

    @Test func aHintStaysThroughLinesAboveAndAResize() throws {
        let pipe = try Pipe()
        let pty = try hints(
            ["--watch"], environment: ["TERM": "xterm", "XTERM_VERSION": "XTerm(379)"], descriptors: [pipe.readEnd])
        try pty.send("put ")
        try pty.expectScreen(["probe> put LOCAL… [REMOTE]"])
        pipe.write("+ demo-4\n")
        try pty.expectScreen(["+ demo-4", "probe> put LOCAL… [REMOTE]"])
        try pty.resize(columns: 20, rows: 24)
        try pty.expectScreen(["+ demo-4", "probe> put LOCAL… ["])
        try pty.resize(columns: 60, rows: 24)
        try pty.expectScreen(["+ demo-4", "probe> put LOCAL… [REMOTE]"])
        #expect(pty.screen.cursor == (1, 11))
    }

    @Test func aDumbTerminalGetsNoHints() throws {
        let pty = try hints(environment: ["TERM": "dumb"])
        try pty.send("put a\r")
        try pty.expectLine("put a")
        #expect(!pty.transcript.contains("REMOTE"))
    }
}
