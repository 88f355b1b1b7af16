import Processes
import Redis
import Synchronization
import TestSupport
import Testing

@testable import Fleet

/// Who asks for which piece of input.
@Suite struct InputProgressTests {
    private func text(_ text: String) -> JobInput.Piece { .text(Array(text.utf8)) }

    @Test func piecesAreNumberedInTheOrderTheyAreTyped() {
        var progress = InputProgress()
        #expect(!progress.isWanted)
        #expect(progress.want(0) == nil && progress.isWanted)
        #expect(progress.give(text("a\n")) == .push(number: 0, text("a\n")))
        #expect(!progress.isWanted)
        #expect(progress.want(1) == nil && progress.isWanted)
        #expect(progress.give(.end) == .push(number: 1, .end))
    }

    @Test func whatWasLostOnTheWayIsGivenAgain() {
        var progress = InputProgress()
        _ = progress.want(0)
        _ = progress.give(text("a\n"))
        #expect(progress.want(0) == .push(number: 0, text("a\n")))
        #expect(!progress.isWanted)
        // Asked for the next, it has this one.
        #expect(progress.want(1) == nil)
        #expect(progress.given == nil)
        #expect(progress.want(0) == nil)
    }

    @Test func whoAsksAgainLearnsThatSomebodyIsThereButNotAllTheTime() {
        var progress = InputProgress()
        let now = ContinuousClock.now
        #expect(progress.want(0, at: now) == nil)
        #expect(progress.want(0, at: now) == .sayPresent)
        #expect(progress.want(0, at: now + .seconds(1)) == nil)
        #expect(progress.want(0, at: now + .seconds(5)) == .sayPresent)
        #expect(progress.isWanted)
    }

    @Test(arguments: [-1, 1, 7, Int.max, Int.min]) func numbersOutOfOrderAskForNothing(number: Int) {
        var progress = InputProgress()
        #expect(progress.want(number) == nil && !progress.isWanted)
        _ = progress.want(0)
        _ = progress.give(.end)
        if number != 1 { #expect(progress.want(number) == nil && !progress.isWanted) }
    }
}

/// Input for jobs over a real server with doubles of boards.
@Suite struct JobInputTests {
    /// A person who types: pieces that are there from the beginning.
    private final class Person {
        var pieces: [JobInput.Piece]
        var givenBack: [JobInput.Piece] = []

        init(_ lines: [String]) { pieces = lines.map { $0.isEmpty ? .end : .text(Array($0.utf8)) } }

        var input: JobInput {
            JobInput(
                next: { self.pieces.isEmpty ? nil : self.pieces.removeFirst() },
                giveBack: { self.givenBack.append($0) })
        }
    }

    private let server: RedisServer

    init() throws {
        Signals.ignorePipe()
        server = try RedisServer()
    }

    private func run(_ person: Person, interrupts: @escaping () -> Int = { 0 }) throws -> (JobResult, String) {
        var output: [UInt8] = []
        let result = try JobLoop.run(
            .source("1", echo: true), on: ["b"], hub: Hub(at: server.socket, password: nil), user: "me@here",
            timeout: .seconds(30), input: person.input, interrupts: interrupts
        ) { note in
            if case .event(.output(_, let bytes)) = note { output += bytes }
        }
        return (result, String(decoding: output, as: UTF8.self))
    }

    @Test func eachPieceComesWhenTheBoardAsksForIt() throws {
        let heads = Mutex<[String]>([])
        let double = try BoardDouble("b", on: server.socket, features: "input") { request in
            heads.withLock { $0.append(request.head) }
            var heard = ""
            for number in 0..<4 {
                try request.send(request.wish(number))
                heard += try request.piece() + "|"
            }
            let waiting = try request.connect().run(Command("EXISTS", Wire.input("b", request.number))).integer
            heard += "\(waiting ?? -1)"
            try request.send(request.output(0, at: 0, heard), request.outcome(pieces: 1, length: heard.utf8.count))
        }
        defer { double.end() }
        let person = Person(["a\n", "é", "", "c\n", "not asked for\n"])
        let (result, heard) = try run(person)
        #expect(result.ended == ["b": .ok])
        #expect(heard == "0 a\n|1 é|2 |3 c\n|0")
        #expect(person.pieces == [.text(Array("not asked for\n".utf8))] && person.givenBack == [])
        #expect(heads.withLock { $0 }[0].hasSuffix(" echo=1 input=1 by=me@here"))
        #expect(try server.connect().run(Command("KEYS", "re*")) == .array([]))
    }

    @Test func aBoardWhoseClientKnowsNoInputIsNotTold() throws {
        let heads = Mutex<[String]>([])
        let double = try BoardDouble("b", on: server.socket) { request in
            heads.withLock { $0.append(request.head) }
            try request.send(request.outcome(pieces: 0, length: 0))
        }
        defer { double.end() }
        #expect(try run(Person(["a\n"])).0.ended == ["b": .ok])
        #expect(heads.withLock { $0 }[0].hasSuffix(" echo=1 by=me@here"))
    }

    @Test func whatTheBoardDidNotTakeGoesBack() throws {
        let double = try BoardDouble("b", on: server.socket, features: "input") { request in
            try request.send(request.wish(0))
            let connection = try request.connect()
            try eventually("the piece") {
                try connection.run(Command("LLEN", Wire.input("b", request.number))).integer == 1
            }
            try request.send(request.outcome(pieces: 0, length: 0))
        }
        defer { double.end() }
        let person = Person(["a\n", "b\n"])
        #expect(try run(person).0.ended == ["b": .ok])
        #expect(person.givenBack == [.text(Array("a\n".utf8))] && person.pieces.count == 1)
        #expect(try server.connect().run(Command("KEYS", "repl:*")) == .array([]))
    }

    @Test func whoAsksForeverHasOnePieceOnTheHub() throws {
        let double = try BoardDouble("b", on: server.socket, features: "input") { request in
            let wishes = [0, 0, 0, 5, -1, 0, 99].map(request.wish)
            let others = [
                Command("XADD", request.reply, "*", "board", "b", "request", "1", "want", "0"),
                Command("XADD", request.reply, "*", "board", "c", "request", request.number, "want", "0"),
                Command("XADD", request.reply, "*", "board", "b", "request", request.number, "want", "x"),
            ]
            let connection = try request.connect()
            // Of all that the shell finds at a time the last counts, and for that it gives nothing: a board asks again.
            _ = try connection.run([Command("MULTI")] + wishes + others + [Command("EXEC")])
            try eventually("the piece") {
                try request.send(request.wish(0))
                return try connection.run(Command("LLEN", Wire.input("b", request.number))).integer == 1
            }
            // It is replaced, so it may be away for a moment.
            var most = 0
            for _ in 0..<100 {
                try request.send(request.wish(0))
                most = max(most, try connection.run(Command("LLEN", Wire.input("b", request.number))).integer ?? 0)
            }
            let heard = "\(most) \(try request.piece())"
            try request.send(request.output(0, at: 0, heard), request.outcome(pieces: 1, length: heard.utf8.count))
        }
        defer { double.end() }
        #expect(try run(Person(["a\n"])).1 == "1 0 a\n")
    }

    @Test func aProgramThatIsLeftFindsTheEndOfItsInput() throws {
        let isWaiting = Atomic(false)
        let heard = Mutex("")
        let double = try BoardDouble("b", on: server.socket, features: "input,interrupt") { request in
            try request.send(request.wish(0))
            isWaiting.store(true, ordering: .relaxed)
            let piece = try request.piece()
            heard.withLock { $0 = piece }
        }
        defer { double.end() }
        var isPressed = false
        let (result, _) = try run(Person([])) {
            guard !isPressed, isWaiting.load(ordering: .relaxed) else { return 0 }
            isPressed = true
            return 2
        }
        #expect(result.running == ["b"])
        try eventually("the word that nobody is there") { heard.withLock { $0 } == "-" }
    }

    @Test func typedLinesOutliveTheHub() throws {
        nonisolated(unsafe) let server = server
        let double = try BoardDouble("b", on: server.socket, features: "input") { request in
            try request.send(request.wish(0))
            let first = try request.piece()
            server.kill()
            try server.start()
            // Its connection is lost with the piece that it had asked for.
            try request.send(request.wish(0))
            let heard = try first + request.piece()
            try request.send(request.output(0, at: 0, heard), request.outcome(pieces: 1, length: heard.utf8.count))
        }
        defer { double.end() }
        #expect(try run(Person(["a\n"])).1 == "0 a\n0 a\n")
    }
}

extension BoardDouble.Request {
    /// Asks for a piece of input.
    fileprivate func wish(_ number: Int) -> Command {
        Command("XADD", reply, "*", "board", board, "request", self.number, "want", number)
    }

    /// Waits for what is given.
    fileprivate func piece() throws -> String {
        let reply = try connect().run(Command("BLPOP", Wire.input(board, number), 20), within: .seconds(25))
        return reply.elements.last?.text ?? ""
    }
}
