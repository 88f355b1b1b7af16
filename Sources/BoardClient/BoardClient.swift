/// The MicroPython that runs on boards, embedded when mbm is built.
package enum BoardClient {
    /// The modules of the board client, as a board stores them.
    package static var modules: [(name: String, content: [UInt8])] {
        [
            ("mbm_board.py", PackageResources.mbm_board_py),
            ("mbm_client.py", PackageResources.mbm_client_py),
            ("mbm_config.py", PackageResources.mbm_config_py),
            ("mbm_dupterm.py", PackageResources.mbm_dupterm_py),
            ("mbm_files_change.py", PackageResources.mbm_files_change_py),
            ("mbm_files_copy.py", PackageResources.mbm_files_copy_py),
            ("mbm_files_names.py", PackageResources.mbm_files_names_py),
            ("mbm_files_pieces.py", PackageResources.mbm_files_pieces_py),
            ("mbm_files_read.py", PackageResources.mbm_files_read_py),
            ("mbm_files_records.py", PackageResources.mbm_files_records_py),
            ("mbm_files_single.py", PackageResources.mbm_files_single_py),
            ("mbm_files_walk.py", PackageResources.mbm_files_walk_py),
            ("mbm_input.py", PackageResources.mbm_input_py),
            ("mbm_job.py", PackageResources.mbm_job_py),
            ("mbm_link.py", PackageResources.mbm_link_py),
            ("mbm_output.py", PackageResources.mbm_output_py),
            ("mbm_register.py", PackageResources.mbm_register_py),
            ("mbm_rename.py", PackageResources.mbm_rename_py),
            ("mbm_spawn.py", PackageResources.mbm_spawn_py),
            ("mbm_unix.py", PackageResources.mbm_unix_py),
            ("mbm_watch.py", PackageResources.mbm_watch_py),
        ]
    }

    /// Prints what the board knows of itself, a fact a line: its name, a blank, its value.
    package static var information: String { Snippet.info.call("") }

    /// Prints a line: `sys.implementation._mpy` (`-` where there is none), and after a blank each, as hexadecimal digits
    /// of UTF-8, the board's own folder and `path` without links. What of it is not there yet stays as it is.
    package static func facts(of path: String) -> String { Snippet.facts.call(path) }

    /// Prints a line of numbers: 1 where the file system tells capitals from small letters, 0 where it may not; then for
    /// each folder by how many levels it is above the board's own (0: it is that one; -1: it is not above it). The own
    /// folder follows in a line.
    package static func levels(of folders: [String]) -> String { Snippet.folder.call(folders) }

    /// Puts words into the board's `sys.argv`.
    package static func arguments(_ words: [String]) -> String { Snippet.argv.call(words) }

    // MARK: For the original client
    //
    // It runs what it is sent in the names of `__main__`, where the snippets' `_mbm` comes and goes: what is around them
    // is called `_mbx`.

    /// A program that runs `statements` in `__main__`, shows an exception, and ends its output with `mark` and `ok`, or
    /// class and message of the exception. An exception also makes the client's completion 1.
    /// - Parameter echo: the value of each statement that is an expression is printed.
    package static func legacy(_ statements: [String], echo: Bool, mark: String) -> String {
        let parts = statements.map(pythonLiteral).joined(separator: ",")
        return text(PackageResources.legacy_run_py)
            + "try:_mbx([\(parts)],\(echo ? 1 : 0),\(pythonLiteral(mark)))\nfinally:del _mbx\n"
    }

    /// A line that prints `mark`: where what a board prints is heard on its console, the program's own output begins there.
    package static func legacyBeginning(_ mark: String) -> String { "print(\(pythonLiteral(mark)))\n" }

    /// Runs a file and removes it: a program that is too long to be pushed goes as a file. Where not all of it is there,
    /// the board had no room, and `leftover` is removed as well.
    package static func legacyRun(_ file: String, size: Int, mark: String, leftover: String) -> String {
        let arguments = "\(pythonLiteral(file)),\(size),\(pythonLiteral(mark)),\(pythonLiteral(leftover))"
        return text(PackageResources.legacy_file_py) + "exec(_mbx(\(arguments)))\n"
    }

    /// Does what needs nothing from the hub, and prints what became of it, a line for each.
    /// - Parameters:
    ///   - changes: number, kind (`file`, `folder`, `remove`, `make`, `move`), path, size, and the SHA-256 of a file or
    ///     the new path of what is moved.
    ///   - raises: whether a failure ends the program.
    package static func legacyChange(
        _ changes: [(number: Int, kind: String, path: String, size: Int, other: String)], isTrial: Bool,
        raises: Bool
    ) -> String {
        let list = changes.map {
            "(\($0.number),'\($0.kind)',\(pythonLiteral($0.path)),\($0.size),\(pythonLiteral($0.other))),"
        }.joined()
        return text(PackageResources.legacy_change_py)
            + "_mbm(\(isTrial ? 1 : 0),\(raises ? 1 : 0),(\(list)))\ndel _mbm\n"
    }

    /// Prints what is at a path of the board.
    /// - Parameter kind: `list`, `names`, `hash`, `send` or `content`.
    package static func legacyRead(_ number: Int, _ kind: String, _ path: String) -> String {
        text(PackageResources.legacy_read_py) + "_mbm(\(number),'\(kind)',\(pythonLiteral(path)))\ndel _mbm\n"
    }

    /// Checks a file that was copied and renames it to where it belongs.
    package static func legacyCheck(part: String, path: String, size: Int, sha256: String) -> String {
        text(PackageResources.legacy_check_py)
            + "_mbm(\(pythonLiteral(part)),\(pythonLiteral(path)),\(size),\(pythonLiteral(sha256)))\ndel _mbm\n"
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// `text` as a Python string: whatever it holds, it stays data.
    package static func pythonLiteral(_ text: String) -> String {
        var literal = "'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'", "\\": literal += "\\\(scalar)"
            case " "..."~": literal.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16)
                literal += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            }
        }
        return literal + "'"
    }
}

/// A program for boards that defines `_mbm`, a function of one string; those of `argv` and `folder` take any number.
package enum Snippet: Sendable {
    case argv, facts, folder, info
    // The macros of `mbm board`.
    case echo, listdir, mkdir, rmdir, memFree, set, settings, uname

    private var source: [UInt8] {
        switch self {
        case .argv: PackageResources.argv_py
        case .facts: PackageResources.facts_py
        case .folder: PackageResources.folder_py
        case .info: PackageResources.info_py
        case .echo: PackageResources.echo_py
        case .listdir: PackageResources.listdir_py
        case .mkdir: PackageResources.mkdir_py
        case .rmdir: PackageResources.rmdir_py
        case .memFree: PackageResources.mem_free_py
        case .set: PackageResources.set_py
        case .settings: PackageResources.settings_py
        case .uname: PackageResources.uname_py
        }
    }

    /// The program and a call of it, which leaves no name behind.
    package func call(_ argument: String) -> String { call([argument]) }

    fileprivate func call(_ arguments: [String]) -> String {
        let list = arguments.map(BoardClient.pythonLiteral).joined(separator: ", ")
        return String(decoding: source, as: UTF8.self) + "\ntry:\n    _mbm(\(list))\nfinally:\n    del _mbm\n"
    }
}
