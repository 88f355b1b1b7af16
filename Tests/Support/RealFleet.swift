import Redis

/// A hub and real boards on it, `board-1` to `board-N`.
package final class RealFleet {
    package let account: Account
    package let hub: LocalHub
    package let boards: [RealBoard]

    package init(boards count: Int) throws {
        account = try Account()
        let hub = try LocalHub(account)
        self.hub = hub
        boards = try (1...count).map { try RealBoard("board-\($0)", on: hub) }
        try waitUntilIdle(boards)
    }

    /// Waits until boards are on the hub and do nothing.
    package func waitUntilIdle(_ boards: [RealBoard]) throws {
        for board in boards {
            try eventually(
                "\(board.name) on the hub; it said: \((try? account.directory.read("boards-\(board.name)/client.log")) ?? "")"
            ) {
                try hub.ask(Command("GET", "board:\(board.name)")).text == "idle"
                    && hub.ask(Command("HGET", "boardmeta:\(board.name)", "client")).text != nil
            }
        }
    }

    /// The options that make mbm use this hub, with its boards selected.
    package var options: [String] { ["--port", "\(hub.port)", "--use", "board-[1-\(boards.count)]"] }

    /// Runs mbm with a script for all the boards.
    package func run(_ script: String, _ options: [String] = [], within seconds: Double = 60) throws -> Finished {
        try account.mbm(self.options + options, input: script, within: seconds)
    }

    /// Starts that and does not wait for it.
    package func start(_ script: String, _ options: [String] = []) throws -> Run {
        try account.start(self.options + options, input: script)
    }

    /// mbm on a terminal with all the boards selected, at its first prompt.
    package func prompt(
        _ options: [String] = [], environment: [String: String] = [:], columns: Int = 80, rows: Int = 24
    ) throws -> Pty {
        let terminal = try account.terminal(
            self.options + options, environment: environment, columns: columns, rows: rows)
        try terminal.expect("board-[1-\(boards.count)]>>> ", within: 20)
        return terminal
    }
}

extension RealFleet {
    /// What a board last said that it does; nil: it is gone.
    package func state(_ board: String) throws -> String? {
        try hub.ask(Command("GET", "board:\(board)")).text
    }
}
