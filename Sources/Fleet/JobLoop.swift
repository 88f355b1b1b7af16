internal import Processes
internal import Redis

/// Sends one job to its boards and reads what comes back until every board has answered, is silent, or the person ends
/// the wait. One connection serves all boards.
package final class JobLoop {
    /// What a person may want to know while a job runs.
    package enum Note: Equatable, Sendable {
        /// What boards print, and how they end.
        case event(Job.Event)
        /// What a board says in a job with files; it prints nothing then.
        case file(board: String, FileEvent)
        /// The content of a file cannot be had: boards are told to leave it out.
        case contentMissing(FleetError)
        /// The board is busy with another job; whose (`user@host`), if known.
        case busy(board: String, with: String?)
        /// A legacy board runs code, and can show no sign of life meanwhile.
        case running(board: String, silence: Duration)
        /// It completed, but nothing of what it printed came.
        case outputMissing(board: String, MissingOutput)
        /// What it prints cannot be heard on its console, or not any more (`wasOpen`).
        /// - Parameter why: a sentence about the board.
        case consoleLost(board: String, why: String, wasOpen: Bool)
        /// The request had not begun, and never will: whatever the boards are busy with goes on.
        case withdrawn([String])
        case interrupting([String])
        case cannotInterrupt([String])
        case hubAway
        case hubBack
        /// Comes with every round, a few times a second: the boards that have not answered.
        case waiting([String])
    }

    /// Where the output of a legacy board should have come from.
    package enum MissingOutput: Equatable, Sendable {
        case hub
        /// The console of a WiPy, at this address.
        case console(String)
        /// The console of a WiPy, of which the configuration says nothing.
        case unnamedConsole
    }

    enum Pace {
        /// How long the hub holds a read that finds nothing: a Ctrl-C waits for it at most.
        static let read = 200
        /// The same while there is something else to look at: legacy boards, which are led, or whether somebody types.
        static let turn = 20
        static let check = Duration.seconds(1)
        /// How long a board may look idle without the request in its queue before its answer counts as lost.
        static let lost = Duration.seconds(3)
        static let detach = Duration.seconds(1)
        /// How long boards are let alone after Ctrl-C: pressed twice by then, nothing was done to them.
        static let secondPress = Duration.milliseconds(350)
        static let interrupt = Duration.seconds(3)
        /// How long the key of a legacy board lives while code runs on it.
        static let legacyRunning = Duration.seconds(30)
        static let reconnect = Duration.seconds(5)
        /// How long a console may be quiet, once the board has answered, before nothing more is expected of it.
        static let quiet = Duration.seconds(3)
        /// How long one that says other things is listened to then.
        static let drain = Duration.seconds(15)
    }

    /// What the loop knows of a board that has not answered.
    struct Watch {
        var lastSeen: ContinuousClock.Instant
        var canInterrupt: Bool
        /// The start of its client that was sent the request.
        var boot: String?
        var takesInput = false
        var tellBusy = true
        var isWiPy = false
        var toldRunning = false
        /// Since when it has answered, while its console may have more to say.
        var drainingSince: ContinuousClock.Instant?
        /// Since when a legacy board has been waited for that works for others.
        var restingSince: ContinuousClock.Instant?
        /// Since when it has looked idle while the request was in its queue, or was nowhere.
        var idleSince: ContinuousClock.Instant?
    }

    let hub: Hub
    let user: String
    let timeout: Duration
    /// How many boards work at once.
    let width: Int
    let input: JobInput?
    /// Of the files that boards are to have.
    let contents: FileContents?
    /// Of WiPys, by name: their output never comes to the hub.
    let consoles: [String: TelnetConsole]
    var interrupts: () -> Int
    var report: (Note) -> Void

    let work: Work
    let request = String(UInt64.random(in: 1...9_999_999_999_999_999))
    let reply = "reply:" + (0..<32).map { _ in String(Int.random(in: 0..<16), radix: 16) }.joined()
    var job: Job
    var result: JobResult
    var watches: [String: Watch] = [:]
    /// Boards whose turn is still to come.
    var unsent: ArraySlice<String> = []
    /// Legacy boards, which are led through the job step by step.
    var turns: [String: LegacyTurn] = [:]
    /// The consoles of those among them that have one.
    var openConsoles: [String: ConsoleConnection] = [:]
    /// Tells a start of the hub from others, once a legacy board takes part.
    var hubStart: String?
    var positions = ["0-0", "0-0"]
    var interruptedAt: ContinuousClock.Instant?
    /// When the boards are to be interrupted.
    var interruptAt: ContinuousClock.Instant?
    /// When the wait is over in any case.
    var end: ContinuousClock.Instant?
    var progress = InputProgress()
    /// What there is to a job with files.
    var files: FileTraffic?
    /// The number of the piece that the board last asked for, until it is looked at.
    var wish: Int?
    /// Whether whoever typed has left the job.
    var inputIsOver = false

    /// Runs `work` on `boards`.
    /// - Parameters:
    ///   - user: who asks (`user@host`), shown to others who find a board busy.
    ///   - timeout: how long a board may show no sign of life.
    ///   - limit: how long the whole may take; what has not begun by then is taken back, the rest is left to itself.
    ///   - width: how many boards work at once; nil: all.
    ///   - input: standard input of what runs, on the first of the boards.
    ///   - contents: of the files that `work` wants boards to have.
    ///   - consoles: the telnet consoles of WiPys, by name.
    ///   - interrupts: how often Ctrl-C was pressed since the last call; also called while nothing happens.
    ///   - report: called with each thing as it happens.
    /// - Returns: what came; also when the hub is lost meanwhile and stays away.
    /// - Throws: `FleetError` when the hub is out of reach, so that nothing was sent.
    package static func run(
        _ work: Work, on boards: [String], hub: Hub, user: String, timeout: Duration, limit: Duration? = nil,
        width: Int? = nil, input: JobInput? = nil, contents: FileContents? = nil,
        consoles: [String: TelnetConsole] = [:], interrupts: @escaping () -> Int, report: @escaping (Note) -> Void
    ) throws(FleetError) -> JobResult {
        try JobLoop(
            work, on: boards, hub: hub, user: user, timeout: timeout, width: width, input: input,
            contents: contents, consoles: consoles, interrupts: interrupts, report: report
        ).run(limit: limit)
    }

    /// A job that nobody has been sent yet; the parameters are those of the static `run`.
    package init(
        _ work: Work, on boards: [String], hub: Hub, user: String, timeout: Duration, width: Int? = nil,
        input: JobInput? = nil, contents: FileContents? = nil, consoles: [String: TelnetConsole] = [:],
        interrupts: @escaping () -> Int, report: @escaping (Note) -> Void
    ) {
        self.work = work
        self.hub = hub
        self.user = user
        self.timeout = timeout
        self.width = width ?? .max
        self.input = input
        self.contents = contents
        self.consoles = consoles
        self.interrupts = interrupts
        self.report = report
        job = Job(request: request, boards: boards)
        result = JobResult(boards: boards)
    }

    /// Sends the job and waits for what comes back.
    /// - Parameter limit: how long the whole may take.
    /// - Throws: `FleetError` when the hub is out of reach, so that nothing was sent.
    package func run(limit: Duration? = nil) throws(FleetError) -> JobResult {
        try ask()
        try startFiles()
        unsent = result.boards.filter(job.pending.contains)[...]
        finish(until: limit.map { ContinuousClock.now + $0 })
        return result
    }

    /// Waits until the job is over or left, and leaves nothing behind that nobody will read.
    func finish(until end: ContinuousClock.Instant?) {
        self.end = end
        do {
            try wait()
            try leave()
        } catch {
            try? unlock()
            // When all have answered, nothing is lost with the hub.
            if !job.pending.isEmpty { result.loss = error }
        }
    }

    // MARK: Starting

    /// Asks who is there.
    func ask() throws(FleetError) {
        let now = ContinuousClock.now
        for (name, board) in zip(result.boards, try hub.boards(result.boards)) {
            if let refusal = refusal(of: board) ?? board.flatMap(inability) {
                emit(job.end(name, refusal))
            } else if let board {
                watches[name] = Watch(
                    lastSeen: now - (board.lastSeen ?? .zero), canInterrupt: board.features.contains("interrupt"),
                    boot: board.boot,
                    takesInput: board.takesInput, isWiPy: board.isWiPy)
                if board.isLegacy { turns[name] = turn(of: board) }
            }
        }
        if !turns.isEmpty { hubStart = try hub.start() }
    }

    /// Sends the request to those who are there, and waits for what comes back.
    func wait() throws(FleetError) {
        try sendMore()
        while !job.pending.isEmpty, try step() {
            try sendMore()
            if let end, ContinuousClock.now > end {
                let boards = waiting
                let withdrawn = try takeBack(boards)
                for board in boards where withdrawn.contains(board) {
                    emit(job.end(board, .silent("it had not begun in time, and never will")))
                }
                return
            }
        }
    }

    /// Sends the request to the boards whose turn it is.
    func sendMore() throws(FleetError) {
        let next = unsent.prefix(max(0, width - (job.pending.count - unsent.count)))
        guard !next.isEmpty else { return }
        unsent = unsent.dropFirst(next.count)
        // A loss in the middle of it leaves some boards without the request: `look` finds them.
        try survive { () throws(FleetError) in
            _ = try hub.run(next.filter { turns[$0] == nil }.flatMap(push))
        }
    }

    /// The boards that were sent the request and have not answered, in their order.
    var waiting: [String] {
        let sent = job.pending.subtracting(unsent)
        return result.boards.filter(sent.contains)
    }

    /// Keeps nothing on the hub that nobody will read.
    func leave() throws(FleetError) {
        let keys = [reply, Wire.done(reply)]
        try unlock()
        try survive { () throws(FleetError) in try endInput() }
        try survive { () throws(FleetError) in
            _ = try hub.run(
                job.pending.isEmpty
                    ? [Command("DEL", list: keys + fileKeys)] : keys.map { Command("EXPIRE", $0, Wire.replyLifetime) })
        }
    }

    /// Why `board` is not sent anything, or nil.
    func refusal(of board: Board?) -> Outcome? {
        guard let board else { return .silent("it is unknown to the hub") }
        guard board.state != .offline else { return .silent("it is offline") }
        // One that works shows no sign of life meanwhile.
        if board.isLegacy, board.state != .idle { return nil }
        if let age = board.lastSeen, age > timeout {
            return .silent("no sign of life for \(age.components.seconds) s; nothing was sent")
        }
        return nil
    }

    func push(_ board: String) -> [Command] {
        guard let manifest = work.manifest, let files else {
            return [Command("RPUSH", queue(of: board), message(to: board))]
        }
        return Wire.start(manifest, on: board, request: request, reply: reply, limit: files.window, by: user)
    }

    /// Where the request waits until the board takes it, and as what.
    func queue(of board: String) -> String {
        switch work {
        case .source, .look: Wire.source(board)
        case .files: Wire.copy(board)
        }
    }

    func message(to board: String) -> [UInt8] {
        switch work {
        case .source(let text, let echo):
            Wire.source(
                text, request: request, reply: reply, echo: echo, input: board == reader, by: user)
        case .look(let text):
            Wire.source(text, request: request, reply: reply, echo: true, input: false, look: true, by: user)
        case .files: Array(Wire.transaction(board, request).utf8)
        }
    }

    // MARK: Waiting

    var nextCheck = ContinuousClock.now

    /// One round: reads what has come, and once a second looks how the boards are that have not answered.
    /// - Returns: whether to go on.
    func step() throws(FleetError) -> Bool {
        var goesOn = true
        try survive { () throws(FleetError) in
            goesOn = try takeInterrupts()
            guard goesOn else { return }
            if ContinuousClock.now >= nextCheck {
                nextCheck = ContinuousClock.now + Pace.check
                try check()
            }
            try advanceTurns()
            advanceConsoles()
            try giveInput()
            if !job.pending.isEmpty { try read(block: block) }
            try advanceFiles()
            report(.waiting(waiting))
        }
        return goesOn
    }

    /// How long the hub holds a read that finds nothing, in milliseconds.
    private var block: Int {
        let usual = turns.isEmpty && !isTyping ? Pace.read : Pace.turn
        guard let left = [end, interruptAt].compactMap(\.self).min().map({ $0 - .now }) else { return usual }
        // 0 would be without end.
        return min(usual, max(1, Int(left / .milliseconds(1))))
    }

    /// - Parameter block: how long the hub holds the read when there is nothing, in milliseconds; nil: not at all.
    func read(block: Int? = nil) throws(FleetError) {
        let streams = [reply, Wire.done(reply)]
        let read = Command(
            "XREAD",
            list: ["COUNT", 1000] + (block.map { ["BLOCK", $0] } ?? []) + ["STREAMS"] + streams + positions)
        let replies = try hub.run([read], within: .seconds(5))
        if case .error(let text) = replies[0] { throw .otherReply(text) }
        for stream in replies[0].elements {
            let (name, entries) = (stream.elements.first?.text, stream.elements.last?.elements ?? [])
            guard let index = streams.firstIndex(where: { $0 == name }) else { continue }
            for entry in entries {
                guard let id = entry.elements.first?.text, let fields = entry.elements.last?.fields else { continue }
                positions[index] = id
                if takeWish(fields) { continue }
                emit(index == 0 ? job.receive(Job.Output(fields)) : job.receive(Job.Completion(fields)))
            }
        }
        // A read that waited tells only of the stream that ended the wait: nothing is there when nothing came at all.
        if replies[0].elements.isEmpty { emit(job.drained()) }
    }

    func emit(_ events: [Job.Event]) {
        let now = ContinuousClock.now
        for event in events {
            switch event {
            case .output(let board, _), .dropped(let board, _): watches[board]?.lastSeen = now
            case .finished(let board, let outcome): result.ended[board] = outcome
            }
            if !takeFiles(event) { report(.event(event)) }
        }
    }

    // MARK: The hub goes away

    /// Runs `body`. When the hub is lost meanwhile, waits a little for it to come back; `body` is not run again, for
    /// what it had sent by then is not known: the next rounds find out.
    func survive(_ body: () throws(FleetError) -> Void) throws(FleetError) {
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
            try findLegacyBoardsLost()
        }
    }

    func reconnect(after loss: FleetError) throws(FleetError) {
        let usual = ContinuousClock.now + Pace.reconnect
        let deadline = min(usual, end ?? usual)
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
