import ArgumentParser
import Fleet
import Shell

struct RangeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "range",
        abstract: "Print the names that a board range stands for, one a line.",
        discussion: """
            Needs no hub. With --fold it goes the other way.

            Example: mbm range 'esp8266-0[08-11],wipy2-[1,3,7]'
            """)

    @Flag(help: "Fold names into one range.")
    var fold = false

    @Argument(help: "Ranges; with --fold, names.")
    var expressions: [String]

    init() {}

    /// `range` with nothing but expressions, which needs no parser: building one takes longer than all the rest, and
    /// scripts call this often.
    init?(plain words: ArraySlice<String>) {
        guard words.first == Self.configuration.commandName, words.count > 1,
            !words.contains(where: { $0.hasPrefix("-") })
        else { return nil }
        fold = false
        expressions = Array(words.dropFirst())
    }

    func run() throws {
        if fold {
            for name in expressions where !isValidBoardName(name) { throw FleetError.badName(name) }
            return StandardStreams.print(Fleet.fold(expressions) + "\n")
        }
        for expression in expressions {
            let names = try BoardRange(expression).names(known: { [] }, group: { _ in nil })
            StandardStreams.print(names.map { $0 + "\n" }.joined())
        }
    }
}
