import Processes
package import Redis
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A hub that `mbm server-start` has started; stopped when the test lets go of it, also when the tests are killed.
package final class LocalHub {
    package let account: Account
    package let port: Int
    private let keeper: Child

    package init(_ account: Account) throws {
        self.account = account
        port = try freePort()
        let mbm = try Pty.builtProgram("mbm")
        let script = "cat >/dev/null; exec \"$0\" server-stop --port \"$1\""
        keeper = try Child(
            Program("/bin/sh", ["-c", script, mbm, String(port)], environment: account.environment), input: .pipe,
            group: .session)
        try start()
    }

    deinit {
        keeper.closeInput()
        if keeper.wait(within: .seconds(20)) == nil { keeper.end(group: true) }
    }

    /// Starts it (again).
    package func start() throws {
        let started = try account.mbm(["server-start", "--port", "\(port)"])
        guard started.status == 0 else { throw TestSupportError("server-start: \(started)") }
        // The server's own trial whether strangers are refused is noted there.
        try ask(Command("ACL", "LOG", "RESET"))
    }

    private var folder: String { "home/state/mbm/hub-\(port)" }

    /// Where shells of this account connect, and their password.
    package func login() throws -> (address: Address, password: String) {
        let password = try account.directory.read("\(folder)/password")
        return (.unix(path: account.directory.file("\(folder)/hub.sock")), password)
    }

    /// Asks it something, as the shells' user.
    @discardableResult
    package func ask(_ command: Command) throws -> Reply {
        let (address, password) = try login()
        let connection = try Connection(to: address)
        try connection.run(Command("AUTH", "mbm", password))
        return try connection.run(command)
    }

    /// Ends its process as a crash would.
    package func crash() throws {
        let info = try ask(Command("INFO", "server")).text ?? ""
        let line = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("process_id:") }
        guard let pid = line.flatMap({ Int32($0.dropFirst("process_id:".count)) }) else {
            throw TestSupportError("no process_id in \(info)")
        }
        kill(pid, SIGKILL)
        // Its process may stay a zombie for as long as nobody asks how it ended.
        try eventually("the end of the hub") { (try? ask(Command("PING"))) == nil }
    }
}

/// Ports that were given to a test: what is to listen there may not do so yet.
private let given = Mutex<Set<Int>>([])

/// A port that nothing listens on, below those that the system gives to outgoing connections.
package func freePort() throws -> Int {
    for _ in 0..<100 {
        let port = Int.random(in: 20_000..<32_000)
        guard (try? Listener(port: port)) != nil, given.withLock({ $0.insert(port).inserted }) else { continue }
        return port
    }
    throw TestSupportError("no free port")
}
