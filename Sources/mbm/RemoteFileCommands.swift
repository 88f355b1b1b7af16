import ArgumentParser
import Shell

// The verbs that look at boards and change their files, as commands.

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls", abstract: "List files of boards.",
        discussion: "Example: mbm ls 'esp8266-[1-2]' -l 'lib/*.py'")

    @OptionGroup var options: BoardOptions

    @Argument(help: "The boards: a board range.", completion: BoardCompletion.range)
    var range: String

    @OptionGroup var list: ListArguments

    func run() throws { try options.run(on: range) { try $0.ls(list) } }
}

struct CatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cat", abstract: "Show what is in files of boards.",
        discussion: "Example: mbm cat 'esp8266-[1-2]' main.py")

    @OptionGroup var options: BoardOptions

    @Argument(help: "The boards: a board range.", completion: BoardCompletion.range)
    var range: String

    @OptionGroup var cat: CatArguments

    func run() throws { try options.run(on: range) { try $0.cat(cat) } }
}

struct RemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm", abstract: "Remove files and folders from boards.",
        discussion: "Example: mbm rm 'esp8266-[1-2]' -r lib/old")

    @OptionGroup var options: BoardOptions

    @Argument(help: "The boards: a board range.", completion: BoardCompletion.range)
    var range: String

    @OptionGroup var remove: RemoveArguments

    func run() throws { try options.run(on: range) { try $0.rm(remove) } }
}

struct MakeFolderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mkdir", abstract: "Make folders on boards.",
        discussion: "Example: mbm mkdir 'esp8266-[1-2]' -p data/today")

    @OptionGroup var options: BoardOptions

    @Argument(help: "The boards: a board range.", completion: BoardCompletion.range)
    var range: String

    @OptionGroup var folders: MakeFolderArguments

    func run() throws { try options.run(on: range) { try $0.mkdir(folders) } }
}

struct MoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mv", abstract: "Rename and move files of boards.",
        discussion: "Example: mbm mv 'esp8266-[1-2]' main.py old/")

    @OptionGroup var options: BoardOptions

    @Argument(help: "The boards: a board range.", completion: BoardCompletion.range)
    var range: String

    @OptionGroup var move: MoveArguments

    func run() throws { try options.run(on: range) { try $0.mv(move) } }
}

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a program of this machine on boards, without storing it.",
        discussion: """
            Options of mbm come before BOARDS: all that follows the program is for it.

            Example: mbm run 'esp8266-[1-2]' blink.py 3
            """)

    @OptionGroup var options: BoardOptions

    @Argument(help: "The boards: a board range.", completion: BoardCompletion.range)
    var range: String

    @OptionGroup var program: RunArguments

    func run() throws { try options.run(on: range) { try $0.run(program) } }
}

struct InfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Tell what boards are: firmware, memory, file system, uptime, clock, machine.",
        discussion: "Example: mbm info 'esp8266-*'")

    @OptionGroup var options: BoardOptions

    @Argument(help: "The boards: a board range.", completion: BoardCompletion.range)
    var range: String

    func run() throws { try options.run(on: range) { try $0.info() } }
}
