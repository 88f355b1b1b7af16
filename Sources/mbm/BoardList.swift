import ArgumentParser
import Shell

struct BoardList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "board-list",
        abstract: "List the boards that the hub knows, also those that are offline.",
        discussion: "Example: mbm board-list --long 'esp8266-*'")

    @OptionGroup var options: BoardOptions

    @Flag(help: "Also firmware, free memory and last sign of life.")
    var long = false

    @Argument(help: "A board range; all boards if left out.", completion: BoardCompletion.range)
    var range: String?

    func run() throws { try options.run { try $0.list(range, isLong: long) } }
}
