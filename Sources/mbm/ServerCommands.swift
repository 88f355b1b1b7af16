import ArgumentParser
import Fleet
import FoundationEssentials
import Processes
import Shell

/// The port of the hub that `server-…` commands are about.
struct ServerOptions: ParsableArguments {
    @Option(help: "The port where boards connect.")
    var port: Int = HubServer.usualPort

    func validate() throws {
        guard (1...65_535).contains(port) else {
            throw ValidationError("--port takes a number from 1 to 65535, not \(port).")
        }
    }

    func server() throws -> HubServer { HubServer(in: try Machine().places, port: port) }
}

struct ServerStart: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server-start",
        abstract: "Start the hub so that it stays up.",
        discussion: """
            What the hub knows is kept in a folder of mbm's own, every change at once. With --rdbfile it is kept in that \
            file instead, as the original did: written every 5 seconds and when the hub stops, and read when it starts.

            Example: mbm server-start
            Example: mbm server-start --bind 192.168.1.127 --rdbfile boards.rdb
            """,
        aliases: ["service-start"])

    @OptionGroup var options: ServerOptions

    @Option(
        help: ArgumentHelp(
            "An address of this machine where boards connect; repeatable; all if left out.", valueName: "addr"))
    var bind: [String] = []

    @Option(help: ArgumentHelp("The file where the hub keeps its data.", valueName: "file"))
    var rdbfile: String?

    func validate() throws {
        // Redis itself would take names, patterns and marks of its own.
        for address in bind {
            let isAddress =
                address.utf8.allSatisfy { byte in
                    Character(UnicodeScalar(byte)).isHexDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
                } && (address.contains(".") || address.contains(":"))
            guard isAddress else {
                throw ValidationError("--bind takes an address like 192.168.1.127, not '\(address)'.")
            }
        }
        if rdbfile?.isEmpty ?? false { throw ValidationError("--rdbfile takes the name of a file.") }
    }

    func run() throws {
        let machine = try Machine()
        var server = HubServer(in: machine.places, port: options.port)
        server.bind = bind
        server.data = rdbfile.map { $0.hasPrefix("/") ? $0 : "\(Environment.currentFolder)/\($0)" }
        let wasUp = server.isUp
        try server.start(path: machine.path)
        try server.stay()
        let prefix =
            wasUp ? "Cloudmanager service is running already, listening on: " : "Cloudmanager service is listening on: "
        StandardStreams.print(prefix + server.addresses().joined(separator: ", ") + "\n")
    }
}

struct ServerStop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server-stop",
        abstract: "Stop the hub; what it knows is kept on disk.",
        discussion: "Example: mbm server-stop",
        aliases: ["service-stop"])

    @OptionGroup var options: ServerOptions

    func run() throws {
        let server = try options.server()
        guard server.isUp else { return StandardStreams.print("Server is not running\n") }
        try server.stop()
        StandardStreams.print("Service is shutdown\n")
    }
}

struct ServerStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server-status",
        abstract: "Say whether the hub is running; status 4 if not.",
        discussion: """
            Example: mbm server-status --verbose
            """,
        aliases: ["service-status"])

    @OptionGroup var options: ServerOptions

    @Flag(help: "Also version, addresses, uptime, boards, memory and commands per second.")
    var verbose = false

    @Flag(help: "All of that as one JSON object.")
    var json = false

    func run() throws {
        let server = try options.server()
        guard server.isUp else {
            StandardStreams.print(json ? "{\"running\":false}\n" : "Server is not running\n")
            throw ExitStatus.noHub
        }
        guard verbose || json else { return StandardStreams.print("Running\n") }
        let status = try server.status()
        StandardStreams.print(try json ? StatusRecord(status).line : Self.text(status))
    }

    private static func text(_ status: HubStatus) -> String {
        let boards = status.boards.map { "\($0.count) \($0.state)" }.joined(separator: ", ")
        let rows = [
            ("Version", "Redis \(status.version)"), ("Addresses", status.addresses.joined(separator: ", ")),
            ("Uptime", span(status.uptime)), ("Boards", visible(boards.isEmpty ? "none" : boards, keepingLines: false)),
            ("Memory", "\(tenths(status.memory * 10 / (1 << 20))) MB"),
            ("Commands per second", "\(status.commandsPerSecond)"),
        ]
        return "Running\n" + rows.map { "\($0): \($1)\n" }.joined()
    }

    private static func tenths(_ number: Int) -> String { "\(number / 10).\(number % 10)" }

    /// Two units at most: `3 d 4 h`, `2 h 5 min`, `1 min 9 s`, `7 s`.
    private static func span(_ duration: Duration) -> String {
        let seconds = Int(duration.components.seconds)
        let parts = [
            (seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s"),
        ]
        let first = parts.firstIndex { $0.0 > 0 } ?? 3
        return parts[first..<min(first + 2, 4)].map { "\($0) \($1)" }.joined(separator: " ")
    }
}

/// What `server-status --json` prints; `docs/hub.md` describes the fields.
private struct StatusRecord: Encodable {
    let running = true
    let version: String
    let addresses: [String]
    let uptime: Int
    let boards: [String: Int]
    let memory: Int
    let commandsPerSecond: Int

    init(_ status: HubStatus) {
        version = status.version
        addresses = status.addresses
        uptime = Int(status.uptime.components.seconds)
        boards = status.counts.reduce(into: [:]) { $0[visible($1.key, keepingLines: false), default: 0] += $1.value }
        memory = status.memory
        commandsPerSecond = status.commandsPerSecond
    }

    enum CodingKeys: String, CodingKey {
        case running, version, addresses, uptime, boards, memory, commandsPerSecond
    }

    var line: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
        }
    }
}
