import ArgumentParser
import Fleet
import Processes
import Shell
import Terminal

/// Which hub, and how long to wait for boards: the options that every command on boards shares.
struct HubOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The hub to use, HOST[:PORT] or ssh://[USER@]HOST[:PORT], PORT then being ssh's (also MBM_HUB).",
            valueName: "hub"))
    var hub: String?

    @Option(
        help: ArgumentHelp("The file that holds that hub's password (also MBM_HUB_PASSWORD_FILE).", valueName: "file"),
        completion: .file())
    var hubPasswordFile: String?

    @Option(help: "The port of the hub that mbm starts, where boards connect.")
    var port: Int?

    @Option(help: ArgumentHelp("How long a board may show no sign of life (10 if left out).", valueName: "seconds"))
    var timeout: Int?

    @Option(help: ArgumentHelp("How many boards work at once; all if left out.", valueName: "n"))
    var jobs: Int?

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs takes 1 or more, not \(jobs).") }
        if let port, !(1...65_535).contains(port) {
            throw ValidationError("--port takes a number from 1 to 65535, not \(port).")
        }
        let range = Settings.timeouts
        if let timeout, !range.contains(timeout) {
            throw ValidationError(
                "--timeout takes \(range.lowerBound) to \(range.upperBound) seconds, not \(timeout): a board shows a sign of life every 5."
            )
        }
        if hub != nil, port != nil {
            throw ValidationError("--port is the port of a hub that mbm starts; write --hub HOST:PORT.")
        }
    }

    /// What a session is told: options win over the settings.
    func context(
        _ machine: Machine, _ output: OutputOptions, interrupts: @escaping () -> Int
    ) throws -> Session.Context {
        var settings = try machine.settings()
        if let timeout { settings.timeout = timeout }
        if let jobs { settings.jobs = jobs }
        settings.color = output.color ?? (machine.variable("NO_COLOR") != nil ? .never : settings.color)
        if output.json { settings.output = .json }
        return .init(
            user: Environment.user, settings: settings,
            isColorTerminal: Screen.isTerminal(.output) && !Screen.isDumb && machine.variable("NO_COLOR") == nil,
            interrupts: interrupts)
    }

    /// The hub for a command that needs one to be there.
    /// - Throws: `FleetError.noHub`
    func connect(_ machine: Machine) throws -> Hub {
        if let remote = try remote(machine) { return remote }
        guard let server = running(machine) else { throw FleetError.noHub }
        return try server.hub(wake: machine.wake)
    }

    /// This user's hub that is up: at `--port`, else the first of all.
    func running(_ machine: Machine) -> HubServer? {
        guard let port else { return HubServer.running(in: machine.places).first }
        let server = HubServer(in: machine.places, port: port)
        return server.isUp ? server : nil
    }

    /// The hub that was named, by `--hub`, MBM_HUB or the settings; nil: the one of this machine.
    func remote(_ machine: Machine) throws -> Hub? {
        let settings = try machine.settings()
        guard let name = hub ?? machine.variable("MBM_HUB") ?? settings.hub else { return nil }
        if name.hasPrefix("ssh://") {
            // Who is not at a terminal cannot be asked for a passphrase.
            return try Tunnel(
                name, temporary: Environment.temporaryFolder, path: machine.path,
                isBatch: !Screen.isTerminal(.input) || !Screen.isTerminal(.error), wake: machine.wake
            ).hub()
        }
        let file = hubPasswordFile ?? machine.variable("MBM_HUB_PASSWORD_FILE") ?? settings.hubPasswordFile
        return try Hub(named: name, passwordFile: file, wake: machine.wake)
    }
}

/// What a command takes from the machine it runs on.
struct Machine {
    let environment: [String: String]
    let places: Places
    /// Readable once Ctrl-C was pressed.
    let wake: Int32

    init() throws {
        environment = Environment.current
        places = try Places(environment: environment)
        wake = Signals.watchInterrupts()
    }

    /// What the user's own file says.
    /// - Throws: `FleetError.setting` naming file and line.
    func settings() throws(FleetError) -> Settings { try Settings(places: places) }

    /// An environment variable that is set and not empty.
    func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

    var path: String { environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin" }
}
