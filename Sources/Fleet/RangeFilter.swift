/// What boards can be chosen by besides their names: `platform:esp32`, `state:idle`, `firmware:1.28*`.
package enum RangeFilter: String, CaseIterable, Sendable {
    case firmware, platform, state

    /// What `board` says of it; whatever the case of its letters, they are compared in lower case.
    package func value(of board: Board) -> String {
        switch self {
        case .firmware: board.firmware
        case .platform: board.platform
        case .state: board.state.description
        }
    }
}
