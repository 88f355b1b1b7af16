import Processes
import Redis
import Synchronization
import TestSupport

@testable import Fleet

/// A double of a board: it speaks the wire on a thread of its own, and does what a test tells it. It is for what real
/// boards cannot be made to do on demand: repeat and lose pieces of output, fall silent, forget a request. What boards
/// really do is tested with real ones.
final class BoardDouble: Sendable {
    /// A request as the board got it.
    struct Request: Sendable {
        let board: String
        let number: String
        let reply: String
        /// The line before the source.
        var head = ""
        let text: String
        let hub: Address

        func connect() throws -> Connection { try Connection(to: hub) }

        func output(_ piece: Int, at offset: Int, _ text: String) -> Command {
            Command(
                "XADD", reply, "MAXLEN", "~", 4096, "*", "board", board, "request", number, "seq", piece, "at", offset,
                "out", text)
        }

        func outcome(pieces: Int, length: Int, _ fields: String...) -> Command {
            let own: [any CommandArgument] = ["board", board, "request", number, "seq", pieces, "length", length]
            let outcome = fields.isEmpty ? ["rc", "0"] : fields
            return Command("XADD", list: ["\(reply).done", "*"] + own + outcome)
        }

        /// Sends commands on a connection of their own.
        func send(_ commands: Command...) throws { _ = try connect().run(commands) }

        /// Waits until an interrupt comes.
        /// - Returns: what it holds.
        func interrupt() throws -> String? {
            let reply = try connect().run(Command("BLPOP", Wire.interrupt(board), 20), within: .seconds(25))
            return reply.elements.last?.text
        }
    }

    let name: String
    private let hub: Address
    private let features: String
    private let mutex = Mutex((isOver: false, state: "idle", lifetime: 15))
    private let behaviour: @Sendable (Request) throws -> Void

    /// Registers and takes requests, until `end()`.
    /// - Parameter behaviour: what it does with each.
    init(
        _ name: String, on hub: Address, features: String = "interrupt,files",
        _ behaviour: @escaping @Sendable (Request) throws -> Void
    ) throws {
        self.name = name
        self.hub = hub
        self.features = features
        self.behaviour = behaviour
        let connection = try Connection(to: hub)
        try show(on: connection)
        try startThread { [self] in
            while !mutex.withLock(\.isOver) {
                // The hub may be away.
                do { try work() } catch { pause(.milliseconds(20)) }
            }
        }
    }

    /// It leaves without a word.
    func end() { mutex.withLock { $0.isOver = true } }

    private func show(on connection: Connection) throws {
        let (state, lifetime) = mutex.withLock { ($0.state, $0.lifetime) }
        _ = try connection.run([
            Command("SETEX", Wire.state(name), lifetime, state),
            Command("HSET", Wire.meta(name), "client", "0", "features", features, "platform", "double"),
        ])
    }

    private func work() throws {
        let connection = try Connection(to: hub)
        while !mutex.withLock(\.isOver) {
            try show(on: connection)
            let taken = try connection.run(Command("BLPOP", Wire.source(name), Wire.copy(name), "0.1"))
            guard let text = taken.elements.last?.text else { continue }
            let request = try request(text, connection)
            mutex.withLock { $0.state = "running" }
            try show(on: connection)
            defer { mutex.withLock { $0.state = "idle" } }
            try behaviour(request)
        }
    }

    private func request(_ text: String, _ connection: Connection) throws -> Request {
        if text.hasPrefix("transaction:") {
            let fields = try connection.run(Command("HGETALL", text)).fields
            return Request(
                board: name, number: fields["request"]?.text ?? "", reply: fields["reply"]?.text ?? "",
                text: try connection.run(Command("GET", fields["manifest"]?.text ?? "")).text ?? "", hub: hub)
        }
        let lines = text.split(separator: "\n", maxSplits: 1)
        var words: [String: String] = [:]
        for word in lines[0].split(separator: " ") {
            let parts = word.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { words[String(parts[0])] = String(parts[1]) }
        }
        return Request(
            board: name, number: words["request"] ?? "", reply: words["reply"] ?? "", head: String(lines[0]),
            text: lines.count > 1 ? String(lines[1]) : "", hub: hub)
    }
}
