// The consoles of WiPys: all of them are led in the rounds of the loop, none is waited for.
extension JobLoop {
    /// How a legacy board is led through the job.
    func turn(of board: Board) -> LegacyTurn {
        let hasConsole = console(of: board) != nil
        return LegacyTurn(
            board.name, work, request: request, user: user, hasConsole: hasConsole,
            isBlind: board.isWiPy && !hasConsole)
    }

    /// The console of a board whose output never comes to the hub, if the configuration names one. (What a board is may
    /// not be known: then the configuration knows it.)
    func console(of board: Board) -> TelnetConsole? {
        board.isWiPy || board.platform.isEmpty ? consoles[board.name] : nil
    }

    func missingOutput(of name: String) -> MissingOutput {
        if let console = openConsoles[name]?.console { return .console(console.place) }
        return watches[name]?.isWiPy ?? false ? .unnamedConsole : .hub
    }

    /// Opens the consoles whose time has come, takes what others say, and closes those of boards that have ended.
    func advanceConsoles() {
        guard !consoles.isEmpty else { return }
        let now = ContinuousClock.now
        for name in result.boards {
            guard let turn = turns[name] else {
                openConsoles[name] = nil
                continue
            }
            if turn.isOpening, openConsoles[name] == nil, let console = consoles[name] {
                openConsoles[name] = ConsoleConnection(to: console, at: now)
            }
            guard let connection = openConsoles[name] else { continue }
            for event in connection.advance(at: now) { act(on: event, of: name, connection) }
            endDrain(of: name, connection, now)
        }
    }

    /// Gives up on what a console has not said by now.
    private func endDrain(of name: String, _ connection: ConsoleConnection, _ now: ContinuousClock.Instant) {
        guard turns[name]?.isDraining ?? false else { return }
        let since = watches[name]?.drainingSince ?? now
        watches[name]?.drainingSince = since
        guard now - max(since, connection.lastHeard) >= Pace.quiet || now - since >= Pace.drain else { return }
        for event in turns[name]?.endDrain() ?? [] { act(on: event, of: name) }
    }

    private func act(on event: ConsoleConnection.Event, of name: String, _ connection: ConsoleConnection) {
        switch event {
        case .open: turns[name]?.openConsole()
        case .printed(let bytes):
            for event in turns[name]?.hear(bytes) ?? [] { act(on: event, of: name) }
        case .failed(let why):
            if !(turns[name]?.hasHeardAll ?? true) {
                let sentence = "its console at \(connection.console.place) \(why)"
                report(.consoleLost(board: name, why: sentence, wasOpen: connection.isOpen))
            }
            for event in turns[name]?.loseConsole() ?? [] { act(on: event, of: name) }
        }
    }
}
