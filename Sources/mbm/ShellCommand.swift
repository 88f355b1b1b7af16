import ArgumentParser
import Fleet
import Processes
import Shell
import Terminal

struct ShellCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shell",
        abstract: "Work with boards: at a prompt, or by a script.",
        discussion: """
            Without a terminal, standard input is the script. What follows the file of -f are the script's arguments.

            Example: mbm --demo 3
            Example: mbm --use 'esp8266-[1-3]' -c 'import gc' -c 'gc.mem_free()'
            Example: mbm --use 'esp8266-*' --batch 5 -f deploy.mbm main.py
            Example: mbm --check -f deploy.mbm
            """)

    @OptionGroup var options: HubOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var scale: ScaleOptions

    @Option(help: "Start a private hub and this many boards, real MicroPython on this machine; gone at the end.")
    var demo: Int?

    @Option(help: ArgumentHelp("Select boards at the start.", valueName: "boards"), completion: BoardCompletion.range)
    var use: String?

    @Option(name: .customShort("c"), help: ArgumentHelp("Run a line; repeatable.", valueName: "line"))
    var lines: [String] = []

    @Option(
        name: .customShort("f"), help: ArgumentHelp("Run the lines of a file; - is standard input.", valueName: "file"),
        completion: .file())
    var file: String?

    @Flag(help: "Go on after a line that failed.")
    var keepGoing = false

    @Flag(help: "Only name the lines of the script that would not be understood; needs no hub.")
    var check = false

    @Flag(name: [.customShort("n"), .customLong("no-rc")], help: "Start without reading mbmrc.")
    var noStartupFile = false

    @Flag(help: "Show what boards print as it is, control characters too.")
    var raw = false

    @Argument(help: ArgumentHelp("The arguments of the script given with -f.", valueName: "arg"))
    var arguments: [String] = []

    func validate() throws {
        if file == nil, let first = arguments.first { throw ValidationError("Unexpected argument '\(first)'") }
        if keepGoing, scale.batch != nil {
            throw ValidationError("--batch has its own rule, --max-failures: leave out --keep-going.")
        }
        if let demo, !(1...500).contains(demo) { throw ValidationError("--demo takes 1 to 500 boards, not \(demo).") }
        if demo != nil, options.hub != nil || options.port != nil {
            throw ValidationError("--demo has a hub of its own: leave out --hub and --port.")
        }
        if file != nil, !lines.isEmpty { throw ValidationError("Give lines with -c or a file with -f, not both.") }
    }

    func run() throws {
        let script = try Script(lines: lines, file: file, arguments: arguments)
        if check { return try checkScript(script) }
        if script == nil, scale.batch != nil {
            throw UsageError("--batch is for scripts: give one with -f, -c or standard input")
        }
        let machine = try Machine()
        let place = try Workplace(options, demo: demo, isInteractive: script == nil, machine)
        let status: ExitStatus
        do {
            status = try work(at: place, script, machine)
        } catch {
            place.leave { _ in }
            throw error
        }
        place.leave(StandardStreams.note)
        if status != .ok { throw status }
    }

    private func checkScript(_ script: Script?) throws {
        guard let script else { throw UsageError("--check looks at a script: give one with -f, -c or standard input") }
        let faults = script.check()
        for fault in faults { StandardStreams.note(fault) }
        if !faults.isEmpty { throw ExitStatus.usage }
    }

    private func work(at place: Workplace, _ script: Script?, _ machine: Machine) throws -> ExitStatus {
        let departure = Departure()
        let session = Session(
            place.hub,
            // Asked to end, mbm leaves a job as Ctrl-C twice does.
            context: try options.context(machine, output) { departure.isAsked ? 2 : Signals.takeInterrupts() },
            output: output.output(raw: raw))
        // Of a demo nothing goes on.
        defer { if demo == nil { session.tellDetachedJobs() } }
        session.local = LocalMachine(
            home: machine.variable("HOME"), editor: machine.variable("VISUAL") ?? machine.variable("EDITOR") ?? "vi",
            temporary: Environment.temporaryFolder, path: machine.path, mpyCross: machine.variable("MBM_MPY_CROSS"),
            isInteractive: script == nil,
            readsScript: script?.name == Script.standardInput, isLeaving: { departure.isAsked })
        if script == nil { session.ask = StandardStreams.question(machine) }
        session.outputFolder = try scale.folder()
        let range = use ?? place.selection
        if let range { try session.select(range) }
        if let script {
            if let rollout = scale.rollout { return session.roll(script, rollout) }
            return session.run(script, keepGoing: keepGoing)
        }
        let prompt = try Prompt(session, hub: place.name, departure, machine)
        return prompt.run(greeting: try place.greeting()) {
            if !noStartupFile { try readStartupFile(session, machine) }
            // What the command line says is said last.
            if let range { try session.select(range) }
        }
    }

    /// Runs the lines of the user's `mbmrc`, all of them.
    private func readStartupFile(_ session: Session, _ machine: Machine) throws {
        let path = "\(machine.places.config)/mbmrc"
        guard let text = try LocalFile.readOwn(path) else { return }
        _ = session.run(Script(name: path, text: String(decoding: text, as: UTF8.self)), keepGoing: true)
    }
}

/// Whether a signal (SIGTERM, SIGHUP) has asked mbm to end, once `watch` was called.
final class Departure {
    private var asked = false

    var isAsked: Bool {
        if Signals.takeTermination() != nil { asked = true }
        return asked
    }

    /// Makes such a signal end a prompt in order instead of ending the program at once.
    /// - Returns: a descriptor that is readable when one has come.
    func watch() -> Int32 { Signals.watchTermination() }
}

/// The hub that a shell works with, and what has to be done when the shell leaves it.
private struct Workplace {
    let hub: Hub
    /// What is selected at the start if nothing else is said.
    let selection: String?
    private let description: String
    private let demo: Demo?
    private let server: HubServer?

    /// Finds the hub, or starts one where design says so: for a demo, and for a person at a prompt.
    init(_ options: HubOptions, demo count: Int?, isInteractive: Bool, _ machine: Machine) throws {
        if let count {
            let found = try MicroPython.find(
                environment: machine.environment, places: machine.places, wake: machine.wake
            ) { StandardStreams.note("mbm: \($0)") }
            // Boards run in folders of their own.
            let isRelative = found.contains("/") && !found.hasPrefix("/")
            let micropython = isRelative ? "\(Environment.currentFolder)/\(found)" : found
            let demo = try Demo(
                boards: count, micropython: micropython, temporary: Environment.temporaryFolder, path: machine.path)
            (self.demo, server, description) = (demo, nil, "demo")
            hub = try demo.hub(wake: machine.wake)
            selection = Fleet.fold(demo.boards)
            var isInterrupted = false
            do {
                try demo.waitForBoards(hub) {
                    isInterrupted = isInterrupted || Signals.takeInterrupts() > 0
                    return isInterrupted
                }
            } catch {
                demo.end()
                throw isInterrupted ? ExitStatus.interrupted : error
            }
            return
        }
        (demo, selection) = (nil, nil)
        if let remote = try options.remote(machine) {
            (hub, server, description) = (remote, nil, "\(remote.address)")
            return
        }
        if let running = options.running(machine) {
            (server, description) = (running, "\(running.addresses()[0]) (embedded)")
            hub = try running.hub(wake: machine.wake)
            return
        }
        guard isInteractive else { throw FleetError.noHub }
        let new = HubServer(in: machine.places, port: options.port ?? HubServer.usualPort)
        try new.start(path: machine.path)
        (server, description) = (new, "\(new.addresses()[0]) (embedded)")
        hub = try new.hub(wake: machine.wake)
    }

    /// What the hub is called: `demo`, or its address.
    var name: String { String(description.prefix { $0 != " " }) }

    /// What a person sees first.
    func greeting() throws -> String {
        let count = try hub.knownBoards().count
        return """
            mbm \(Mbm.configuration.version)  hub \(description)  \(count) \(count == 1 ? "board" : "boards")
            Type help for the verbs, use BOARDS to select.

            """
    }

    /// Ends what the shell started, unless others need it.
    func leave(_ note: (String) -> Void) {
        demo?.end()
        guard let server else { return }
        switch try? server.leave(hub) {
        case .kept(let boards):
            note("hub stays up for \(boards) \(boards == 1 ? "board" : "boards"); mbm server-stop ends it")
        case .used, .ended, nil: break
        }
    }
}
