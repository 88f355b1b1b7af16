internal import BoardClient

/// Operations on files for boards that know no manifests: small programs, and copies of single files. It says what to do
/// next, is told what that came to, and gives out what our board client would have said. It holds no connection.
struct LegacyFiles {
    enum Step: Equatable {
        /// A program, whose output and end are wanted.
        case run(String)
        /// A file of the hub to be written at `part`, then a program that checks it and puts it in its place.
        case copy(operation: Int, sha256: String, size: Int, part: String, check: String)
    }

    /// A program is as long as all its operations: a board with little memory has to hold and compile it.
    private static let longestList = 1500

    private enum State {
        case idle
        /// These changes were given to one program.
        case changing([(number: Int, change: FileChange)])
        case copying(operation: Int, size: Int, FileChange.Effect)
        case asking(Int)
    }

    private let manifest: Manifest
    /// Whether the board's output never comes: then its completions alone tell of changes.
    private var isBlind: Bool
    private var changes: ArraySlice<(number: Int, change: FileChange)> = []
    private var queries: ArraySlice<(number: Int, query: FileQuery)> = []
    private var copies: [(operation: Int, effect: FileChange.Effect)] = []
    private var state = State.idle
    /// How it has ended, as far as it goes: nothing more is done after an exception.
    private(set) var outcome = Outcome.ok

    init(_ manifest: Manifest, isBlind: Bool) {
        self.manifest = manifest
        self.isBlind = isBlind
        switch manifest.operations {
        case .changes(let all, _): changes = all.enumerated().map { ($0.offset, $0.element) }[...]
        case .queries(let all): queries = all.enumerated().map { ($0.offset, $0.element) }[...]
        }
    }

    private var isTrial: Bool { manifest.mode == "check" }

    // MARK: What to do

    /// The next step; nil: all is done.
    mutating func next() -> Step? {
        guard outcome == .ok else { return nil }
        if !copies.isEmpty { return copy(copies.removeFirst()) }
        if let (number, query) = queries.popFirst() {
            state = .asking(number)
            return .run(BoardClient.legacyRead(number, Self.kind(query), query.path))
        }
        let batch = nextBatch()
        guard let first = batch.first else { return nil }
        if isBlind, case .file = first.change {
            copies = [(first.number, .replaced)]
            return next()
        }
        state = .changing(batch)
        return .run(BoardClient.legacyChange(batch.map(Self.row), isTrial: isTrial, raises: isBlind))
    }

    /// Changes that can go together: files come after what is made and removed with them, for their contents are written
    /// when the program is over.
    private mutating func nextBatch() -> [(number: Int, change: FileChange)] {
        var batch: [(number: Int, change: FileChange)] = []
        var paths: Set<String> = []
        var hasFile = false
        var length = 0
        while let (number, change) = changes.first {
            let isFile = if case .file = change { true } else { false }
            length += change.path.utf8.count + (isFile ? 100 : 30)
            if !batch.isEmpty, isBlind || length > Self.longestList || hasFile && !isFile { break }
            // What comes of the second one depends on the first.
            guard paths.isDisjoint(with: change.paths) else { break }
            paths.formUnion(change.paths)
            hasFile = hasFile || isFile
            batch.append((number, change))
            changes.removeFirst()
        }
        return batch
    }

    private static func row(_ item: (number: Int, change: FileChange)) -> (
        number: Int, kind: String, path: String, size: Int, other: String
    ) {
        switch item.change {
        case .file(let path, let size, let sha256): (item.number, "file", path, size, sha256)
        case .folder(let path): (item.number, "folder", path, 0, "")
        case .remove(let path): (item.number, "remove", path, 0, "")
        case .makeFolder(let path): (item.number, "make", path, 0, "")
        case .move(let path, let target): (item.number, "move", path, 0, target)
        }
    }

    private static func kind(_ query: FileQuery) -> String {
        switch query {
        case .list: "list"
        case .hash: "hash"
        case .send: "send"
        case .names: "names"
        case .content: "content"
        }
    }

    private mutating func copy(_ copy: (operation: Int, effect: FileChange.Effect)) -> Step? {
        guard case .changes(let all, _) = manifest.operations,
            case .file(let path, let size, let sha256) = all[copy.operation]
        else { return next() }
        state = .copying(operation: copy.operation, size: size, copy.effect)
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let part = folder + ".mbm-part"
        let check = BoardClient.legacyCheck(part: part, path: path, size: size, sha256: sha256)
        return .copy(operation: copy.operation, sha256: sha256, size: size, part: part, check: check)
    }

    // MARK: What it came to

    /// The step is over.
    /// - Parameters:
    ///   - printed: what its program has printed.
    ///   - outcome: how it ended; without its output (`isHeard`) the class of an exception is not known.
    /// - Returns: what our client would have said.
    mutating func take(_ printed: [UInt8], _ outcome: Outcome, isHeard: Bool) -> [UInt8] {
        defer { state = .idle }
        switch state {
        case .idle: return []
        case .changing(let batch): return conclude(batch, printed, outcome, isHeard: isHeard)
        case .copying(let operation, let size, let effect): return conclude(operation, size, effect, outcome)
        case .asking(let number):
            if outcome != .ok || !isHeard { self.outcome = outcome == .ok ? Self.unheard : outcome }
            return Self.records(printed, of: number)
        }
    }

    /// The content of the file that is to be copied cannot be had.
    mutating func contentIsGone() -> [UInt8] {
        guard case .copying(let operation, _, _) = state else { return [] }
        state = .idle
        return Self.record("\(operation) ! gone")
    }

    private static let unheard = Outcome.raised(
        PythonException(kind: "Exception", message: "what it says of its files does not come"))

    private mutating func conclude(
        _ batch: [(number: Int, change: FileChange)], _ printed: [UInt8], _ outcome: Outcome, isHeard: Bool
    ) -> [UInt8] {
        guard isHeard else { return concludeUnheard(batch, outcome) }
        var said: [UInt8] = []
        var told: Set<Int> = []
        for line in String(decoding: printed, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2, let number = Int(words[0]), batch.contains(where: { $0.number == number }) else {
                continue
            }
            told.insert(number)
            switch words[1] {
            case "?+": copies.append((number, .created))
            case "?~": copies.append((number, .replaced))
            default: said += Self.record(String(line))
            }
        }
        // A program that could not do its work (for want of memory) says so of all that is left of it.
        guard case .raised(let exception) = outcome else { return said }
        for (number, _) in batch where !told.contains(number) { said += Self.record("\(number) ! \(exception.kind)") }
        return said
    }

    /// Nothing came of what it printed: from now on each change is a step of its own, whose completion tells.
    private mutating func concludeUnheard(
        _ batch: [(number: Int, change: FileChange)], _ outcome: Outcome
    ) -> [UInt8] {
        guard !isTrial else {
            self.outcome = Self.unheard
            return []
        }
        guard isBlind, let (number, change) = batch.first else {
            isBlind = true
            changes = (batch + changes)[...]
            return []
        }
        let done = if case .remove = change { "-" } else { "+" }
        return Self.record("\(number) \(outcome == .ok ? done : "! Exception")")
    }

    private mutating func conclude(
        _ operation: Int, _ size: Int, _ effect: FileChange.Effect, _ outcome: Outcome
    ) -> [UInt8] {
        guard case .raised(let exception) = outcome else {
            return Self.record("\(operation) \(effect == .created ? "+" : "~")")
        }
        switch (exception.kind, exception.errorNumber) {
        case ("OSError", 28?):
            self.outcome = outcome
            return Self.record("\(operation) ! 28 \(size)")
        case ("OSError", let number?): return Self.record("\(operation) ! \(number)")
        case ("ValueError", _): return Self.record("\(operation) ! differs")
        default: return Self.record("\(operation) ! \(exception.kind)")
        }
    }

    // MARK: Records

    private static func record(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }

    /// The lines of `legacy_read.py` as records.
    private static func records(_ printed: [UInt8], of number: Int) -> [UInt8] {
        var said: [UInt8] = []
        var isContent = false
        for line in printed.split(separator: UInt8(ascii: "\n")) {
            if line.first == UInt8(ascii: ":") {
                let bytes = bytes(ofDigits: line.dropFirst())
                if isContent, !bytes.isEmpty { said += record("\(bytes.count)") + bytes }
                continue
            }
            let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 2).map(String.init)
            guard words.count > 1, words[0] == "\(number)" else { continue }
            let rest = words.count > 2 ? words[2] : ""
            switch words[1] {
            case "e" where isContent:
                isContent = false
                said += record("0 \(rest)")
            case "!" where isContent:
                isContent = false
                said += record("! \(rest.prefix { $0 != " " })")
            case ".": said += record("\(number) .")
            default:
                isContent = words[1] == "s"
                said += record("\(number) \(words[1]) \(unescaped(rest))")
            }
        }
        return said
    }

    private static func bytes(ofDigits digits: ArraySlice<UInt8>) -> [UInt8] {
        let values = digits.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard values.count % 2 == 0, values.allSatisfy({ $0 != nil }) else { return [] }
        return stride(from: 0, to: values.count, by: 2).map {
            UInt8(truncatingIfNeeded: (values[$0] ?? 0) << 4 | (values[$0 + 1] ?? 0))
        }
    }

    /// A name may hold what would end the line.
    private static func unescaped(_ text: String) -> String {
        var result = ""
        var isEscaped = false
        for character in text.unicodeScalars {
            if isEscaped {
                result.unicodeScalars.append(character == "n" ? "\n" : character == "r" ? "\r" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
