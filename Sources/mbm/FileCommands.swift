import ArgumentParser
import Shell

// The verbs for files as commands: `mbm put BOARDS …` is `put …` with these boards selected.

struct PutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "put", abstract: "Copy files and folders to boards, verified.",
        discussion: "Example: mbm put 'esp8266-[1-2]' -r app lib/")

    @OptionGroup var options: BoardOptions

    @Argument(help: "The boards: a board range.", completion: BoardCompletion.range)
    var range: String

    @OptionGroup var put: PutArguments

    func run() throws { try options.run(on: range) { try $0.put(put) } }
}
