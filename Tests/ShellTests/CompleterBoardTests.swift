import BoardClient
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

    /// Sees what is expected in a list; on a busy machine not all boards answer in time at once.
    private func expect(_ text: String, _ expected: [String], _ line: Int = #line) throws {
        try expect(text, line) { $0 == expected }
    }

    private func expect(_ text: String, _ line: Int = #line, _ isExpected: ([String]) -> Bool) throws {
        var shown: [String] = []
        do {
            try eventually("that") {
                shown = completer.complete(text).candidates.map {
                    $0.note.isEmpty ? $0.label : "\($0.label)|\($0.note)"
                }
                return isExpected(shown)
            }
        } catch {
            throw TestSupportError("line \(line): \(text): \(shown)")
        }
    }

    private func type(_ line: String) { #expect(session.type(line) == .ok, "\(line): \(streams.error)") }

    @Test func namesAreThoseThatBoardsKnowAndNoneIsAdded() throws {
        type("import sys, gc")
        type("import os; number = int(os.getcwd()[-1])")
        type("numeral = 'x' * 3")
        type("on board-2: nucleus = 1")
        type("sorted(globals())")
        let before = streams.standard.split(separator: "#").last
        try expect("nu", ["nucleus|1 of 3", "number", "numeral"])
        try expect("x = [num", ["number", "numeral"])
        try expect("print(numeral.endsw", ["endswith"])
        try expect("for i in gc.coll", ["collect"])
        try expect("if True:\n    gc.coll", ["collect"])
        try expect("sys.implementation.na", ["name"])
        try expect("whi", ["while"])
        try expect("res", ["reset|restart boards", "restore|write a backup to a board"])
        try expect("on board-2: nu", ["nucleus", "number", "numeral"])
        try expect("watch 1 gc.coll", ["collect"])
        try expect("plot gc.mem_f", ["mem_free"])
        try expect(" nu", ["nucleus|1 of 3", "number", "numeral"])
        try expect("x = ", ["gc", "nucleus|1 of 3", "number", "numeral", "os", "sys"])
        for nothing in ["gc.collect().x", "numeral[0].x", "'gc.", "gc.nothing.", "_nu", "nothing.x", "%nu", "def nu"] {
            #expect(completer.complete(nothing).candidates.isEmpty, "\(nothing)")
        }
        try expect("gc.__na") { $0.contains("__name__") }
        try expect("gc.") { $0.contains("collect") && !$0.contains("__name__") }
        type("sorted(globals())")
        #expect(streams.standard.split(separator: "#").last == before)
    }

    @Test func answersAreKeptUntilTheNextLine() throws {
        type("first = 1")
        try expect("fir", ["first"])
        let other = try Self.shell(on: fleet, Streams())
        try other.select("board-[1-3]")
        #expect(other.type("fire = 2") == .ok)
        #expect(completer.complete("fir").candidates.map(\.text) == ["first"])
        #expect(completer.complete("firs").candidates.map(\.text) == ["first"])
        type("1")
        try expect("fir", ["fire", "first"])
    }

    @Test func aBoardThatRunsIsLeftAlone() throws {
        let directory = fleet.account.directory
        try directory.write("", to: "boards-board-1/main.py")
        try directory.write("", to: "boards-board-3/main.py")
        let program = """
            import time, os
            while 'stop' not in os.listdir():
                open('runs', 'w').close()
                time.sleep_ms(20)
            print('whole')

            """
        let run = try fleet.account.start(
            ["--port", "\(fleet.hub.port)", "--use", "board-3"], input: program)
        try eventually("the loop runs") { fleet.boards[2].has("runs") }
        let request = try fleet.hub.ask(Command("HGET", "boardmeta:board-3", "request")).text
        try expect("get ma", ["main.py|1 of 2"])
        try expect("get mbm_c", ["mbm_client.py|2 of 2", "mbm_config.py|2 of 2", "(2 of 3 answered)"])
        try expect("pr", ["print", "property", "(2 of 3 answered)"])
        #expect(try fleet.hub.ask(Command("LLEN", "repl:board-3.command")).integer == 0)
        #expect(try fleet.hub.ask(Command("HGET", "boardmeta:board-3", "request")).text == request)
        try directory.write("", to: "boards-board-3/stop")
        #expect(try run.wait() == Finished(0, "whole\n"))
        // No line was sent: those that have answered are not asked again, the third is.
        try fleet.waitUntilIdle(fleet.boards)
        try expect("get ma", ["main.py|2 of 3"])
    }

    @Test func aBoardThatStandsStillIsNotWaitedForAndCountsWhenItAnswers() throws {
        type("first = 1")
        fleet.boards[1].freeze()
        defer { fleet.boards[1].resume() }
        let files = ["mbm_client.py", "mbm_config.py"]
        try expect("get mbm_c", files.map { "\($0)|2 of 2" } + ["(2 of 3 answered)"])
        try expect("fir", ["first"])
        fleet.boards[1].resume()
        try expect("get mbm_c", files.map { "\($0)|3 of 3" })
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
        try expect("ls ma", all)
        try expect("get ma", all)
        try expect("ls maps/", ["inner/|1 of 3"])
        try expect("on board-[1,3]: ls main", ["main.py|1 of 2"])
        try expect("on board-1: ls main", ["main.py"])
        try expect("put x mai", ["main.py|on 2 of 3"])
        try expect("on board-1: put x mai", ["main.py|on board-1"])
        #expect(completer.complete("ls a").candidates.map(\.text) == [#"a\ file"#])
        #expect(completer.complete("ls 'a f").candidates.map(\.text) == ["'a file'"])
        #expect(completer.complete("ls be").candidates.isEmpty)
        #expect(completer.complete("ls none/").candidates.isEmpty)
        try expect("ls m") { $0.contains("mbm_client.py         3 of 3") }
        try expect("ls ") { paths in paths.contains { $0.hasPrefix("a file ") } && !paths.contains { $0.hasPrefix(".") }
        }
        try expect("ls .h", [".hidden|1 of 3"])
    }

    @Test func modulesAreThoseThatBoardsCanImport() throws {
        let directory = fleet.account.directory
        try directory.write("", to: "boards-board-1/mathematics.py")
        try LocalFile.makeFolder(directory.file("boards-board-2/umqtt"))
        try directory.write("level = 1\n", to: "boards-board-2/umqtt/simple.py")
        try expect("import math", ["math", "mathematics|1 of 3"])
        try expect("import sys, asyn", ["asyncio"])
        try expect("from umqtt.", ["simple|1 of 3"])
        try expect("from umqtt.simple ", ["import"])
        #expect(completer.complete("from umqtt.simple import ").candidates.isEmpty)
        #expect(completer.complete("from nothing import ").candidates.isEmpty)
        try expect("import ") { modules in
            modules.contains { $0.hasPrefix("machine") }
                && !modules.contains { $0.hasPrefix("mbm_") || $0.hasPrefix("_") }
        }
        try expect("import mbm_cl", ["mbm_client"])
        try expect("import _th", ["_thread"])
        type("on board-2: import umqtt.simple")
        type("import math")
        try expect("from umqtt.simple import le", ["level|1 of 3"])
        try expect("from math import sq", ["sqrt"])
    }

    /// A board without room for an answer would make some by forgetting the person's names.
    @Test func aBoardThatIsFullKeepsItsNames() throws {
        type("import gc")
        for left in [28, 32, 36, 40, 44, 48, 56, 64] {
            let fill = """
                big = []
                try:
                    while True: big.append(bytearray(200))
                except MemoryError:
                    del big[-\(left):]
                """
            type("on board-1: exec(\(BoardClient.pythonLiteral(fill)))")
            for text in ["gc.coll", "gc.", "ls m", "import ma"] { _ = completer.complete(text) }
            try expect("gc.mem_") { $0.contains("mem_free") || $0.contains("mem_free|2 of 2") }
            if left == 28 {
                #expect(completer.complete("gc.mem_").candidates.last?.label == "(2 of 3 answered)")
            }
            type("on board-1: len(big) > 1000, '_mbm' in globals()")
            #expect(streams.standard.hasSuffix("(True, False)\n"), "\(left)")
            type("on board-1: big = None")
        }
        #expect(!streams.standard.contains("all names are gone"))
    }

    /// What was broken off leaves nothing behind.
    @Test func anAnswerThatIsInterruptedLeavesNoName() throws {
        type(
            "on board-1: exec('class Slow:\\n @property\\n def down(self):\\n  import time; time.sleep(60)\\nslow = Slow()')"
        )
        #expect(completer.complete("on board-1: slow.down.x").candidates.isEmpty)
        try eventually("board-1 reads the property") { try fleet.state("board-1") == "running" }
        try fleet.hub.ask(Command("RPUSH", "repl:board-1.interrupt", "*"))
        try fleet.waitUntilIdle(fleet.boards)
        #expect(completer.complete("on board-1: slow.down.x").candidates.isEmpty)
        type("on board-1: '_mbm' in globals()")
        #expect(streams.standard.hasSuffix("False\n"))
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
        try expect("fir", ["first"])
    }
}
