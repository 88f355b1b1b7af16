import ArgumentParser
import Shell
import Terminal

extension Script {
    /// The name of a script that is read from standard input.
    static let standardInput = "<stdin>"

    /// - Parameters:
    ///   - lines: given with `-c`.
    ///   - file: given with `-f`; `-` is standard input.
    ///   - arguments: given after it.
    /// - Returns: nil when a person is there to type.
    init?(lines: [String], file: String?, arguments: [String]) throws {
        let isInput = file.map { ["-", "/dev/stdin", "/dev/fd/0"].contains($0) } ?? !Screen.isTerminal(.input)
        if !lines.isEmpty {
            self.init(name: "-c", text: lines.joined(separator: "\n"))
        } else if let file, !isInput {
            try self.init(file: file, arguments: arguments)
        } else if isInput {
            self.init(name: Self.standardInput, arguments: file.map { _ in arguments }) {
                readLine(strippingNewline: true)
            }
        } else {
            return nil
        }
    }
}

extension ShellCommand {
    /// Separates mbm's own words from the arguments of a script, which may look like options: they are all that follows
    /// `-f FILE`.
    /// - Parameter words: the command line without the program's name.
    static func separated(_ words: [String]) -> [String] {
        // Other commands have no -f.
        guard let first = words.first, first.hasPrefix("-") || first == configuration.commandName,
            let option = words.firstIndex(where: { $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.hasSuffix("f") }),
            words.count > option + 2, !words[..<option].contains("--")
        else { return words }
        return words[...(option + 1)] + ["--"] + words[(option + 2)...]
    }
}
