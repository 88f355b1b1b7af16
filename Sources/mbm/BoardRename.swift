import ArgumentParser
import Shell

struct BoardRename: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "board-rename",
        abstract: "Give a board another name and wait until it is back under it.",
        discussion: "Example: mbm board-rename esp8266-5 kitchen-1")

    @OptionGroup var options: BoardOptions

    @Argument(help: "The board.", completion: BoardCompletion.board)
    var board: String

    @Argument(help: "Its new name.")
    var name: String

    func run() throws { try options.run { try $0.renameBoard(board, to: name) } }
}
