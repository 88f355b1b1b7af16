import TestSupport
import Testing

@testable import Terminal

@Suite struct CompletionTests {
    @Test func oneCandidateGoesInWithItsSuffix() throws {
        let pty = try probe()
        try pty.send("exi\t!\r")
        try pty.expectLine("exit !")
        try pty.send("use di\tx\r")
        try pty.expectLine("use dir/x")
        try pty.send("grö\tx\r")
        try pty.expectLine("größe x")
    }

    @Test func aSuffixThatIsThereIsNotPutTwice() throws {
        let pty = try probe()
        try pty.send("exi y\u{02}\u{02}\t\r")
        try pty.expectLine("exit y")
    }

    @Test func severalAreListedOnceNothingIsLeftToAdd() throws {
        let pty = try probe()
        try pty.send("use x, dem y\u{02}\u{02}")
        try pty.expect("y")
        try pty.send("\t")
        try pty.expectScreen(["probe> use x, demo- y"])
        try pty.send("\t")
        try pty.expectScreen(["demo-1   demo-2   demo-12", "probe> use x, demo- y"])
        try pty.send("2\t\r")
        try pty.expectLine("use x, demo-2 y")
    }

    @Test func noCandidateRingsTheBell() throws {
        let pty = try probe()
        try pty.send("zz\t")
        try pty.wait("the bell") { pty.screen.bells == 1 }
        try pty.send("\r")
        try pty.expectLine("zz")
    }

    @Test func asManyCandidatesAreShownAsThereIsRoomFor() throws {
        let pty = try probe(columns: 50, rows: 10)
        try pty.send("many-\t")
        try pty.expectScreen([
            "many-1    many-9    many-17   many-25   many-33", "many-2    many-10   many-18   many-26   many-34",
            "many-3    many-11   many-19   many-27   many-35", "many-4    many-12   many-20   many-28   many-36",
            "many-5    many-13   many-21   many-29   many-37", "many-6    many-14   many-22   many-30   many-38",
            "many-7    many-15   many-23   many-31   many-39", "many-8    many-16   many-24   many-32   many-40",
            "(110 more)", "probe> many-",
        ])
    }

    @Test func candidatesCannotSpeakToTheTerminal() throws {
        let pty = try probe()
        try pty.send("odd-\t")
        try pty.expectScreen(["odd-日本      odd-␛[31mred  odd-new␊line", "probe> odd-"])
    }

    private func step(_ texts: [String], _ line: String, replacing: Int, after: String = "") -> CompletionStep {
        CompletionStep(
            Completion(texts.map { Completion.Candidate($0) }, replacing: replacing),
            request: CompletionRequest(text: line, after: after))
    }

    @Test func whatTabDoes() {
        #expect(step([], "x", replacing: 1) == .nothing)
        #expect(step(["exit"], "ex", replacing: 2) == .insert(removing: 2, text: "exit "))
        #expect(step(["exit"], "exit", replacing: 4, after: " y") == .insert(removing: 4, text: "exit"))
        #expect(step(["abc", "abd"], "a", replacing: 1) == .insert(removing: 1, text: "ab"))
        #expect(step(["abc", "abd"], "ab", replacing: 2) == .list(["abc", "abd"].map { .init($0) }))
        #expect(step(["abc", "Abd"], "a", replacing: 1) == .list(["abc", "Abd"].map { .init($0) }))
        #expect(step(["e\u{301}x", "ey"], "e", replacing: 9) == .list(["e\u{301}x", "ey"].map { .init($0) }))
    }

    private func lines(_ names: [String], width: Int, rows: Int = 100) -> [String] {
        CandidateList(names.map { ($0, nil) }, width: width, rows: rows).lines
    }

    @Test func columnsFitTheWidth() {
        let names = (1...7).map { "name\($0)" }
        #expect(lines(names, width: 20) == ["name1  name4  name7", "name2  name5", "name3  name6"])
        #expect(lines(names, width: 19) == ["name1  name5", "name2  name6", "name3  name7", "name4"])
        #expect(lines(names, width: 6) == names)
        #expect(lines(names, width: 5) == Array(repeating: "nam…", count: 7))
        #expect(lines(["日本", "abc", "d"], width: 40) == ["日本  abc   d"])
        #expect(lines(["日本語"], width: 6) == ["日本…"])
        #expect(lines(["日本語"], width: 5) == ["日…"])
        #expect(lines([], width: 40) == [])
        #expect(lines(names, width: 20, rows: 2) == ["name1  name3  name5", "name2  name4  name6", "(1 more)"])
        #expect(lines(names, width: 6, rows: 0) == ["name1", "(6 more)"])
    }

    @Test func notesStandInAColumnOfTheirOwn() {
        let candidates: [(label: String, note: String?)] = [
            ("use", "select boards"), ("日本", "two wide characters, and a long note"), ("x", nil),
        ]
        #expect(
            CandidateList(candidates, width: 24, rows: 9).lines == [
                "use   select boards", "日本  two wide charact…", "x",
            ])
        #expect(CandidateList(candidates, width: 24, rows: 1).lines == ["use   select boards", "(2 more)"])
        #expect(CandidateList(candidates, width: 6, rows: 1).lines == ["use …", "(2 more)"])
    }

    @Test func verbsAreListedWithWhatTheyMean() throws {
        let pty = try probe(["--notes"], columns: 40, rows: 24)
        try pty.send("res\t")
        try pty.expectScreen([
            "restore  write what `backup DIR` saved…", "reset    restart the selected boards a…", "probe> res",
        ])
        try pty.send("e\t\r")
        try pty.expectLine("reset ")
    }
}
