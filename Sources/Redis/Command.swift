/// A word of a command: text goes as UTF-8, numbers in decimal, bytes as they are.
package protocol CommandArgument {
    var commandBytes: [UInt8] { get }
}

extension String: CommandArgument {
    package var commandBytes: [UInt8] { Array(utf8) }
}

extension Int: CommandArgument {
    package var commandBytes: [UInt8] { Array(String(self).utf8) }
}

extension [UInt8]: CommandArgument {
    package var commandBytes: [UInt8] { self }
}

/// One command for the server, as a value: its name and its arguments, binary safe.
package struct Command: Equatable, Sendable {
    package let words: [[UInt8]]

    package init(_ name: String, _ arguments: any CommandArgument...) {
        words = [name.commandBytes] + arguments.map(\.commandBytes)
    }

    /// For commands with a list of arguments whose number is known only at run time.
    package init(_ name: String, list arguments: [any CommandArgument]) {
        words = [name.commandBytes] + arguments.map(\.commandBytes)
    }
}
