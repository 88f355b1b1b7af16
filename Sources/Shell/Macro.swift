internal import BoardClient

/// A small program for `mbm board RANGE MACRO [ARG]`, known by the same name in micropython-cloudmanager.
package struct Macro: Sendable {
    package let name: String
    package let summary: String
    /// What it cannot do without; nil: ARG may be left out.
    var wants: String? = nil
    /// The program that defines `_mbm`; nil: the shell does it itself.
    let snippet: Snippet?

    package static let all = [
        Macro(name: "echo", summary: "print ARG", snippet: .echo),
        Macro(name: "reset", summary: "restart the board and wait until it is back", snippet: nil),
        Macro(name: "ls", summary: "list the files in the folder ARG", snippet: .listdir),
        Macro(name: "mkdir", summary: "make the folder ARG", wants: "a folder", snippet: .mkdir),
        Macro(name: "rmdir", summary: "remove the empty folder ARG", wants: "a folder", snippet: .rmdir),
        Macro(name: "mem_free", summary: "free memory in bytes, after a collection", snippet: .memFree),
        Macro(
            name: "set", summary: "change a setting of the board: ARG is KEY=VALUE", wants: "KEY=VALUE", snippet: .set),
        Macro(name: "settings", summary: "list the board's settings, passwords left out", snippet: .settings),
        Macro(name: "uname", summary: "what the board is", snippet: .uname),
    ]

    package static func named(_ name: String) -> Macro? { all.first { $0.name == name } }

    /// - Throws: `UsageError` for an argument that no board could do anything with.
    func check(_ argument: String) throws {
        guard let wants else { return }
        if argument.isEmpty || wants.contains("=") && !argument.dropFirst().contains("=") {
            throw UsageError("\(name) wants \(wants)")
        }
    }
}
