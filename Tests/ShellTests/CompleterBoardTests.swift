import Redis
import TestSupport
import Testing

@testable import Fleet
@testable import Shell

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What Tab offers where boards are asked, with three real ones.
@Suite(.serialized) struct CompleterBoardTests {
    private let fleet: RealFleet
    private let session: Session
    private let completer: Completer
    private let streams = Streams()

    init() throws {
        fleet = try RealFleet(boards: 3)
        session = try Self.shell(on: fleet, streams)
        try session.select("board-[1-3]")
        completer = Completer(session)
    }

    private static func shell(on fleet: RealFleet, _ streams: Streams) throws -> Session {
        let (address, password) = try fleet.hub.login()
        return Session(
            Hub(at: address, password: password),
            context: .init(user: "me@here", settings: Settings(), interrupts: { 0 }), output: streams.output)
    }

    /// What a list shows, once as many boards have answered as can: on a busy machine not all do in time at once.
    private func list(_ text: String, _ isComplete: ([String]) -> Bool = { !$0.contains { $0.hasSuffix("answered)") } })
        throws -> [String]
    {
        var shown: [String] = []
        try eventually("a list for \(text)") {
            shown = completer.complete(text).candidates.map { $0.note.isEmpty ? $0.label : "\($0.label)|\($0.note)" }
            return isComplete(shown) && !shown.isEmpty
        }
        return shown
    }

    private func type(_ line: String) { #expect(session.type(line) == .ok, "\(line): \(streams.error)") }

    @Test func namesAreThoseThatBoardsKnowAndNoneIsAdded() throws {
        type("import sys, gc")
        type("import os; number = int(os.getcwd()[-1])")
        type("numeral = 'x' * 3")
        type("on board-2: nucleus = 1")
        type("sorted(globals())")
        let before = streams.standard.split(separator: "#").last
        #expect(try list("nu") == ["nucleus|1 of 3", "number", "numeral"])
        #expect(try list("x = [num") == ["number", "numeral"])
        #expect(try list("print(numeral.endsw") == ["endswith"])
        #expect(try list("for i in gc.coll") == ["collect"])
        #expect(try list("if True:\n    gc.coll") == ["collect"])
        #expect(try list("sys.implementation.na") == ["name"])
        #expect(try list("whi") == ["while"])
        #expect(try list("res") == ["reset|restart boards"])
        #expect(try list("on board-2: nu") == ["nucleus", "number", "numeral"])
        #expect(try list("watch 1 gc.coll") == ["collect"])
        #expect(try list("plot gc.mem_f") == ["mem_free"])
        #expect(try list(" %nu".replacing("%", with: "")) == ["nucleus|1 of 3", "number", "numeral"])
        #expect(try list("x = ") == ["gc", "nucleus|1 of 3", "number", "numeral", "os", "sys"])
        for nothing in ["gc.collect().x", "numeral[0].x", "'gc.", "gc.nothing.", "_nu", "nothing.x", "%nu", "def nu"] {
            #expect(completer.complete(nothing).candidates.isEmpty, "\(nothing)")
        }
        #expect(try list("gc.__na").contains("__name__"))
        #expect(try !list("gc.").contains("__name__"))
        type("sorted(globals())")
        #expect(streams.standard.split(separator: "#").last == before)
    }

    @Test func answersAreKeptUntilTheNextLine() throws {
        type("first = 1")
        #expect(try list("fir") == ["first"])
        let other = try Self.shell(on: fleet, Streams())
        try other.select("board-[1-3]")
        #expect(other.type("fire = 2") == .ok)
        #expect(try list("fir") == ["first"])
        #expect(try list("firs") == ["first"])
        type("1")
        #expect(try list("fir") == ["fire", "first"])
    }

    @Test func aBoardThatRunsIsLeftAlone() throws {
        let directory = fleet.account.directory
        try directory.write("", to: "boards-board-1/main.py")
        try directory.write("", to: "boards-board-3/main.py")
        let program = "import time, os\nwhile 'stop' not in os.listdir(): time.sleep_ms(20)\nprint('whole')\n"
        let run = try fleet.account.start(
            ["--port", "\(fleet.hub.port)", "--use", "board-3"], input: program)
        try eventually("board-3 runs") { try fleet.state("board-3") == "running" }
        let request = try fleet.hub.ask(Command("HGET", "boardmeta:board-3", "request")).text
        func hasTwo(_ shown: [String]) -> Bool { shown.contains("(2 of 3 answered)") }
        #expect(try list("get ma", { $0.last == "main.py|1 of 2" }) == ["main.py|1 of 2"])
        #expect(try list("get m", hasTwo).contains("mbm_client.py|2 of 2"))
        #expect(try list("pr", hasTwo).contains("print"))
        #expect(try fleet.hub.ask(Command("LLEN", "repl:board-3.command")).integer == 0)
        #expect(try fleet.hub.ask(Command("HGET", "boardmeta:board-3", "request")).text == request)
        try directory.write("", to: "boards-board-3/stop")
        #expect(try run.wait() == Finished(0, "whole\n"))
        // No line was sent: those that have answered are not asked again, the third is.
        try fleet.waitUntilIdle(fleet.boards)
        #expect(try list("get ma", { $0.last == "main.py|2 of 3" }) == ["main.py|2 of 3"])
    }

    @Test func aBoardThatStandsStillIsNotWaitedForAndCountsWhenItAnswers() throws {
        type("first = 1")
        fleet.boards[1].freeze()
        defer { fleet.boards[1].resume() }
        let shown = try list("get mbm_c", { $0.contains("mbm_copy.py|2 of 2") })
        #expect(shown.contains("mbm_client.py|2 of 2") && shown.contains("(2 of 3 answered)"))
        #expect(try list("fir") == ["first"])
        fleet.boards[1].resume()
        #expect(try list("get mbm_c", { $0.contains("mbm_copy.py|3 of 3") }).contains("mbm_client.py|3 of 3"))
    }

    @Test func pathsTellHowManyBoardsHaveThem() throws {
        let directory = fleet.account.directory
        for (board, file) in [
            (1, "main.py"), (2, "main.py"), (3, "map.txt"), (1, "a file"), (2, ".hidden"), (3, "ma');import x;('"),
            (1, "be\u{7}ll"), (1, "tab\tbed"),
        ] {
            try directory.write("", to: "boards-board-\(board)/\(file)")
        }
        try LocalFile.makeFolder(directory.file("boards-board-2/maps/inner"))
        let all = ["ma');import x;('|1 of 3", "main.py|2 of 3", "map.txt|1 of 3", "maps/|1 of 3"]
        #expect(try list("ls ma") == all)
        #expect(try list("get ma") == all)
        #expect(try list("ls maps/") == ["inner/|1 of 3"])
        #expect(try list("on board-[1,3]: ls main") == ["main.py|1 of 2"])
        #expect(try list("on board-1: ls main") == ["main.py"])
        #expect(try list("put x mai") == ["main.py|on 2 of 3"])
        #expect(try list("on board-1: put x mai") == ["main.py|on board-1"])
        #expect(completer.complete("ls a").candidates.map(\.text) == [#"a\ file"#])
        #expect(completer.complete("ls 'a f").candidates.map(\.text) == ["'a file'"])
        #expect(completer.complete("ls be").candidates.isEmpty)
        #expect(completer.complete("ls none/").candidates.isEmpty)
        let paths = try list("ls ")
        #expect(!paths.contains(".hidden|1 of 3") && paths.contains("mbm_client.py|3 of 3"))
        #expect(try list("ls .h") == [".hidden|1 of 3"])
    }

    @Test func modulesAreThoseThatBoardsCanImport() throws {
        let directory = fleet.account.directory
        try directory.write("", to: "boards-board-1/mathematics.py")
        try LocalFile.makeFolder(directory.file("boards-board-2/umqtt"))
        try directory.write("level = 1\n", to: "boards-board-2/umqtt/simple.py")
        #expect(try list("import math") == ["math", "mathematics|1 of 3"])
        #expect(try list("import sys, asyn") == ["asyncio"])
        #expect(try list("from umqtt.") == ["simple|1 of 3"])
        #expect(try list("from umqtt.simple ") == ["import"])
        #expect(completer.complete("from umqtt.simple import ").candidates.isEmpty)
        #expect(completer.complete("from nothing import ").candidates.isEmpty)
        let all = try list("import ")
        #expect(all.contains("machine") && !all.contains("mbm_client") && !all.contains("_thread"))
        #expect(try list("import mbm_cl") == ["mbm_client"])
        #expect(try list("import _th") == ["_thread"])
        type("on board-2: import umqtt.simple")
        type("import math")
        #expect(try list("from umqtt.simple import le") == ["level|1 of 3"])
        #expect(try list("from math import sq") == ["sqrt"])
    }

    @Test func aHubThatStandsStillIsNotWaitedForLong() throws {
        type("first = 1")
        let info = try fleet.hub.ask(Command("INFO", "server")).text ?? ""
        let line = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("process_id:") }
        let pid = try #require(line.flatMap { Int32($0.dropFirst("process_id:".count)) })
        kill(pid, SIGSTOP)
        let offers = ["fir", "ls ma", "import ma", "use b"].map { completer.complete($0).candidates.map(\.text) }
        kill(pid, SIGCONT)
        #expect(offers == [[], [], [], []])
        #expect(try list("fir") == ["first"])
    }
}
