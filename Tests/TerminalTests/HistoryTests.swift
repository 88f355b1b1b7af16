import TestSupport
import Testing

@testable import Terminal

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct HistoryTests {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("history")
    }

    private func mode() -> mode_t {
        var facts = stat()
        return stat(path, &facts) == 0 ? facts.st_mode & 0o777 : 0
    }

    @Test func linesComeBackInTheNextRun() throws {
        let first = try probe(["--history", path])
        for line in ["one", "two", "two", " ", "  three"] {
            try first.send(line + "\r")
            try first.expectLine(line)
        }
        try first.send("\u{1b}[200~a\\n\r\tb\u{1b}[201~\r")
        try first.expectLine("a\\n\\n\\tb")
        try first.send("\u{04}")
        #expect(try first.wait() == .status(0))
        #expect(try directory.read("history") == "one\ntwo\n  three\na\\\\n\\n\tb\n")
        #expect(mode() == 0o600)

        let second = try probe(["--history", path])
        try second.send("\u{1b}[A\r")
        try second.expectLine("a\\n\\n\\tb")
        try second.send("\u{12}wo")
        try second.expect("search: wo")
        try second.send("\r")
        try second.expectLine("two")
    }

    @Test func twoShellsAppendingAtOnceLoseNothing() throws {
        let shells = try (0..<2).map { _ in try probe(["--history", path]) }
        for round in 0..<50 {
            for (number, shell) in shells.enumerated() { try shell.send("shell \(number) line \(round)\r") }
        }
        for (number, shell) in shells.enumerated() {
            try shell.expectLine("shell \(number) line 49", within: 20)
            try shell.send("\u{04}")
            #expect(try shell.wait() == .status(0))
        }
        let lines = try directory.read("history").split(separator: "\n")
        #expect(lines.count == 100)
        #expect(Set(lines).count == 100)
    }

    @Test func onlyTheLastEntriesOfALongFileAreTaken() throws {
        let long = String(repeating: "x", count: 200)
        try directory.write((0..<9000).map { "\($0) \(long)\n" }.joined(), to: "history")
        let history = History(path: path)
        #expect(history.entries.count == 2000)
        #expect(history.entries.first == "7000 \(long)")
        #expect(history.entries.last == "8999 \(long)")
    }

    @Test func aBrokenFileIsNoError() throws {
        try directory.write([0x61, 0xff, 0x0a, 0x0a, 0x00, 0x5c, 0x78, 0x5c, 0x0a, 0x62], to: "history")
        var warnings: [String] = []
        let history = History(path: path) { warnings.append($0) }
        #expect(history.entries == ["a\u{fffd}", "\\x\\", "b"])
        #expect(history.add("c"))
        #expect(History(path: path).entries == ["a\u{fffd}", "\\x\\", "b", "c"])
        #expect(warnings.isEmpty)
    }

    @Test func whatOthersMayReadIsTightened() throws {
        try directory.write("old\n", to: "history", mode: 0o644)
        #expect(History(path: path).entries == ["old"])
        #expect(mode() == 0o600)
    }

    @Test func aLinkAPipeAndAMissingDirectoryAreRefusedOnce() throws {
        try directory.write("secret\n", to: "target")
        #expect(symlink(directory.file("target"), path) == 0)
        #expect(mkfifo(directory.file("pipe"), 0o600) == 0)
        for (name, reason) in [
            ("history", "is a symbolic link"), ("pipe", "is not a plain file"), ("no/where", "No such file"),
        ] {
            var warnings: [String] = []
            let history = History(path: directory.file(name)) { warnings.append($0) }
            for text in ["one", "two"] { #expect(history.add(text)) }
            #expect(history.entries == ["one", "two"])
            #expect(warnings.count == 1)
            #expect(warnings.first?.contains(reason) == true)
        }
        #expect(try directory.read("target") == "secret\n")
    }

    @Test func repeatsAndBlanksAreNotAdded() {
        let history = History(path: nil)
        #expect(history.add("x"))
        #expect(!history.add("x"))
        #expect(!history.add("  \n"))
        #expect(history.add(" x"))
        #expect(history.add("x"))
        #expect(history.entries == ["x", " x", "x"])
    }

    @Test(arguments: ["", "a", "a\nb\n\nc\n", "\\n", "\\\\", "\\", "x\\\ny", "\ttab é 日", "\\x"])
    func anEntryIsOneLineAndBack(entry: String) {
        let line = HistoryLine.encode(entry)
        #expect(!line.contains("\n"))
        #expect(HistoryLine.decode(line) == entry)
    }
}
