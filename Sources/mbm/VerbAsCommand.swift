import ArgumentParser
import Shell

/// A verb of the shell that was given as if it were a command (`mbm boards`): what to write instead.
enum VerbAsCommand {
    /// Verbs of the boards that are selected.
    private static let ofSelection: Set = ["reset", "watch", "plot"]

    /// The command that does the same.
    private static func command(for verb: String) -> String? {
        switch verb {
        case "boards": "board-list"
        case "rename": "board-rename"
        case "reset": "board BOARDS \(verb)"
        default: nil
        }
    }

    /// - Parameter words: what was given to mbm.
    /// - Returns: a sentence; nil where the first of them is no verb.
    static func advice(_ words: [String]) -> String? {
        guard let name = words.first, let verb = Verb.named(name),
            !Mbm.configuration.subcommands.contains(where: { $0.configuration.commandName == name })
        else { return nil }
        // What a quote would have to be put around is left to the person.
        // Options of mbm are none of the verb's.
        let isPlain = words.allSatisfy { !$0.isEmpty && !$0.hasPrefix("-") && $0.utf8.allSatisfy(isKeptInQuotes) }
        if name == "edit" {
            return "edit is a verb of the shell, for it needs a terminal: mbm --use BOARDS, and then edit FILE"
        }
        if name == "use" {
            let range = isPlain && words.count > 1 ? words.dropFirst().joined(separator: ",") : "BOARDS"
            return "use is a verb of the shell: mbm --use '\(range)'"
        }
        let arguments = verb.synopsis.dropFirst(name.count + 1)
        let needsNothing = arguments.isEmpty || arguments.first == "[" && arguments.last == "]"
        let isWhole = isPlain && (words.count > 1 || needsNothing)
        let line = isWhole ? words.joined(separator: " ") : verb.synopsis
        let selection = ofSelection.contains(name) ? "--use BOARDS " : ""
        let command = command(for: name).map { ", or mbm \($0)" } ?? ""
        return "\(name) is a verb of the shell: mbm \(selection)-c \(line == name ? line : "'\(line)'")\(command)"
    }

    /// Whether a byte is itself within single quotes, for the system's shell and for a verb.
    private static func isKeptInQuotes(_ byte: UInt8) -> Bool {
        byte > UInt8(ascii: " ") && byte != 0x7F
            && byte != UInt8(ascii: "'") && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
}
