internal import Crypto
internal import Processes
internal import Redis

/// A Redis server that mbm starts and owns. All it needs is in one folder (0700): configuration, access rules, the
/// shell's password (0600), the Unix socket for shells, data and log.
package struct HubServer: Equatable, Sendable {
    /// A Unix socket's path has room for 107 bytes (sockaddr_un on Linux; 103 on macOS).
    private static let longestSocketPath = 103

    package let folder: String
    /// Where boards connect.
    package let port: Int
    private let reach: Reach
    /// The addresses that boards may connect to, when it is started; empty: all of this machine.
    package var bind: [String] = []
    /// The file where it keeps its data, when it is started; nil: in its folder.
    package var data: String?

    /// Who can connect to the port.
    package enum Reach: Equatable, Sendable {
        /// All of the network, under the rules of the ACL; data are kept on disk.
        case network
        /// This machine alone; nothing is kept.
        case loopback
    }

    package init(folder: String, port: Int, reach: Reach) {
        self.folder = folder
        self.port = port
        self.reach = reach
    }

    /// The one that this user's shells use at `port`.
    package init(in places: Places, port: Int) {
        self.init(folder: "\(places.state)/hub-\(port)", port: port, reach: .network)
    }

    private var socket: String { "\(folder)/hub.sock" }
    private var configuration: String { "\(folder)/redis.conf" }
    private var log: String { "\(folder)/redis.log" }

    /// The port that boards connect to if nothing else is said.
    package static var usualPort: Int { Wire.defaultPort }

    /// The addresses of this machine that boards can connect to, `HOST:PORT` each.
    package func addresses() -> [String] {
        let bound = boundAddresses
        if reach == .network, bound.isEmpty || bound.contains("0.0.0.0") {
            return Self.ownAddresses().map { "\($0):\(port)" }
        }
        return (bound.isEmpty ? ["127.0.0.1"] : bound).map { $0.contains(":") ? "[\($0)]:\(port)" : "\($0):\(port)" }
    }

    /// What the server that is up was told to listen at; empty: everywhere.
    private var boundAddresses: [String] {
        guard let text = try? LocalFile.read(configuration) else { return bind }
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        let words = lines.first { $0.hasPrefix("bind ") }?.split(separator: " ").dropFirst().map(String.init)
        return (words ?? bind).filter { !$0.hasSuffix("*") }
    }

    /// This machine's addresses, without the loopback if there is another one.
    private static func ownAddresses() -> [String] {
        let said = try? collect(Program("hostname", ["-I"]), within: .seconds(1))
        // Boards speak IPv4.
        let hosts = (said?.text ?? "").split(whereSeparator: \.isWhitespace).filter { $0.contains(".") }
        return hosts.isEmpty ? ["127.0.0.1"] : hosts.map(String.init)
    }

    // MARK: Finding and joining

    /// The hubs of this user that are up, the one at the usual port first.
    package static func running(in places: Places) -> [HubServer] {
        let ports = LocalFile.names(in: places.state).compactMap { name in
            name.hasPrefix("hub-") ? Int(name.dropFirst(4)) : nil
        }
        let usual = ports.filter { $0 == Wire.defaultPort }
        let others = ports.filter { $0 != Wire.defaultPort }.sorted()
        return (usual + others).map { HubServer(in: places, port: $0) }.filter(\.isUp)
    }

    /// Whether something listens at its socket.
    package var isUp: Bool {
        // hiredis would cut a longer path and look elsewhere.
        socket.utf8.count <= Self.longestSocketPath
            && (try? Connection(to: .unix(path: socket), within: .seconds(1))) != nil
    }

    /// Whether it has read its data and answers.
    private var isReady: Bool {
        let connection = try? Connection(to: .unix(path: socket), within: .seconds(1))
        return (try? connection?.run(Command("PING"), within: .seconds(1))) == .status("PONG")
    }

    /// A connection for a shell.
    /// - Parameter wake: as for `Hub`.
    package func hub(wake: Int32? = nil) throws(FleetError) -> Hub {
        let password = String(decoding: try LocalFile.read("\(folder)/password"), as: UTF8.self)
        return Hub(at: .unix(path: socket), password: password, wake: wake)
    }

    // MARK: Starting

    /// Starts the server, unless it is up, and waits until it answers.
    /// - Throws: `FleetError` saying what to do.
    package func start(path: String) throws(FleetError) {
        if isUp { return try waitUntilReady { false } }
        let program = try Self.program(path: path)
        let isNew = !LocalFile.isFolder(folder)
        do throws(FleetError) {
            try start(program)
        } catch {
            if isNew, !isUp, !isTold(inLog: error) { LocalFile.remove(folder) }
            throw error
        }
    }

    /// Whether the log has to be kept, because people are sent to it.
    private func isTold(inLog error: FleetError) -> Bool {
        if case .notStarted = error { !lastLines().isEmpty } else { false }
    }

    private func start(_ program: String) throws(FleetError) {
        try prepare()
        let child: Child
        do {
            // Redis writes the access rules anew with the mode of its umask.
            child = try Child(
                Program("/bin/sh", ["-c", "umask 077; exec \"$0\" \"$1\" >\"$2\" 2>&1", program, configuration, log]),
                group: .session)
        } catch {
            throw .notStarted("\(error)")
        }
        try waitUntilReady { child.ended() != nil }
        guard keepsStrangersOut else {
            child.end(group: true)
            throw .open(program)
        }
    }

    /// Whether somebody without a password is refused what only shells may do: a server that passed over our rules must
    /// not stay up.
    private var keepsStrangersOut: Bool {
        let stranger = try? Connection(to: .unix(path: socket), within: .seconds(1))
        guard case .error(let text)? = try? stranger?.run([Command("ACL", "WHOAMI")], within: .seconds(2))[0] else {
            return false
        }
        // This refusal was asked for: the server's log of refusals is for those of others.
        _ = try? hub().run([Command("ACL", "LOG", "RESET")])
        return text.hasPrefix("NOPERM") || text.hasPrefix("NOAUTH")
    }

    /// Waits until the server answers.
    /// - Parameter hasEnded: whether its process is gone.
    func waitUntilReady(hasEnded: () -> Bool) throws(FleetError) {
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            if isReady { return }
            if hasEnded() { throw reasonOfEnd() }
            pause(.milliseconds(5))
        }
        throw .notStarted("it did not answer within 10 s; its log is \(log)")
    }

    private func reasonOfEnd() -> FleetError {
        let lines = lastLines()
        if let line = lines.first(where: { $0.contains("Cannot assign requested address") }) {
            let named = bind.first { line.contains(" \($0):") } ?? bind.joined(separator: ", ")
            return .foreignAddress(named, own: Self.ownAddresses())
        }
        guard lines.contains(where: { $0.contains("Address already in use") }) else {
            return .notStarted("\(lines.last ?? "no reason given"); its log is \(log)")
        }
        let answer = try? Connection(to: .tcp(host: "127.0.0.1", port: port), within: .seconds(1))
            .run(Command("PING"), within: .seconds(1))
        return answer == .status("PONG") ? .notOurs(port: port) : .portTaken(port)
    }

    /// Whether the server's log says that its port is in use.
    var portWasTaken: Bool { lastLines().contains { $0.contains("Address already in use") } }

    private func lastLines() -> [Substring] {
        guard let content = try? LocalFile.read(log, most: 1 << 24) else { return [] }
        return String(decoding: content.suffix(4096), as: UTF8.self).split(whereSeparator: \.isNewline)
    }

    /// The server's program.
    /// - Parameter path: the value of PATH.
    /// - Throws: `noRedis`; `unprotected` for a version without the rights that make a hub safe.
    static func program(path: String) throws(FleetError) -> String {
        let folders = "\(path):/usr/local/bin:/usr/bin:/usr/sbin:/opt/homebrew/bin"
        let programs = ["redis-server", "valkey-server"].compactMap { Program.find($0, in: folders) }
        guard !programs.isEmpty else { throw .noRedis }
        var found = ""
        for program in programs {
            let said = (try? collect(Program(program, ["--version"]), within: .seconds(5)))?.text ?? ""
            // "Redis server v=7.0.15 sha=…", "Valkey server v=8.0.1 …": Valkey began with 7.2.
            let version =
                said.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix("v=") }?.dropFirst(2)
                ?? "of an unknown version"
            if let major = version.split(separator: ".").first.flatMap({ Int($0) }), major >= 7 { return program }
            if found.isEmpty { found = String(version) }
        }
        throw .unprotected(version: found)
    }

    /// Writes what the server needs into its folder.
    func prepare() throws(FleetError) {
        guard socket.utf8.count <= Self.longestSocketPath else {
            throw .notStarted(
                "the path of its socket, \(socket), is longer than a socket's may be: "
                    + "set XDG_STATE_HOME (TMPDIR for --demo) to a shorter one")
        }
        try checkData()
        try LocalFile.makeFolder(folder, isPrivate: true)
        let secret = (0..<64).map { _ in String(Int.random(in: 0..<16), radix: 16) }.joined()
        let password = try LocalFile.establish(secret, at: "\(folder)/password")
        let hash = SHA256.hash(data: Array(password.utf8)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        let rules = "\(folder)/users.acl"
        try LocalFile.write(Array(Wire.accessRules(passwordHash: hash.joined()).utf8), to: rules, isPrivate: true)
        try LocalFile.write(Array(settings.utf8), to: configuration, isPrivate: true)
        // Some file systems (of other systems, of networks) keep no rights.
        for path in [folder, rules, "\(folder)/password"] {
            guard LocalFile.isPrivate(path) else { throw .readableByOthers(path) }
        }
        LocalFile.remove(log)
    }

    private func checkData() throws(FleetError) {
        guard let data else { return }
        guard !data.contains(where: \.isNewline) else { throw .setting("the name of --rdbfile has a line end in it") }
        if LocalFile.isFolder(data) { throw .file(path: data, "this is a folder: --rdbfile takes the name of a file") }
        guard LocalFile.isFolder(Self.split(data).folder) else {
            throw .file(path: data, "there is no such folder to keep the hub's data in")
        }
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let folder = String(path.dropLast(name.count + 1))
        return (folder.isEmpty ? "/" : folder, String(name))
    }

    private var settings: String {
        """
        port \(port)
        bind \(reach == .loopback ? "127.0.0.1" : bind.isEmpty ? "* -::*" : bind.joined(separator: " "))
        protected-mode no
        unixsocket \(quoted(socket))
        unixsocketperm 700
        aclfile \(quoted("\(folder)/users.acl"))
        \(persistence)
        databases 1
        maxclients 10000
        maxmemory 256mb
        maxmemory-policy noeviction
        proto-max-bulk-len 16mb
        client-query-buffer-limit 32mb
        tcp-keepalive 60
        hz 50
        always-show-logo no

        """
    }

    /// In our own folder every change is written down before it is answered: a crash of the server loses nothing. (With
    /// `everysec`, Redis answers before it writes while the disk is busy. The system brings it to the disk within its
    /// own time, some 30 s, which only a loss of power can show.) A file of the user's is one in the form of
    /// the original's, written every few seconds and at the end: Redis has no place for both.
    private var persistence: String {
        guard let data else {
            return """
                dir \(quoted(folder))
                save ""
                appendonly \(reach == .network ? "yes" : "no")
                appendfsync no
                """
        }
        let (folder, name) = Self.split(data)
        return """
            dir \(quoted(folder))
            dbfilename \(quoted(name))
            save 5 1
            stop-writes-on-bgsave-error no
            appendonly no
            """
    }

    private func quoted(_ path: String) -> String {
        "\"" + path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    // MARK: Ending

    /// Ends the server; its data are on disk by then.
    package func stop() throws(FleetError) {
        let hub = try hub()
        _ = try? hub.run([Command("SHUTDOWN")], within: .seconds(10))
        let deadline = ContinuousClock.now + .seconds(10)
        while isUp {
            guard ContinuousClock.now < deadline else { throw .notStopped(log: log) }
            pause(.milliseconds(5))
        }
    }

    /// Says that the server is to stay up when no shell uses it.
    package func stay() throws(FleetError) {
        try hub().run(Command("SET", Wire.stays, 1))
    }

    /// What happens to an embedded hub when a shell leaves.
    package enum Leave: Equatable, Sendable {
        /// Other shells use it, or it was started to stay.
        case used
        /// Boards have registered on it, this many: it stays for them.
        case kept(boards: Int)
        case ended
    }

    /// Ends the server if `hub`, a shell's connection that ends now, was the last one to need it.
    package func leave(_ hub: Hub) throws(FleetError) -> Leave {
        // The name goes first: of two shells that leave at once, neither then counts the other.
        let replies = try hub.run([
            Command("CLIENT", "SETNAME", "mbm-leaving"), Command("EXISTS", Wire.stays),
            Command("CLIENT", "LIST", "TYPE", "normal"),
        ])
        let others = (replies[2].text ?? "").split(whereSeparator: \.isNewline)
            .contains { $0.split(separator: " ").contains { $0 == "name=\(Wire.shellName)" } }
        if replies[1].integer == 1 || others { return .used }
        let boards = try hub.knownBoards().count
        if boards > 0 { return .kept(boards: boards) }
        try stop()
        return .ended
    }
}
