import Redis
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `--hub ssh://…`: the socket of a hub on another machine, by a real sshd on loopback.
@Suite struct RemoteHubTests {
    private let account: Account
    private let hub: LocalHub
    private let server: SSHServer

    init() throws {
        account = try Account()
        hub = try LocalHub(account)
        server = try SSHServer(for: account)
        // Whatever mbm does, it does through ssh: here it has no hub of its own.
        account.environment["XDG_STATE_HOME"] = account.directory.file("home/elsewhere")
    }

    private var name: String { "ssh://127.0.0.1:\(server.port)" }
    private let answer = Finished(0, "", "no board has registered on this hub yet\n")

    @Test func theSocketOfAnotherMachinesHubIsForwardedAndNothingIsLeft() throws {
        #expect(try account.mbm(["--hub", name, "-c", "boards"]) == answer, "\(server.log)")
        try hub.ask(Command("HSET", "boardmeta:far", "platform", "linux"))
        let listed = try account.mbm(["board-list", "--hub", name])
        #expect(listed.output.contains("far"), "\(listed)")
        try account.expectNothingIsLeft()
    }

    @Test func aNameOfSSHsConfigurationAUserAndTheOtherWaysToSayItWork() throws {
        let user = String(cString: getpwuid(getuid()).pointee.pw_name)
        #expect(try account.mbm(["--hub", "ssh://\(user)@fleet", "-c", "boards"]) == answer, "\(server.log)")
        account.environment["MBM_HUB"] = "ssh://fleet"
        #expect(try account.mbm(["-c", "boards"]) == answer)
        account.environment["MBM_HUB"] = nil
        mkdir(account.directory.file("home/config"), 0o700)
        mkdir(account.directory.file("home/config/mbm"), 0o700)
        try account.directory.write("hub ssh://fleet\n", to: "home/config/mbm/config")
        #expect(try account.mbm(["-c", "boards"]) == answer)
    }

    @Test func thePasswordIsInNoArgumentEnvironmentOrFileHere() throws {
        let password = try account.directory.read("home/state/mbm/hub-\(hub.port)/password")
        #expect(password.utf8.count == 64)
        let prompt = try account.terminal(["--hub", name])
        try prompt.expect("hub ssh://127.0.0.1:\(server.port)  0 boards")
        try prompt.expect("mbm> ")
        #expect(try account.places(of: password) == [])
        try prompt.send("exit\r")
        #expect(try prompt.wait() == .status(0))
        #expect(server.spied.contains("BatchMode") == false)
        #expect(server.spied.contains("forward"))
        #expect(!server.spied.contains(password))
        #expect(!server.log.contains(password))
        #expect(!prompt.transcript.contains(password))
        #expect(try account.places(of: password) == [])
        try account.expectNothingIsLeft()
    }

    @Test(arguments: [SIGKILL, SIGTERM, SIGHUP])
    func sshEndsWithMbm(signal: Int32) throws {
        let prompt = try account.terminal(["--hub", name])
        try prompt.expect("mbm> ")
        #expect(try account.leftovers().contains { $0.contains("-N") })
        prompt.signal(signal)
        _ = try prompt.wait()
        try account.expectNothingIsLeft()
    }

    @Test func ctrlCLeavesTheTunnelStanding() throws {
        let prompt = try account.terminal(["--hub", name])
        try prompt.expect("mbm> ")
        try prompt.send("bo")
        try prompt.expect("bo")
        try prompt.send("\u{03}")
        try prompt.expect("^C")
        try prompt.expect("mbm> ")
        try prompt.send("boards\r")
        try prompt.expect("no board has registered on this hub yet")
        try prompt.send("exit\r")
        #expect(try prompt.wait() == .status(0))
    }

    @Test func aHubThatStartsAgainIsFoundAgain() throws {
        let prompt = try account.terminal(["--hub", name])
        try prompt.expect("mbm> ")
        try hub.crash()
        account.environment["XDG_STATE_HOME"] = account.directory.file("home/state")
        try hub.start()
        try prompt.send("boards\r")
        try prompt.expect("no board has registered on this hub yet")
        try prompt.send("exit\r")
        #expect(try prompt.wait() == .status(0))
    }

    /// One line, in words, with what ssh itself said.
    private func expectSentence(_ run: Finished, _ reason: String) throws {
        #expect(run.status == 4)
        #expect(run.errors.contains("no hub: ssh to "), "\(run)")
        #expect(run.errors.contains(reason), "\(run)")
        #expect(run.errors.split(separator: "\n").count == 1, "\(run)")
        try account.expectNothingIsLeft()
    }

    @Test func aKeyThatIsRefusedIsTold() throws {
        try server.use("stranger")
        try expectSentence(account.mbm(["--hub", name, "-c", "boards"]), "Permission denied (publickey)")
        #expect(server.spied.contains("BatchMode=yes"))
    }

    @Test func aHostThatIsNotKnownIsTold() throws {
        try server.use("user", knownHost: false)
        try expectSentence(account.mbm(["--hub", name, "-c", "boards"]), "Host key verification failed")
        try expectSentence(
            account.mbm(["--hub", "ssh://nowhere.invalid", "-c", "boards"]), "Could not resolve hostname")
    }

    @Test func aMachineWithoutSSHIsTold() throws {
        let free = try freePort()
        try expectSentence(account.mbm(["--hub", "ssh://127.0.0.1:\(free)", "-c", "boards"]), "Connection refused")
        account.environment["PATH"] = account.work
        try expectSentence(account.mbm(["--hub", name, "-c", "boards"]), "ssh is not installed")
    }

    @Test func aMachineWithoutAHubIsTold() throws {
        account.environment["XDG_STATE_HOME"] = account.directory.file("home/state")
        #expect(try account.mbm(["server-stop", "--port", "\(hub.port)"]).status == 0)
        try expectSentence(account.mbm(["--hub", name, "-c", "boards"]), "no hub is running there")
    }
}

@Suite struct RemoteHubNameTests {
    @Test(arguments: [
        "ssh://", "ssh://-oProxyCommand=x", "ssh://a b", "ssh://-l@host", "ssh://host:0", "ssh://host:x", "ssh://a/b",
        "ssh://$(id)@host", "ssh://@host", "ssh://host;id",
    ])
    func aNameThatIsNoMachineIsRefusedBeforeSSHSeesIt(name: String) throws {
        let run = try Account().mbm(["--hub", name, "-c", "boards"])
        #expect(run.status == 2)
        #expect(
            run.errors == "mbm: '\(name)' is no hub: write ssh://HOST, ssh://USER@HOST or ssh://USER@HOST:PORT\n")
    }
}
