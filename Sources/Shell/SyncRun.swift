internal import BoardClient
internal import Fleet

/// Boards on their way to hold what a folder of this machine holds.
final class SyncRun {
    /// Boards of which the same is wanted.
    typealias Group = (boards: [String], wanted: Wanted)

    /// What a board says of itself.
    private struct Facts {
        let format: BytecodeFormat?
        /// Its own folder, as a path's names, and the one that files go to; nil: it did not say.
        let folders: (own: [Substring], root: [Substring])?
    }

    let session: Session
    let order: SyncOrder
    /// What went wrong so far has been told.
    private(set) var status = ExitStatus.ok
    private let compiler: Compiler?
    private var facts: [String: Facts] = [:]
    /// What the compiler cannot make.
    private var unable: Set<BytecodeFormat> = []
    /// What a person has been told once, of boards that get source.
    private var told: Set<String> = []

    init(_ session: Session, _ order: SyncOrder) throws {
        self.session = session
        self.order = order
        compiler = order.isCompiled ? try Compiler(session.local, named: session.context.settings.mpyCross) : nil
    }

    func count(_ status: ExitStatus) { self.status = max(self.status, status) }
    func resetStatus() { status = .ok }
    /// Of a board that may have got another firmware meanwhile.
    func forgetFacts(of board: String) { facts[board] = nil }

    /// Whether a board has .mpy in the place of modules.
    func isCompiled(for board: String) -> Bool {
        guard compiler != nil, let format = facts[board]?.format else { return false }
        return !unable.contains(format)
    }

    // MARK: Asking

    /// What each board is to have. Boards that cannot be asked are told of and left out.
    func groups(_ tree: SyncTree, _ boards: [String]) throws -> [Group] {
        let source = Wanted(root: order.root, files: tree.files, emptyFolders: tree.emptyFolders)
        guard compiler != nil || order.deletes && !order.root.isEmpty else { return [(boards, source)] }
        let known = try askFacts(boards)
        guard let compiler else { return [(known, source)] }
        var groups: [Group] = []
        var formats: [BytecodeFormat?] = []
        for board in known where !formats.contains(facts[board]?.format) { formats.append(facts[board]?.format) }
        for format in formats {
            let members = known.filter { facts[$0]?.format == format }
            guard let format else {
                tellOnce("\(fold(members)): no .mpy can be made for this firmware: sources are copied")
                groups.append((members, source))
                continue
            }
            do {
                let isStopped = session.noticeInterrupts
                groups.append((members, try source.compiled(by: compiler, for: format, isStopped: isStopped)))
            } catch Compiler.Failure.module(let sentence) {
                // Below the folder that was named.
                let folder = order.name.hasSuffix("/") ? order.name : order.name + "/"
                throw UsageError(visible(folder + sentence, keepingLines: false))
            } catch Compiler.Failure.format(let sentence) {
                unable.insert(format)
                tellOnce("\(fold(members)): \(sentence): sources are copied")
                groups.append((members, source))
            }
        }
        return groups
    }

    private func tellOnce(_ sentence: String) {
        if told.insert(sentence).inserted { session.tell(visible(sentence, keepingLines: false)) }
    }

    /// - Returns: the boards that have answered, now or before.
    private func askFacts(_ boards: [String]) throws -> [String] {
        let unknown = boards.filter { facts[$0] == nil }
        guard !unknown.isEmpty else { return boards }
        var printed: [String: [UInt8]] = [:]
        let result = try session.job(
            .source(BoardClient.facts(of: order.remote), echo: false), on: unknown, forgives: true
        ) {
            guard case .output(let board, let bytes) = $0 else { return }
            let room = Self.longestFacts - printed[board, default: []].count
            printed[board, default: []] += bytes.prefix(max(room, 0))
        }
        count(session.tellOutcomes(of: result.withoutRaised))
        for board in unknown {
            switch result.outcome(of: board) {
            case .ok, .raised: facts[board] = Self.facts(printed[board] ?? [])
            default: break
            }
        }
        return boards.filter { facts[$0] != nil }
    }

    /// In bytes.
    private static let longestFacts = 1 << 15

    /// Of a line `NUMBER OWN ROOT`, folders in hexadecimal digits.
    private static func facts(_ printed: [UInt8]) -> Facts {
        let line = String(decoding: printed, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
        let words = line.split(separator: " ")
        let format = words.first.flatMap { Int($0) }.flatMap { BytecodeFormat(number: $0) }
        guard words.count == 3, let own = path(words[1]), let root = path(words[2]) else {
            return Facts(format: format, folders: nil)
        }
        return Facts(format: format, folders: (own, root))
    }

    /// - Returns: the names of a path that begins at the top; nil for anything else.
    private static func path(_ digits: Substring) -> [Substring]? {
        let halves = digits.compactMap(\.hexDigitValue)
        guard halves.count == digits.utf8.count, halves.count % 2 == 0 else { return nil }
        let bytes = stride(from: 0, to: halves.count, by: 2).map { UInt8(halves[$0] << 4 | halves[$0 + 1]) }
        let path = String(decoding: bytes, as: UTF8.self)
        return path.hasPrefix("/") ? names(Substring(path)) : nil
    }

    /// What is below the folder on each board. Boards that cannot be asked are told of and left out.
    func list(_ boards: [String]) throws -> [String: BoardTree] {
        let asked = boards.filter(isFree)
        guard !asked.isEmpty else { return [:] }
        var trees = Dictionary(asked.map { ($0, BoardTree()) }, uniquingKeysWith: { first, _ in first })
        let result = try session.job(
            .files(try Manifest([.list(order.remote)])), on: asked, files: { trees[$0]?.take($1) }, forgives: true,
            take: { _ in })
        count(session.tellOutcomes(of: result.withoutRaised))
        for board in asked {
            switch result.outcome(of: board) {
            case .ok, .raised: break
            default: trees[board] = nil
            }
        }
        let failures = asked.flatMap { board in
            (trees[board]?.failures ?? []).map { (board, "\(order.root + $0.path): \($0.failure.sentence)") }
        }
        for (boards, sentence) in session.grouped(failures) {
            session.tell("\(boards): \(visible(sentence, keepingLines: false))")
            count(.raised)
        }
        return trees
    }

    /// Whether the folder is not one that holds the board's own and more: nobody means that.
    private func isFree(_ board: String) -> Bool {
        guard !order.root.isEmpty else { return true }
        let sentence: String
        if let folders = facts[board]?.folders {
            guard folders.own.starts(with: folders.root), folders.own.count > folders.root.count else { return true }
            sentence = "\(order.root) holds more than the board's own folder, /\(folders.own.joined(separator: "/"))"
        } else {
            guard order.isAbsolute else { return true }
            sentence = "which folder is its own is not known: name \(order.root) from there"
        }
        session.tell(visible("\(board): \(sentence)", keepingLines: false))
        count(.silent)
        return false
    }

    /// What would have to go from a board.
    func removals(_ tree: BoardTree, of board: String, _ wanted: Wanted) -> Removals {
        Removals(tree, wanted: wanted) { path, isFolder in
            order.exclusion.covers(path, isFolder: isFolder) || isOwn(path, of: board)
        }
    }

    private func isOwn(_ path: String, of board: String) -> Bool {
        // A link in the board's folder is that name to the client, wherever it leads.
        let names = Self.names(Substring(order.root + path))
        if !order.isAbsolute, ClientFiles.isNeeded(names.joined(separator: "/")) { return true }
        guard !order.root.isEmpty, let folders = facts[board]?.folders else { return false }
        let whole = folders.root + Self.names(Substring(path))
        return whole.starts(with: folders.own)
            && ClientFiles.isNeeded(whole.dropFirst(folders.own.count).joined(separator: "/"))
    }

    private static func names(_ path: Substring) -> [Substring] { path.split(separator: "/").filter { $0 != "." } }

    // MARK: Doing

    /// Removes what is in the way, writes, removes what is too much.
    /// - Parameter only: of the paths that are wanted, which are looked at.
    func apply(
        _ groups: [Group], _ removals: [String: Removals], only: (String) -> Bool = { _ in true },
        _ tally: inout SyncTally
    ) throws {
        let boards = groups.flatMap(\.boards)
        for (members, items) in alike(boards, { removals[$0]?.inTheWay ?? [] }) {
            try run(items.map { .remove(order.root + $0.path) }, [], on: members, &tally)
        }
        for (members, wanted) in groups {
            let (changes, files) = wanted.changes(only: only)
            try run(changes, files, on: members, &tally)
        }
        for (members, items) in alike(boards, { removals[$0]?.more ?? [] }) {
            // Who does not have all that is new keeps all that is old.
            try run(items.map { .remove(order.root + $0.path) }, [], on: members, mustBeWhole: true, &tally)
        }
    }

    private func alike(_ boards: [String], _ items: (String) -> [Removals.Item]) -> [(
        boards: [String], items: [Removals.Item]
    )] {
        var order: [[Removals.Item]] = []
        var members: [[Removals.Item]: [String]] = [:]
        for board in boards {
            let items = items(board)
            guard !items.isEmpty else { continue }
            if members[items] == nil { order.append(items) }
            members[items, default: []].append(board)
        }
        return order.map { (members[$0] ?? [], $0) }
    }

    private func run(
        _ changes: [FileChange], _ files: [SyncTree.File?], on boards: [String], mustBeWhole: Bool = false,
        _ tally: inout SyncTally
    ) throws {
        guard !changes.isEmpty else { return }
        let able = boards.filter { mustBeWhole ? tally.isWhole($0) : tally.isThere($0) }
        tally.skip(changes, on: boards.filter { !able.contains($0) })
        guard !able.isEmpty, !session.noticeInterrupts() else { return tally.skip(changes, on: able) }
        var work = FileWork(order.title, changes)
        work.showsEach = order.showsEach
        work.contents = { number throws(FleetError) in
            guard files.indices.contains(number), let file = files[number] else { return [] }
            if let content = file.content { return content }
            return try LocalFile.read(file.local, most: Manifest.largestFile)
        }
        let outcome = try session.apply(work, to: able)
        tally.add(outcome)
        count(session.tellOutcomes(of: outcome.result.withoutRaised))
    }
}
