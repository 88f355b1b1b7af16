/// What a job with a manifest keeps on the shell's side.
struct FileTraffic {
    /// How many pieces of output wait on the hub at once, of all boards together; it keeps 4096 of a job.
    private static let pieces = 2048
    /// The smallest piece that boards send, in bytes.
    private static let smallest = 256
    private static let patience = Duration.seconds(1)

    let manifest: Manifest
    var store: FileStore?
    /// What boards wait for.
    var wanted: [(board: String, operation: Int)] = []
    private var records: [String: FileRecords]
    /// Of each board the first thing that failed.
    private var failures: [String: FileFailure] = [:]
    /// How far a board may go on before it waits for a word, how far it is, and since when.
    private var limits: [String: (bytes: Int, offset: Int, since: ContinuousClock.Instant)] = [:]
    /// How much of a board's output may be on the hub at once, in bytes.
    let window: Int

    /// - Parameter width: how many boards work at once.
    init(_ manifest: Manifest, _ contents: FileContents?, boards: [String], width: Int) {
        self.manifest = manifest
        if case .changes(let changes, isTrial: false) = manifest.operations, let contents {
            store = FileStore(changes, contents)
        }
        records = Dictionary(boards.map { ($0, FileRecords(manifest)) }, uniquingKeysWith: { first, _ in first })
        window = min(1 << 16, Self.pieces * Self.smallest / max(1, min(width, boards.count)))
    }

    /// A board's next output.
    mutating func take(_ bytes: [UInt8], of board: String) -> [FileEvent] {
        keep(records[board]?.take(bytes) ?? [], of: board)
    }

    /// Output of a board is missing.
    mutating func lose(_ board: String) -> [FileEvent] { keep(records[board]?.lose() ?? [], of: board) }

    /// A board says nothing more.
    mutating func finish(_ board: String) -> [FileEvent] {
        limits[board] = nil
        wanted.removeAll { $0.board == board }
        return keep(records[board]?.finish() ?? [], of: board)
    }

    private mutating func keep(_ found: [FileRecords.Record], of board: String) -> [FileEvent] {
        var events: [FileEvent] = []
        for record in found {
            switch record {
            case .wants(let operation): wanted.append((board, operation))
            case .event(let event):
                if case .failed(_, _, let failure) = event, failures[board] == nil { failures[board] = failure }
                events.append(event)
            }
        }
        return events
    }

    /// How a board has ended: well only if every operation has.
    func outcome(_ outcome: Outcome, of board: String) -> Outcome {
        guard outcome == .ok, let failure = failures[board] else { return outcome }
        return .raised(failure.exception)
    }

    /// How far a board may go on now, if it has to be told; told again where it stands still.
    /// - Parameter offset: how much of its output has been read.
    mutating func limit(of board: String, readTo offset: Int, at now: ContinuousClock.Instant = .now) -> Int? {
        guard case .queries = manifest.operations else { return nil }
        let (bytes, last, since) = limits[board] ?? (window, 0, now)
        if offset + window / 2 > bytes {
            limits[board] = (offset + window, offset, now)
            return offset + window
        }
        // A word may be lost with a connection.
        let standsStill = offset == last && now - since > Self.patience
        limits[board] = (bytes, offset, offset == last && !standsStill ? since : now)
        return standsStill ? bytes : nil
    }
}
