package import ArgumentParser
internal import Fleet

package struct SyncArguments: ParsableArguments {
    @Flag(help: "Only say what would be done.")
    package var dryRun = false

    @Flag(help: "Remove what DIR does not hold.")
    package var delete = false

    @Flag(help: "Do not ask before something is removed.")
    package var yes = false

    @Flag(help: "Make .mpy files of modules, for each board's own firmware.")
    package var mpy = false

    @Flag(help: "Go on while files change, until Ctrl-C.")
    package var watch = false

    @OptionGroup package var transfer: TransferOptions

    @Argument(help: "A folder of this machine, and the folder of boards that is to hold the same.")
    package var paths: [String] = []

    package init() {}

    package func validate() throws {
        if dryRun, watch { throw ValidationError("--dry-run looks once: leave out --watch") }
        if yes, !delete { throw ValidationError("--yes is for --delete") }
    }
}

package struct DriftArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Leave out what matches: a name, with a / a path below the folder; repeatable.", valueName: "pattern"))
    package var exclude: [String] = []

    @Flag(help: "Compare with .mpy files made of modules, for each board's own firmware.")
    package var mpy = false

    @Flag(name: .shortAndLong, help: "Name all files, however many there are.")
    package var verbose = false

    @Argument(help: "A folder of this machine, and the folder of boards that is to hold the same.")
    package var paths: [String] = []

    package init() {}
}

/// Which folder of boards is compared with which of this machine, and how.
struct SyncOrder {
    /// As it was typed.
    let name: String
    /// The folder on this machine.
    let folder: String
    /// What stands before each path on boards: empty, or ends in `/`.
    let root: String
    let exclusion: Exclusion
    /// Whether modules become .mpy files.
    var isCompiled = false
    var deletes = false
    var isTrial = false
    /// Whether all files are named.
    var tellsEach = false
    var showsEach = false
    /// What the bar says.
    let title: String

    /// - Parameter here: where a path that was typed is on this machine.
    init(_ verb: String, _ paths: [String], _ exclude: [String], here: (String) -> String) throws {
        (name, root) = try Self.ends(verb, paths)
        title = verb
        folder = here(name)
        exclusion = Exclusion(exclude)
        guard LocalFile.exists(folder) else { throw FleetError.file(path: name, "no such folder") }
        guard LocalFile.isFolder(folder) else { throw UsageError("\(name) is no folder: put copies files") }
    }

    init(_ arguments: SyncArguments, here: (String) -> String) throws {
        let temporary = arguments.watch ? Self.temporaryFiles : []
        try self.init("sync", arguments.paths, arguments.transfer.exclude + temporary, here: here)
        isCompiled = arguments.mpy
        deletes = arguments.delete
        isTrial = arguments.dryRun
        tellsEach = arguments.transfer.verbose
        showsEach = arguments.transfer.each
    }

    init(_ arguments: DriftArguments, here: (String) -> String) throws {
        try self.init("drift", arguments.paths, arguments.exclude, here: here)
        isCompiled = arguments.mpy
        tellsEach = arguments.verbose
        isTrial = true
        // What boards have besides is a difference.
        deletes = true
    }

    /// What editors write beside the file that somebody works on, for as long as they do.
    private static let temporaryFiles = [".*.sw?", "*~", ".#*", "#*#", "4913", ".*.kate-swp", "*.tmp.[0-9]*"]

    /// The two folders that were named.
    static func ends(_ verb: String, _ paths: [String]) throws -> (folder: String, root: String) {
        guard let first = paths.first, paths.count <= 2, !first.isEmpty else {
            throw UsageError("\(verb) wants a folder, and may be told where on boards: \(verb) DIR [REMOTE]")
        }
        guard paths.count == 2 else { return (first, "") }
        let target = try remotePath(paths[1])
        return (first, target.isEmpty || target.hasSuffix("/") ? target : target + "/")
    }

    /// The folder of boards, as they are asked for it.
    var remote: String { root.count > 1 ? String(root.dropLast()) : root }

    /// Whether it is named from the top of a board's file system.
    var isAbsolute: Bool { root.hasPrefix("/") }
}
