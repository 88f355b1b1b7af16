import TestSupport
import Testing

/// `mbm --check`, which needs no hub.
@Suite struct CheckTests {
    @Test func everyLineThatWouldNotBeUnderstoodIsNamed() throws {
        let account = try Account()
        try account.directory.write("use a[1-\n1 + 1\n%nope\nls $1 $x\nprint((1)\nexit 1\n", to: "work/bad.mbm")
        let run = try account.mbm(["--check", "-f", "bad.mbm"])
        #expect(run.status == 2)
        #expect(run.output == "")
        let places = run.errors.split(separator: "\n").filter { $0.hasPrefix("bad.mbm:") }
        #expect(places.map { $0.split(separator: ":")[1] } == ["1", "3", "4", "5", "6"], "\(run)")
        let piped = try account.mbm(["--check"], input: "ls ../a\nx = 1\n")
        #expect(piped == Finished(2, "", "<stdin>:1: ../a: a path on a board has no '..'\n"))
        let dash = try account.mbm(["--check", "-f", "-"], input: "%x\n")
        #expect(dash == Finished(2, "", "<stdin>:1: %x is no verb; `help` lists them\n"))
        let lines = try account.mbm(["--check", "-c", "1", "-c", "put"])
        #expect(lines == Finished(2, "", "-c:2: put wants a file: put LOCAL… [REMOTE]\n"))
    }

    @Test func whatIsWellIsSilentAndNothingOfItRuns() throws {
        let account = try Account()
        let script = "use $1\nput nowhere.py\n!touch ran\nlog the.log\nsource nowhere.mbm\nif x:\n    y\n"
        try account.directory.write(script, to: "work/good.mbm")
        #expect(try account.mbm(["--check", "-f", "good.mbm"]) == Finished(0, ""))
        #expect(try account.mbm(["--check", "-f", "good.mbm", "a-[1-3]"]) == Finished(0, ""))
        let argument = try account.mbm(["--check", "-f", "good.mbm", "a-["])
        #expect(argument.errors.hasPrefix("good.mbm:1: this bracket is not closed\n"))
        #expect(argument.status == 2)
        for name in ["ran", "the.log"] { #expect((try? account.directory.read("work/\(name)")) == nil) }
        #expect(try account.mbm(["--check", "-f", "nowhere.mbm"]).status == 2)
        try account.expectNothingIsLeft()
    }
}
