/// The files that make boards members of a fleet: what overwrites or removes things that nobody has named leaves them
/// alone. Paths are from the folder that the client works in; some file systems do not tell small letters from capitals.
enum ClientFiles {
    /// Of the original client, there or in `lib`.
    private static let original = ["redis_cloudclient", "uredis_modular", "bootconfig"]
    private static let originalSettings: Set = ["etc/device_config.json", "main.py.bootconfig"]
    /// The last is what a client on a Linux machine has to say.
    private static let others: Set = ["mbm.json.sample", "client.log"]
    private static let started: Set = ["boot.py", "boot.mpy", "main.py", "main.mpy"]

    /// Whether it says which board this is, with its secrets, or notes what the client is about to do.
    static func areSettings(_ path: String) -> Bool {
        let path = path.lowercased()
        return ["mbm.json", ".mbm-note"].contains(path) || path.hasSuffix(".mbm-part")
            || originalSettings.contains(path)
    }

    /// Whether it belongs to a board's client, or is its configuration.
    static func own(_ path: String) -> Bool {
        let path = path.lowercased()
        if areSettings(path) || others.contains(path) { return true }
        let isProgram = path.hasSuffix(".py") || path.hasSuffix(".mpy")
        if path.hasPrefix("mbm_"), isProgram, !path.contains("/") { return true }
        let inner = path.hasPrefix("lib/") ? path.dropFirst(4) : path[...]
        return original.contains { inner == $0 || inner.hasPrefix($0 + "/") }
    }

    /// Whether it is one of those, or what a board starts with.
    static func isNeeded(_ path: String) -> Bool { own(path) || started.contains(path.lowercased()) }

    /// Whether a board needs a file, in whatever way it is named.
    /// - Parameter path: as a board is asked for it. Which folder the client works in is not known here: in an absolute
    ///   path any may be it.
    static func contain(_ path: String) -> Bool {
        guard path.hasPrefix("/") else { return isNeeded(path) }
        let names = path.split(separator: "/")
        return names.indices.contains { isNeeded(names[$0...].joined(separator: "/")) }
    }
}
