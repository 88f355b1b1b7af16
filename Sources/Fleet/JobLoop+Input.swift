internal import Redis

// Standard input: from whoever types, over the hub, to the one board of a job.
extension JobLoop {
    /// The board that takes input; nil: the job has none, or its board's client knows none.
    var reader: String? {
        guard input != nil, let board = result.boards.first, watches[board]?.takesInput ?? false else { return nil }
        return board
    }

    /// Whether somebody may type.
    var isTyping: Bool { reader != nil && !inputIsOver }

    /// Notes an entry of the output stream in which a board asks for input. Of several the last counts: a board that
    /// asks without end does not keep the loop from anything else.
    /// - Returns: whether it was one.
    func takeWish(_ fields: [String: Reply]) -> Bool {
        guard let number = fields["want"]?.text else { return false }
        guard let reader, fields["board"]?.text == reader, fields["request"]?.text == request else { return true }
        watches[reader]?.lastSeen = .now
        wish = Int(number) ?? wish
        return true
    }

    /// Gives the board what it asked for, if it has been typed by now.
    func giveInput() throws(FleetError) {
        guard let input, let reader else { return }
        if let number = wish {
            wish = nil
            if inputIsOver {
                _ = try hub.run(Wire.give(reader, request, Wire.nobodyIsThere))
            } else if let step = progress.want(number) {
                try act(on: step, of: reader)
            }
        }
        guard !inputIsOver, progress.isWanted, let piece = input.next() else { return }
        try act(on: progress.give(piece), of: reader)
    }

    private func act(on step: InputProgress.Step, of board: String) throws(FleetError) {
        let value: [UInt8]
        switch step {
        case .push(let number, .text(let bytes)): value = Wire.piece(number, bytes)
        case .push(let number, .end): value = Wire.piece(number, [])
        case .sayPresent: value = Wire.somebodyIsThere
        }
        _ = try hub.run(Wire.give(board, request, value))
    }

    /// Nobody will type any more: a program that goes on finds the end of its input; what one that has ended did not
    /// take goes back.
    func endInput() throws(FleetError) {
        guard let input, let reader else { return }
        let key = Wire.input(reader, request)
        defer { inputIsOver = true }
        guard !job.pending.contains(reader) else {
            _ = try hub.run(Wire.give(reader, request, Wire.nobodyIsThere))
            return
        }
        let rest = try hub.run([Command("LPOP", key), Command("DEL", key)])
        guard !inputIsOver, let value = rest[0].bytes, value != Wire.somebodyIsThere, let piece = progress.given else {
            return
        }
        input.giveBack(piece)
    }
}
