import ArgumentParser
import Shell

// The verbs that bring files from boards and back, as commands.

struct GetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Copy files and folders from boards, verified.",
        discussion: "Example: mbm get 'esp8266-[1-2]' -r data logs/")

    @OptionGroup var options: BoardOptions

    @Argument(help: "The boards: a board range.", completion: BoardCompletion.range)
    var range: String

    @OptionGroup var get: GetArguments

    func run() throws { try options.run(on: range) { try $0.get(get) } }
}
