/// What one request to several boards has come to. It holds no connection: entries of the reply streams go in, events
/// come out, so that its tests need no server.
package struct Job: Sendable {
    package enum Event: Equatable, Sendable {
        /// The next bytes of a board's output, in order and without repetition.
        case output(board: String, bytes: [UInt8])
        /// Output that is missing here: the board or the hub could not keep it. In bytes.
        case dropped(board: String, count: Int)
        case finished(board: String, Outcome)
    }

    /// A piece of a board's output.
    package struct Output: Equatable, Sendable {
        let board: String
        let request: String
        /// Counts pieces from 0.
        let number: Int
        /// Where the piece begins in all the board had to say, in bytes; what was dropped on the board counts.
        let offset: Int
        let bytes: [UInt8]
    }

    /// How a board ended the request.
    package struct Completion: Equatable, Sendable {
        let board: String
        let request: String
        /// How many pieces of output there are.
        let pieces: Int
        /// The end of the output, in bytes from its beginning.
        let length: Int
        let outcome: Outcome
    }

    private struct Progress {
        /// The number of the next piece, and where it should begin.
        var next = 0
        var offset = 0
        /// Held back until all output is here.
        var completion: Completion?
    }

    /// The number of the request.
    package let request: String
    private var progress: [String: Progress]
    /// The boards that have not finished.
    package var pending: Set<String> { Set(progress.keys) }

    package init(request: String, boards: [String]) {
        self.request = request
        progress = Dictionary(boards.map { ($0, Progress()) }, uniquingKeysWith: { first, _ in first })
    }

    /// A piece of output has come. Pieces of others, repeated ones and those of boards that have finished give nothing.
    package mutating func receive(_ output: Output) -> [Event] {
        guard output.request == request, var board = progress[output.board], output.number >= board.next else {
            return []
        }
        var events: [Event] = []
        if output.offset > board.offset {
            events.append(.dropped(board: output.board, count: output.offset - board.offset))
        }
        events.append(.output(board: output.board, bytes: output.bytes))
        board.next = output.number + 1
        // Never back: what is counted as missing must not add up without end.
        board.offset = max(board.offset, output.offset + output.bytes.count)
        progress[output.board] = board
        return events + finishIfComplete(output.board)
    }

    /// An outcome has come; it is given out once the output before it is.
    package mutating func receive(_ completion: Completion) -> [Event] {
        guard completion.request == request, let board = progress[completion.board], board.completion == nil else {
            return []
        }
        progress[completion.board]?.completion = completion
        return finishIfComplete(completion.board)
    }

    /// The stream of output has been read to its end: what has not come by now is not there any more.
    package mutating func drained() -> [Event] {
        progress.filter { $0.value.completion != nil }.keys.sorted().flatMap { finish($0) }
    }

    /// Ends a board's part from outside: it is silent, refused, or has been left to itself. One whose own outcome is
    /// here ends with that.
    package mutating func end(_ board: String, _ outcome: Outcome) -> [Event] {
        if progress[board]?.completion != nil { return finish(board) }
        return progress.removeValue(forKey: board) == nil ? [] : [.finished(board: board, outcome)]
    }

    /// The number and the offset that the next piece of a board's output has.
    func position(of board: String) -> (number: Int, offset: Int) {
        (progress[board]?.next ?? 0, progress[board]?.offset ?? 0)
    }

    private mutating func finishIfComplete(_ board: String) -> [Event] {
        guard let state = progress[board], let completion = state.completion, state.next >= completion.pieces else {
            return []
        }
        return finish(board)
    }

    private mutating func finish(_ board: String) -> [Event] {
        guard let state = progress.removeValue(forKey: board), let completion = state.completion else { return [] }
        let missing = completion.length - state.offset
        return (missing > 0 ? [.dropped(board: board, count: missing)] : [])
            + [.finished(board: board, completion.outcome)]
    }
}
