internal import Redis

/// What the hub answered when it was asked for a board.
struct BoardReplies {
    private let state: String?
    private let millisecondsLeft: Int
    private let meta: [String: Reply]
    private let metaLeft: Int
    private let info: String?
    private let lock: String?

    /// - Parameter replies: of GET and PTTL of the state, HGETALL and TTL of what is known of the board, GET of its
    ///   platform and of its lock.
    init(_ replies: ArraySlice<Reply>) {
        let replies = Array(replies)
        state = replies[0].text
        millisecondsLeft = replies[1].integer ?? 0
        meta = replies[2].fields
        metaLeft = replies[3].integer ?? 0
        info = replies[4].text
        lock = replies[5].text
    }

    /// - Returns: nil for a board that the hub has never heard of; whether it is a legacy board that should be noted, so
    ///   that it is known when it has gone: it writes nothing that lasts.
    func board(_ name: String) -> (board: Board, isToBeNoted: Bool)? {
        if state == nil, meta.isEmpty { return nil }
        var board = Board(name: name)
        board.platform = field("platform") ?? info ?? ""
        board.firmware = field("firmware") ?? ""
        board.memory = field("memory").flatMap { Int($0) }.map { min(max(0, $0), 1 << 52) }
        board.client = field("client")
        board.features = Set((field("features") ?? "").split(separator: ",").map(String.init))
        board.boot = field("boot")
        board.request = field("request")
        board.user = board.isLegacy ? lock.map(Wire.holder) : field("by")
        if let state {
            board.state = Board.State(wire: state)
            let life = Wire.lifetime(ofState: state, isLegacy: board.isLegacy)
            board.lastSeen = max(.zero, life - .milliseconds(millisecondsLeft))
        } else if board.isLegacy, lock != nil {
            // It shows no sign of life while code runs, and its key runs out; the shell that runs it waits for it.
            board.state = .running
        } else if metaLeft > 0 {
            board.lastSeen = .seconds(max(0, Wire.memoryOfBoards - metaLeft))
        }
        return (board, isToBeNoted(board))
    }

    private func isToBeNoted(_ board: Board) -> Bool {
        guard board.isLegacy, state != nil else { return false }
        return metaLeft < Wire.memoryOfBoards - 60 || field("platform") == nil && info != nil
    }

    private func field(_ name: String) -> String? { meta[name]?.text.flatMap { $0.isEmpty ? nil : $0 } }
}
