internal import BoardClient
internal import Fleet

/// The folder that a board works in, and how the folders that words name stand to it.
struct OwnFolder: Equatable {
    /// It has not been asked for: what has no folder before it is in it.
    static let unknown = OwnFolder(names: [], levels: ["": 0], isExact: true)

    private let names: [String]
    /// By how many levels a folder, as it was named, is above the own one; 0: it is the own one, whatever its name.
    private let levels: [String: Int]
    /// Whether capitals are not small letters.
    private let isExact: Bool

    private init(names: [String], levels: [String: Int], isExact: Bool) {
        (self.names, self.levels, self.isExact) = (names, levels, isExact)
    }

    /// - Parameters:
    ///   - printed: by `folder.py`, untrusted.
    ///   - folders: those that it was called with.
    init?(_ printed: [UInt8], _ folders: [String]) {
        let lines = String(decoding: printed, as: UTF8.self).split(maxSplits: 1, whereSeparator: \.isNewline)
        let numbers = lines.first?.split(separator: " ").compactMap { Int($0) } ?? []
        guard lines.count == 2, lines[1].hasPrefix("/"), numbers.count == folders.count + 1 else { return nil }
        let line = lines[1].hasSuffix("\r\n") || lines[1].hasSuffix("\n") ? lines[1].dropLast() : lines[1]
        let names = line.split(separator: "/").map(String.init)
        let levels = zip(folders, numbers.dropFirst()).filter { (0...names.count).contains($1) }
        self.init(
            names: names, levels: Dictionary(levels + [("", 0)], uniquingKeysWith: { first, _ in first }),
            isExact: numbers[0] != 0)
    }

    /// Where a path is, from the root on; nil: it is in no folder above the own one, and not in that.
    private func place(of path: String, in base: String) -> [String]? {
        guard let level = levels[base] else { return nil }
        let below = path.split(separator: "/").dropFirst(base.split(separator: "/").count)
        return names.dropLast(level) + below.map(String.init)
    }

    private func begins(_ path: [String], with start: [String]) -> Bool {
        path.starts(with: start) { isExact ? $0 == $1 : $0.lowercased() == $1.lowercased() }
    }

    /// Whether a word names the own folder, or one above it.
    func isHeld(by word: RemoteWord) -> Bool {
        guard word.isPattern else {
            return place(of: word.path, in: folder(of: word.path)).map { begins(names, with: $0) } ?? false
        }
        // Of what the pattern may match, what is on the way to the own folder is known to be there.
        let count = word.path.split(separator: "/").count - word.base.split(separator: "/").count
        guard let level = levels[word.base], count <= level else { return false }
        return word.matches(joined(word.base, names.suffix(level).prefix(count).joined(separator: "/")))
    }

    /// Whether the board needs a file to be on the hub.
    /// - Parameter base: the folder of the path that the board was asked about.
    func needs(_ path: String, in base: String) -> Bool {
        if let place = place(of: path, in: base), begins(place, with: names),
            ClientFiles.isNeeded(place.dropFirst(names.count).joined(separator: "/"))
        {
            return true
        }
        return ClientFiles.contain(path)
    }
}

extension RemoteWord {
    /// The folder in which what it means is looked for.
    var container: String { isPattern ? base : folder(of: path) }
}

extension Session {
    /// Asks boards which folder they work in, as far as that matters for what words mean there. A board of which a word
    /// would take that folder away, or one above it, is told of and left out.
    /// - Parameter takesFolders: whether folders go with all they hold.
    /// - Returns: also the boards that can go on.
    func ownFolders(
        _ words: [RemoteWord], takesFolders: Bool, on boards: [String]
    ) throws -> (own: [String: OwnFolder], boards: [String], ExitStatus) {
        let matters = words.filter { !$0.container.isEmpty && (takesFolders || $0.isPattern) }
        let isAbsolute = matters.contains { $0.path.hasPrefix("/") }
        // Boards with the original client have no links, and some say nothing.
        let legacy = Set(zip(boards, try hub.boards(boards)).filter { $0.1?.isLegacy ?? false }.map(\.0))
        let asked = matters.isEmpty ? [] : isAbsolute ? boards : boards.filter { !legacy.contains($0) }
        guard !asked.isEmpty else { return ([:], boards, .ok) }
        let folders = matters.map(\.container)
        var answers = Answers(most: 1 << 16)
        let result = try job(.source(BoardClient.levels(of: folders), echo: false), on: asked, forgives: true) {
            answers.take($0)
        }
        var status = tellOutcomes(of: result.withoutRaised)
        guard !result.interrupted, result.loss == nil else { return ([:], [], status) }
        var own: [String: OwnFolder] = [:]
        var failures: [String: [(path: String, failure: FileFailure)]] = [:]
        for board in asked {
            switch result.outcome(of: board) {
            case .ok, .raised: break
            default:
                output.results([Record(board, result.outcome(of: board))], text: nil)
                continue
            }
            own[board] = OwnFolder(answers.outputs[board] ?? [], folders)
            guard takesFolders else { continue }
            failures[board] = words.compactMap { word in
                if let folder = own[board] {
                    return folder.isHeld(by: word) ? (word.text, .notTried(Self.holdsBoard)) : nil
                }
                guard word.path.hasPrefix("/"), !legacy.contains(board) else { return nil }
                return (word.text, .notTried("which folder the board works in is not known: name it from there"))
            }
        }
        status = max(status, tellFailedFiles(asked) { failures[$0] ?? [] })
        let going = boards.filter { board in
            guard asked.contains(board) else { return true }
            switch result.outcome(of: board) {
            case .ok, .raised: return failures[board]?.isEmpty ?? true
            default: return false
            }
        }
        return (own, going, status)
    }

    private static let holdsBoard =
        "this is the folder that the board works in, or holds it; nothing was done on the board: name what is in it"

    /// Tells what could not be done, by path, also as records.
    func tellFailedFiles(
        _ boards: [String], _ failures: (String) -> [(path: String, failure: FileFailure)]
    ) -> ExitStatus {
        for board in boards {
            for (path, failure) in failures(board) {
                var record = Record(board, .raised(failure.exception))
                record.file = path
                output.results([record], text: nil)
            }
        }
        return tellFailed(boards, failures)
    }

    /// Tells which files stay that a pattern or a folder would have taken.
    func tellKept(_ kept: [(board: String, [String])]) {
        let mostTold = 10
        for (boards, names) in grouped(kept) where !names.isEmpty {
            let more = names.count > mostTold ? " and \(names.count - mostTold) more" : ""
            let list = names.prefix(mostTold).joined(separator: ", ") + more
            tell(visible("\(boards): left, for the board needs them: \(list)", keepingLines: false))
        }
    }
}
