import ArgumentParser
import Fleet
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
        discussion: "Example: mbm server-start --port 18266",
        aliases: ["service-start"])

    @OptionGroup var options: ServerOptions

    func run() throws {
        let machine = try Machine()
        let server = HubServer(in: machine.places, port: options.port)
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
        discussion: "Example: mbm server-status",
        aliases: ["service-status"])

    @OptionGroup var options: ServerOptions

    func run() throws {
        guard try options.server().isUp else {
            StandardStreams.print("Server is not running\n")
            throw ExitStatus.noHub
        }
        StandardStreams.print("Running\n")
    }
}
