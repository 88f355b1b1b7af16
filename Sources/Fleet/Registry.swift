internal import Processes
internal import Redis

// What changes a board's place on the hub. These requests have no outcome: their effect is watched.
extension Hub {
    /// Gives a board another name and waits until it is back under it.
    /// - Parameters:
    ///   - user: who asks (`user@host`).
    ///   - limit: how long that may take; the request is taken back then.
    ///   - isInterrupted: whether the person wants the wait to end.
    /// - Returns: whether the board was restarted for it.
    /// - Throws: `badName`, `unknownBoards`, `offline`, `nameTaken`, `notRenamed`
    package func rename(
        _ name: String, to new: String, by user: String, within limit: Duration, isInterrupted: () -> Bool
    ) throws(FleetError) -> Bool {
        guard isValidBoardName(new) else { throw .badName(new) }
        let found = try boards([name, new])
        guard let board = found[0] else { throw .unknownBoards([name], known: 1) }
        if name == new { return false }
        guard board.state != .offline else { throw .offline(name) }
        guard found[1] == nil else { throw .nameTaken(new) }
        if board.isLegacy {
            try renameLegacy(name, to: new, by: user, within: limit, isInterrupted)
            return true
        }
        let identity = try run(Command("GET", Wire.owner(name))).text
        try run(Command("RPUSH", Wire.rename(name), new))
        let done = try watch(within: limit, isInterrupted) { () throws(FleetError) in
            let replies = try self.run([Command("GET", Wire.owner(new)), Command("GET", Wire.state(new))])
            let refused = try self.run(Command("HGET", Wire.meta(name), "conflict")).text == new
            if refused { throw .nameTaken(new) }
            return replies[0].text != nil && replies[0].text == identity && replies[1].text != nil
        }
        guard !done else { return false }
        let takenBack = try run(Command("LREM", Wire.rename(name), 0, new)).integer ?? 0 > 0
        let when = "within \(limit.components.seconds) s"
        throw .notRenamed(
            name, to: new,
            takenBack ? "it did not take the request \(when), which was taken back" : "it did not come back \(when)")
    }

    /// How a reset went.
    package enum Reset: Equatable, Hashable, Sendable {
        case back
        /// It was not asked; why.
        case notAsked(String)
        /// It took the request and has not come back.
        case notBack
        /// It did not take the request, which was taken back.
        case notTaken
    }

    /// Restarts boards and waits until they have registered again.
    /// - Parameter limit: how long that may take.
    package func reset(
        _ names: [String], by user: String, within limit: Duration, isInterrupted: () -> Bool
    ) throws(FleetError) -> [(board: String, Reset)] {
        let reason = "reset by \(user)"
        /// Boards of ours on which code runs.
        var busy: [String] = []
        var results: [String: Reset] = [:]
        var legacy: [LegacyRestart] = []
        for (name, board) in zip(names, try boards(names)) {
            guard let board, board.state != .offline else {
                results[name] = .notAsked(board == nil ? "it is unknown to the hub" : "it is offline")
                continue
            }
            guard board.isLegacy else {
                if board.state == .running { busy.append(name) }
                continue
            }
            do throws(FleetError) {
                legacy.append(LegacyRestart(name, queue: name, reason, try lock([name], for: user)))
            } catch {
                results[name] = .notAsked(error.reason)
            }
        }
        defer { for restart in legacy { unlock([restart.board], restart.lock) } }
        let asked = names.filter { results[$0] == nil }
        let before = try boots(asked)
        // Whatever runs, also for somebody who is gone, gives way: a board takes requests between programs only.
        _ = try run(
            asked.map { Command("RPUSH", Wire.reset($0), reason) }
                + busy.map { Command("RPUSH", Wire.interrupt($0), "*") })
        let ours = asked.filter { name in !legacy.contains { $0.board == name } }
        _ = try watch(within: limit, isInterrupted) { () throws(FleetError) in
            let waiting = ours.filter { results[$0] == nil }
            for (name, boot) in try self.boots(waiting) where boot != before[name] { results[name] = .back }
            for index in legacy.indices where results[legacy[index].board] == nil {
                if try legacy[index].isBack(self) { results[legacy[index].board] = .back }
            }
            return asked.allSatisfy { results[$0] != nil }
        }
        for name in asked where results[name] == nil {
            let takenBack = try run(Command("LREM", Wire.reset(name), 0, reason)).integer ?? 0 > 0
            results[name] = takenBack ? .notTaken : .notBack
        }
        return names.map { ($0, results[$0] ?? .notBack) }
    }

    /// What tells a start of each board's client from its other starts, of boards that are here.
    private func boots(_ names: [String]) throws(FleetError) -> [String: String] {
        let replies = try run(
            names.flatMap { [Command("HGET", Wire.meta($0), "boot"), Command("GET", Wire.state($0))] })
        var boots: [String: String] = [:]
        for (index, name) in names.enumerated() where replies[2 * index + 1].text != "reseting" {
            boots[name] = replies[2 * index].text
        }
        return boots
    }

    /// Lets time pass.
    /// - Returns: whether all of it has, and the person did not want it to end.
    package func wait(_ time: Duration, isInterrupted: () -> Bool) -> Bool {
        let end = ContinuousClock.now + time
        while !isInterrupted() {
            let left = end - .now
            if left <= .zero { return true }
            pause(min(left, .milliseconds(50)))
        }
        return false
    }

    /// Looks at `condition` until it holds: soon at first, then ever less often, up to four times a second, for a look at
    /// a large fleet is no small thing.
    /// - Returns: whether it came to hold in time.
    func watch(
        within limit: Duration, _ isInterrupted: () -> Bool, _ condition: () throws(FleetError) -> Bool
    ) throws(FleetError) -> Bool {
        let deadline = ContinuousClock.now + limit
        var pace = Duration.milliseconds(20)
        while ContinuousClock.now < deadline, !isInterrupted() {
            if try condition() { return true }
            pause(pace)
            pace = min(pace * 2, .milliseconds(250))
        }
        return false
    }
}
