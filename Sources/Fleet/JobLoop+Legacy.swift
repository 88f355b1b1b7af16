internal import Redis

// Legacy boards: each takes its turn, all of them in the same round trips.
extension JobLoop {
    /// Asks the hub for every legacy board whose turn has come, in one round trip, and acts on what it says.
    func advanceTurns() throws(FleetError) {
        let names = waiting.filter { turns[$0] != nil }
        guard !names.isEmpty else { return }
        let commands = names.map { turns[$0]?.commands() ?? [] }
        let replies = try hub.run(commands.flatMap { $0 })
        var start = 0
        for (name, count) in zip(names, commands.map(\.count)) {
            for event in turns[name]?.take(replies[start..<(start + count)]) ?? [] { act(on: event, of: name) }
            start += count
        }
    }

    private func act(on event: LegacyTurn.Event, of name: String) {
        switch event {
        case .output(let bytes): emit(job.receive(next(bytes, of: name)))
        case .ended(let outcome):
            turns[name] = nil
            emit(job.end(name, outcome))
        case .outputMissing: report(.outputMissing(board: name))
        case .locked(let user): report(.busy(board: name, with: user))
        case .began: watches[name]?.lastSeen = .now
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
        if let board, board.state != .offline, let age = board.lastSeen, board.state != .running || turn.isQueued {
            watch.lastSeen = max(watch.lastSeen, now - age)
        }
        let silence = now - watch.lastSeen
        let patience = turn.isQueued ? timeout : timeout + Pace.legacyRunning
        if board?.state == .offline || board == nil, !turn.isQueued, silence > Pace.legacyRunning, watch.tellBusy {
            watch.tellBusy = false
            report(.running(board: name, silence: silence))
        }
        watches[name] = watch
        guard silence >= patience else { return true }
        let replies = try hub.run(turn.withdrawal())
        turns[name] = nil
        let takenBack = turn.isQueued && replies.first?.integer ?? 0 > 0
        let why = "no sign of life for \(silence.components.seconds) s"
        emit(job.end(name, .silent("\(why); \(takenBack ? "nothing of it ran" : "it may have run, or run yet")")))
        return true
    }
}
