import TestSupport
import Testing

/// Options, the environment and `config`: the first that says something counts.
@Suite(.serialized, .fleet(3)) struct OptionTests {
    // MARK: which hub

    @Test func anOptionWinsOverTheEnvironmentAndThatOverTheSettings() throws {
        let fleet = try fleet
        let account = try Account()
        let hub = "127.0.0.1:\(fleet.hub.port)"
        let password = fleet.account.directory.file("home/state/mbm/hub-\(fleet.hub.port)/password")
        let elsewhere = "127.0.0.1:\(try freePort())"
        let list = ["board-list", "board-1"]
        let well = Finished(0, "Name     Platform  State\nboard-1  linux     idle\n")
        #expect(try account.mbm(list + ["--hub", hub, "--hub-password-file", password]) == well)
        try configure(account, "hub \(elsewhere)\nhub-password-file \(password)\n")
        #expect(try account.mbm(list + ["--hub", hub]) == well)
        let lost = try account.mbm(list)
        #expect(lost.status == 4)
        #expect(lost.errors.contains(elsewhere), "\(lost)")
        account.environment["MBM_HUB"] = hub
        #expect(try account.mbm(list) == well)
        account.environment["MBM_HUB_PASSWORD_FILE"] = account.directory.file("nowhere")
        let missing = try account.mbm(list)
        #expect(missing.status == 2)
        #expect(missing.errors.hasSuffix("/nowhere: No such file or directory\n"))
        #expect(try account.mbm(list + ["--hub-password-file", password]) == well)
        account.environment["MBM_HUB"] = elsewhere
        #expect(try account.mbm(list + ["--hub", hub, "--hub-password-file", password]) == well)
    }

    // MARK: how long, and how many at once

    @Test func jobsOfTheSettingsHoldUnlessAnOptionSaysOtherwise() throws {
        let fleet = try fleet
        let program = """
            import time
            start = time.time_ns()
            time.sleep_ms(300)
            print(start, time.time_ns())
            """
        func overlaps(_ options: [String]) throws -> Bool {
            let run = try fleet.start(execute: program, "board-[1-3]", options).wait()
            let times = run.output.split(separator: "\n").filter { !$0.hasPrefix("#") }
                .map { $0.split(separator: " ").compactMap { Int($0) } }.sorted { $0[0] < $1[0] }
            #expect(times.count == 3, "\(run)")
            return zip(times, times.dropFirst()).contains { one, next in next[0] < one[1] }
        }
        defer { try? configure(fleet.account, "") }
        try configure(fleet.account, "jobs 1\n")
        #expect(try !overlaps([]))
        #expect(try overlaps(["--jobs", "3"]))
    }

    @Test func theTimeoutOfTheSettingsHoldsUnlessAnOptionSaysOtherwise() throws {
        let fleet = try fleet
        defer { try? configure(fleet.account, "") }
        try configure(fleet.account, "timeout 6\n")
        let board = fleet.boards[2]
        board.freeze()
        defer { board.resume() }
        let start = ContinuousClock.now
        let run = try fleet.start(execute: "1", "board-3").wait()
        #expect(run.status == 3, "\(run)")
        #expect(ContinuousClock.now - start < .seconds(9.5))
        #expect(run.errors.hasPrefix("mbm: board-3: silent: "), "\(run)")
        let refused = try fleet.command(["board-list", "--timeout", "1"])
        #expect(refused.status == 2)
        board.resume()
        try fleet.waitUntilIdle(fleet.boards)
    }

    @Test(arguments: ["timeout 1", "jobs none", "color blue", "nonsense 1", "hub"])
    func aSettingThatCannotBeIsNamedWithItsLine(line: String) throws {
        let fleet = try fleet
        defer { try? configure(fleet.account, "") }
        try configure(fleet.account, "# mine\n\(line)\n")
        for words in [["board-list"], ["shell", "-c", "boards"]] {
            let run = try fleet.command(words)
            #expect(run.status == 2)
            #expect(run.output == "")
            #expect(run.errors.hasPrefix("mbm: "))
            #expect(run.errors.contains("/config:2: "), "\(run)")
        }
    }

    // MARK: colour

    @Test func headersAreBoldWhereThatIsWantedAndNothingElseIs() throws {
        let fleet = try fleet
        defer {
            try? configure(fleet.account, "")
            fleet.account.environment["NO_COLOR"] = "1"
        }
        fleet.account.environment["NO_COLOR"] = nil
        let plain = executing("board-1") + "x\n\n"
        let bold = "\u{1b}[1m" + executing("board-1").dropLast() + "\u{1b}[0m\n" + "x\n\n"
        func printed(_ options: String...) throws -> String {
            try fleet.start(execute: "print('x')", "board-1", options).wait().output
        }
        // A file is no terminal.
        #expect(try printed() == plain)
        #expect(try printed("--color", "always") == bold)
        #expect(try printed("--color", "never") == plain)
        #expect(try printed("--color", "auto") == plain)
        try configure(fleet.account, "color always\n")
        #expect(try printed() == bold)
        #expect(try printed("--color", "never") == plain)
        fleet.account.environment["NO_COLOR"] = ""
        #expect(try printed() == bold)
        fleet.account.environment["NO_COLOR"] = "1"
        #expect(try printed() == plain)
        #expect(try printed("--color", "always") == bold)
        let error = try fleet.start(execute: "1/0", "board-1,nobody", ["--color", "always", "--fold"]).wait()
        #expect(!error.errors.contains("\u{1b}"))
        #expect(error.output.filter { $0 == "\u{1b}" }.count == 2, "\(error)")
        let mode = try fleet.command(["board-list", "--color", "blue"])
        #expect(mode.status == 2)
    }

    @Test(arguments: [
        (["TERM": "dumb", "NO_COLOR": ""], false), (["TERM": "xterm", "NO_COLOR": "1"], false),
        (["TERM": "xterm", "NO_COLOR": ""], true),
    ])
    func aTerminalHasColourUnlessItIsDumbOrThePersonWantsNone(environment: [String: String], isBold: Bool) throws {
        let fleet = try fleet
        let terminal = try fleet.account.terminal(
            ["board", "--port", "\(fleet.hub.port)", "board-1", "echo", "x"], environment: environment)
        _ = try terminal.wait()
        #expect(terminal.transcript.contains("## 'echo' on 'board-1' ###"), "\(terminal.transcript)")
        #expect(terminal.transcript.contains("\u{1b}[1m##") == isBold, "\(terminal.transcript)")
    }

    private func configure(_ account: Account, _ text: String) throws {
        let folder = "home/config/mbm"
        if (try? account.directory.read("\(folder)/config")) == nil {
            _ = try account.mbm(["board-client", account.directory.file(folder)])
        }
        try account.directory.write(text, to: "\(folder)/config")
    }
}
