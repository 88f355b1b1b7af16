import ArgumentParser
import Shell

struct BoardUpload: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "board-upload",
        abstract: "Copy a file to boards, verified.",
        discussion: "Example: mbm board-upload 'esp8266-[1-2],wipy2-1' hello_world.py lib/")

    @OptionGroup var options: BoardOptions

    @Argument(help: "The boards: a board range.", completion: BoardCompletion.range)
    var range: String

    @Argument(help: "The file to copy.", completion: .file())
    var file: String

    @Argument(help: "Where to on the board; with a / at the end a folder, left out the file's name.")
    var destination: String = ""

    func run() throws { try options.run { try $0.upload(file, to: destination, on: range) } }
}
