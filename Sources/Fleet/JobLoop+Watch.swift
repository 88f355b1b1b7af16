internal import Redis

extension JobLoop {
    // MARK: Signs of life

    /// Looks at the boards that have not answered: who is silent, who is busy with something else, whose answer is lost.
    func check() throws(FleetError) {
        let names = waiting
        let boards = try hub.boards(names)
        // A board that says it runs the request has taken it; of the others the queues tell.
        let unsure = zip(names, boards).filter { turns[$0] == nil && $1?.request != request }.map(\.0)
        let replies = try hub.run(
            unsure.map { Command("LPOS", queue(of: $0), message(to: $0)) }
                + [reply, Wire.done(reply)].map { Command("EXPIRE", $0, Wire.replyLifetime) })
        let queued = Set(zip(unsure, replies).filter { $1.integer != nil }.map(\.0))
        for (name, board) in zip(names, boards) { try look(at: name, board, isQueued: queued.contains(name)) }
    }

    func look(at name: String, _ board: Board?, isQueued: Bool) throws(FleetError) {
        if try lookAtLegacy(name, board) { return }
        guard var watch = watches[name] else { return }
        let now = ContinuousClock.now
        defer { if watches[name] != nil { watches[name] = watch } }
        if let board, board.state != .offline, let age = board.lastSeen {
            watch.lastSeen = max(watch.lastSeen, now - age)
        }
        if now - watch.lastSeen >= timeout {
            let silence = "no sign of life for \((now - watch.lastSeen).components.seconds) s"
            return try giveUp(name, silence, isQueued: isQueued)
        }
        if board?.state == .idle {
            let since = watch.idleSince ?? now
            watch.idleSince = since
            // Only a sign of life since then tells that the board is idle: of one that stands still the last state
            // stays, with the request in its hands.
            let isNew = board?.boot != watch.boot
            if !isQueued, now - since >= (isNew ? Pace.lost : timeout), watch.lastSeen > since {
                let why = isNew ? "it restarted before it answered" : "it is idle, and no answer has come"
                emit(job.end(name, .silent("\(why); \(mayHaveRun)\(isNew ? "" : ", or \(mayRun)")")))
            } else if isQueued, now - since >= timeout {
                return try giveUp(name, "it shows life but takes no request", isQueued: true)
            }
        } else {
            watch.idleSince = nil
            if isQueued, watch.tellBusy, board?.request != request, board?.state == .running || board?.state == .copying
            {
                watch.tellBusy = false
                report(.busy(board: name, with: board?.user))
            }
        }
    }

    private var isAboutFiles: Bool { work.manifest != nil }
    private var mayHaveRun: String { isAboutFiles ? "more of it may be done than was told" : "it may have run" }
    private var mayRun: String { isAboutFiles ? "may be done yet" : "run yet" }

    /// No answer is expected from `board` any more: what it has not begun is taken back.
    func giveUp(_ board: String, _ why: String, isQueued: Bool) throws(FleetError) {
        let takenBack = isQueued ? try takeBack([board]).contains(board) : false
        let rest = takenBack ? "nothing of it \(isAboutFiles ? "was done" : "ran")" : "\(mayHaveRun), or \(mayRun)"
        emit(job.end(board, .silent("\(why); \(rest)")))
    }

    /// Removes the request from the queues of `boards`.
    /// - Returns: those where it was still there.
    func takeBack(_ boards: [String]) throws(FleetError) -> Set<String> {
        let legacy = boards.filter { turns[$0] != nil }
        let boards = boards.filter { turns[$0] == nil }
        let replies = try hub.run(boards.map { Command("LREM", queue(of: $0), 0, message(to: $0)) })
        var takenBack = Set(zip(boards, replies).filter { $1.integer ?? 0 > 0 }.map(\.0))
        for name in legacy where try withdraw(name) { takenBack.insert(name) }
        return takenBack
    }

    // MARK: Ctrl-C

    /// Acts on Ctrl-C: the first interrupts the boards, a little later, so that a second one soon after it leaves them
    /// running as they are. What has not begun by then never will.
    /// - Returns: whether to go on waiting.
    func takeInterrupts() throws(FleetError) -> Bool {
        let now = ContinuousClock.now
        let count = interrupts()
        if count > 0 {
            result.interrupted = true
            if count > 1 || interruptedAt.map({ now - $0 < Pace.detach }) ?? false {
                _ = try withdraw()
                detach()
                return false
            }
            interruptedAt = now
            interruptAt = now + Pace.secondPress
        }
        if let due = interruptAt, now >= due {
            interruptAt = nil
            try interrupt()
        }
        guard let interruptedAt else { return true }
        return now - interruptedAt < Pace.interrupt
    }

    func interrupt() throws(FleetError) {
        var told: [String] = []
        var deaf: [String] = []
        for board in try withdraw() {
            if watches[board]?.canInterrupt ?? false { told.append(board) } else { deaf.append(board) }
        }
        result.asked.formUnion(told)
        if !told.isEmpty {
            _ = try hub.run(told.map { Command("RPUSH", Wire.interrupt($0), request) })
            report(.interrupting(told))
        }
        if !deaf.isEmpty { report(.cannotInterrupt(deaf)) }
    }

    /// Takes the request back from the boards that have not begun.
    /// - Returns: those that have.
    private func withdraw() throws(FleetError) -> [String] {
        for board in unsent { emit(job.end(board, .interrupted)) }
        unsent = []
        let asked = waiting
        let takenBack = try takeBack(asked)
        for board in asked where takenBack.contains(board) { emit(job.end(board, .interrupted)) }
        if !takenBack.isEmpty { report(.withdrawn(asked.filter(takenBack.contains))) }
        return asked.filter { !takenBack.contains($0) }
    }
}
