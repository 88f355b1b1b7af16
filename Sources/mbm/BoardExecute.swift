import ArgumentParser
import Fleet
import Shell

struct BoardExecute: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "board-execute",
        abstract: "Run a program from standard input on boards, all at once.",
        discussion: """
            Answers are printed in the order of the range, each as soon as those before it are done.

            Example: mbm board-execute 'esp8266-[1-3]' <blink.py
            Example: mbm board-execute --fold '@*' <<<'import os; print(os.listdir())'
            Example: mbm board-execute --batch 10 --max-failures 2 --outdir out '@*' <survey.py
            """)

    @OptionGroup var options: BoardOptions
    @OptionGroup var scale: ScaleOptions

    @Flag(help: "Print lines as they come, each with its board's name.")
    var live = false

    @Flag(help: "Print equal answers once.")
    var fold = false

    @Flag(help: "Accepted as the original did; mbm always tells what goes wrong.")
    var debug = false

    @Argument(help: "The boards: a board range.", completion: BoardCompletion.range)
    var range: String

    func validate() throws {
        if live, fold { throw ValidationError("Choose one of --live and --fold.") }
    }

    func run() throws {
        let program = try StandardInput.read()
        try options.run {
            $0.outputFolder = try scale.folder()
            let layout = live ? Session.Layout.live : fold ? .folded : Session.executeLayout
            return try $0.execute(program, on: range, layout, scale.rollout)
        }
    }
}

/// What is piped or typed into mbm.
enum StandardInput {
    private static let most = 1 << 20

    /// All of it, as text; at a terminal until Ctrl-D.
    static func read() throws -> String {
        var text = ""
        while let line = readLine(strippingNewline: false) {
            text += line
            if text.utf8.count > most { throw UsageError("standard input holds more than 1 MB, too much for a board") }
        }
        return text
    }
}
