internal import BoardClient
internal import Fleet

/// What boards answer to Tab, kept until the next line is sent.
///
/// Only a board that is idle is asked, once for each question: code that runs is left alone. One that does not answer in
/// time is not waited for; its answer counts from the next look on if it comes.
final class Survey {
    struct Question: Hashable {
        let kind: BoardClient.Names
        /// Which folder, package or object.
        let place: String
    }

    /// A question with what boards have said to it.
    private final class Entry {
        let start: String
        var asked: Set<String> = []
        var loops: [JobLoop] = []
        private var outputs = Answers(most: 1 << 14)
        private var finished: Set<String> = []

        init(from start: String) { self.start = start }

        func take(_ note: JobLoop.Note) {
            guard case .event(let event) = note else { return }
            outputs.take(event)
            switch event {
            case .finished(let board, .ok): finished.insert(board)
            // It has not begun, and may be asked again.
            case .finished(let board, .silent): asked.remove(board)
            default: break
            }
        }

        func answer(of board: String) -> String? {
            guard finished.contains(board), outputs.dropped[board] == nil else { return nil }
            return String(decoding: outputs.outputs[board] ?? [], as: UTF8.self)
        }

        /// Whether it also tells what begins with `other`.
        func covers(_ other: String) -> Bool {
            let isWhole = finished.allSatisfy { !Survey.isCut(answer(of: $0) ?? "") }
            return other == start || other.hasPrefix(start) && isWhole
        }
    }

    /// The least that boards may take, also where the hub was slow.
    private static let patience = Duration.milliseconds(100)

    private let session: Session
    private var line = 0
    private var entries: [Question: Entry] = [:]

    init(_ session: Session) { self.session = session }

    /// - Parameters:
    ///   - start: what the names begin with; others may come as well.
    ///   - end: when to stop waiting.
    /// - Returns: what each board printed that has answered.
    func answers(
        to question: Question, from start: String, of boards: [String], until end: ContinuousClock.Instant
    ) -> [String] {
        if session.linesSent != line { entries = [:] }
        line = session.linesSent
        let kept = entries[question].flatMap { $0.covers(start) ? $0 : nil }
        let entry = kept ?? Entry(from: start)
        entries[question] = entry
        do throws(FleetError) {
            for loop in entry.loops where !loop.running.isEmpty { try loop.look(report: entry.take) }
            let idle = try idle(boards.filter { !entry.asked.contains($0) })
            if !idle.isEmpty { try ask(question, entry, idle, until: end) }
        } catch {
            // The hub is away: what has been said is all there is.
        }
        return boards.compactMap(entry.answer)
    }

    /// Whether a board has more names than it has printed.
    static func isCut(_ answer: String) -> Bool { answer == "\t" || answer.hasSuffix("\t\t") }

    /// The boards that wait for something to do. The original client is not asked: it takes each program as a file, and
    /// is never done in time.
    private func idle(_ boards: [String]) throws(FleetError) -> [String] {
        zip(boards, try session.hub.boards(boards))
            .filter { _, board in board.map { $0.state == .idle && !$0.isLegacy } ?? false }.map(\.0)
    }

    private func ask(
        _ question: Question, _ entry: Entry, _ boards: [String], until end: ContinuousClock.Instant
    ) throws(FleetError) {
        entry.asked.formUnion(boards)
        let statements = BoardClient.names(question.kind, in: question.place, from: entry.start)
        let loop = JobLoop(
            // One after the other; none has a value that would be echoed.
            .look(statements.joined(separator: "\0")), on: boards, hub: session.hub,
            user: session.context.user,
            timeout: session.context.timeout, interrupts: { 0 },
            report: { [weak entry] in entry?.take($0) })
        entry.loops.append(loop)
        _ = try loop.run(limit: max(end - .now, Self.patience))
    }
}

/// How many boards have each name.
struct Tally {
    /// The boards that have answered, and those that were to be asked.
    var answered = 0
    var asked = 0
    /// Whether there are more names than boards have told.
    var isCut = false
    private(set) var counts: [String: Int] = [:]

    mutating func add(_ names: some Sequence<String>) {
        answered += 1
        for name in Set(names) { counts[name, default: 0] += 1 }
    }

    /// What no board has to be asked for.
    mutating func addToAll(_ names: [String]) {
        for name in names { counts[name] = answered }
    }

    /// `3 of 4`.
    func share(of name: String) -> String { "\(counts[name] ?? 0) of \(answered)" }

    /// Whether every board that has answered has it.
    func isCommon(_ name: String) -> Bool { counts[name] == answered }

    /// What else has to be said with a list of its names.
    var remarks: [String] {
        (answered < asked ? ["(\(answered) of \(asked) answered)"] : []) + (isCut ? ["(there are more)"] : [])
    }
}
