import Foundation
import Redis
import TestSupport
import Testing

/// `input()` on a board: it gets what was typed for its own request, in order, and waits for nothing else.
@Suite(.serialized) struct InputTests {
    private let hub: LocalHub

    init() throws { hub = try LocalHub(Account()) }

    @Test(arguments: Installation.allCases)
    func linesComeInOrderAndThePromptBeforeThem(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        #expect(try board.meta("features")?.split(separator: ",").contains("input") == true)
        let request = try board.ask("n = input('name? ')\nprint('hi', n, len(n))\nprint(input(7))", typing: true)
        try request.waitUntilItWants(0)
        #expect(try request.printed() == "name? ")
        try request.type(0, "Jürgen €\n")
        try request.waitUntilItWants(1)
        // A line in two pieces, cut within a character; the first of them twice.
        let line = Array("größe\n".utf8)
        try request.type(1, Array(line[..<3]))
        try request.waitUntilItWants(2)
        try request.type(1, Array(line[..<3]))
        try request.type(2, Array(line[3...]))
        #expect(try request.wait().output == "name? hi Jürgen € 8\n7größe\n")
        #expect(try hub.ask(Command("KEYS", "repl:b.*")).elements == [])
        #expect(try hub.ask(Command("ACL", "LOG")).elements == [])
    }

    @Test(arguments: Installation.allCases)
    func manyLinesAreReadOneByOne(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let request = try board.ask("s = 0\nfor i in range(200): s += int(input())\nprint(s)", typing: true)
        for number in 0..<200 {
            try request.waitUntilItWants(number)
            try request.type(number, "\(number)\n")
        }
        #expect(try request.wait().output == "19900\n")
    }

    @Test(arguments: Installation.allCases)
    func theEndOfInputIsEOFErrorAndMoreMayFollow(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let program = """
            try:
                input()
            except EOFError:
                print('end')
            print(input())
            print(input())
            """
        let request = try board.ask(program, typing: true)
        try request.waitUntilItWants(0)
        try request.type(0, "")
        try request.waitUntilItWants(1)
        try request.type(1, "more\n")
        // A line that Ctrl-D sends goes on until the next.
        for (number, piece) in [(2, "ha"), (3, "lf"), (4, "")] {
            try request.waitUntilItWants(number)
            try request.type(number, piece)
        }
        #expect(try request.wait().output == "end\nmore\nhalf\n")
    }

    @Test func whoeverTypedIsGoneAndInputEnds() throws {
        let board = try ClientBoard(.source, on: hub).waitUntilIdle()
        let program = """
            for i in range(3):
                try:
                    input()
                except EOFError as e:
                    print(i)
            """
        let request = try board.ask(program, typing: true)
        try request.waitUntilItWants(0)
        try request.type("-")
        #expect(try request.wait().output == "0\n1\n2\n")
        #expect(try request.wants() == [0])
    }

    /// What a job without a person has: nothing to wait for.
    @Test(arguments: Installation.allCases)
    func withoutAPersonInputEndsAtOnce(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let answer = try board.run("input('name? ')")
        #expect(answer.kind == "EOFError" && answer.message == "nobody types here: use connect")
        #expect(answer.output.hasPrefix("name? Traceback (most recent call last):\n"))
        // An old shell's.
        try board.push("command", "try: input()\nexcept EOFError: print('old')")
        try eventually("the old form's answer") {
            try hub.ask(Command("GETRANGE", "repl:b.console.stdout", 0, 99)).text == "old\r\n"
        }
    }

    @Test(arguments: Installation.allCases)
    func whatAnEarlierRequestLeftReachesNoOther(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let first = try board.ask("pass", typing: true)
        try first.type(0, "old\n")
        _ = try first.wait()
        try first.type(0, "older\n")
        let second = try board.ask("print(input())", typing: true)
        try second.waitUntilItWants(0)
        try second.type(0, "new\n")
        #expect(try second.wait().output == "new\n")
        // Within one request, what was not read stays with the program.
        let third = try board.ask("print(input())\ninput", typing: true)
        try third.waitUntilItWants(0)
        try third.type(0, "a\nb\n")
        #expect(try third.wait().output == "a\n")
        #expect(try board.run("input()").kind == "EOFError")
    }

    @Test(arguments: Installation.allCases)
    func anInterruptEndsTheWaitAndTheProgramCanGoOn(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        for _ in 0..<10 {
            let request = try board.ask("input('? ')", typing: true)
            try request.waitUntilItWants(0)
            try request.interrupt()
            let answer = try request.wait(within: 5)
            #expect(answer.kind == "KeyboardInterrupt" && answer.message == "", "\(answer.outcome)")
        }
        let program = """
            for i in range(5):
                try:
                    print('got', input())
                except KeyboardInterrupt:
                    print('no')
            """
        let request = try board.ask(program, typing: true)
        for round in 1...4 {
            var seen: [Int] = []
            try eventually("it waits for the \(round)th time; \(seen) \(board.log)") {
                seen = try request.wants()
                return seen.count >= round
            }
            try request.interrupt()
            try eventually("interrupted") { try request.printed() == String(repeating: "no\n", count: round) }
        }
        try request.type(0, "x\n")
        #expect(try request.wait().output == "no\nno\nno\nno\ngot x\n")
        #expect(board.text("status") == nil && board.log == "")
    }

    /// 1,000 short prints: each goes at once, and one more waits for nothing.
    @Test func toAPersonWhoTypesEveryPrintGoesAtOnce() throws {
        let board = try ClientBoard(.source, on: hub).waitUntilIdle()
        let program = "for i in range(300): print('.', end='')\nopen('on', 'w').close()\nwhile True: pass"
        let request = try board.ask(program, typing: true)
        try eventually("it has printed", within: 20) { board.bytes("on") != nil }
        try eventually("all of it has come", within: 2) { try request.printed().count == 300 }
        try request.interrupt()
        _ = try request.wait()
    }

    @Test func aWaitSurvivesTheLossOfTheHubsConnections() throws {
        let board = try ClientBoard(.source, on: hub).waitUntilIdle()
        let request = try board.ask("print(input('? '))", typing: true)
        try request.waitUntilItWants(0)
        for round in 2...4 {
            try hub.ask(Command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"))
            try eventually("it asks again") { try request.wants() == Array(repeating: 0, count: round) }
        }
        try request.type(0, "x\n")
        #expect(try request.wait().output == "? x\n")
    }

    @Test func aBoardThatWaitsShowsLifeAlsoWithoutItsWatch() throws {
        let board = try ClientBoard(.source, on: hub).waitUntilIdle()
        let request = try board.ask("print(input())", typing: true)
        try request.waitUntilItWants(0)
        kill(try #require(board.processes.last), SIGKILL)
        try hub.ask(Command("EXPIRE", "board:b", 1))
        try eventually("a sign of life") { try hub.ask(Command("TTL", "board:b")).integer ?? 0 > 10 }
        try eventually("it asks again", within: 20) { try request.wants().count > 1 }
        try request.type(0, "x\n")
        #expect(try request.wait().output == "x\n")
    }

    @Test func codeThatChangesTheFolderOrTheNameInputHarmsNobody() throws {
        let board = try ClientBoard(.source, on: hub).waitUntilIdle()
        #expect(try board.run("import os, builtins\nos.chdir('/')\nbuiltins.input = None").ok)
        let request = try board.ask("import os\nprint(os.getcwd(), input())", typing: true)
        try request.waitUntilItWants(0)
        try request.type(0, "x\n")
        #expect(try request.wait().output == "/ x\n")
    }
}

extension Request {
    /// The numbers of the pieces that it has asked for so far.
    func wants() throws -> [Int] {
        try entries().compactMap { $0["want"]?.text.flatMap { Int($0) } }
    }

    func waitUntilItWants(_ number: Int) throws {
        try eventually("it wants piece \(number)") { try wants().contains(number) }
    }

    /// Output that has come so far.
    func printed() throws -> String {
        String(decoding: try pieces().flatMap { $0["out"]?.bytes ?? [] }, as: UTF8.self)
    }

    func type(_ number: Int, _ text: String) throws { try type(number, Array(text.utf8)) }
    func type(_ number: Int, _ bytes: [UInt8]) throws { try push("input.\(id)", Array("\(number) ".utf8) + bytes) }
    func type(_ word: String) throws { try push("input.\(id)", Array(word.utf8)) }
}
