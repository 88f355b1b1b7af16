internal import Redis

/// Gives the content of the file that the change with this number writes.
/// - Throws: why it cannot be had; that file is left out.
package typealias FileContents = (Int) throws(FleetError) -> [UInt8]

/// Puts what boards need on the hub: each content once, whatever the number of boards, and no more at a time than the
/// hub has room for. What is there is a cache: it may expire, be removed for others or be lost with the hub, for a board
/// that does not find what it needs asks for it.
struct FileStore {
    private struct File {
        let path: String
        let size: Int
        let sha256: String
        var key: String { Wire.file(sha256: sha256) }
    }

    /// Contents are put there before anybody asks where that takes no time, up to so many bytes.
    private static let ready = 16 << 20
    /// How many bytes are kept there where the hub sets no limit.
    private static let most = 64 << 20
    /// How long a hub far away may take, per byte of a content.
    private static let slowest = Duration.microseconds(30)
    private static let patience = Duration.seconds(5)

    private var files: [Int: File] = [:]
    private let contents: FileContents
    /// What was put there, the oldest first, and how many bytes that is.
    private var stored: [(key: String, size: Int)] = []
    private var size = 0
    private var budget: Int?
    /// How many files are put there beyond the one that is asked for: more each time.
    private var ahead = 0
    /// Files that cannot be had, and those of them that somebody was told of.
    private var failures: [Int: FleetError] = [:]
    private var told: Set<Int> = []
    /// Since when the hub has had no memory for a file.
    private var full: [Int: ContinuousClock.Instant] = [:]

    init(_ changes: [FileChange], _ contents: @escaping FileContents) {
        self.contents = contents
        for (operation, change) in changes.enumerated() {
            guard case .file(let path, let size, let sha256) = change else { continue }
            files[operation] = File(path: path, size: size, sha256: sha256)
        }
    }

    /// The key and the size of the content that an operation needs.
    func content(of operation: Int) -> (key: String, size: Int)? { files[operation].map { ($0.key, $0.size) } }

    /// Whether it takes so long to bring the content to the hub that boards would give up.
    func isLong(_ operation: Int, _ hub: Hub) -> Duration? {
        guard !hub.isLocal, let file = files[operation], file.size > 1 << 20 else { return nil }
        return Self.slowest * file.size
    }

    enum Supply: Equatable {
        case there
        /// It cannot be had; why, if nobody was told yet.
        case gone(FleetError?)
        /// The hub has no memory for it now.
        case later
    }

    /// Puts a content there, unless it is there.
    mutating func supply(_ operation: Int, to hub: Hub) throws(FleetError) -> Supply {
        guard let file = files[operation] else { return .gone(nil) }
        if failures[operation] == nil {
            if try hub.run(Command("EXPIRE", file.key, Wire.transferLifetime)).integer == 1 { return .there }
            if try put(operation, file, on: hub) { return .there }
        }
        guard let failure = failures[operation] else { return .later }
        return .gone(told.insert(operation).inserted ? failure : nil)
    }

    /// Somebody has asked: others and the next ones will be wanted, too.
    mutating func lookAhead(from operation: Int, to hub: Hub) throws(FleetError) {
        let budget = try self.budget(of: hub)
        try supply(files.keys.filter { $0 > operation }.sorted().prefix(ahead), to: hub, most: budget / 4)
        ahead = min(1024, max(1, ahead * 2))
    }

    /// Puts there what will be needed at the beginning.
    mutating func prepare(_ hub: Hub) throws(FleetError) {
        guard hub.isLocal else { return }
        try supply(files.keys.sorted()[...], to: hub, most: min(Self.ready, try budget(of: hub)))
    }

    /// Puts all there that there is room for: nobody will be here to be asked.
    mutating func supplyAll(_ hub: Hub) throws(FleetError) {
        try supply(files.keys.sorted()[...], to: hub, most: try budget(of: hub))
    }

    private mutating func supply(_ operations: ArraySlice<Int>, to hub: Hub, most: Int) throws(FleetError) {
        var wanted: [Int] = []
        var keys: Set<String> = []
        var size = 0
        for operation in operations {
            guard let file = files[operation], failures[operation] == nil, keys.insert(file.key).inserted else {
                continue
            }
            size += file.size
            if size > most { break }
            wanted.append(operation)
        }
        let replies = try hub.run(
            wanted.compactMap { files[$0] }.map { Command("EXPIRE", $0.key, Wire.transferLifetime) })
        for (operation, reply) in zip(wanted, replies) where reply.integer != 1 {
            if let file = files[operation] { _ = try put(operation, file, on: hub) }
        }
    }

    private mutating func put(_ operation: Int, _ file: File, on hub: Hub) throws(FleetError) -> Bool {
        let content: [UInt8]
        do {
            content = try contents(operation)
        } catch {
            failures[operation] = error
            return false
        }
        guard content.count == file.size, sha256(content) == file.sha256 else {
            failures[operation] = .file(path: file.path, "the local file has changed meanwhile: nothing was written")
            return false
        }
        try makeRoom(try budget(of: hub) - file.size, on: hub)
        let command = Command("SET", file.key, content, "EX", Wire.transferLifetime)
        let limit = Duration.seconds(5) + Self.slowest * file.size
        if case .error(let text) = try hub.run([command], within: limit)[0] {
            guard text.hasPrefix("OOM") else { throw .otherReply(text) }
            try makeRoom(0, on: hub)
            guard case .status = try hub.run([command], within: limit)[0] else {
                // What others need there will not be needed for ever, nor what the server has at hand for a moment.
                let since = full[operation] ?? .now
                full[operation] = since
                if ContinuousClock.now - since > Self.patience { failures[operation] = .hubFull(file.size) }
                return false
            }
        }
        stored.removeAll { $0.key == file.key }
        stored.append((file.key, file.size))
        size = stored.reduce(0) { $0 + $1.size }
        return true
    }

    /// Removes the oldest of what was put there, until `most` bytes are left of it.
    private mutating func makeRoom(_ most: Int, on hub: Hub) throws(FleetError) {
        var keys: [String] = []
        while size > most, !stored.isEmpty {
            let (key, size) = stored.removeFirst()
            keys.append(key)
            self.size -= size
        }
        if !keys.isEmpty { _ = try hub.run(Command("DEL", list: keys)) }
    }

    /// How many bytes may be there at once: half of what the hub has left, for others need it, too.
    private mutating func budget(of hub: Hub) throws(FleetError) -> Int {
        if let budget { return budget }
        let info = Hub.fields(inInfo: try hub.run(Command("INFO", "memory")).text ?? "")
        let limit = info["maxmemory"].flatMap { Int($0) } ?? 0
        let used = info["used_memory"].flatMap { Int($0) } ?? 0
        let room = limit == 0 ? Self.most : min(Self.most, max(0, limit - used) / 2)
        budget = room
        return room
    }
}
