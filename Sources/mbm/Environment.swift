import FoundationEssentials

/// What the system says of this process and who runs it.
enum Environment {
    static var current: [String: String] { ProcessInfo.processInfo.environment }

    /// `user@host`, as boards and other people are told: ASCII, no blanks.
    static var user: String {
        let host = ProcessInfo.processInfo.hostName.split(separator: ".").first.map(String.init) ?? "unknown"
        let name = "\(current["USER"] ?? current["LOGNAME"] ?? "someone")@\(host)"
        return String(String.UnicodeScalarView(name.unicodeScalars.filter { ("!"..."~").contains($0) }).prefix(64))
    }

    static var currentFolder: String { FileManager.default.currentDirectoryPath }

    static var temporaryFolder: String {
        let path = current["TMPDIR"] ?? ""
        guard path.hasPrefix("/") else { return "/tmp" }
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
