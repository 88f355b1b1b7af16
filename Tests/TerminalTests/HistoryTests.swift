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
        #expect(history.entries == [" x", "x"])
    }

    @Test func anEntryStandsWhereItWasTypedLast() throws {
        try directory.write("a\nb\na\nc\n", to: "history")
        let history = History(path: path)
        #expect(history.entries == ["b", "a", "c"])
        #expect(history.add("b"))
        #expect(history.entries == ["a", "c", "b"])
        #expect(try directory.read("history") == "a\nb\na\nc\nb\n")
    }

    @Test func whatOthersTypeComesInBeforeOnesOwn() throws {
        try directory.write("old\n", to: "history")
        let (one, other) = (History(path: path), History(path: path))
        for number in 1...2 {
            #expect(one.add("one \(number)"))
            #expect(other.add("other \(number)"))
        }
        #expect(other.entries == ["old", "one 1", "one 2", "other 1", "other 2"])
        let changes = one.changes
        one.refresh()
        #expect(one.entries == ["old", "other 1", "other 2", "one 1", "one 2"])
        #expect(one.changes > changes)
        let still = one.changes
        one.refresh()
        #expect(one.changes == still)
        #expect(other.add("one 1"))
        one.refresh()
        #expect(one.entries == ["old", "other 1", "other 2", "one 1", "one 2"])
        #expect(History(path: path).entries == ["old", "other 1", "one 2", "other 2", "one 1"])
    }

    @Test func aShellTakesInWhatAnotherHasTyped() throws {
        let (one, other) = (try probe(["--history", path]), try probe(["--history", path]))
        try one.send("mine\r")
        try one.expectLine("mine")
        try other.send("another's\r")
        try other.expectLine("another's")
        // Taken in with the next prompt.
        try one.send("\r")
        try one.expectLine("")
        try one.send("\u{1b}[A")
        try one.expectScreen(endingWith: ["probe> mine"])
        try one.send("\u{1b}[A")
        try one.expectScreen(endingWith: ["probe> another's"])
    }

    @Test func aFileThatHasGrownLongIsShortened() throws {
        let text = (0..<9000).map { "line \($0 % 3000) \(String(repeating: "x", count: 40))\n" }.joined()
        try directory.write(text, to: "history")
        let watching = History(path: directory.file("none"))
        let history = History(path: path)
        #expect(history.entries.count == 2000)
        #expect(try directory.read("history") == text.split(separator: "\n").suffix(2000).map { $0 + "\n" }.joined())
        #expect(mode() == 0o600)
        #expect(watching.entries.isEmpty)
        #expect(history.add("new"))
        #expect(History(path: path).entries == history.entries)
        #expect(directory.files() == ["history"])
    }

    @Test func aShellNoticesThatAnotherHasShortenedTheFile() throws {
        try directory.write("a\na\nb\n", to: "history")
        let history = History(path: path)
        #expect(history.add("mine"))
        let other = HistoryFile(path: path)
        #expect(other.compact(to: 100))
        _ = try other.append("other's", after: nil, last: 10)
        history.refresh()
        #expect(history.entries == ["a", "b", "other's", "mine"])
        #expect(history.add("again"))
        #expect(try directory.read("history") == "a\nb\nmine\nother's\nagain\n")
    }

    @Test func nothingIsLostWhileManyAppendAndShorten() async throws {
        let path = path
        try directory.write(String(repeating: "again and again\n", count: 5000), to: "history")
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    let file = HistoryFile(path: path)
                    for number in 0..<60 {
                        _ = try? file.append("writer \(writer) number \(number)", after: nil, last: 1)
                        if number % 5 == writer % 5 { _ = file.compact(to: 100_000) }
                    }
                }
            }
        }
        let lines = try directory.read("history").split(separator: "\n")
        #expect(Set(lines).count == 8 * 60 + 1)
        #expect(lines.count { $0.hasPrefix("writer") } == 8 * 60)
        for writer in 0..<8 {
            let own = lines.filter { $0.hasPrefix("writer \(writer) ") }
            #expect(own == (0..<60).map { "writer \(writer) number \($0)" })
        }
        #expect(directory.files() == ["history"])
    }

    @Test func shellsThatStartAndShortenLoseNothingOfOthers() throws {
        try directory.write(String(repeating: "again and again\n", count: 20_000), to: "history")
        let first = try (0..<3).map { _ in try probe(["--history", path]) }
        for round in 0..<20 {
            for (number, shell) in first.enumerated() { try shell.send("shell \(number) line \(round)\r") }
        }
        let later = try (0..<3).map { _ in try probe(["--history", path]) }
        for (number, shell) in later.enumerated() {
            try shell.send("later \(number)\r")
            try shell.expectLine("later \(number)", within: 20)
        }
        for shell in first { try shell.expect("line 19>", within: 20) }
        let lines = Set(try directory.read("history").split(separator: "\n").map(String.init))
        #expect(lines.count == 3 * 20 + 3 + 1)
    }

    @Test func aLockThatNobodyGivesBackIsNotWaitedForForEver() throws {
        try directory.write("a\n", to: "history")
        let holder = open(path, O_RDONLY)
        defer { close(holder) }
        #expect(flock(holder, LOCK_EX) == 0)
        let history = History(path: path)
        #expect(history.add("b"))
        #expect(try directory.read("history") == "a\nb\n")
        #expect(!HistoryFile(path: path).compact(to: 10))
    }

    @Test(arguments: ["", "a", "a\nb\n\nc\n", "\\n", "\\\\", "\\", "x\\\ny", "\ttab é 日", "\\x"])
    func anEntryIsOneLineAndBack(entry: String) {
        let line = HistoryLine.encode(entry)
        #expect(!line.contains("\n"))
        #expect(HistoryLine.decode(line) == entry)
    }
}
