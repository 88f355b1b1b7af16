import Processes
import Redis
import Synchronization
import TestSupport
import Testing

@testable import Fleet

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Jobs over a real server with doubles of boards.
@Suite struct JobLoopTests {
    private let server: RedisServer
    private let connection: Connection

    init() throws {
        Signals.ignorePipe()
        server = try RedisServer()
        connection = try server.connect()
    }

    /// Runs a job; gives its result and what was reported, as short texts.
    private func run(
        _ work: Work = .source("1", echo: true), on boards: [String], timeout: Duration = .seconds(30),
        limit: Duration? = nil, interrupts: @escaping () -> Int = { 0 }
    ) throws -> (result: JobResult, notes: [String]) {
        var notes: [String] = []
        let result = try JobLoop.run(
            work, on: boards, hub: Hub(at: server.socket, password: nil), user: "me@here", timeout: timeout,
            limit: limit, interrupts: interrupts
        ) { note in
            switch note {
            case .event(.output(let board, let bytes)):
                notes.append("\(board):\(String(decoding: bytes, as: UTF8.self))")
            case .event(.dropped(let board, let count)): notes.append("\(board)-\(count)")
            case .event(.finished(let board, let outcome)): notes.append("\(board)!\(outcome)")
            case .busy(let board, let user): notes.append("\(board) busy \(user ?? "")")
            case .running(let board, let silence): notes.append("\(board) running \(silence)")
            case .outputMissing(let board, _): notes.append("\(board) output missing")
            case .consoleLost(let board, _, _): notes.append("\(board) console lost")
            case .withdrawn(let boards): notes.append("withdrawn \(boards)")
            case .interrupting(let boards): notes.append("interrupting \(boards)")
            case .cannotInterrupt(let boards): notes.append("cannot interrupt \(boards)")
            case .hubAway: notes.append("away")
            case .hubBack: notes.append("back")
            case .file(let board, let event): notes.append("\(board) \(event)")
            case .contentMissing(let error): notes.append("\(error)")
            case .waiting: break
            }
        }
        return (result, notes)
    }

    /// A board that is there and busy with another shell's job, and takes nothing.
    private func registerBusy(_ name: String) throws {
        _ = try connection.run([
            // A little longer than boards do: it was here just now, however slow the test begins.
            Command("SETEX", Wire.state(name), 18, "running"),
            Command(
                "HSET", Wire.meta(name), "client", "0", "features", "interrupt", "request", "99", "by", "you@there"),
        ])
    }

    private func queued(_ board: String) throws -> Int? {
        try connection.run(Command("LLEN", Wire.source(board))).integer
    }

    // MARK: Answers

    @Test func answersComeInTheOrderOfEachBoardAndOutcomesInThatOfTheSelection() throws {
        let doubles = try ["b", "a"].map { name in
            try BoardDouble(name, on: server.socket) { request in
                try request.send(
                    request.output(0, at: 0, "one"), request.output(1, at: 3, "two"),
                    request.outcome(pieces: 2, length: 6))
            }
        }
        defer { doubles.forEach { $0.end() } }
        let (result, notes) = try run(on: ["b", "a"])
        #expect(result.outcomes.map(\.board) == ["b", "a"])
        #expect(result.outcomes.map(\.outcome) == [.ok, .ok])
        #expect(result.running == [])
        #expect(!result.interrupted)
        for name in ["a", "b"] {
            #expect(notes.filter { $0.hasPrefix(name) } == ["\(name):one", "\(name):two", "\(name)!ok"])
        }
        // Nobody will read them any more.
        #expect(try connection.run(Command("KEYS", "reply:*")) == .array([]))
    }

    @Test func theBoardGetsWhatWasSentAndHowToAnswer() throws {
        let taken = Mutex<[BoardDouble.Request]>([])
        let double = try BoardDouble("b", on: server.socket) { request in
            taken.withLock { $0.append(request) }
            try request.send(request.outcome(pieces: 0, length: 0))
        }
        defer { double.end() }
        let text = "print('é')\u{0}\nx = 1\n"
        _ = try run(.source(text, echo: true), on: ["b"])
        let manifest = try Manifest([.file("lib/a b.py", size: 3, sha256: "abc"), .remove("x")])
        _ = try run(.files(manifest), on: ["b"])
        let requests = taken.withLock { $0 }
        #expect(requests.map(\.text) == [text, "file 3 abc lib/a b.py\0remove x\0"])
        #expect(Set(requests.map(\.number)).count == 2)
        for request in requests {
            #expect(!request.number.isEmpty && request.number.utf8.count <= 16)
            #expect(request.reply.hasPrefix("reply:") && request.reply.utf8.count == 38)
        }
    }

    @Test func repeatedPiecesAreShownOnceAndMissingOnesCounted() throws {
        let double = try BoardDouble("b", on: server.socket) { request in
            try request.send(
                request.output(0, at: 0, "one"), request.output(0, at: 0, "one"), request.output(2, at: 10, "three"),
                request.output(0, at: 0, "one"), request.output(2, at: 10, "three"),
                request.outcome(pieces: 4, length: 20, "rc", "1", "class", "ValueError", "message", "no", "line", "3"),
                request.outcome(pieces: 4, length: 20))
        }
        defer { double.end() }
        let (result, notes) = try run(on: ["b"])
        #expect(notes.dropLast() == ["b:one", "b-7", "b:three", "b-5"])
        #expect(
            result.outcomes.map(\.outcome) == [.raised(PythonException(kind: "ValueError", message: "no", line: 3))])
    }

    @Test func anOutcomeThatComesWithItsOutputWaitsForIt() throws {
        let double = try BoardDouble("b", on: server.socket) { request in
            try request.send(
                Command("MULTI"), request.outcome(pieces: 2, length: 6), request.output(0, at: 0, "one"),
                request.output(1, at: 3, "two"), Command("EXEC"))
        }
        defer { double.end() }
        #expect(try run(on: ["b"]).notes == ["b:one", "b:two", "b!ok"])
    }

    @Test func outputThatNeverComesIsCountedAndEndsNothing() throws {
        let double = try BoardDouble("b", on: server.socket) { request in
            try request.send(request.output(0, at: 0, "one"), request.outcome(pieces: 2, length: 6))
        }
        defer { double.end() }
        #expect(try run(on: ["b"]).notes == ["b:one", "b-3", "b!ok"])
    }

    @Test func whatOthersWriteInTheSameStreamsGivesNothing() throws {
        let double = try BoardDouble("b", on: server.socket) { request in
            try request.send(
                Command("XADD", request.reply, "*", "board", "other", "request", request.number, "out", "x"),
                Command("XADD", request.reply, "*", "board", "b", "request", "1\(request.number)", "out", "x"),
                Command("XADD", request.reply, "*", "nonsense", [UInt8]([0xff, 0])),
                Command("XADD", "\(request.reply).done", "*", "board", "other", "request", request.number, "rc", 0),
                Command("XADD", "\(request.reply).done", "*", "rc", 0), request.output(0, at: 0, "one"),
                request.outcome(pieces: 1, length: 3))
        }
        defer { double.end() }
        #expect(try run(on: ["b"]).notes == ["b:one", "b!ok"])
    }

    // MARK: Boards that are not there, not free, not well

    @Test func boardsThatCannotAnswerAreNotAsked() throws {
        _ = try connection.run([
            Command("HSET", Wire.meta("offline"), "client", "0"), Command("HSET", Wire.meta("old"), "client", "0"),
            Command("SETEX", Wire.state("old"), 8, "idle"),
        ])
        let (result, _) = try run(on: ["unknown", "offline", "old"], timeout: .seconds(5))
        let outcomes = result.outcomes.map(\.outcome)
        #expect(outcomes.prefix(2) == [.silent("it is unknown to the hub"), .silent("it is offline")])
        guard case .silent(let why)? = outcomes.last else {
            Issue.record("\(outcomes)")
            return
        }
        #expect(why.hasPrefix("no sign of life for ") && why.hasSuffix(" s; nothing was sent"))
        for board in ["unknown", "offline", "old"] { #expect(try queued(board) == 0) }
    }

    @Test func aBoardThatFallsSilentBeforeItTakesTheRequestIsSilentAndNothingRan() throws {
        try registerBusy("b")
        let (result, _) = try run(on: ["b"], timeout: .seconds(1))
        guard case .silent(let why)? = result.outcomes.first?.outcome else {
            Issue.record("\(result.outcomes)")
            return
        }
        #expect(why.hasPrefix("no sign of life for ") && why.hasSuffix(" s; nothing of it ran"))
        #expect(try queued("b") == 0)
    }

    @Test func aBoardThatFallsSilentWhileItRunsMayHaveRunIt() throws {
        try registerBusy("b")
        let hub = server.socket
        // Takes the request and is gone.
        try startThread {
            _ = try? Connection(to: hub).run(Command("BLPOP", Wire.source("b"), 20), within: .seconds(25))
        }
        let (result, _) = try run(on: ["b"], timeout: .seconds(2))
        guard case .silent(let why)? = result.outcomes.first?.outcome else {
            Issue.record("\(result.outcomes)")
            return
        }
        #expect(why.hasPrefix("no sign of life for ") && why.hasSuffix(" s; it may have run, or run yet"))
    }

    @Test func theOthersAnswersStandBesideASilentBoard() throws {
        try registerBusy("silent")
        let double = try BoardDouble("b", on: server.socket) { request in
            try request.send(request.output(0, at: 0, "one"), request.outcome(pieces: 1, length: 3))
        }
        defer { double.end() }
        let (result, notes) = try run(on: ["silent", "b"], timeout: .seconds(2))
        #expect(result.outcomes.map(\.board) == ["silent", "b"])
        #expect(notes.prefix(2) == ["b:one", "b!ok"] || notes.contains("silent busy you@there"))
        #expect(result.ended["b"] == .ok)
    }

    @Test func aBoardThatLostTheRequestIsToldFromOneThatRuns() throws {
        // Shows life all the time, and drops what it takes.
        let double = try BoardDouble("b", on: server.socket) { _ in }
        defer { double.end() }
        let (result, _) = try run(on: ["b"], timeout: .seconds(6))
        #expect(
            result.outcomes.map(\.outcome)
                == [.silent("it is idle, and no answer has come; it may have run, or run yet")])
    }

    @Test func aBusyBoardIsWaitedForAndItIsToldOnceWithWhom() throws {
        try registerBusy("b")
        let hub = server.socket
        let isTold = Atomic(false)
        // Free once the shell has said that it is busy.
        try startThread {
            let deadline = ContinuousClock.now + .seconds(20)
            while !isTold.load(ordering: .relaxed), ContinuousClock.now < deadline { pause(.milliseconds(5)) }
            guard
                let double = try? BoardDouble(
                    "b", on: hub,
                    { request in
                        try request.send(request.outcome(pieces: 0, length: 0))
                    })
            else { return }
            pause(.seconds(2))
            double.end()
        }
        var notes: [JobLoop.Note] = []
        let result = try JobLoop.run(
            .source("1", echo: true), on: ["b"], hub: Hub(at: hub, password: nil), user: "me@here",
            timeout: .seconds(30), interrupts: { 0 }
        ) { note in
            if case .waiting = note { return }
            notes.append(note)
            if case .busy = note { isTold.store(true, ordering: .relaxed) }
        }
        #expect(notes == [.busy(board: "b", with: "you@there"), .event(.finished(board: "b", .ok))])
        #expect(result.ended == ["b": .ok])
    }

    // MARK: Ctrl-C

    @Test func anInterruptReachesTheRunningBoardUnderTheNumberOfTheRequest() throws {
        let isRunning = Atomic(false)
        let double = try BoardDouble("b", on: server.socket) { request in
            isRunning.store(true, ordering: .relaxed)
            let number = try request.interrupt()
            try request.send(
                request.output(0, at: 0, number == request.number ? "mine" : "not mine"),
                request.outcome(pieces: 1, length: 4, "rc", "1", "class", "KeyboardInterrupt"))
        }
        defer { double.end() }
        var isPressed = false
        let (result, notes) = try run(on: ["b"]) {
            guard !isPressed, isRunning.load(ordering: .relaxed) else { return 0 }
            isPressed = true
            return 1
        }
        #expect(notes == ["interrupting [\"b\"]", "b:mine", "b!interrupted"])
        #expect(result.interrupted)
        #expect(result.running == [])
    }

    @Test func anInterruptTakesBackWhatHasNotBegun() throws {
        for board in ["a", "b"] { try registerBusy(board) }
        var presses = [1]
        let (result, notes) = try run(on: ["a", "b"]) { presses.popLast() ?? 0 }
        #expect(notes.suffix(3) == ["a!interrupted", "b!interrupted", "withdrawn [\"a\", \"b\"]"])
        #expect(result.interrupted)
        for board in ["a", "b"] {
            #expect(try queued(board) == 0)
            #expect(try connection.run(Command("EXISTS", Wire.interrupt(board))).integer == 0)
        }
    }

    @Test func aBoardThatCannotBeInterruptedIsLeftRunning() throws {
        let isRunning = Atomic(false)
        let double = try BoardDouble("b", on: server.socket, features: "") { _ in
            isRunning.store(true, ordering: .relaxed)
            pause(.seconds(8))
        }
        defer { double.end() }
        var isPressed = false
        let (result, notes) = try run(on: ["b"]) {
            guard !isPressed, isRunning.load(ordering: .relaxed) else { return 0 }
            isPressed = true
            return 1
        }
        #expect(notes == ["cannot interrupt [\"b\"]"])
        #expect(result.running == ["b"])
        #expect(result.interrupted)
    }

    @Test func aSecondPressSoonAfterTheFirstComesBeforeAnyInterrupt() throws {
        let isRunning = Atomic(false)
        let double = try BoardDouble("b", on: server.socket) { _ in
            isRunning.store(true, ordering: .relaxed)
            pause(.seconds(4))
        }
        defer { double.end() }
        var presses = 0
        let (result, notes) = try run(on: ["b"]) {
            guard presses < 2, isRunning.load(ordering: .relaxed) else { return 0 }
            presses += 1
            return 1
        }
        #expect(notes.isEmpty)
        #expect(result.running == ["b"])
        #expect(result.detached && result.asked.isEmpty)
        #expect(try connection.run(Command("EXISTS", Wire.interrupt("b"))).integer == 0)
    }

    @Test func interruptingTwiceLeavesTheBoardsRunningAtOnce() throws {
        let isRunning = Atomic(false)
        let double = try BoardDouble("b", on: server.socket) { request in
            isRunning.store(true, ordering: .relaxed)
            _ = try request.interrupt()
        }
        defer { double.end() }
        var isPressed = false
        let (result, notes) = try run(on: ["b"]) {
            guard !isPressed, isRunning.load(ordering: .relaxed) else { return 0 }
            isPressed = true
            return 2
        }
        _ = try connection.run(Command("RPUSH", Wire.interrupt("b"), "*"))
        #expect(notes == [])
        #expect(result.running == ["b"])
        #expect(result.interrupted)
    }

    @Test func interruptingTwiceTakesBackWhatHasNotBegun() throws {
        try registerBusy("b")
        var presses = [2]
        let (result, notes) = try run(on: ["b"]) { presses.popLast() ?? 0 }
        #expect(notes == ["b!interrupted", "withdrawn [\"b\"]"])
        #expect(result.running == [])
        #expect(result.interrupted)
        #expect(try queued("b") == 0)
    }

    // MARK: Limits and losses

    @Test func whatHasNotBegunAtTheLimitIsTakenBack() throws {
        try registerBusy("b")
        let (result, _) = try run(on: ["b"], limit: .milliseconds(100))
        #expect(result.outcomes.map(\.outcome) == [.silent("it had not begun in time, and never will")])
        #expect(!result.interrupted)
        #expect(try queued("b") == 0)
        #expect(try connection.run(Command("KEYS", "reply:*")).elements == [])
    }

    @Test func anAnswerThatComesAfterTheHubCameBackCounts() throws {
        nonisolated(unsafe) let server = server
        let double = try BoardDouble("b", on: server.socket) { request in
            try request.send(request.output(0, at: 0, "one"))
            server.kill()
            try server.start()
            try request.send(request.output(1, at: 3, "two"), request.outcome(pieces: 2, length: 6))
        }
        defer { double.end() }
        let (result, notes) = try run(on: ["b"])
        #expect(result.ended == ["b": .ok])
        #expect(notes.contains("away") && notes.contains("back"))
        // The first piece may have gone with the hub.
        #expect(notes.filter { $0.hasPrefix("b") }.suffix(2) == ["b:two", "b!ok"])
    }

    @Test func whatHadComeStandsWhenTheHubIsLostForGood() throws {
        nonisolated(unsafe) let server = server
        let double = try BoardDouble("b", on: server.socket) { request in
            try request.send(request.output(0, at: 0, "one"), request.outcome(pieces: 1, length: 3))
        }
        try registerBusy("c")
        defer { double.end() }
        var isBAnswered = false
        var notes: [JobLoop.Note] = []
        let result = try JobLoop.run(
            .source("1", echo: true), on: ["b", "c"], hub: Hub(at: server.socket, password: nil), user: "me@here",
            timeout: .seconds(30), interrupts: { 0 }
        ) { note in
            notes.append(note)
            if case .event(.finished("b", .ok)) = note, !isBAnswered {
                isBAnswered = true
                server.kill()
            }
        }
        #expect(result.ended == ["b": .ok])
        #expect(result.running == ["c"])
        #expect(result.loss != nil)
        #expect(notes.contains(.hubAway) && !notes.contains(.hubBack))
    }

    @Test func aHubThatIsNotThereIsAnErrorBeforeAnythingIsSent() throws {
        server.kill()
        #expect(throws: FleetError.hubOutOfReach(.unreachable(server.socket, "Connection refused"))) {
            try run(on: ["b"])
        }
    }
}
