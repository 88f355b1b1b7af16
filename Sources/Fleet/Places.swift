/// Where mbm keeps things on this machine (XDG base directories).
package struct Places: Equatable, Sendable {
    /// History, the hub's data and secrets; 0700.
    package let state: String
    /// What mbm installed for itself: a MicroPython for demo boards.
    package let data: String
    /// `config`, `mbmrc`.
    package let config: String

    /// - Parameter environment: XDG_STATE_HOME, XDG_DATA_HOME, XDG_CONFIG_HOME (used when absolute, as the
    ///   specification says) and HOME are read from it.
    /// - Throws: `FleetError.noHome`
    package init(environment: [String: String]) throws(FleetError) {
        func folder(_ variable: String, _ fallback: String) throws(FleetError) -> String {
            if let path = environment[variable], path.hasPrefix("/") { return "\(path)/mbm" }
            guard let home = environment["HOME"], home.hasPrefix("/") else { throw .noHome }
            return "\(home)/\(fallback)/mbm"
        }
        state = try folder("XDG_STATE_HOME", ".local/state")
        data = try folder("XDG_DATA_HOME", ".local/share")
        config = try folder("XDG_CONFIG_HOME", ".config")
    }
}
