internal import BoardClient
internal import Processes
internal import Redis

/// What a job gives its boards to do.
package enum Work: Equatable, Sendable {
    /// Python. `echo`: the value of each statement that is an expression is printed, as at a board's own prompt, and
    /// statements are separated by NUL.
    case source(String, echo: Bool)
    /// A file that is on the hub under the key of its content, to be written at a path on the board.
    case copy(sha256: String, destination: String, size: Int)
    /// A file of the board: its output is the file's content, followed by the 64 digits of its SHA-256.
    case fetch(String)

    var isFetch: Bool {
        if case .fetch = self { true } else { false }
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
    /// Why the hub was lost before all boards had answered. What came before stands.
    package internal(set) var loss: FleetError?
    package let boards: [String]
    var ended: [String: Outcome] = [:]

    /// The same without the boards that raised an exception.
    package var withoutRaised: JobResult {
        var rest = JobResult(
            interrupted: interrupted, loss: loss,
            boards: boards.filter { board in
                if case .raised = ended[board] { false } else { true }
            })
        rest.ended = ended.filter { rest.boards.contains($0.key) }
        return rest
    }
}

/// Sends one job to its boards and reads what comes back until every board has answered, is silent, or the person ends
/// the wait. One connection serves all boards.
package final class JobLoop {
    /// What a person may want to know while a job runs.
    package enum Note: Equatable, Sendable {
        case event(Job.Event)
        /// The board is busy with another job; whose (`user@host`), if known.
        case busy(board: String, with: String?)
        case interrupting([String])
        case cannotInterrupt([String])
        case hubAway
        case hubBack
    }

    private enum Pace {
        /// How long the hub holds a read that finds nothing: a Ctrl-C waits for it at most.
        static let read = 200
        static let check = Duration.seconds(1)
        /// How long a board may look idle without the request in its queue before its answer counts as lost.
        static let lost = Duration.seconds(3)
        static let detach = Duration.seconds(1)
        static let interrupt = Duration.seconds(3)
        static let reconnect = Duration.seconds(5)
    }

    /// What the loop knows of a board that has not answered.
    private struct Watch {
        var lastSeen: ContinuousClock.Instant
        var canInterrupt: Bool
        var tellBusy = true
        /// Since when it has looked idle while the request was in its queue, or was nowhere.
        var idleSince: ContinuousClock.Instant?
    }

    private let hub: Hub
    private let user: String
    private let timeout: Duration
    /// How many boards work at once.
    private let width: Int
    private let interrupts: () -> Int
    private let report: (Note) -> Void

    private let work: Work
    private let request = String(UInt64.random(in: 1...9_999_999_999_999_999))
    private let reply = "reply:" + (0..<32).map { _ in String(Int.random(in: 0..<16), radix: 16) }.joined()
    private var job: Job
    private var result: JobResult
    private var watches: [String: Watch] = [:]
    /// Boards whose turn is still to come.
    private var unsent: ArraySlice<String> = []
    private var positions = ["0-0", "0-0"]
    private var interruptedAt: ContinuousClock.Instant?

    /// Runs `work` on `boards`.
    /// - Parameters:
    ///   - user: who asks (`user@host`), shown to others who find a board busy.
    ///   - timeout: how long a board may show no sign of life.
    ///   - limit: how long the whole may take; what has not begun by then is taken back, the rest is left to itself.
    ///   - width: how many boards work at once; nil: all.
    ///   - interrupts: how often Ctrl-C was pressed since the last call.
    ///   - report: called with each thing as it happens.
    /// - Returns: what came; also when the hub is lost meanwhile and stays away.
    /// - Throws: `FleetError` when the hub is out of reach, so that nothing was sent.
    package static func run(
        _ work: Work, on boards: [String], hub: Hub, user: String, timeout: Duration, limit: Duration? = nil,
        width: Int? = nil, interrupts: @escaping () -> Int, report: @escaping (Note) -> Void
    ) throws(FleetError) -> JobResult {
        let loop = JobLoop(work, boards, hub, user, timeout, width ?? .max, interrupts, report)
        try loop.ask()
        do {
            try loop.wait(until: limit.map { ContinuousClock.now + $0 })
            try loop.leave()
        } catch {
            // When all have answered, nothing is lost with the hub.
            if !loop.job.pending.isEmpty { loop.result.loss = error }
        }
        return loop.result
    }

    private init(
        _ work: Work, _ boards: [String], _ hub: Hub, _ user: String, _ timeout: Duration, _ width: Int,
        _ interrupts: @escaping () -> Int, _ report: @escaping (Note) -> Void
    ) {
        self.work = work
        self.hub = hub
        self.user = user
        self.timeout = timeout
        self.width = width
        self.interrupts = interrupts
        self.report = report
        job = Job(request: request, boards: boards)
        result = JobResult(boards: boards)
    }

    // MARK: Starting

    /// Asks who is there.
    private func ask() throws(FleetError) {
        let now = ContinuousClock.now
        for (name, board) in zip(result.boards, try hub.boards(result.boards)) {
            if let refusal = refusal(of: board) {
                emit(job.end(name, refusal))
            } else if let board {
                watches[name] = Watch(
                    lastSeen: now - (board.lastSeen ?? .zero), canInterrupt: board.features.contains("interrupt"))
            }
        }
    }

    /// Sends the request to those who are there, and waits for what comes back.
    private func wait(until end: ContinuousClock.Instant?) throws(FleetError) {
        unsent = result.boards.filter(job.pending.contains)[...]
        try sendMore()
        while !job.pending.isEmpty, try step() {
            try sendMore()
            if let end, ContinuousClock.now > end {
                _ = try takeBack(waiting)
                return
            }
        }
    }

    /// Sends the request to the boards whose turn it is.
    private func sendMore() throws(FleetError) {
        let next = unsent.prefix(max(0, width - (job.pending.count - unsent.count)))
        guard !next.isEmpty else { return }
        unsent = unsent.dropFirst(next.count)
        // A loss in the middle of it leaves some boards without the request: `look` finds them.
        try survive { () throws(FleetError) in _ = try hub.run(next.flatMap(push)) }
    }

    /// The boards that were sent the request and have not answered, in their order.
    private var waiting: [String] {
        let sent = job.pending.subtracting(unsent)
        return result.boards.filter(sent.contains)
    }

    /// Keeps nothing on the hub that nobody will read.
    private func leave() throws(FleetError) {
        let keys = [reply, Wire.done(reply)]
        try survive { () throws(FleetError) in
            _ = try hub.run(
                job.pending.isEmpty
                    ? [Command("DEL", list: keys)] : keys.map { Command("EXPIRE", $0, Wire.replyLifetime) })
        }
    }

    /// Why `board` is not sent anything, or nil.
    private func refusal(of board: Board?) -> Outcome? {
        guard let board else { return .silent("it is unknown to the hub") }
        guard board.state != .offline else { return .silent("it is offline") }
        guard board.client != nil else {
            return .refused("it runs the original board client, which this version of mbm cannot drive yet")
        }
        if let age = board.lastSeen, age > timeout {
            return .silent("no sign of life for \(age.components.seconds) s; nothing was sent")
        }
        return nil
    }

    private func push(_ board: String) -> [Command] {
        switch work {
        case .source, .fetch: [Command("RPUSH", queue(of: board), message(to: board))]
        case .copy(let sha256, let destination, _):
            Wire.startCopy(
                board: board, request: request, reply: reply, file: Wire.file(sha256: sha256),
                destination: destination, sha256: sha256)
        }
    }

    /// Where the request waits until the board takes it, and as what.
    private func queue(of board: String) -> String {
        switch work {
        case .source, .fetch: Wire.source(board)
        case .copy: Wire.copy(board)
        }
    }

    private func message(to board: String) -> [UInt8] {
        switch work {
        case .source(let text, let echo): Wire.source(text, request: request, reply: reply, echo: echo, by: user)
        case .fetch(let path):
            Wire.source(BoardClient.get(path), request: request, reply: reply, echo: false, by: user)
        case .copy: Array(Wire.transaction(board, request).utf8)
        }
    }

    // MARK: Waiting

    private var nextCheck = ContinuousClock.now

    /// One round: reads what has come, and once a second looks how the boards are that have not answered.
    /// - Returns: whether to go on.
    private func step() throws(FleetError) -> Bool {
        var goesOn = true
        try survive { () throws(FleetError) in
            goesOn = try takeInterrupts()
            guard goesOn else { return }
            if ContinuousClock.now >= nextCheck {
                nextCheck = ContinuousClock.now + Pace.check
                try check()
            }
            if !job.pending.isEmpty { try read() }
        }
        return goesOn
    }

    private func read() throws(FleetError) {
        let streams = [reply, Wire.done(reply)]
        let read = Command("XREAD", list: ["COUNT", 1000, "BLOCK", Pace.read, "STREAMS"] + streams + positions)
        let replies = try hub.run([read], within: .seconds(5))
        if case .error(let text) = replies[0] { throw .otherReply(text) }
        for stream in replies[0].elements {
            let (name, entries) = (stream.elements.first?.text, stream.elements.last?.elements ?? [])
            guard let index = streams.firstIndex(where: { $0 == name }) else { continue }
            for entry in entries {
                guard let id = entry.elements.first?.text, let fields = entry.elements.last?.fields else { continue }
                positions[index] = id
                emit(index == 0 ? job.receive(Job.Output(fields)) : job.receive(Job.Completion(fields)))
            }
        }
        // A read that waited tells only of the stream that ended the wait: nothing is there when nothing came at all.
        if replies[0].elements.isEmpty { emit(job.drained()) }
    }

    private func emit(_ events: [Job.Event]) {
        let now = ContinuousClock.now
        for event in events {
            switch event {
            case .output(let board, _), .dropped(let board, _): watches[board]?.lastSeen = now
            case .finished(let board, let outcome): result.ended[board] = outcome
            }
            report(.event(event))
        }
    }

    // MARK: Signs of life

    /// Looks at the boards that have not answered: who is silent, who is busy with something else, whose answer is lost.
    private func check() throws(FleetError) {
        let names = waiting
        let boards = try hub.boards(names)
        let queued = try hub.run(
            names.map { Command("LPOS", queue(of: $0), message(to: $0)) }
                + [reply, Wire.done(reply)].map { Command("EXPIRE", $0, Wire.replyLifetime) })
        for (index, name) in names.enumerated() {
            try look(at: name, boards[index], isQueued: queued[index].integer != nil)
        }
    }

    private func look(at name: String, _ board: Board?, isQueued: Bool) throws(FleetError) {
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
            if !isQueued, now - since >= Pace.lost, watch.lastSeen > since {
                emit(job.end(name, .silent("it restarted, or lost the request, before it answered")))
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

    /// No answer is expected from `board` any more: what it has not begun is taken back.
    private func giveUp(_ board: String, _ why: String, isQueued: Bool) throws(FleetError) {
        let takenBack = isQueued ? try takeBack([board]).contains(board) : false
        let rest = takenBack ? "nothing of it ran" : "it may have run, or run yet"
        emit(job.end(board, .silent("\(why); \(rest)")))
    }

    /// Removes the request from the queues of `boards`.
    /// - Returns: those where it was still there.
    private func takeBack(_ boards: [String]) throws(FleetError) -> Set<String> {
        let replies = try hub.run(boards.map { Command("LREM", queue(of: $0), 0, message(to: $0)) })
        return Set(zip(boards, replies).filter { $1.integer ?? 0 > 0 }.map(\.0))
    }

    // MARK: Ctrl-C

    /// Acts on Ctrl-C: the first interrupts the boards, a second within a second leaves them running.
    /// - Returns: whether to go on waiting.
    private func takeInterrupts() throws(FleetError) -> Bool {
        let now = ContinuousClock.now
        let count = interrupts()
        if count > 0 {
            result.interrupted = true
            if count > 1 || interruptedAt.map({ now - $0 < Pace.detach }) ?? false { return false }
            interruptedAt = now
            try interrupt()
        }
        guard let interruptedAt else { return true }
        return now - interruptedAt < Pace.interrupt
    }

    private func interrupt() throws(FleetError) {
        var told: [String] = []
        var deaf: [String] = []
        for board in unsent { emit(job.end(board, .interrupted)) }
        unsent = []
        let asked = waiting
        let takenBack = try takeBack(asked)
        for board in asked {
            if takenBack.contains(board) {
                emit(job.end(board, .interrupted))
            } else if watches[board]?.canInterrupt ?? false {
                told.append(board)
            } else {
                deaf.append(board)
            }
        }
        if !told.isEmpty {
            _ = try hub.run(told.map { Command("RPUSH", Wire.interrupt($0), request) })
            report(.interrupting(told))
        }
        if !deaf.isEmpty { report(.cannotInterrupt(deaf)) }
    }

    // MARK: The hub goes away

    /// Runs `body`. When the hub is lost meanwhile, waits a little for it to come back; `body` is not run again, for
    /// what it had sent by then is not known: the next rounds find out.
    private func survive(_ body: () throws(FleetError) -> Void) throws(FleetError) {
        do {
            try body()
        } catch {
            switch error {
            case .hubLost, .hubOutOfReach: break
            default: throw error
            }
            report(.hubAway)
            try reconnect(after: error)
            report(.hubBack)
        }
    }

    private func reconnect(after loss: FleetError) throws(FleetError) {
        let deadline = ContinuousClock.now + Pace.reconnect
        while ContinuousClock.now < deadline {
            if interrupts() > 0 {
                result.interrupted = true
                break
            }
            let replies = try? hub.run([reply, Wire.done(reply)].map { Command("EXPIRE", $0, Wire.replyLifetime) })
            // A server that has just started may still read its data: it refuses everything until then.
            if let replies, replies.allSatisfy({ $0.integer != nil }) { return }
            pause(.milliseconds(100))
        }
        throw loss
    }
}

/// A number that a board sent: untrusted, so held within what can be added up without overflow.
private func count(_ field: Reply?) -> Int {
    min(max(0, field?.text.flatMap { Int($0) } ?? 0), 1 << 52)
}

extension Job.Output {
    /// From an entry of the output stream.
    init(_ fields: [String: Reply]) {
        board = fields["board"]?.text ?? ""
        request = fields["request"]?.text ?? ""
        number = count(fields["seq"])
        offset = count(fields["at"])
        bytes = fields["out"]?.bytes ?? []
    }
}

extension Job.Completion {
    /// From an entry of the stream of outcomes.
    init(_ fields: [String: Reply]) {
        board = fields["board"]?.text ?? ""
        request = fields["request"]?.text ?? ""
        pieces = count(fields["seq"])
        length = count(fields["length"])
        let kind = fields["class"]?.text ?? ""
        if fields["rc"]?.text == "0" {
            outcome = .ok
        } else if kind == "KeyboardInterrupt" {
            outcome = .interrupted
        } else {
            outcome = .raised(
                PythonException(
                    kind: kind, message: fields["message"]?.text ?? "", line: fields["line"]?.text.flatMap { Int($0) }))
        }
    }
}
