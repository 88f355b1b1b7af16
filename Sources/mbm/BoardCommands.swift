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
            context: .init(
                user: Environment.user, timeout: .seconds(hub.timeout), jobs: hub.jobs,
                interrupts: Signals.takeInterrupts),
            output: output.output(machine))
        session.place = "mbm: "
        let status = try work(session)
        if status != .ok { throw status }
    }
}

/// When text is coloured.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never
}

/// How results look.
struct OutputOptions: ParsableArguments {
    @Flag(help: "One JSON object for each board, a line each (docs/json.md).")
    var json = false

    @Option(help: "Colour: auto, always or never.")
    var color = ColorChoice.auto

    func output(_ machine: Machine, raw: Bool = false) -> Output {
        let isColored =
            switch color {
            case .always: true
            case .never: false
            case .auto:
                machine.variable("NO_COLOR") == nil && Screen.isTerminal(.output) && !Screen.isDumb
            }
        return Output(
            style: .init(raw: raw, color: isColored, json: json), standard: StandardStreams.write(_:),
            error: StandardStreams.write(error:))
    }
}
