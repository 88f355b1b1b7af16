internal import Processes

/// The files that make a board a board of the fleet: what removes more than was named leaves them alone.
enum ClientFiles {
    /// What mbm's client needs, in its own folder, and what a board starts with.
    private static let names = [
        "mbm_*.py", "mbm_*.mpy", "mbm.json", "mbm.json.mbm-part", ".mbm-note", ".mbm-part", "boot.py", "main.py",
    ].map { FilePattern($0) }
    /// The original client's.
    private static let original = [
        "lib/redis_cloudclient/*", "lib/uredis_modular/*", "lib/bootconfig/*", "etc/device_config.json",
    ].map { FilePattern($0) }

    /// - Parameter path: as a board is asked for it. Where the client's folder is on a board that is a Linux machine is
    ///   not known: in an absolute path any folder may be it.
    static func contain(_ path: String) -> Bool {
        let path = path.lowercased()
        let isAbsolute = path.hasPrefix("/")
        let parts = path.split(separator: "/")
        let name = parts.last.map(String.init) ?? ""
        if isAbsolute || parts.count == 1, names.contains(where: { $0.matches(name) }) { return true }
        let tail = parts.suffix(3).joined(separator: "/")
        let inner = isAbsolute ? [tail, parts.suffix(2).joined(separator: "/")] : [parts.joined(separator: "/")]
        return inner.contains { path in original.contains { $0.matches(path) } }
    }
}
