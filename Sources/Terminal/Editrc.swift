#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The person's own settings for all programs that use libedit.
enum Editrc {
    private static let mostBytes = 1 << 16

    /// The lines of the file: `$EDITRC`, else `~/.editrc`.
    static var commands: [String] {
        guard let path = Screen.environment("EDITRC") ?? Screen.environment("HOME").map({ $0 + "/.editrc" }),
            let file = fopen(path, "r")
        else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: mostBytes)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n").map(String.init)
            .filter { $0.first { $0 != " " && $0 != "\t" } != "#" }
    }

    /// Whether a line, perhaps with the name of a program before it, gives all keys their commands of a mode.
    static func choosesMode(_ command: String) -> Bool {
        let words = command.split { $0 == " " || $0 == "\t" }
        let name = words.first.map { $0.split(separator: ":").last ?? $0 }
        return name == "bind" && words.dropFirst().contains { $0 == "-v" || $0 == "-e" }
    }
}
