internal import Redis

// Legacy boards: each takes its turn, all of them in the same round trips.
extension JobLoop {
    /// Asks the hub for every legacy board whose turn has come, in one round trip, and acts on what it says.
    func advanceTurns() throws(FleetError) {
        let names = waiting.filter { turns[$0] != nil }
        guard !names.isEmpty else { return }
        let commands = names.map { turns[$0]?.commands() ?? [] }
        let replies: [Reply]
        do {
            replies = try hub.run(commands.flatMap { $0 })
        } catch {
            for name in names { turns[name]?.missReplies() }
            throw error
        }
        var start = 0
        for (name, count) in zip(names, commands.map(\.count)) {
            for event in turns[name]?.take(replies[start..<(start + count)]) ?? [] { act(on: event, of: name) }
            start += count
        }
    }

    func act(on event: LegacyTurn.Event, of name: String) {
        switch event {
        case .output(let bytes): emit(job.receive(next(bytes, of: name)))
        case .ended(let outcome):
            turns[name] = nil
            emit(job.end(name, outcome))
        case .outputMissing: report(.outputMissing(board: name, missingOutput(of: name)))
        case .wants(let operation): files?.wanted.append((name, operation))
        case .locked(let user): report(.busy(board: name, with: user))
        case .began:
            watches[name]?.lastSeen = .now
            watches[name]?.idleSince = nil
        }
    }

    /// What a legacy board printed, as the next piece of its output.
    private func next(_ bytes: [UInt8], of name: String) -> Job.Output {
        let (number, offset) = job.position(of: name)
        return Job.Output(board: name, request: request, number: number, offset: offset, bytes: bytes)
    }

    /// A legacy board shows no sign of life while code runs: its key runs out after 30 s although it is alive.
    /// - Returns: whether this is such a board, and nothing more is to be looked at.
    func lookAtLegacy(_ name: String, _ board: Board?) throws(FleetError) -> Bool {
        guard let turn = turns[name], var watch = watches[name] else { return false }
        let now = ContinuousClock.now
        if let age = board?.lastSeen, board?.state != .offline { watch.lastSeen = max(watch.lastSeen, now - age) }
        // The shell that has it watches over it.
        if turn.isLocked { watch.lastSeen = now }
        let silence = now - watch.lastSeen
        if !turn.isLocked, !turn.isQueued, silence > Pace.legacyRunning, !watch.toldRunning {
            watch.toldRunning = true
            report(.running(board: name, silence: silence))
        }
        if board?.state != .idle || turn.isOpening || turn.isDraining {
            watch.idleSince = nil
            if turn.isResting { tellBusy(name, &watch, now) }
        } else if watch.idleSince == nil {
            watch.idleSince = now
        }
        watches[name] = watch
        if silence >= (turn.isQueued ? timeout : timeout + Pace.legacyRunning) {
            try giveUpLegacy(name, "no sign of life for \(silence.components.seconds) s")
        } else if let since = watch.idleSince, !turn.isLocked, watch.lastSeen > since {
            if turn.isQueued || turn.isResting {
                if now - since >= timeout { try giveUpLegacy(name, "it is idle but takes no request: reset it") }
            } else if now - since >= Pace.lost {
                emit(job.end(name, .silent("it restarted, or lost the request, before it answered")))
            }
        }
        return true
    }

    /// Says that the board works for somebody else, once it has for longer than its state takes to follow.
    private func tellBusy(_ name: String, _ watch: inout Watch, _ now: ContinuousClock.Instant) {
        let since = watch.restingSince ?? now
        watch.restingSince = since
        guard watch.tellBusy, now - since >= Pace.check else { return }
        watch.tellBusy = false
        report(.busy(board: name, with: nil))
    }

    private func giveUpLegacy(_ name: String, _ why: String) throws(FleetError) {
        let rest = try withdraw(name) ? "nothing of it ran" : "it may have run, or run yet"
        emit(job.end(name, .silent("\(why); \(rest)")))
    }

    /// Takes back what a legacy board has not begun, and the lock with it.
    /// - Returns: whether nothing of the job ran; if something did, all stays as it is.
    func withdraw(_ name: String) throws(FleetError) -> Bool {
        guard let turn = turns[name] else { return false }
        let removed = try hub.run(turn.withdrawal).first?.integer ?? 0 > 0
        guard removed || !turn.hasBegun && !turn.isQueued else { return false }
        _ = try hub.run(turn.release)
        turns[name] = nil
        return true
    }

    /// Gives back the locks of legacy boards that have not answered: nothing more is expected from them.
    func unlock() throws(FleetError) {
        _ = try hub.run(turns.values.flatMap { $0.withdrawal + $0.release })
        turns = [:]
        openConsoles = [:]
    }

    /// A legacy board does not come back to a hub that was started anew: it waits for nobody, and nobody for it.
    func findLegacyBoardsLost() throws(FleetError) {
        guard !turns.isEmpty, let start = try hub.start(), start != hubStart else { return }
        hubStart = start
        for name in result.boards where turns[name] != nil && job.pending.contains(name) {
            try giveUpLegacy(name, "the hub was started anew, and the original client does not come back: reset it")
        }
    }
}
