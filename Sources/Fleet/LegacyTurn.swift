internal import BoardClient
internal import Crypto
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
        /// It has begun to work.
        case began
    }

    /// What a job on a legacy board is made of.
    private enum Action {
        case copy(key: String, path: String)
        case run(String)
    }

    private enum Step: Equatable {
        case lock
        case send
        case wait
        case unlock
        case done
    }

    /// The original's `recv` returns at most one TCP segment, the smallest of which has 536 bytes.
    private static let longestCommand = 480
    private static let lockLifetime = 30
    private static let programFile = ".mbm-run.py"

    let board: String
    private let user: String
    private let request: String
    /// The name under which its output comes as well: after a rename a legacy board goes on under its old one.
    private let alias: String?
    private let isFetch: Bool
    private var actions: [Action]
    /// Files that the actions need on the hub, by key.
    private let programs: [(key: String, content: [UInt8])]
    private var step = Step.lock
    private var toldLock = false
    private var output: LegacyOutput
    private var hexadecimal: [UInt8] = []
    /// How much of each output key has been read.
    private var read: [Int]
    private var outcome: Outcome?

    /// - Parameter work: `Work.copy` has its file on the hub already.
    init(_ board: String, _ work: Work, request: String, user: String, alias: String?) {
        self.board = board
        self.request = request
        self.user = user
        self.alias = alias
        let mark = "#\(request.suffix(8)) "
        output = LegacyOutput(mark: mark)
        read = alias == nil ? [0] : [0, 0]
        isFetch = work.isFetch
        let program: String
        var actions: [Action] = []
        switch work {
        case .source(let text, let echo):
            program = BoardClient.legacy(text.split(separator: "\0").map(String.init), echo: echo, mark: mark)
        case .fetch(let path):
            program = BoardClient.legacy([BoardClient.legacyGet(path)], echo: false, mark: mark)
        case .copy(let sha256, let destination, let size):
            let part = destination + ".mbm-part"
            actions.append(.copy(key: Wire.file(sha256: sha256), path: part))
            let check = BoardClient.legacyCheck(part: part, path: destination, size: size, sha256: sha256)
            program = BoardClient.legacy([check], echo: false, mark: mark)
        }
        if program.utf8.count <= Self.longestCommand {
            programs = []
            actions.append(.run(program))
        } else {
            let content = Array(program.utf8)
            let key = Wire.file(
                sha256: SHA256.hash(data: content).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
            programs = [(key, content)]
            actions.append(.copy(key: key, path: Self.programFile))
            actions.append(.run(BoardClient.legacyRun(Self.programFile)))
        }
        self.actions = actions
    }

    var isDone: Bool { step == .done }
    /// Whether the board has been given something that it has not taken.
    private(set) var isQueued = false
    /// Whether the board has taken anything of the job.
    private(set) var hasBegun = false

    private var outputs: [String] { [board, alias].compactMap { $0 }.map(Wire.stdout) }

    // MARK: Rounds

    /// What to ask the hub now.
    func commands() -> [Command] {
        switch step {
        case .lock:
            return [
                Command("SET", Wire.lock(board), user, "NX", "EX", Self.lockLifetime),
                Command("GET", Wire.lock(board)),
            ]
        case .send: return clean + push
        case .wait:
            guard let action = actions.first else { return [] }
            let queue = Command("LPOS", Self.queue(action)(board), message(action))
            let pieces = zip(outputs, read).map { Command("GETRANGE", $0, $1, -1) }
            return [Command("LPOP", Wire.complete(board)), queue] + pieces
                + [Command("EXPIRE", Wire.lock(board), Self.lockLifetime)]
        case .unlock: return [Command("DEL", Wire.lock(board))]
        case .done: return []
        }
    }

    /// Takes the replies to `commands()`.
    mutating func take(_ replies: ArraySlice<Reply>) -> [Event] {
        let replies = Array(replies)
        switch step {
        case .lock:
            if replies[0].text == "OK" {
                step = .send
            } else if !toldLock {
                toldLock = true
                return [.locked(by: replies[1].text)]
            }
        case .send:
            read = read.map { _ in 0 }
            isQueued = true
            step = .wait
        case .wait: return wait(replies)
        case .unlock:
            step = .done
            return outcome.map { [.ended($0)] } ?? []
        case .done: break
        }
        return []
    }

    /// Nothing more is expected from the board: what it has not taken is removed and the lock given back.
    func withdrawal() -> [Command] {
        guard step != .lock, step != .done, let action = actions.first else { return [] }
        return [Command("LREM", Self.queue(action)(board), 0, message(action)), Command("DEL", Wire.lock(board))]
    }

    private var clean: [Command] { [Command("DEL", list: [Wire.complete(board)] + outputs)] }

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
        var events: [Event] = []
        if isQueued, replies[1].integer == nil {
            isQueued = false
            hasBegun = true
            events.append(.began)
        }
        let isRun = if case .run = actions.first { true } else { false }
        for index in read.indices {
            let bytes = replies[2 + index].bytes ?? []
            read[index] += bytes.count
            if isRun { events += show(output.take(bytes)) }
        }
        guard let completion = replies[0].text else { return events }
        actions.removeFirst()
        isQueued = false
        hasBegun = true
        guard isRun else {
            step = .send
            return events
        }
        events += show(output.finish())
        outcome = ending(completion)
        if output.ending == nil { events.append(.outputMissing) }
        if isFetch { events += decoded() }
        step = .unlock
        return events
    }

    private mutating func show(_ bytes: [UInt8]) -> [Event] {
        guard !bytes.isEmpty else { return [] }
        // A file comes in hexadecimal; a traceback among it is of no use.
        if isFetch {
            hexadecimal += bytes
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

    /// The bytes of a fetched file, and the digits of its hash as they are: what our client sends.
    private func decoded() -> [Event] {
        guard outcome == .ok else { return [] }
        var lines = String(decoding: hexadecimal, as: UTF8.self).split(whereSeparator: \.isNewline)
        let hash = lines.popLast() ?? ""
        let bytes = lines.joined().utf8.map { UInt8(Character(Unicode.Scalar($0)).hexDigitValue ?? 0) }
        let content = stride(from: 0, to: bytes.count - 1, by: 2).map { bytes[$0] << 4 | bytes[$0 + 1] }
        return [.output(content + Array(hash.utf8))]
    }
}
