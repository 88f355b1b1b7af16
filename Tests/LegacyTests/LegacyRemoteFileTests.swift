import Redis
import TestSupport
import Testing

/// The verbs for files on boards with the original client.
struct LegacyRemoteFileTests {
    private let hub: LocalHub

    init() throws { hub = try LocalHub(Account()) }

    private func run(_ script: String, on board: String = "b", _ options: [String] = []) throws -> Finished {
        try hub.account.mbm(["--port", "\(hub.port)", "--use", board] + options, input: script)
    }

    @Test func filesAreListedShownMovedAndRemoved() throws {
        let board = try LegacyBoard("b", on: hub).register()
        try hub.account.directory.write("one\ntwo\u{1b}\n", to: "work/it's ü")
        let script = """
            mkdir -p t/u
            mkdir t/u
            mkdir x/y
            put "it's ü" t/
            ls -l t
            ls -R t
            ls t/*s*
            cat "t/it's ü" t/none
            mv "t/it's ü" t/n/ew/
            mv t/u t/n
            mv t/n/ew t/u/ew
            rm t/u
            rm -r t
            ls t
            rm -r lib main.py

            """
        let there = try run(script, ["--keep-going"])
        #expect(
            there.output == """
                b: t/u  made
                b: t/it's ü  9 bytes
                9  it's ü
                   u/
                t/it's ü
                t/u/
                t/it's ü
                one
                two␛
                b: t/it's ü  moved to t/n/ew/it's ü
                b: t/n/ew  moved to t/u/ew
                b: t/u/ew/it's ü  removed
                b: t/u/ew  removed
                b: t/n  removed
                b: t/u  removed
                b: t  removed
                b: main.py  removed

                """, "\(there)")
        let errors = there.errors.split(separator: "\n")
        #expect(
            errors.prefix(7) == [
                "<stdin>:2: b: t/u: it exists already",
                "<stdin>:3: b: x/y: the folder above it is not there; mkdir -p makes it",
                "<stdin>:8: b: t/none: no such file or directory",
                "<stdin>:10: b: t/u: t/n is a folder; t/n/ moves it there",
                "<stdin>:12: b: t/u: it is a folder; rm -r removes it with all it holds",
                "<stdin>:14: b: t: no such file or directory",
                errors[6],
            ], "\(there)")
        #expect(errors[6].contains("left, for the board needs them: lib/bootconfig/"), "\(there)")
        #expect(there.status == 1)
        withExtendedLifetime(board) {}
    }

    @Test func wholePathsAreThoseOfTheBoard() throws {
        let board = try LegacyBoard("b", on: hub).register()
        let there = try run("mkdir -p v/u\nrm -r /v/u\nrm -r '/*'\n6 * 7\n", on: "b", ["--keep-going"])
        #expect(
            there.output == """
                b: v/u  made
                b: /v/u  removed
                b: /v  removed
                42

                """, "\(there)")
        #expect(there.errors.contains("b: left, for the board needs them: "), "\(there)")
        withExtendedLifetime(board) {}
    }

    @Test func aProgramRunsAndTheBoardTellsWhatItIs() throws {
        let board = try LegacyBoard("b", on: hub).register()
        try hub.account.directory.write("import sys\n'quiet'\nprint(sys.argv)\n\n1 / 0\n", to: "work/p.py")
        let ran = try run("run p.py 'a b' é\n")
        #expect(
            ran.output == """
                ['p.py', 'a b', '\\xe9']
                Traceback (most recent call last):
                  File "<stdin>", line 5, in <module>
                ZeroDivisionError: divide by zero

                """, "\(ran)")
        #expect(ran.status == 1)
        let told = try run("info\n")
        #expect(told.status == 0 && told.errors == "", "\(told)")
        #expect(told.output.contains("esp8266 of a test") && told.output.contains(" free  "), "\(told)")
        withExtendedLifetime(board) {}
    }

    @Test func aFileThatIsAFolderElsewhereIsToldBoardByBoard() throws {
        let legacy = try LegacyBoard("old", on: hub).register()
        let board = try RealBoard("new", on: hub)
        try eventually("it is there") { try hub.ask(Command("HGET", "boardmeta:new", "client")).text != nil }
        let made = try run("on new: mkdir x\non old: open('x', 'w').close()\n", on: "old,new")
        #expect(made.status == 0, "\(made)")
        let there = try run("ls x\ncat x\nrm x\nls x\n", on: "old,new", ["--keep-going"])
        #expect(there.output == "\(header("old"))x\n\(header("new"))old: x  removed\n", "\(there)")
        #expect(
            there.errors == """
                <stdin>:2: new: x: it is a directory
                <stdin>:3: new: x: it is a folder; rm -r removes it with all it holds
                <stdin>:4: old: x: no such file or directory

                """)
        withExtendedLifetime([legacy]) {}
        withExtendedLifetime(board) {}
    }

    private func header(_ text: String) -> String {
        "## \(text) " + String(repeating: "#", count: 76 - text.count) + "\n"
    }
}
