// What Tab asks boards.
extension BoardClient {
    /// Kinds of names that a line can go on with.
    package enum Names: Hashable, Sendable {
        /// In a folder; folders end in `/`.
        case files
        /// That can be imported: from a package (`umqtt`), or at the top (nothing). Lines before the last are the table of
        /// MicroPython's `help('modules')`.
        case modules
        /// Of variables and attributes: of an object (`machine.Pin`), of a module that is loaded (`from machine`), all
        /// that a line can name (nothing), or all that lines have named (`.`).
        case python
    }

    /// Statements that print the names that begin with `start`, a tab behind each; one tab more if there are too many.
    ///
    /// They call nothing, load nothing, and leave no name behind; what is not there has no names. One by one they need
    /// little memory, and where there is not even that, they raise OSError at once. When anything else is raised,
    /// `forgetNames` has to follow.
    /// - Parameter place: which folder, package or object.
    package static func names(_ kind: Names, in place: String, from start: String) -> [String] {
        let parts =
            switch kind {
            case .files: [PackageResources.complete_files_py]
            case .modules: [PackageResources.complete_files_py, PackageResources.complete_modules_py]
            case .python where place.isEmpty || place == ".": [PackageResources.complete_globals_py]
            case .python: [PackageResources.complete_find_py, PackageResources.complete_names_py]
            }
        // Where memory is short, the client makes room by forgetting all names: not for this.
        let room = "if __import__('gc').mem_free() < \(neededMemory):\n raise OSError(12)"
        let firmware = kind == .modules ? [compact(PackageResources.complete_firmware_py), "_mbm()"] : []
        return [room] + firmware + (parts + [PackageResources.complete_show_py]).map(compact)
            + ["try:\n _mbm(\(pythonLiteral(place)),\(pythonLiteral(start)))\nfinally:\n del _mbm"]
    }

    /// In bytes, on a machine with 64 bits; half of it is left over on a board.
    private static let neededMemory = 6000

    /// Takes away what is left of `names` when memory has run out.
    package static let forgetNames = "try:\n del _mbm\nexcept NameError:\n pass"

    /// The same program in fewer bytes: without comments in lines of their own, a blank for each step of indentation.
    private static func compact(_ source: [UInt8]) -> String {
        String(decoding: source, as: UTF8.self).split(separator: "\n")
            .compactMap { line -> String? in
                let text = line.drop { $0 == " " }
                let depth = (line.count - text.count) / 4
                return text.isEmpty || text.hasPrefix("#") ? nil : String(repeating: " ", count: depth) + text
            }
            .joined(separator: "\n")
    }
}
