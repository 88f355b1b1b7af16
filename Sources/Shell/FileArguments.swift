package import ArgumentParser

// What follows the names of the verbs for files, once for the shell and for `mbm VERB BOARDS …`.

package struct PutArguments: ParsableArguments {
    @Flag(name: .customShort("r"), help: "Take folders, with all they hold.")
    package var recursive = false

    @OptionGroup package var transfer: TransferOptions

    @Argument(help: "Files of this machine, and where they go: a folder ends in /. Alone, a file keeps its name.")
    package var paths: [String] = []

    package init() {}
}

package struct GetArguments: ParsableArguments {
    @Flag(name: .customShort("r"), help: "Take folders, with all they hold.")
    package var recursive = false

    @OptionGroup package var transfer: TransferOptions

    @Argument(help: "Files of the boards, patterns too, and where they go on this machine: a folder ends in /.")
    package var paths: [String] = []

    package init() {}
}

package struct BackupArguments: ParsableArguments {
    @Flag(help: "Remove files of the backup that their board no longer has.")
    package var delete = false

    @Flag(name: .shortAndLong, help: "Tell of every file.")
    package var verbose = false

    @Flag(help: "Show how far each board is.")
    package var each = false

    @Argument(help: "The folder for the backup: each board has one of its own in it.")
    package var folder: String

    package init() {}
}

package struct RestoreArguments: ParsableArguments {
    @Flag(help: "Remove what the board has and the backup does not, but for what starts the board and its client.")
    package var delete = false

    @Flag(name: .shortAndLong, help: "Remove without a question.")
    package var yes = false

    @Flag(name: .shortAndLong, help: "Tell of every file.")
    package var verbose = false

    @Argument(help: "What `backup` was given, or the folder of one board in it, and the board that gets it.")
    package var words: [String] = []

    package init() {}
}

package struct TransferOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Leave out what matches: a name, with a / a path below the folder; repeatable.", valueName: "pattern"))
    package var exclude: [String] = []

    @Flag(name: .shortAndLong, help: "Tell of every file.")
    package var verbose = false

    @Flag(help: "Show how far each board is.")
    package var each = false

    package init() {}
}

extension ParsableArguments {
    /// Takes the words after a verb apart.
    /// - Throws: `UsageError`
    init(of verb: String, _ words: [String]) throws(UsageError) {
        do {
            self = try Self.parse(words)
        } catch {
            let isHelp = Self.exitCode(for: error).isSuccess
            let message = Self.message(for: error).split(separator: "\n").first.map(String.init) ?? ""
            throw UsageError(isHelp ? "`help \(verb)` explains \(verb)" : "\(verb): \(message)")
        }
    }
}
