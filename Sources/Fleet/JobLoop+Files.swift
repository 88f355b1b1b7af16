internal import Redis

// Jobs with files: what boards say becomes events, what they need is put on the hub, and they are not let run ahead.
extension JobLoop {
    /// Makes ready what boards will ask the hub for.
    func startFiles() throws(FleetError) {
        guard let manifest = work.manifest else { return }
        files = FileTraffic(manifest, contents, boards: result.boards, width: width)
        guard !job.pending.isEmpty else { return }
        try hub.store(manifest.bytes, sha256: manifest.sha256)
        try files?.store?.prepare(hub)
    }

    /// Why a board that is there cannot take the work.
    func inability(of board: Board) -> Outcome? {
        guard let manifest = work.manifest else { return nil }
        if !board.isLegacy {
            return board.features.contains("files")
                ? nil
                : .refused("its board client is of an older version, and knows one file at a time: install it anew")
        }
        guard manifest.isHarmless, board.isWiPy, console(of: board) == nil else { return nil }
        return .refused("what it says of its files never comes to the hub")
    }

    /// Takes what a board says of files.
    /// - Returns: whether it is a job with files.
    func takeFiles(_ event: Job.Event) -> Bool {
        guard files != nil else { return false }
        let (board, events): (String, [FileEvent])
        switch event {
        case .output(let name, let bytes): (board, events) = (name, files?.take(bytes, of: name) ?? [])
        case .dropped(let name, _): (board, events) = (name, files?.lose(name) ?? [])
        case .finished(let name, let outcome):
            for event in files?.finish(name) ?? [] { report(.file(board: name, event)) }
            let outcome = files?.outcome(outcome, of: name) ?? outcome
            result.ended[name] = outcome
            report(.event(.finished(board: name, outcome)))
            return true
        }
        for event in events { report(.file(board: board, event)) }
        return true
    }

    /// Gives boards what they wait for.
    func advanceFiles() throws(FleetError) {
        guard files != nil else { return }
        while let (board, operation) = files?.wanted.first {
            files?.wanted.removeFirst()
            if job.pending.contains(board) { try give(operation, to: board) }
        }
        var commands: [Command] = []
        for board in waiting where turns[board] == nil {
            guard let limit = files?.limit(of: board, readTo: job.position(of: board).offset) else { continue }
            commands += Wire.say(.limit(limit), to: board, request)
        }
        _ = try hub.run(commands)
    }

    private func give(_ operation: Int, to board: String) throws(FleetError) {
        guard let manifest = work.manifest else { return }
        if operation < 0 {
            try hub.store(manifest.bytes, sha256: manifest.sha256)
            return try say(.there(operation), to: [board])
        }
        if let time = files?.store?.isLong(operation, hub) {
            try say(.wait(Int(time.components.seconds) + 20), to: waiting)
        }
        switch try files?.store?.supply(operation, to: hub) ?? .gone(nil) {
        case .there: try say(.there(operation), to: [board])
        case .later: return
        case .gone(let why):
            if let why { report(.contentMissing(why)) }
            try say(.gone(operation), to: [board])
            for event in turns[board]?.contentIsGone(operation) ?? [] { act(on: event, of: board) }
        }
        try files?.store?.lookAhead(from: operation, to: hub)
    }

    private func say(_ word: Wire.Word, to boards: [String]) throws(FleetError) {
        _ = try hub.run(boards.filter { turns[$0] == nil }.flatMap { Wire.say(word, to: $0, request) })
    }

    /// Nobody will be here to be asked: what boards may yet need is put on the hub, as far as there is room.
    func leaveFiles() {
        try? files?.store?.supplyAll(hub)
    }

    /// The keys that only boards at work need.
    var fileKeys: [String] { work.manifest == nil ? [] : result.boards.map { Wire.word($0, request) } }
}
