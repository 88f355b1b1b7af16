internal import Crypto

/// Reads what one board says of files (`docs/protocol.md`): bytes in, events out. Nothing that comes from a board is
/// trusted: what makes no sense is dropped, and nothing grows with what is claimed.
struct FileRecords {
    enum Record: Equatable {
        case event(FileEvent)
        /// The board waits for the content of this operation; -1: for the manifest.
        case wants(Int)
    }

    /// A file whose content is coming.
    private struct Content {
        let operation: Int
        /// nil: its name cannot be used, and what comes is dropped.
        let path: String?
        var hash = SHA256()
        /// How much of the piece is still to come.
        var left = 0
    }

    private static let longestRecord = 8192
    private static let largestPiece = 1 << 16

    private let count: Int
    private let isQuery: Bool
    private var record: [UInt8] = []
    private var content: Content?
    /// Whether bytes were lost: changes go on with the next record, of contents nothing more can be told.
    private var isLost = false

    init(_ manifest: Manifest) {
        count = manifest.count
        if case .queries = manifest.operations { isQuery = true } else { isQuery = false }
    }

    mutating func take(_ bytes: [UInt8]) -> [Record] {
        var found: [Record] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            if isLost, isQuery { return found }
            if let left = content?.left, left > 0 {
                let piece = rest.prefix(left)
                rest = rest.dropFirst(piece.count)
                content?.left -= piece.count
                guard content?.path != nil else { continue }
                content?.hash.update(data: piece)
                found.append(.event(.bytes(Array(piece))))
            } else if let end = rest.firstIndex(of: 0) {
                record += rest[..<end]
                rest = rest[(end + 1)...]
                if !isLost { found += read(record) }
                isLost = isLost && isQuery
                record = []
            } else {
                record += rest
                rest = []
            }
            if record.count > Self.longestRecord { found += lose() }
        }
        return found
    }

    /// Bytes are missing here.
    mutating func lose() -> [Record] {
        isLost = true
        record = []
        return finish()
    }

    /// Nothing more comes.
    mutating func finish() -> [Record] {
        guard let content else { return [] }
        self.content = nil
        return [.event(.failed(content.operation, path: content.path ?? "", .incomplete))]
    }

    // MARK: Records

    private mutating func read(_ record: [UInt8]) -> [Record] {
        let text = String(decoding: record, as: UTF8.self)
        if content != nil { return readPiece(text) }
        let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard words.count > 1, let operation = Int(words[0]), (-1..<count).contains(operation) else { return [] }
        let rest = words.count > 2 ? words[2] : ""
        if words[1] == "?" { return [.wants(operation)] }
        guard operation >= 0 else { return [] }
        if words[1] == ".", let bytes = Self.number(rest) { return [.event(.progress(operation, bytes: bytes))] }
        return isQuery ? answer(operation, words[1], rest) : change(operation, words[1], rest)
    }

    private func change(_ operation: Int, _ kind: String, _ rest: String) -> [Record] {
        let effects: [String: FileChange.Effect] = [
            "=": .unchanged, "+": .created, "~": .replaced, "-": .removed,
        ]
        if let effect = effects[kind], rest.isEmpty { return [.event(.done(operation, effect))] }
        guard kind == "!" else { return [] }
        return [.event(.failed(operation, path: "", Self.failure(rest)))]
    }

    private mutating func answer(_ operation: Int, _ kind: String, _ rest: String) -> [Record] {
        let words = rest.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let (number, path) = (Self.number(words[0]), Self.path(words.count > 1 ? words[1] : ""))
        switch (kind, number) {
        case (".", _) where rest.isEmpty: return [.event(.answered(operation))]
        case ("!", let number?): return [.event(.failed(operation, path: path ?? "", .number(number)))]
        case ("!", nil): return [.event(.failed(operation, path: path ?? "", .other(words[0])))]
        case ("d", _): return entry(operation, Self.path(rest), .folder)
        case ("l", _): return entry(operation, Self.path(rest), .other)
        case ("f", let size?): return entry(operation, path, .file(size: size, sha256: nil))
        case ("h", let size?):
            guard words.count > 1, Self.isHash(words[1]) else { return [] }
            return entry(operation, "", .file(size: size, sha256: words[1]))
        case ("s", let size?):
            content = Content(operation: operation, path: path)
            return [
                .event(path.map { .begins(operation, path: $0, size: size) } ?? .failed(operation, path: "", .badName))
            ]
        default: return []
        }
    }

    private func entry(_ operation: Int, _ path: String?, _ kind: FileEntry.Kind) -> [Record] {
        [
            .event(
                path.map { .entry(operation, FileEntry(path: $0, kind: kind)) }
                    ?? .failed(operation, path: "", .badName))
        ]
    }

    /// What stands between the pieces of a file: the length of the next one, `0` and the hash, or why there is no more.
    private mutating func readPiece(_ text: String) -> [Record] {
        guard let content else { return [] }
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        if words.count == 1, let length = Self.number(words[0]), (1...Self.largestPiece).contains(length) {
            self.content?.left = length
            return []
        }
        guard words.count == 2, words[0] == "0" || words[0] == "!" else { return lose() }
        self.content = nil
        guard let path = content.path else { return [] }
        if words[0] == "!" { return [.event(.failed(content.operation, path: path, Self.failure(words[1])))] }
        let isWhole = hexadecimal(content.hash.finalize()) == words[1]
        return [
            .event(isWhole ? .ends(content.operation, path: path) : .failed(content.operation, path: path, .differs))
        ]
    }

    // MARK: Words

    private static func failure(_ text: String) -> FileFailure {
        let words = text.split(separator: " ").map(String.init)
        switch (words.first ?? "", words.dropFirst().map { number($0) }) {
        case ("28", let numbers) where !numbers.isEmpty:
            return .full(needed: (numbers.first ?? nil) ?? 0, free: numbers.count > 1 ? numbers[1] : nil)
        case ("differs", _): return .differs
        case ("gone", _): return .gone
        case (let word, _): return number(word).map { .number($0) } ?? .other(word)
        }
    }

    /// A size or the like: what can be added up without overflow.
    private static func number(_ text: some StringProtocol) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 15, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }

    private static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    /// A path that stays below where it begins; empty: that itself.
    private static func path(_ text: String) -> String? {
        if text.isEmpty { return text }
        let names = text.split(separator: "/", omittingEmptySubsequences: false)
        return names.contains { ["", ".", ".."].contains($0) } ? nil : text
    }
}
