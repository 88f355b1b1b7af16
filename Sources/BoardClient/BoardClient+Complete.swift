// What Tab asks boards.
extension BoardClient {
    /// Kinds of names that a line can go on with.
    package enum Names: Hashable, Sendable {
        /// In a folder; folders end in `/`.
        case files
        /// That can be imported: from a package (`umqtt`), or at the top. Lines before the last are the table of
        /// MicroPython's `help('modules')`.
        case modules
        /// Of variables and attributes: of an object (`machine.Pin`), of a module that is loaded (`from machine`), all
        /// that a line can name (nothing), or all that lines have named (`.`).
        case python
    }

    /// Prints the names that begin with `start`, a tab behind each; one tab more if there are too many.
    ///
    /// It calls nothing, loads nothing, and leaves no name behind; what is not there has no names.
    /// - Parameter place: which folder, package or object.
    package static func names(_ kind: Names, in place: String, from start: String) -> String {
        let parts =
            switch kind {
            case .files: [PackageResources.complete_files_py]
            case .modules: [PackageResources.complete_files_py, PackageResources.complete_modules_py]
            case .python: [PackageResources.complete_names_py]
            }
        let program = (parts + [PackageResources.complete_show_py]).map { String(decoding: $0, as: UTF8.self) }
        return program.joined(separator: "\n")
            + "\ntry:\n    _mbm(\(pythonLiteral(place)),\(pythonLiteral(start)))\nfinally:\n    del _mbm\n"
    }
}
