import ArgumentParser
import Shell

struct BoardMacro: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "board",
        abstract: "Run a macro on boards.",
        discussion: """
            Macros:
            \(Macro.all.map { "  \($0.name)\(String(repeating: " ", count: 10 - $0.name.count))\($0.summary)" }
                .joined(separator: "\n"))

            Example: mbm board 'esp8266-[1-3]' ls
            """)

    @OptionGroup var options: BoardOptions

    @Argument(help: "The boards: a board range.", completion: BoardCompletion.range)
    var range: String

    @Argument(help: "The macro's name.", completion: .list(Macro.all.map(\.name)))
    var macro: String

    @Argument(help: "What the macro works on.")
    var argument: String = ""

    func validate() throws {
        guard Macro.named(macro) == nil else { return }
        let names = Macro.all.map(\.name).joined(separator: ", ")
        throw ValidationError("There is no macro \(macro); there are \(names).")
    }

    func run() throws {
        guard let macro = Macro.named(macro) else { return }
        try options.run { try $0.run(macro, argument, on: range) }
    }
}
