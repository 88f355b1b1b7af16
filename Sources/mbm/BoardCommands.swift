import ArgumentParser
import Fleet
import Processes
import Shell
import Terminal

/// What every one-shot command on boards takes.
struct BoardOptions: ParsableArguments {
    @OptionGroup var hub: HubOptions
    @OptionGroup var output: OutputOptions

    /// Does a command's work and ends mbm with what it came to.
    func run(_ work: (Session) throws -> ExitStatus) throws {
        let machine = try Machine()
        let session = Session(
            try hub.connect(machine),
            context: try hub.context(machine, output, interrupts: Signals.takeInterrupts),
            output: output.output())
        session.place = "mbm: "
        session.ask = StandardStreams.question(machine)
        session.local = LocalMachine(
            temporary: Environment.temporaryFolder, path: machine.path, mpyCross: machine.variable("MBM_MPY_CROSS"))
        let status = try work(session)
        if status != .ok { throw status }
    }
}

extension BoardOptions {
    /// Does what a verb of the shell does, on the boards of a range.
    func run(on range: String, _ verb: (Session) throws -> ExitStatus) throws {
        try run { session in
            try session.choose(range)
            return try verb(session)
        }
    }
}

extension Settings.Color: ExpressibleByArgument {}

/// How results look.
struct OutputOptions: ParsableArguments {
    @Flag(help: "One JSON object for each board, a line each (docs/json.md).")
    var json = false

    @Option(help: "Headers in bold; auto: at a terminal (also NO_COLOR).")
    var color: Settings.Color?

    /// Where results go. Colour and JSON are settings of the session.
    func output(raw: Bool = false) -> Output {
        Output(
            style: .init(raw: raw), region: Self.region, standard: StandardStreams.write(_:),
            error: StandardStreams.write(error:))
    }

    /// Where things that change are drawn: only where a person sees everything that mbm writes.
    private static var region: Region? {
        guard Screen.isTerminal(.output), Screen.isTerminal(.error), !Screen.isDumb else { return nil }
        Signals.watchContinuation()
        return Region(
            .init(
                width: { Screen.width }, height: { Screen.height }, reflows: Screen.reflows,
                wasLeft: Signals.takeContinuation, write: StandardStreams.write(_:)))
    }
}
