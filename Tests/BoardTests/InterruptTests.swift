import Foundation
import Redis
import TestSupport
import Testing

/// Interrupts: every one arrives where it belongs, and nowhere else.
@Suite(.serialized) struct InterruptTests {
    private let hub: LocalHub

    init() throws { hub = try LocalHub(Account()) }

    @Test(
        arguments: Installation.allCases,
        [
            "while True: pass", "import time\ntime.sleep(100)", "while True: print('x')",
            "while True: print('x' * 300)",
        ])
    func twentyOfTwentyEndTheirProgram(_ installation: Installation, _ program: String) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        for round in 0..<20 {
            let request = try board.ask(program)
            usleep(UInt32.random(in: 0..<40_000))
            try request.interrupt()
            let answer = try request.wait(within: 10)
            #expect(answer.kind == "KeyboardInterrupt" && answer.message == "", "round \(round): \(answer.outcome)")
        }
        #expect(try board.run("print(42)").output == "42\n")
        #expect(board.text("status") == nil)
    }

    @Test(arguments: Installation.allCases)
    func atTheEndOfShortJobsTheyHarmNobody(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let ends = ["x = 1", "print('a')", "1/0", "for i in range(1000): pass", "print('b' * 200)"]
        for round in 0..<100 {
            // SIGINT comes 50 ms after the message, to code that waits.
            let request = try board.ask(
                "import time\ntime.sleep_ms(\(Int.random(in: 46..<54)))\n\(ends[round % ends.count])")
            try request.interrupt()
            _ = try request.wait(within: 10)
            let next = try board.run("print(\(round))")
            #expect(next.ok && next.output == "\(round)\n", "round \(round): \(next)")
        }
        #expect(board.text("status") == nil && board.log == "")
    }

    @Test(arguments: Installation.allCases)
    func oneForAnotherRequestIsKeptForIt(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let over = try board.ask("pass")
        _ = try over.wait()
        try over.interrupt()
        #expect(try board.run("import time\ntime.sleep_ms(100)\nprint(7)").output == "7\n")
        // It overtakes its request, which waits in the queue.
        let first = try board.ask("import time\ntime.sleep_ms(300)\nprint(1)")
        let second = try board.ask("while True: pass")
        try second.interrupt()
        #expect(try first.wait().output == "1\n")
        #expect(try second.wait().kind == "KeyboardInterrupt")
        // To whoever runs; and to nobody, when nobody does.
        let any = try board.ask("open('runs', 'w').close()\nwhile True: pass")
        try eventually("it runs") { board.bytes("runs") != nil }
        try board.push("interrupt", "*")
        #expect(try any.wait().kind == "KeyboardInterrupt")
        try board.push("interrupt", "*")
        try eventually("it is taken") { try hub.ask(Command("LLEN", "repl:b.interrupt")).integer == 0 }
        #expect(try board.run("import time\ntime.sleep_ms(100)\nprint(8)").output == "8\n")
    }

    /// The watch finds both before it: that a request begins, and an interrupt for whoever runs.
    @Test(arguments: Installation.allCases)
    func whoeverRunsIsWhoeverRanWhenItWasSent(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        // Sent before the request, it is not for it, though it has to be asked for once more.
        try stopWatch(of: board)
        try board.push("interrupt", "1")
        try board.push("interrupt", "*")
        let next = try board.ask("import time\ntime.sleep_ms(300)\nprint(9)")
        #expect(try next.wait().output == "9\n")
        // Sent while it runs, it is.
        try stopWatch(of: board)
        let any = try board.ask("open('runs', 'w').close()\nwhile True: pass")
        try eventually("it runs") { board.bytes("runs") != nil }
        try board.push("interrupt", "*")
        #expect(try any.wait().kind == "KeyboardInterrupt")
        #expect(board.text("status") == nil && board.log == "")
    }

    /// The watch listens to the hub, and does nothing for a second.
    private func stopWatch(of board: ClientBoard) throws {
        try eventually("client and watch listen") {
            try hub.ask(Command("INFO", "clients")).text?.contains("blocked_clients:2\r") == true
        }
        let watch = try #require(board.processes.last)
        kill(watch, SIGSTOP)
        DispatchQueue.global().asyncAfter(deadline: .now() + 1) { kill(watch, SIGCONT) }
    }

    @Test func twoForOneRequestAreHalfASecondApartAndTheThirdEndsTheBoard() throws {
        let board = try ClientBoard(.source, on: hub).waitUntilIdle()
        let program = """
            import time
            t = []
            while len(t) < 2:
                try:
                    while True: pass
                except KeyboardInterrupt:
                    t.append(time.ticks_ms())
            print(t[1] - t[0])
            """
        let twice = try board.ask(program)
        try twice.interrupt()
        try twice.interrupt()
        #expect(Int(try twice.wait().output.dropLast()) ?? 0 >= 500)
        let never = try board.ask("while True:\n    try:\n        while True: pass\n    except KeyboardInterrupt: pass")
        for _ in 0..<3 { try never.interrupt() }
        let answer = try never.wait()
        #expect(answer.kind == "KeyboardInterrupt")
        #expect(answer.output == "memory was damaged, all names are gone\n")
        try eventually("the client has ended") { board.text("status") == "137\n" }
    }

    @Test(arguments: Installation.allCases)
    func aBoardWhoseMemoryAnInterruptDamagedSaysSoAndStartsAgain(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        for _ in 0..<20 {
            let request = try board.ask("while True: x = [0] * 100")
            try request.interrupt()
            let answer = try request.wait(within: 10)
            #expect(answer.kind == "KeyboardInterrupt", "\(answer.outcome)")
            try startAgain(board, ifDamaged: answer)
            #expect(try board.run("print(42)").output == "42\n")
        }
    }

    /// An interrupt that damaged memory has ended the client.
    private func startAgain(_ board: ClientBoard, ifDamaged answer: Answer) throws {
        guard answer.message != "" else { return }
        #expect(answer.output == "memory was damaged, all names are gone\n")
        try eventually("the client has ended") { ["0\n", "137\n"].contains(board.text("status")) }
        try hub.ask(Command("DEL", "board:b"))
        try board.start()
        try board.waitUntilIdle()
    }

    @Test(arguments: Installation.allCases)
    func aLockThatAnInterruptLeftIsNotForTheNextRequest(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        for round in 0..<5 {
            // Most of the time goes into looking the name up, in MicroPython's table of names, which is locked.
            let request = try board.ask("n = '\(round)' + 'n' * 240\nwhile True: hasattr(0, n)")
            try request.interrupt()
            let answer = try request.wait(within: 10)
            #expect(answer.kind == "KeyboardInterrupt", "\(answer.outcome)")
            try startAgain(board, ifDamaged: answer)
            #expect(try board.run("print(42)").output == "42\n")
        }
    }

    @Test func noneComesWhileTheClientCompiles() throws {
        let board = try ClientBoard(.source, on: hub, heap: "32M").waitUntilIdle()
        let long = String(repeating: "x = 1\n", count: 20_000)
        for _ in 0..<3 {
            let request = try board.ask(long + "while True: pass")
            try request.interrupt()
            let answer = try request.wait()
            #expect(answer.kind == "KeyboardInterrupt" && answer.line != "", "\(answer.outcome)")
        }
        #expect(board.text("status") == nil)
    }

    @Test func aProgramThatKillsTheClientHasAnOutcome() throws {
        let board = try ClientBoard(.source, on: hub).waitUntilIdle()
        let answer = try board.run("import os\nos.system('kill -KILL $PPID')", within: 5)
        #expect(answer.kind == "SystemExit" && answer.output == "the client ended, all names are gone\n")
        try eventually("no process is left") { board.processes == [] }
    }

    @Test func theWatchEndsWithTheClientAndIsStartedAgainWithoutIt() throws {
        let board = try ClientBoard(.source, on: hub).waitUntilIdle()
        try eventually("client and watch") { board.processes.count == 2 }
        for running in [false, true] {
            let request = try running ? board.ask("import time\ntime.sleep(1)\nprint(3)") : nil
            if running { try eventually("it runs") { try hub.ask(Command("GET", "board:b")).text == "running" } }
            let watch = try #require(board.processes.last)
            kill(watch, SIGKILL)
            if let request { #expect(try request.wait().output == "3\n") }
            try eventually("another watch") { board.processes.count == 2 && board.processes.last != watch }
            let busy = try board.ask("while True: pass")
            try busy.interrupt()
            #expect(try busy.wait().kind == "KeyboardInterrupt")
        }
        kill(try #require(board.processes.first), SIGKILL)
        try eventually("no process is left", within: 3) { board.processes == [] }
    }
}
