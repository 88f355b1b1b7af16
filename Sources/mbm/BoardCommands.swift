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
            context: try hub.context(machine, interrupts: Signals.takeInterrupts),
            output: try output.output(machine))
        session.place = "mbm: "
        let status = try work(session)
        if status != .ok { throw status }
    }
}

extension Settings.Color: ExpressibleByArgument {}

/// How results look.
struct OutputOptions: ParsableArguments {
    @Flag(help: "One JSON object for each board, a line each (docs/json.md).")
    var json = false

    @Option(help: "Headers in bold; auto: at a terminal (also NO_COLOR).")
    var color: Settings.Color?

    func output(_ machine: Machine, raw: Bool = false) throws -> Output {
        let isUnwanted = machine.variable("NO_COLOR") != nil
        let setting = try machine.settings().color
        let isColored =
            switch color ?? (isUnwanted ? .never : setting ?? .auto) {
            case .always: true
            case .never: false
            case .auto: !isUnwanted && Screen.isTerminal(.output) && !Screen.isDumb
            }
        return Output(
            style: .init(raw: raw, color: isColored, json: json), standard: StandardStreams.write(_:),
            error: StandardStreams.write(error:))
    }
}
