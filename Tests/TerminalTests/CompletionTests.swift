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

    @Test func manyCandidatesAreCountedAndFitTheWidth() throws {
        let pty = try probe(columns: 50, rows: 40)
        try pty.send("many-\t")
        try pty.expect("(150 in all, the first 100 are shown)")
        try pty.expect("probe> many-")
        let rows = pty.screen.text
        #expect(rows.count == 22)
        #expect(rows[0] == "many-1    many-21   many-41   many-61   many-81")
        #expect(rows[19] == "many-20   many-40   many-60   many-80   many-100")
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
        #expect(step(["abc", "abd"], "ab", replacing: 2) == .list(["abc", "abd"]))
        #expect(step(["abc", "Abd"], "a", replacing: 1) == .list(["abc", "Abd"]))
        #expect(step(["e\u{301}x", "ey"], "e", replacing: 9) == .list(["e\u{301}x", "ey"]))
    }

    @Test func columnsFitTheWidth() {
        let names = (1...7).map { "name\($0)" }
        #expect(
            CandidateList.lines(names, width: 20) == ["name1  name4  name7", "name2  name5", "name3  name6"])
        #expect(CandidateList.lines(names, width: 19) == ["name1  name5", "name2  name6", "name3  name7", "name4"])
        #expect(CandidateList.lines(names, width: 5) == names)
        #expect(CandidateList.lines(["日本", "abc", "d"], width: 40) == ["日本  abc   d"])
        #expect(CandidateList.lines([], width: 40) == [])
    }
}
