internal import Redis

/// A reset of a legacy board, watched. Nothing tells one start of its client from another: it says `reseting`, is gone,
/// and is idle again.
struct LegacyRestart {
    let board: String
    /// The name whose queue holds the request.
    let queue: String
    let reason: String
    let lock: String
    private var hasGone = false
    private var takenAt: ContinuousClock.Instant?
    /// Long enough for a board that has taken the request to say so.
    private static let patience = Duration.seconds(3)

    init(_ board: String, queue: String, _ reason: String, _ lock: String) {
        self.board = board
        self.queue = queue
        self.reason = reason
        self.lock = lock
    }

    /// Looks at the board once.
    mutating func isBack(_ hub: Hub) throws(FleetError) -> Bool {
        let replies = try hub.run([
            Wire.hold(board, lock), Command("LPOS", Wire.reset(queue), reason), Command("GET", Wire.state(board)),
        ])
        guard replies[1].integer == nil else { return false }
        let now = ContinuousClock.now
        let takenAt = takenAt ?? now
        self.takenAt = takenAt
        let state = replies[2].text.map(Board.State.init(wire:))
        if state == .resetting || state == nil { hasGone = true }
        return state == .idle && (hasGone || now - takenAt > Self.patience)
    }
}

extension Hub {
    /// The original client alters its table of queues while it goes through it, so that after a rename it may be deaf
    /// on some, and it writes its output under the old name. So it is restarted, through the queue of its old name,
    /// which it always keeps.
    func renameLegacy(
        _ name: String, to new: String, by user: String, within limit: Duration, _ isInterrupted: () -> Bool
    ) throws(FleetError) {
        let held: String
        do throws(FleetError) {
            held = try lock([name, new], for: user)
        } catch {
            throw .notRenamed(name, to: new, error.reason)
        }
        defer { unlock([name, new], held) }
        try run(Command("RPUSH", Wire.rename(name), new))
        let done = try watch(within: limit, isInterrupted) { () throws(FleetError) in
            _ = try self.run([Wire.hold(name, held), Wire.hold(new, held)])
            return try self.run(Command("GET", Wire.state(new))).text != nil
        }
        guard done else {
            let takenBack = try run(Command("LREM", Wire.rename(name), 0, new)).integer ?? 0 > 0
            throw .notRenamed(
                name, to: new,
                "it did not \(takenBack ? "take the request" : "come back") within \(limit.components.seconds) s"
                    + (takenBack ? ", which was taken back" : ""))
        }
        try restartRenamed(name, new, held, isInterrupted)
        // What is left of the old name: what it noted, and queues that nobody serves.
        try run(Command("DEL", list: Wire.all(name).filter { $0 != Wire.lock(name) }))
    }

    /// Restarts a board that has been renamed and waits until it is back.
    private func restartRenamed(
        _ name: String, _ new: String, _ held: String, _ isInterrupted: () -> Bool
    ) throws(FleetError) {
        let reason = "renamed from \(name)"
        var wasRestarted = false
        for queue in [name, new] where !wasRestarted {
            try run(Command("RPUSH", Wire.reset(queue), reason))
            var restart = LegacyRestart(new, queue: queue, reason, held)
            let taken = try watch(within: .seconds(3), isInterrupted) { () throws(FleetError) in
                try self.run(Command("LPOS", Wire.reset(queue), reason)).integer == nil
            }
            guard taken else {
                try run(Command("LREM", Wire.reset(queue), 0, reason))
                continue
            }
            // A board needs its Wi-Fi again before it is back.
            wasRestarted = try watch(within: .seconds(30), isInterrupted) { () throws(FleetError) in
                try restart.isBack(self)
            }
            break
        }
        guard wasRestarted else {
            throw .notRenamed(name, to: new, "it has the new name, but is not back from the reset that goes with it")
        }
    }

    // MARK: Locks

    /// Takes the locks of legacy boards for something that is no job.
    /// - Returns: what to give back with.
    /// - Throws: `busy`
    func lock(_ boards: [String], for user: String) throws(FleetError) -> String {
        let value = Wire.lockValue(user: user, request: String(UInt64.random(in: 1...9_999_999_999_999_999)))
        for board in boards {
            let replies = try run([Wire.take(board, value), Command("GET", Wire.lock(board))])
            guard replies[0].text == "OK" else {
                unlock(boards, value)
                throw .busy(board, with: replies[1].text.map(Wire.holder))
            }
        }
        return value
    }

    /// Gives back those of the locks that are ours; a hub that is away forgets them by itself.
    func unlock(_ boards: [String], _ value: String) {
        _ = try? run(boards.map { Wire.release($0, value) })
    }
}
