/// A board as the hub knows it.
package struct Board: Equatable, Sendable {
    package let name: String
    /// As the board named itself (`esp8266`, `linux`); empty: not known.
    package var platform = ""
    package var state = State.offline
    /// The version of MicroPython, e.g. `1.28.0`; empty: not known.
    package var firmware = ""
    /// Free heap in bytes after a collection, when the board registered.
    package var memory: Int?
    /// The version of our board client; nil: a legacy board.
    package var client: String?
    /// What its client can do (`interrupt`, `compile`, `input`, …).
    package var features: Set<String> = []
    /// How long ago it showed its last sign of life; nil: not known.
    package var lastSeen: Duration?
    /// What tells a start of its client from the others; nil: its client does not say.
    package internal(set) var boot: String?
    /// The number of the request it is running, and whose it is (`user@host`). Of a legacy board: who has locked it.
    package var request: String?
    package var user: String?

    /// Whether it runs the original client.
    package var isLegacy: Bool { client == nil }

    /// Whether code that runs on it can read what a person types.
    package var takesInput: Bool { features.contains("input") }

    /// Whether its output never comes to the hub.
    var isWiPy: Bool { isLegacy && platform.lowercased() == "wipy" }

    package init(name: String) { self.name = name }

    package enum State: Equatable, Sendable, CustomStringConvertible {
        case idle, running, copying, renaming, resetting
        /// It was here before and is not now.
        case offline
        /// What a board wrote that no protocol knows.
        case other(String)

        /// From the value of the board's key on the hub.
        init(wire: String) {
            switch wire {
            case "idle": self = .idle
            case "running": self = .running
            case "copying": self = .copying
            case "renaming": self = .renaming
            case "reseting": self = .resetting
            default: self = .other(wire)
            }
        }

        package var description: String {
            switch self {
            case .idle: "idle"
            case .running: "running"
            case .copying: "copying"
            case .renaming: "renaming"
            case .resetting: "resetting"
            case .offline: "offline"
            case .other(let text): text
            }
        }
    }
}
