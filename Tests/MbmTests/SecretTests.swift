import Processes
import Redis
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Account {
    /// Where a secret stands: files of the account, arguments and environments of all processes that we may read. The
    /// file that holds it (`password`) does not count.
    func places(of secret: String) throws -> [String] {
        // By a pipe: an argument of grep would find itself.
        let script = """
            grep -rlaF --exclude=password -f /dev/stdin "$0"
            """
        let processes = "grep -laF -f /dev/stdin /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null"
        return try [script, processes].flatMap { script in
            try collect(
                Program("/bin/sh", ["-c", script, directory.path]), input: Array("\(secret)\n".utf8),
                within: .seconds(20)
            ).text.split(separator: "\n").map(String.init)
        }
    }

    /// Makes programs of the PATH write down their arguments and environment, for as long as they are started by name.
    /// - Returns: the name of the file.
    func spy(on programs: [String]) throws -> String {
        mkdir(directory.file("spies"), 0o700)
        for program in programs {
            try directory.write(
                """
                #!/bin/sh
                { printf '%s\\n' "$0" "$@"; env; } >>'\(directory.file("spied"))'
                PATH='\(environment["PATH"] ?? "")' exec \(program) "$@"

                """, to: "spy")
            // A copy: see SSHServer.
            _ = try collect(
                Program(
                    "/bin/sh",
                    [
                        "-c", "cp \"$0\" \"$1\"; chmod 700 \"$1\"", directory.file("spy"),
                        directory.file("spies/\(program)"),
                    ]),
                within: .seconds(20))
        }
        environment["PATH"] = "\(directory.file("spies")):\(environment["PATH"] ?? "")"
        return "spied"
    }
}

/// Passwords stand in their files and nowhere else: no argument, environment of a child, history or log has them.
@Suite struct SecretTests {
    @Test func theHubsPasswordStaysInItsFile() throws {
        let account = try Account()
        let spied = try account.spy(on: ["redis-server", "hostname"])
        let hub = try LocalHub(account)
        let password = try account.directory.read("home/state/mbm/hub-\(hub.port)/password")
        #expect(password.utf8.count == 64)
        let prompt = try account.terminal(["--port", "\(hub.port)"])
        try prompt.expect("mbm> ")
        try prompt.send("boards\r")
        try prompt.expect("no board has registered on this hub yet")
        #expect(try account.places(of: password) == [])
        try prompt.send("exit\r")
        #expect(try prompt.wait() == .status(0))
        #expect(try account.mbm(["server-status", "--verbose", "--port", "\(hub.port)"]).status == 0)
        // The history is there, and what was started was seen.
        #expect(try account.directory.read("home/state/mbm/history").contains("boards"))
        #expect(try account.directory.read(spied).contains("redis.conf"))
        #expect(!prompt.transcript.contains(password))
        #expect(try account.places(of: password) == [])
    }

    @Test func aPasswordThatWasNamedStaysInItsFile() throws {
        let password = "only-for-this-hub"
        let redis = try ForeignRedis(["user mbm on >\(password) ~* &* +@all", "user default off"])
        let account = try Account()
        try account.directory.write("\(password)\n", to: "work/password")
        let named = ["--hub", "127.0.0.1:\(redis.port)", "--hub-password-file", "password"]
        let prompt = try account.terminal(named)
        try prompt.expect("mbm> ")
        try prompt.send("boards\r")
        try prompt.expect("no board has registered on this hub yet")
        #expect(try account.places(of: password) == [])
        try prompt.send("exit\r")
        #expect(try prompt.wait() == .status(0))
        #expect(try account.mbm(named + ["-c", "boards"]).status == 0)
        #expect(!prompt.transcript.contains(password))
        #expect(try account.places(of: password) == [])
    }
}

/// What another user of the machine can do. As root, the tests are one (nobody); anybody else cannot become one, and
/// looks at the modes that keep him out.
@Suite struct SecondUserTests {
    private let hub: LocalHub
    private let folder: String

    init() throws {
        hub = try LocalHub(Account())
        folder = hub.account.directory.file("home/state/mbm/hub-\(hub.port)")
    }

    private func run(_ script: String) throws -> Collected {
        let nobody = getuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
        return try collect(
            Program("env", nobody + ["/bin/sh", "-c", script, folder]), error: .output, within: .seconds(20))
    }

    /// Opens the folders above for everybody, so that only the hub's own rights stand in the way.
    private func open(_ paths: [String]) {
        let account = hub.account.directory
        for path in [account.path, account.file("home"), account.file("home/state")] + paths { chmod(path, 0o755) }
    }

    private let attempts = [
        "cat \"$0/password\"", "cat \"$0/users.acl\"", "cat \"$0/redis.conf\"", "cat \"$0/redis.log\"",
        "redis-cli -s \"$0/hub.sock\" ping", "find \"$0/appendonlydir/\" -type f -exec cat {} +",
    ]

    @Test func theFolderKeepsAnotherUserOut() throws {
        open([])
        #expect(try mode(hub.account.directory.file("home/state/mbm")) == 0o700)
        #expect(try mode(folder) == 0o700)
        guard getuid() == 0 else { return }
        #expect(try run("ls -d \"${0%/mbm/*}\"").ending == .exited(0))
        for attempt in attempts + ["ls \"$0\""] { try expectDenied(attempt) }
    }

    /// Also if somebody opens the folders.
    @Test func secretAndSocketThemselvesKeepAnotherUserOut() throws {
        open([hub.account.directory.file("home/state/mbm"), folder])
        for name in ["password", "users.acl", "redis.conf", "redis.log", "hub.sock", "appendonlydir"] {
            #expect(try mode("\(folder)/\(name)") & 0o077 == 0, "\(name)")
        }
        guard getuid() == 0 else { return }
        #expect(try run("ls \"$0\"").ending == .exited(0))
        for attempt in attempts { try expectDenied(attempt) }
    }

    private func expectDenied(_ attempt: String) throws {
        let run = try run(attempt)
        #expect(run.ending != .exited(0), "\(attempt): \(run.text)")
        #expect(run.text.contains("Permission denied"), "\(attempt): \(run.text)")
    }

    private func mode(_ path: String) throws -> mode_t {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw TestSupportError("stat \(path)", errno) }
        return facts.st_mode & 0o777
    }
}
