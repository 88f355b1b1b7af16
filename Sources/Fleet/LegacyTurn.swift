internal import BoardClient
internal import Redis

/// Drives one legacy board through a job: says what to ask the hub next, and is told what it answered.
///
/// The original client (`docs/protocol.md`) knows one request at a time, one list of completions and no numbers: two
/// shells on one board would take each other's answers. So a board is locked for as long as a job runs on it, and what
/// may be left of earlier requests is removed before each of ours.
struct LegacyTurn {
    enum Event: Equatable {
        case output([UInt8])
        case ended(Outcome)
        /// It completed, but what it printed never came.
        case outputMissing
        /// Another shell works on the board; whose.
        case locked(by: String?)
        /// The content that this operation needs must be on the hub.
        case wants(Int)
        /// It has begun to work.
        case began
    }

    /// What a job on a legacy board is made of.
    private enum Action {
        case copy(key: String, path: String)
        case run(String)
    }

    private enum Step: Equatable {
        /// Waits for the lock.
        case lock
        /// Waits until the board's console is open.
        case console
        /// Waits until the board rests: what comes of earlier requests must not be taken for the answer to ours.
        case rest
        /// Waits until the content of a file is on the hub.
        case stock(operation: Int, key: String, size: Int)
        case send
        case wait
        /// Waits for what its console still has to say.
        case drain
        case unlock
        case done
    }

    private static let programFile = ".mbm-run.py"

    let board: String
    private let lock: String
    private let request: String
    private let mark: String
    /// What is to be done with files; nil: something else.
    private var files: LegacyFiles?
    private var printed: [UInt8] = []
    /// When the content was last asked for.
    private var wanted: ContinuousClock.Instant?
    /// Whether what the board prints comes from its console instead of the hub.
    private var hasConsole: Bool
    private var hasLostConsole = false
    private var actions: [Action] = []
    /// Files that the actions need on the hub, by key.
    private var programs: [(key: String, content: [UInt8])] = []
    private var step = Step.lock
    /// What comes once the board rests.
    private var afterRest = Step.send
    private var toldLock = false
    private var output: LegacyOutput
    /// How much of the output has been read.
    private var read = 0
    private var completion = ""
    private var outcome: Outcome?

    /// - Parameters:
    ///   - hasConsole: whether what the board prints is heard on its console: `isOpening` says when to open it.
    ///   - isBlind: whether it is heard nowhere.
    init(
        _ board: String, _ work: Work, request: String, user: String, hasConsole: Bool = false, isBlind: Bool = false
    ) {
        self.board = board
        self.request = request
        lock = Wire.lockValue(user: user, request: request)
        mark = "#\(request.suffix(8)) "
        output = LegacyOutput(mark: mark, hasBeginning: hasConsole)
        self.hasConsole = hasConsole
        switch work {
        case .source(let text, let echo):
            load(BoardClient.legacy(text.split(separator: "\0").map(String.init), echo: echo, mark: mark))
        case .look(let text):
            load(BoardClient.legacy(text.split(separator: "\0").map(String.init), echo: true, mark: mark))
        case .files(let manifest):
            files = LegacyFiles(manifest, isBlind: isBlind)
            _ = loadNext()
        }
    }

    /// Makes ready what the next step on files takes.
    /// - Returns: whether there is one.
    private mutating func loadNext() -> Bool {
        switch files?.next() {
        case .run(let source)?:
            load(BoardClient.legacy([source], echo: false, mark: mark))
            afterRest = .send
        case .copy(let operation, let sha256, let size, let part, let check)?:
            let key = Wire.file(sha256: sha256)
            load(BoardClient.legacy([check], echo: false, mark: mark), copy: .copy(key: key, path: part), part: part)
            afterRest = .stock(operation: operation, key: key, size: size)
            wanted = nil
        case nil: return false
        }
        printed = []
        output = LegacyOutput(mark: mark, hasBeginning: hasConsole)
        return true
    }

    /// - Parameters:
    ///   - copy: what comes before it.
    ///   - part: a file that is removed where there is no room for the program.
    private mutating func load(_ program: String, copy: Action? = nil, part: String = "") {
        let beginning = hasConsole ? BoardClient.legacyBeginning(mark + LegacyOutput.beginning) : ""
        let limit = Wire.longestLegacySource(on: board) - beginning.utf8.count
        let copies = copy.map { [$0] } ?? []
        if program.utf8.count <= limit {
            programs = []
            actions = copies + [.run(beginning + program)]
        } else {
            let content = Array(program.utf8)
            let key = Wire.file(sha256: sha256(content))
            programs = [(key, content)]
            // The program goes first: when there is no room for the file, it is there and can tell.
            let run = Self.run(size: content.count, mark: mark, leftover: part, limit: limit)
            actions = [.copy(key: key, path: Self.programFile)] + copies + [.run(beginning + run)]
        }
    }

    private static func run(size: Int, mark: String, leftover: String, limit: Int) -> String {
        let source = BoardClient.legacyRun(programFile, size: size, mark: mark, leftover: leftover)
        // A path may be too long to be said once more.
        if source.utf8.count <= limit { return source }
        return BoardClient.legacyRun(programFile, size: size, mark: mark, leftover: "")
    }

    /// Whether another shell has the board.
    var isLocked: Bool { step == .lock }
    /// Whether it waits for the board to end what it was told by others.
    var isResting: Bool { step == .rest }
    /// Whether its console is to be opened now.
    var isOpening: Bool { step == .console }
    /// Whether it has answered, and its console may not have said all yet.
    var isDraining: Bool { step == .drain }
    /// Whether the board has been given something that it has not taken.
    private(set) var isQueued = false
    /// Whether the board has taken anything of the job.
    private(set) var hasBegun = false

    // MARK: Rounds

    /// What to ask the hub now.
    func commands() -> [Command] {
        switch step {
        case .lock: return [Wire.take(board, lock), Command("GET", Wire.lock(board))]
        case .rest:
            return [
                Wire.hold(board, lock), Command("GET", Wire.state(board)), Command("LLEN", Wire.source(board)),
                Command("LLEN", Wire.copy(board)),
            ]
        case .stock(_, let key, _): return [Wire.hold(board, lock), Command("STRLEN", key)]
        case .send: return [Wire.hold(board, lock), Command("DEL", Wire.complete(board), Wire.stdout(board))] + push
        case .wait:
            guard let action = actions.first else { return [] }
            return [
                Wire.hold(board, lock), Command("LPOS", Self.queue(action)(board), message(action)),
                Command("LPOP", Wire.complete(board)), Command("GETRANGE", Wire.stdout(board), read, -1),
            ]
        case .console, .drain: return [Wire.hold(board, lock)]
        case .unlock: return release
        case .done: return []
        }
    }

    /// Takes the replies to `commands()`.
    mutating func take(_ replies: ArraySlice<Reply>) -> [Event] {
        let replies = Array(replies)
        switch step {
        case .lock, .unlock, .done: break
        default: if replies[0].integer == 0 { return loseLock() }
        }
        switch step {
        case .lock:
            if replies[0].text == "OK" || replies[1].text == lock {
                step = hasConsole ? .console : .rest
            } else if !toldLock {
                toldLock = true
                return [.locked(by: replies[1].text.map(Wire.holder))]
            }
        case .rest:
            let isEmpty = replies[2].integer == 0 && replies[3].integer == 0
            if isEmpty, replies[1].text.map(Board.State.init(wire:)) == .idle { step = afterRest }
        case .stock(let operation, _, let size): return stock(operation, size, replies[1].integer)
        case .send: hasSent()
        case .wait: return wait(replies)
        case .unlock:
            step = .done
            return outcome.map { [.ended($0)] } ?? []
        case .console, .drain, .done: break
        }
        return []
    }

    /// The hub was lost before it answered `commands()`. What was sent may have come: nothing may run twice.
    mutating func missReplies() {
        if step == .send { hasSent() }
    }

    /// Goes on once the content is there; asks for it, and asks again.
    private mutating func stock(_ operation: Int, _ size: Int, _ found: Int?) -> [Event] {
        if found == size {
            step = .send
            return []
        }
        let now = ContinuousClock.now
        guard wanted.map({ now - $0 > .seconds(2) }) ?? true else { return [] }
        wanted = now
        return [.wants(operation)]
    }

    /// The content that it waits for cannot be had.
    mutating func contentIsGone(_ operation: Int) -> [Event] {
        guard case .stock(operation, _, _) = step, let said = files?.contentIsGone() else { return [] }
        return [.output(said)] + goOn()
    }

    private mutating func hasSent() {
        read = 0
        isQueued = true
        step = .wait
    }

    /// This shell stood still for so long that another one has taken the board.
    private mutating func loseLock() -> [Event] {
        step = .done
        let rest = hasBegun || isQueued ? "it may have run, or run yet" : "nothing of it ran"
        return [.ended(.silent("another shell has taken it over; \(rest)"))]
    }

    /// Removes what the board has not taken; the reply tells whether there was something.
    var withdrawal: [Command] {
        guard step == .wait, isQueued, let action = actions.first else { return [] }
        return [Command("LREM", Self.queue(action)(board), 0, message(action))]
    }

    /// Gives the lock back.
    var release: [Command] { [Wire.release(board, lock)] }

    private var push: [Command] {
        guard let action = actions.first else { return [] }
        var commands: [Command] = []
        if case .copy(let key, let path) = action {
            for program in programs where program.key == key {
                commands.append(Command("SET", key, program.content, "EX", Wire.transferLifetime))
            }
            let transaction = Wire.transaction(board, request)
            commands.append(Command("HSET", transaction, "source", key, "dest", path))
            commands.append(Command("EXPIRE", transaction, Wire.transferLifetime))
        }
        return commands + [Command("RPUSH", Self.queue(action)(board), message(action))]
    }

    private func message(_ action: Action) -> String {
        switch action {
        case .copy: Wire.transaction(board, request)
        case .run(let source): source
        }
    }

    private static func queue(_ action: Action) -> (String) -> String {
        switch action {
        case .copy: Wire.copy
        case .run: Wire.source
        }
    }

    private mutating func wait(_ replies: [Reply]) -> [Event] {
        guard replies[1].integer == nil else { return [] }
        var events: [Event] = []
        if isQueued {
            isQueued = false
            hasBegun = true
            events.append(.began)
        }
        let isRun = if case .run = actions.first { true } else { false }
        let bytes = replies[3].bytes ?? []
        read += bytes.count
        if isRun, !hasConsole { events += show(output.take(bytes)) }
        guard let completion = replies[2].text else { return events }
        actions.removeFirst()
        guard isRun else {
            step = .send
            return events
        }
        self.completion = completion
        if hasConsole, !output.isComplete {
            step = .drain
            return events
        }
        return events + conclude()
    }

    private mutating func conclude() -> [Event] {
        var events = show(output.finish())
        let outcome = ending(completion)
        let isHeard = output.ending != nil
        guard let said = files?.take(printed, outcome, isHeard: isHeard) else {
            self.outcome = outcome
            if !isHeard, !hasLostConsole { events.append(.outputMissing) }
            step = .unlock
            return events
        }
        return (said.isEmpty ? [] : [.output(said)]) + goOn()
    }

    /// The next step on files, if there is one.
    private mutating func goOn() -> [Event] {
        if loadNext() {
            step = afterRest
        } else {
            outcome = files?.outcome
            step = .unlock
        }
        return []
    }

    // MARK: The console

    /// Its console is open: what it prints is heard from now on.
    mutating func openConsole() {
        if step == .console { step = .rest }
    }

    /// Takes what the board has printed on its console.
    mutating func hear(_ bytes: [UInt8]) -> [Event] {
        guard hasConsole, step != .unlock, step != .done else { return [] }
        let events = show(output.take(bytes))
        return step == .drain && output.isComplete ? events + conclude() : events
    }

    /// Nothing more comes from its console: the program is run all the same, and its completion tells how it ended.
    mutating func loseConsole() -> [Event] {
        openConsole()
        (hasConsole, hasLostConsole) = (false, true)
        return endDrain()
    }

    /// Whether all of the program's output has come.
    var hasHeardAll: Bool { output.isComplete }

    /// Its console has been quiet for so long that nothing more is expected.
    mutating func endDrain() -> [Event] { step == .drain ? conclude() : [] }

    private mutating func show(_ bytes: [UInt8]) -> [Event] {
        guard !bytes.isEmpty else { return [] }
        guard files == nil else {
            printed += bytes
            return []
        }
        return [.output(bytes)]
    }

    private func ending(_ completion: String) -> Outcome {
        guard let ending = output.ending, ending != "ok" else {
            return completion == "0" ? .ok : .raised(PythonException(kind: "Exception", message: ""))
        }
        let kind = ending.prefix { $0 != " " }
        return .raised(
            PythonException(
                kind: String(kind), message: String(ending.dropFirst(kind.count + 1)), line: output.line))
    }
}
