import Processes
import Redis
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The hub that mbm starts, finds, joins, keeps and ends.
@Suite struct HubTests {
    @Test func aServerIsStartedOnceToldAboutAndStopped() throws {
        let account = try Account()
        let port = ["--port", "\(try freePort())"]
        #expect(try account.mbm(["server-status"] + port) == Finished(4, "Server is not running\n"))
        let first = try account.mbm(["server-start"] + port)
        #expect(first.status == 0)
        #expect(first.output.hasPrefix("Cloudmanager service is listening on: "))
        #expect(first.output.hasSuffix(":\(port[1])\n"))
        let second = try account.mbm(["server-start"] + port)
        #expect(second.status == 0)
        #expect(second.output.hasPrefix("Cloudmanager service is running already, listening on: "))
        #expect(try account.mbm(["server-status"] + port) == Finished(0, "Running\n"))
        // It is found without its port, and stays when a shell leaves.
        #expect(try account.mbm(["-c", "boards"]) == Finished(0, "", "no board has registered on this hub yet\n"))
        #expect(try account.mbm(["server-status"] + port) == Finished(0, "Running\n"))
        #expect(try account.mbm(["server-stop"] + port) == Finished(0, "Service is shutdown\n"))
        #expect(try account.mbm(["server-stop"] + port) == Finished(0, "Server is not running\n"))
    }

    @Test func secretsAreForTheirOwnerOnly() throws {
        let hub = try LocalHub(Account())
        let listed = try collect(
            Program("find", [hub.account.directory.file("home/state"), "-printf", "%f %m\\n"]), within: .seconds(10))
        let modes = listed.text.split(separator: "\n")
        #expect(modes.contains("mbm 700"), "\(modes)")
        #expect(modes.contains("hub-\(hub.port) 700"), "\(modes)")
        #expect(modes.contains("password 600"), "\(modes)")
    }

    @Test func aPromptStartsAHubAnotherJoinsItAndTheLastEndsIt() throws {
        let account = try Account()
        let port = ["--port", "\(try freePort())"]
        let first = try account.terminal(port)
        try first.expect("hub ")
        try first.expect("(embedded)  0 boards")
        try first.expect("mbm> ")
        let second = try account.terminal(port)
        try second.expect("(embedded)  0 boards")
        try second.expect("mbm> ")
        try first.send("\u{04}")
        #expect(try first.wait() == .status(0))
        #expect(try account.mbm(["server-status"] + port).status == 0)
        try second.send("exit\r")
        #expect(try second.wait() == .status(0))
        #expect(try account.mbm(["server-status"] + port).status == 4)
        #expect(!second.transcript.contains("hub stays up"))
    }

    @Test func aHubWithBoardsStaysAndSaysSo() throws {
        let account = try Account()
        let port = ["--port", "\(try freePort())"]
        let prompt = try account.terminal(port)
        try prompt.expect("mbm> ")
        defer { _ = try? account.mbm(["server-stop"] + port) }
        _ = try account.mbm(["board-client", account.directory.file("board")])
        try account.directory.write(
            "{\"hub\": \"127.0.0.1:\(port[1])\", \"name\": \"one\"}", to: "board/mbm.json")
        let board = try account.start(
            "/bin/sh", ["-c", "cd ../board && exec \"$MBM_MICROPYTHON\" -c 'import mbm_client; mbm_client.main()'"])
        try eventually("the board is listed") {
            try account.mbm(port + ["-c", "boards one"]).output.contains(" idle ")
        }
        try prompt.send("exit\r")
        try prompt.expect("hub stays up for 1 board; mbm server-stop ends it\r\n")
        #expect(try prompt.wait() == .status(0))
        #expect(try account.mbm(["server-status"] + port) == Finished(0, "Running\n"))
        board.signal(SIGKILL)
    }

    @Test func aPortThatIsInUseIsToldAndAnotherOneAskedFor() throws {
        let account = try Account()
        let port = try freePort()
        let listener = try Listener(port: port)
        let taken = try account.mbm(["server-start", "--port", "\(port)"])
        #expect(
            taken
                == Finished(
                    4, "", "mbm: port \(port) is in use by another program: choose another one with --port\n"))
        let prompt = try account.terminal(["--port", "\(port)"])
        try prompt.expect("mbm: port \(port) is in use by another program: choose another one with --port\r\n")
        #expect(try prompt.wait() == .status(4))
        withExtendedLifetime(listener) {}
    }

    @Test func aPortOfSomebodyElsesHubIsTold() throws {
        let redis = try ForeignRedis()
        let account = try Account()
        let port = redis.port
        let run = try account.mbm(["server-start", "--port", "\(port)"])
        #expect(run.status == 4)
        #expect(
            run.errors
                == "mbm: port \(port) is in use by a hub that is not yours: name it with --hub 127.0.0.1:\(port), or start your own with --port\n"
        )
    }

    @Test func aHubOfSomebodyElseIsUsedAndLeftAsItIs() throws {
        let redis = try ForeignRedis()
        let account = try Account()
        let named = ["--hub", "127.0.0.1:\(redis.port)"]
        #expect(
            try account.mbm(named + ["-c", "boards"]) == Finished(0, "", "no board has registered on this hub yet\n"))
        account.environment["MBM_HUB"] = named[1]
        #expect(try account.mbm(["-c", "boards"]).status == 0)
        let prompt = try account.terminal([])
        try prompt.expect("hub 127.0.0.1:\(redis.port)  0 boards")
        try prompt.send("exit\r")
        #expect(try prompt.wait() == .status(0))
        #expect(try redis.ask(Command("PING")) == .status("PONG"))
    }

    @Test func aHubThatWantsAPasswordGetsItFromAFile() throws {
        let redis = try ForeignRedis(["user mbm on >secret ~* &* +@all", "user default off"])
        let account = try Account()
        let named = ["--hub", "127.0.0.1:\(redis.port)", "-c", "boards"]
        let without = try account.mbm(named)
        #expect(
            without
                == Finished(
                    4, "",
                    "mbm: the hub at 127.0.0.1:\(redis.port) wants a password: give the file that holds it with --hub-password-file\n"
                ).orAtLine("-c:1: "))
        try account.directory.write("wrong\n", to: "work/wrong")
        let wrong = try account.mbm(["--hub-password-file", "wrong"] + named)
        #expect(wrong.status == 4)
        #expect(wrong.errors.contains("refused the password: check --hub-password-file (MBM_HUB_PASSWORD_FILE)\n"))
        try account.directory.write("secret\n", to: "work/right")
        #expect(try account.mbm(["--hub-password-file", "right"] + named).status == 0)
        account.environment["MBM_HUB_PASSWORD_FILE"] = account.work + "/right"
        #expect(try account.mbm(named).status == 0)
        let missing = try account.mbm(["--hub-password-file", "nowhere"] + named)
        #expect(missing == Finished(2, "", "mbm: nowhere: No such file or directory\n"))
    }

    @Test(arguments: ["a b", "a/b", "me@there", "host:", "host:x", "host:99999", "[::1", ":1"])
    func aNameThatIsNoHubIsRefused(name: String) throws {
        let run = try Account().mbm(["--hub", name, "-c", "boards"])
        #expect(run.status == 2 || run.status == 4, "\(run)")
        #expect(run.errors == "mbm: '\(name)' is no hub: write HOST, HOST:PORT or ssh://[USER@]HOST\n")
    }

    @Test func aHubThatIsNotThereEndsInASentence() throws {
        let port = try freePort()
        let run = try Account().mbm(["--hub", "127.0.0.1:\(port)", "-c", "boards"], within: 20)
        #expect(run.status == 4)
        #expect(run.errors.contains("no hub: "), "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1)
    }

    @Test func somethingThatIsNoRedisEndsInASentence() throws {
        let account = try Account()
        let port = try freePort()
        let silent = try Listener(port: port)
        let run = try account.mbm(["--hub", "127.0.0.1:\(port)", "-c", "boards"], within: 20)
        #expect(run.status == 4)
        #expect(run.errors.contains("no hub: "), "\(run.errors)")
        withExtendedLifetime(silent) {}
    }

    @Test(arguments: [
        ("HTTP/1.1 400 Bad Request\r\n\r\n", "no hub: "),
        ("+PONG\r\n+OK\r\n$22\r\nredis_version:6.0.16\r\n\r\n", "is Redis 6.0.16; mbm needs 7.0 or later"),
        ("+PONG\r\n+OK\r\n$10\r\n\u{1b}[31mred\r\n\r\n", "mbm needs 7.0 or later"),
        ("", "no hub: "),
    ])
    func aServerThatAnswersStrangelyEndsInASentence(answer: String, errors: String) throws {
        let account = try Account()
        let port = try freePort()
        let server = try Listener(port: port)
        try server.answer(answer)
        let run = try account.mbm(["--hub", "127.0.0.1:\(port)", "-c", "boards"], within: 20)
        #expect(run.status == 4)
        #expect(run.errors.contains(errors), "\(run.errors)")
        #expect(!run.errors.contains("\u{1b}"))
        #expect(run.errors.split(separator: "\n").count == 1)
        withExtendedLifetime(server) {}
    }
}

extension Finished {
    /// The same, told at a line of a script instead of by mbm itself.
    fileprivate func orAtLine(_ place: String) -> Finished {
        Finished(status, output, errors.replacing("mbm: ", with: place))
    }
}
