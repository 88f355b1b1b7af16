internal import Fleet

/// Keeps boards equal to a folder while its files change, and brings up to date who was away.
final class SyncWatch {
    private static let pace = Duration.milliseconds(300)
    /// How long the folder has to stay as it is before anything is sent.
    private static let calm = Duration.milliseconds(200)
    /// How long it may go on changing.
    private static let restless = Duration.seconds(5)
    private static let look = Duration.seconds(2)
    /// How long the folder may be away.
    private static let patience = Duration.seconds(1)
    /// A board shows a sign of life every 5 s.
    private static let alive = Duration.seconds(6)

    private let sync: SyncRun
    private let session: Session
    private let order: SyncOrder
    private let boards: [String]
    /// Whether anything may be removed, also what nobody was asked about.
    private let isSure: Bool
    private var seen: FolderLook?
    /// What boards that are no longer behind hold.
    private var tree: SyncTree?
    /// What the folder held since this began: what it does not hold any more may go without a question.
    private var held: Set<PathKey> = []
    private var behind: Set<String>
    /// Those of them that have failed: only another change may help.
    private var failed: Set<String> = []
    private var boots: [String: String] = [:]
    private var away: Set<String> = []
    private var isFirst = true
    private var hubIsAway = false
    /// Since when the folder cannot be looked at.
    private var gone: (since: ContinuousClock.Instant, isTold: Bool)?
    private var nextLook = ContinuousClock.now

    init(_ sync: SyncRun, on boards: [String], isSure: Bool) {
        self.sync = sync
        self.boards = boards
        self.isSure = isSure
        (session, order) = (sync.session, sync.order)
        behind = Set(boards)
    }

    /// Until Ctrl-C.
    func run() throws -> ExitStatus {
        let first = try FolderLook(order.folder, without: order.exclusion)
        sync.tellOthers(first)
        noteBoots()
        try round(first)
        isFirst = false
        var cost = Duration.zero
        if !session.isInterrupted { session.output.remark("watching \(session.name(order.name)): Ctrl-C ends it") }
        // Looking takes a tenth of the time at most, however large the folder is.
        while session.hub.wait(max(Self.pace, cost * 10), isInterrupted: session.noticeInterrupts) {
            let start = ContinuousClock.now
            let look = lookAtFolder()
            cost = ContinuousClock.now - start
            do {
                if let look, look != seen {
                    if let settled = settled(look) { try round(settled) }
                } else if ContinuousClock.now >= nextLook {
                    try lookAtBoards()
                }
            } catch let error as FleetError {
                try outlive(error)
            }
        }
        session.output.region?.clear()
        // The terminal has shown ^C in the line where the cursor still is.
        if session.local.isInteractive { session.output.note("") }
        let status = behind.isEmpty ? .ok : max(sync.status, away.isEmpty ? .raised : .silent)
        return gone == nil ? status : max(status, .usage)
    }

    /// - Returns: nil where it cannot be looked at, which is told if it stays so.
    private func lookAtFolder() -> FolderLook? {
        do {
            let look = try FolderLook(order.folder, without: order.exclusion)
            if gone?.isTold == true { session.tell(visible("\(order.name) is back", keepingLines: false)) }
            gone = nil
            return look
        } catch {
            // In the middle of a replacement it may not be there.
            let since = gone?.since ?? .now
            let isTold = gone?.isTold ?? false
            let isLong = ContinuousClock.now - since > Self.patience
            if isLong, !isTold {
                let why = LocalFile.isFolder(order.folder) ? "\(error)" : "\(order.name) is gone"
                session.tell(visible("\(why): boards stay as they are until it is back", keepingLines: false))
            }
            gone = (since, isTold || isLong)
            return nil
        }
    }

    /// The folder once it has stopped changing; nil: it has not, or somebody wants it to end.
    private func settled(_ look: FolderLook) -> FolderLook? {
        var last = look
        let end = ContinuousClock.now + Self.restless
        while session.hub.wait(Self.calm, isInterrupted: session.noticeInterrupts) {
            // In the middle of a replacement the folder may not be readable.
            guard let now = try? FolderLook(order.folder, without: order.exclusion) else { return nil }
            if now == last || ContinuousClock.now > end { return now }
            last = now
        }
        return nil
    }

    /// A hub that is away is waited for.
    private func outlive(_ error: FleetError) throws {
        switch error {
        case .hubLost, .hubOutOfReach: break
        default: throw error
        }
        if !hubIsAway { session.tell("\(error); waiting for it to come back") }
        hubIsAway = true
        // Nobody knows what had been done.
        behind = Set(boards)
        nextLook = .now + Self.look
    }

    // MARK: Rounds

    /// Brings boards to what the folder holds.
    private func round(_ look: FolderLook) throws {
        seen = look
        var new: SyncTree
        do {
            new = try SyncTree(look, before: tree, mayVanish: !isFirst)
        } catch {
            guard !isFirst else { throw error }
            return session.tell(session.name("\(error)"))
        }
        let own = new.dropOwn(root: order.root)
        if isFirst { sync.tellOwn(own) }
        do {
            try bring(to: new)
        } catch let error as UsageError where !isFirst {
            // A module that is wrong: the next change will mend it. Who has the old one keeps it.
            seen = look
            return session.tell(session.name("\(error)"))
        }
    }

    private func bring(to new: SyncTree) throws {
        sync.resetStatus()
        let old = tree
        let upToDate = old == nil ? [] : boards.filter { !behind.contains($0) }
        let late = boards.filter { !upToDate.contains($0) && !away.contains($0) }
        // Before anything is written: what is wrong is wrong for all.
        let changes = try sync.groups(new, upToDate)
        let rest = try sync.groups(new, late)
        held.formUnion(new.entries().entries.keys)
        behind.formUnion(boards)
        var tally = SyncTally(boards.filter { upToDate.contains($0) || late.contains($0) })
        do {
            if let old { try follow(from: old, to: new, changes, &tally) }
            try catchUp(rest, &tally)
        } catch {
            _ = session.tell(tally, tellsEach: order.tellsEach, isBrief: true)
            throw error
        }
        // From now on boards are compared with this.
        tree = new
        conclude(tally)
    }

    /// Boards that had the old tree get what is different in the new one.
    private func follow(from old: SyncTree, to new: SyncTree, _ groups: [SyncRun.Group], _ tally: inout SyncTally)
        throws
    {
        let before = Dictionary(old.files.map { ($0.key, $0.sha256) }, uniquingKeysWith: { first, _ in first })
        let after = Dictionary(new.files.map { ($0.key, $0.sha256) }, uniquingKeysWith: { first, _ in first })
        var changed = Set(after.filter { before[$0.key] != $0.value }.keys)
        changed.formUnion(Set(new.emptyFolders.map(PathKey.init)).subtracting(old.emptyFolders.map(PathKey.init)))
        if new.files.isEmpty, new.emptyFolders.isEmpty { changed.insert(PathKey("")) }
        let source = Wanted(root: order.root, files: new.files, emptyFolders: new.emptyFolders)
        for (members, wanted) in groups {
            // With --mpy boards have other names.
            let compiled = Set(changed.map { wanted.twins.contains($0) ? PathKey(name($0.path)) : $0 })
            var removals: [String: Removals] = [:]
            for board in members where order.deletes {
                let gone = sync.removals(old.entries(), of: board, source)
                    .filter { source.has($0) || !source.mayBe($0) }
                removals[board] = gone.renamed { sync.isCompiled(for: board) && $0.hasSuffix(".py") ? name($0) : $0 }
            }
            try sync.apply(
                [(members, wanted)], removals,
                only: { changed.contains(PathKey($0)) || compiled.contains(PathKey($0)) },
                &tally)
        }
        // A name whose spelling has changed is there twice now, or still once: boards are asked.
        if order.deletes, old.entries().entries.keys.contains(where: { !source.has($0) && source.mayBe($0) }) {
            try catchUp(groups, &tally)
        }
    }

    /// What a module that is gone was called on boards.
    private func name(_ path: String) -> String {
        ["boot.py", "main.py"].contains(order.root + path) ? path : String(path.dropLast(3)) + ".mpy"
    }

    /// Boards of which nothing is known get all that they lack.
    private func catchUp(_ groups: [SyncRun.Group], _ tally: inout SyncTally) throws {
        guard !groups.allSatisfy(\.boards.isEmpty) else { return }
        var groups = groups
        var removals: [String: Removals] = [:]
        if order.deletes {
            removals = try sync.removals(&groups)
            if !isSure, isFirst {
                try session.confirm(removals, on: boards, root: order.root)
            } else if !isSure {
                removals = removals.mapValues { $0.filter(held.contains) }
            }
        }
        try sync.apply(groups, removals, &tally)
    }

    /// Tells what came of a round and who is up to date now.
    private func conclude(_ tally: SyncTally) {
        sync.count(session.tell(tally, tellsEach: order.tellsEach, isBrief: !isFirst))
        failed = []
        for board in tally.boards {
            if tally.isWhole(board), !(tally.steps[board] ?? []).contains(where: { $0.result == nil }) {
                behind.remove(board)
            } else if case .raised = tally.outcome(of: board) {
                failed.insert(board)
            } else if away.insert(board).inserted, !session.isInterrupted {
                session.tell("\(board) gets what it lacks when it is back")
            }
        }
        nextLook = .now + Self.look
    }

    // MARK: Boards

    private func noteBoots() {
        guard let known = try? session.known(boards) else { return }
        for board in known { boots[board.name] = board.boot }
    }

    /// Who was away and is back, or was started anew, is brought up to date.
    private func lookAtBoards() throws {
        nextLook = .now + Self.look
        let known = try session.known(boards)
        if hubIsAway {
            hubIsAway = false
            session.tell("the hub is back")
        }
        for board in known {
            let isHere = board.state != .offline && board.lastSeen ?? .seconds(3600) < Self.alive
            if board.state == .offline {
                if away.insert(board.name).inserted {
                    session.tell("\(board.name) is offline: it gets what it lacks when it is back")
                }
                behind.insert(board.name)
            } else if isHere {
                if let boot = board.boot, boot != boots[board.name] {
                    boots[board.name] = boot
                    sync.forgetFacts(of: board.name)
                    behind.insert(board.name)
                    failed.remove(board.name)
                }
                away.remove(board.name)
            }
        }
        let late = boards.filter { behind.contains($0) && !away.contains($0) && !failed.contains($0) }
        // Files that are gone cannot be sent.
        guard let tree, !late.isEmpty, gone == nil else { return }
        try refresh(late, tree)
    }

    private func refresh(_ late: [String], _ tree: SyncTree) throws {
        sync.resetStatus()
        var tally = SyncTally(late)
        do {
            try catchUp(try sync.groups(tree, late), &tally)
        } catch let error as UsageError {
            failed.formUnion(late)
            return session.tell(session.name("\(error)"))
        }
        let untouched = failed
        conclude(tally)
        failed.formUnion(untouched)
        let whole = late.filter { !behind.contains($0) }
        if !whole.isEmpty { session.output.line("\(fold(whole)): up to date") }
    }
}

extension Removals {
    /// The same under other names.
    fileprivate func renamed(_ name: (String) -> String) -> Removals {
        map { Item(key: PathKey($0.isFolder ? $0.path : name($0.path)), isFolder: $0.isFolder) }
    }
}
