/// What a job gives its boards to do.
package enum Work: Equatable, Sendable {
    /// Python. `echo`: the value of each statement that is an expression is printed, as at a board's own prompt, and
    /// statements are separated by NUL.
    case source(String, echo: Bool)
    /// Python as with `echo`, of which nobody who works with the board shall notice anything: where memory is short it
    /// fails, and costs no names.
    case look(String)
    /// Operations on files.
    case files(Manifest)

    var manifest: Manifest? {
        if case .files(let manifest) = self { manifest } else { nil }
    }
}

/// What became of a job.
package struct JobResult: Equatable, Sendable {
    /// How a board ended; nil: it has not.
    package func outcome(of board: String) -> Outcome? { ended[board] }
    /// In the order the boards were given.
    package var outcomes: [(board: String, outcome: Outcome)] { boards.compactMap { b in ended[b].map { (b, $0) } } }
    /// Boards that the person left running (Ctrl-C twice) or that did not answer an interrupt.
    package var running: [String] { boards.filter { ended[$0] == nil } }
    /// Whether the person pressed Ctrl-C.
    package internal(set) var interrupted = false
    /// Whether the person left the boards to themselves (Ctrl-C twice): the job can be taken up again.
    package internal(set) var detached = false
    /// The boards that were asked to interrupt it.
    package internal(set) var asked: Set<String> = []
    /// Why the hub was lost before all boards had answered. What came before stands.
    package internal(set) var loss: FleetError?
    package let boards: [String]
    var ended: [String: Outcome] = [:]

    init(boards: [String]) { self.boards = boards }

    /// Of boards that ended in another way than by a job: a reset, say.
    package init(_ outcomes: [(board: String, outcome: Outcome)]) {
        boards = outcomes.map(\.board)
        ended = Dictionary(outcomes.map { ($0.board, $0.outcome) }, uniquingKeysWith: { first, _ in first })
    }

    /// This and what came after it on the same line: of each board the outcome that is not ok counts, the last of them.
    package func followed(by next: JobResult) -> JobResult {
        let known = Set(boards)
        var both = JobResult(boards: boards + next.boards.filter { !known.contains($0) })
        both.ended = ended
        for board in next.boards {
            guard let outcome = next.ended[board] else {
                both.ended[board] = nil
                continue
            }
            if outcome != .ok || !known.contains(board) { both.ended[board] = outcome }
        }
        return both
    }

    /// The same without the boards that raised an exception.
    package var withoutRaised: JobResult {
        var rest = JobResult(
            boards: boards.filter { board in
                if case .raised = ended[board] { false } else { true }
            })
        (rest.interrupted, rest.detached, rest.asked, rest.loss) = (interrupted, detached, asked, loss)
        let left = Set(rest.boards)
        rest.ended = ended.filter { left.contains($0.key) }
        return rest
    }

    /// For showing what boards said: an exception that is told elsewhere does not set a board apart.
    /// - Parameter hasAnswer: whether a board has something to show.
    package func forShowing(_ hasAnswer: (String) -> Bool) -> JobResult {
        var result = self
        for board in boards {
            if !hasAnswer(board) {
                result.ended[board] = .refused("")
            } else if case .raised = ended[board] {
                result.ended[board] = .ok
            }
        }
        return result
    }
}
