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

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Save all files of boards, each board's in a folder of its own.",
        discussion: "Example: mbm backup 'esp8266-*' boards/")

    @OptionGroup var options: BoardOptions

    @Argument(help: "The boards: a board range.", completion: BoardCompletion.range)
    var range: String

    @OptionGroup var backup: BackupArguments

    func run() throws { try options.run(on: range) { try $0.backup(backup) } }
}

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Write a backup to a board, verified.",
        discussion: "Example: mbm restore boards/ esp8266-1")

    @OptionGroup var options: BoardOptions
    @OptionGroup var restore: RestoreArguments

    func run() throws { try options.run { try $0.restore(restore) } }
}
