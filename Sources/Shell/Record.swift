internal import Fleet
internal import FoundationEssentials

/// What is told of one board, as `--json` prints it: one object a line. `docs/json.md` describes the fields; those that
/// do not apply are left out.
struct Record: Encodable, Equatable {
    let board: String
    /// Where the line stands, `FILE:LINE`.
    var at: String?
    /// `ok`, `raised`, `interrupted`, `silent`, `refused`, or `running`: left to itself.
    var outcome: String?
    /// Why it was silent or refused, or why its file was not written.
    var reason: String?
    var exception: Exception?
    var output: String?
    /// Bytes of output that were lost.
    var dropped: Int?
    /// A file that was copied or should have been, and its size in bytes when it was.
    var file: String?
    var bytes: Int?
    /// What was done to it: `created`, `replaced`, `unchanged`, `removed`.
    var change: String?
    /// The same of what was only looked at: what `sync --delete` would do.
    var would: String?
    /// The new name after a rename.
    var name: String?
    // What the hub knows of the board.
    var platform: String?
    var state: String?
    var firmware: String?
    /// Free heap in bytes when it registered.
    var memory: Int?
    /// Seconds since the last sign of life.
    var seen: Int?
    var client: String?
    // What the board says of itself.
    var machine: String?
    /// All of its heap, in bytes.
    var heap: Int?
    /// Its file system in bytes, and what is free of it.
    var storage: Int?
    var free: Int?
    /// In seconds.
    var uptime: Int?
    /// Its clock, and where that was set by how many seconds it is ahead of this machine's.
    var clock: String?
    var difference: Int?

    enum CodingKeys: String, CodingKey {
        case board, at, outcome, reason, exception, output, dropped, file, bytes, change, would, name, platform
        case state, firmware, memory, seen, client, machine, heap, storage, free, uptime, clock
        case difference = "clock_difference"
    }

    struct Exception: Encodable, Equatable {
        let kind: String
        let message: String
        let line: Int?

        enum CodingKeys: String, CodingKey {
            case kind = "class"
            case message, line
        }
    }

    /// A board that the hub has never heard of.
    init(unknown board: String) {
        self.board = board
        state = "unknown"
    }

    /// - Parameter outcome: nil: the board was left running.
    init(_ board: String, _ outcome: Outcome?) {
        self.board = board
        switch outcome {
        case .ok: self.outcome = "ok"
        case .raised(let exception):
            self.outcome = "raised"
            self.exception = Exception(kind: exception.kind, message: exception.message, line: exception.line)
        case .interrupted: self.outcome = "interrupted"
        case .silent(let why):
            self.outcome = "silent"
            reason = why
        case .refused(let why):
            self.outcome = "refused"
            reason = why
        case nil: self.outcome = "running"
        }
    }

    init(_ board: Board) {
        self.board = board.name
        platform = board.platform.isEmpty ? nil : board.platform
        state = board.state.description
        firmware = board.firmware.isEmpty ? nil : board.firmware
        memory = board.memory
        seen = board.lastSeen.map { Int($0.components.seconds) }
        client = board.client
    }

    /// One line of JSON, keys sorted. What a terminal would obey or hide is escaped, as JSON allows.
    var line: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(self) else { return "{}" }
        var line = ""
        for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
            let text = String(scalar)
            line += scalar.isASCII || visible(text) == text ? text : escaped(text)
        }
        return line.replacing("\u{7f}", with: "\\u007f")
    }

    private func escaped(_ text: String) -> String {
        text.utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
