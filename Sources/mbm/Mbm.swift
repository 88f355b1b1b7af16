import ArgumentParser
import Processes
import Shell

/// The program: what is typed at the command line becomes one of the commands beside this file.
@main
struct Mbm: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mbm",
        abstract: "An interactive shell for fleets of MicroPython boards.",
        discussion: """
            Without a subcommand mbm is the shell; its options are listed by `mbm help shell`. Other commands do one \
            thing and end.

            Example: mbm --demo 3
            Example: mbm --use 'esp8266-[1-3]' -c 'import gc' -c 'gc.mem_free()'
            Example: mbm board-execute 'esp8266-[1-3]' <blink.py

            Exit status: 0 all boards ok; 1 a board raised an exception; 2 usage, or a local file that is not there; \
            3 a board was silent, offline, unknown or refused; 4 no hub, or it was lost; 130 interrupted. The highest \
            applies.
            """,
        version: "0.1.0",
        subcommands: [
            ShellCommand.self, RangeCommand.self, ServerStart.self, ServerStop.self, ServerStatus.self,
            BoardList.self, BoardExecute.self, BoardMacro.self, BoardUpload.self, BoardRename.self,
            BoardClientCommand.self,
            PutCommand.self, GetCommand.self, SyncCommand.self, DriftCommand.self, BackupCommand.self,
            RestoreCommand.self, ListCommand.self, CatCommand.self, RemoveCommand.self, MakeFolderCommand.self,
            MoveCommand.self, RunCommand.self, InfoCommand.self,
        ],
        defaultSubcommand: ShellCommand.self)

    static func main() {
        StandardStreams.establish()
        Signals.ignorePipe()
        Signals.noticeChildren()
        do {
            if let range = RangeCommand(plain: CommandLine.arguments.dropFirst()) { return try range.run() }
            var command = try parseAsRoot(ShellCommand.separated(Array(CommandLine.arguments.dropFirst())))
            try command.run()
        } catch let status as ExitStatus {
            exit(withError: ExitCode(status.rawValue))
        } catch {
            end(with: error)
        }
    }

    /// Says what went wrong and ends; ArgumentParser's own errors are usage, except requests for help.
    private static func end(with error: any Error) -> Never {
        let status = exitCode(for: error)
        if status == .validationFailure || status.isSuccess {
            let message = fullMessage(for: error)
            if status.isSuccess {
                StandardStreams.print(message + "\n")
                exit(withError: ExitCode.success)
            }
            let advice = VerbAsCommand.advice(Array(CommandLine.arguments.dropFirst()))
            StandardStreams.note(advice.map { "mbm: \($0)" } ?? message)
            exit(withError: ExitCode(ExitStatus.usage.rawValue))
        }
        // Ctrl-C reaches the programs that are being started, too: what then goes wrong is what the person wanted.
        if Signals.takeInterrupts() > 0 { exit(withError: ExitCode(ExitStatus.interrupted.rawValue)) }
        StandardStreams.note("mbm: \(error)")
        exit(withError: ExitCode(ExitStatus(error).rawValue))
    }
}

/// Thrown by a command that has told what went wrong.
extension ExitStatus: Error {}
