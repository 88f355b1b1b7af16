/// The MicroPython that runs on boards, embedded when mbm is built.
package enum BoardClient {
    /// The modules of the board client, as a board stores them.
    package static var modules: [(name: String, content: [UInt8])] {
        [
            ("mbm_board.py", PackageResources.mbm_board_py),
            ("mbm_client.py", PackageResources.mbm_client_py),
            ("mbm_config.py", PackageResources.mbm_config_py),
            ("mbm_copy.py", PackageResources.mbm_copy_py),
            ("mbm_dupterm.py", PackageResources.mbm_dupterm_py),
            ("mbm_job.py", PackageResources.mbm_job_py),
            ("mbm_link.py", PackageResources.mbm_link_py),
            ("mbm_output.py", PackageResources.mbm_output_py),
            ("mbm_unix.py", PackageResources.mbm_unix_py),
            ("mbm_watch.py", PackageResources.mbm_watch_py),
        ]
    }

    /// Lists a folder of the board: sorted names, one a line, folders with a slash.
    package static func list(_ path: String) -> String { call(PackageResources.ls_py, path) }

    /// Sends a file of the board as it is, then the 64 hexadecimal digits of its SHA-256.
    package static func get(_ path: String) -> String { call(PackageResources.get_py, path) }

    /// The snippet, which defines `_mbm`, and a call of it that leaves no name behind.
    private static func call(_ snippet: [UInt8], _ argument: String) -> String {
        String(decoding: snippet, as: UTF8.self)
            + "\ntry:\n    _mbm(\(pythonLiteral(argument)))\nfinally:\n    del _mbm\n"
    }

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
