import ArgumentParser
import Shell

struct SyncCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Make boards hold what a folder holds.",
        discussion: """
            Only what differs is sent. Without --delete nothing is removed.

            Example: mbm sync 'esp8266-*' --delete --dry-run app
            Example: mbm sync 'esp8266-[1-2]' --mpy --watch app lib
            """)

    @OptionGroup var options: BoardOptions

    @Argument(help: "The boards: a board range.", completion: BoardCompletion.range)
    var range: String

    @OptionGroup var sync: SyncArguments

    func run() throws { try options.run(on: range) { try $0.sync(sync) } }
}

struct DriftCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift", abstract: "Show which boards differ from a folder.",
        discussion: """
            The exit status is 1 if any of them does.

            Example: mbm drift 'esp8266-*' app
            """)

    @OptionGroup var options: BoardOptions

    @Argument(help: "The boards: a board range.", completion: BoardCompletion.range)
    var range: String

    @OptionGroup var drift: DriftArguments

    func run() throws { try options.run(on: range) { try $0.drift(drift) } }
}
