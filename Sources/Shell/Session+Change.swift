internal import Fleet

// What is on boards becomes something else: `rm`, `mkdir` and `mv`.
extension Session {
    /// More removals than these are told as numbers.
    private static let mostTold = 10

    package func rm(_ arguments: RemoveArguments) throws -> ExitStatus {
        let words = try arguments.words()
        let (own, asked, ownStatus) = try ownFolders(words, takesFolders: arguments.recursive, on: try selected())
        guard !asked.isEmpty else { return ownStatus }
        let listing = RemoteListing(words, isDeep: arguments.recursive, looksForLinks: true)
        let (found, answered, lookStatus) = try look(listing, on: asked)
        let plan = RemovalPlan(found, on: answered, own: own, isRecursive: arguments.recursive)
        var status = max(ownStatus, lookStatus, tellFailedFiles(answered) { plan.failures(on: $0) })
        tellKept(answered.map { ($0, plan.kept(on: $0)) })
        let boards = answered.filter { board in plan.jobs.contains { $0.boards.contains(board) } }
        guard !boards.isEmpty else { return status }
        try confirm("remove \(plan.sentence)", on: boards, isSure: arguments.yes)
        for (boards, paths) in plan.jobs where !isInterrupted {
            let outcome = try apply(FileWork("rm", paths.map { .remove($0) }), to: boards)
            status = max(status, tellRemovals(outcome, plan))
        }
        return status
    }

    private func tellRemovals(_ outcome: FileResult, _ plan: RemovalPlan) -> ExitStatus {
        let (changes, boards) = (outcome.work.changes, outcome.result.boards)
        var status = ExitStatus.ok
        let own = Dictionary(boards.map { ($0, plan.paths(on: $0)) }, uniquingKeysWith: { first, _ in first })
        for (number, change) in changes.enumerated() {
            let records = records(outcome, number).filter { own[$0.board]?.contains(change.path) ?? false }
            let removed = outcome.report.boards(of: boards, where: number) { $0 == .done(.removed) }
            let isTold = changes.count <= Self.mostTold && !removed.isEmpty
            output.results(
                records, text: isTold ? "\(fold(removed)): \(visible(change.path, keepingLines: false))  removed" : nil)
            status = max(status, tellFailures(outcome, number))
        }
        if changes.count > Self.mostTold, !output.style.isJSON {
            let counts = boards.compactMap { board -> (board: String, String)? in
                let removed = changes.enumerated().filter {
                    outcome.report[board].results[$0.offset] == .done(.removed)
                }
                guard !removed.isEmpty else { return nil }
                let folders = removed.count { plan.isFolder($0.element.path, on: board) }
                return (board, "\(counted(removed.count - folders, "file")) and \(counted(folders, "folder")) removed")
            }
            for (boards, sentence) in grouped(counts) { output.line("\(boards): \(sentence)") }
        }
        return max(status, tellOutcomes(of: outcome.result.withoutRaised))
    }

    // MARK: mkdir

    package func mkdir(_ arguments: MakeFolderArguments) throws -> ExitStatus {
        let folders = try arguments.folders()
        let changes = folders.map { arguments.parents ? FileChange.folder($0) : .makeFolder($0) }
        return try tellChanges(apply(FileWork("mkdir", changes), to: try selected()))
    }

    // MARK: mv

    package func mv(_ arguments: MoveArguments) throws -> ExitStatus {
        let (sources, target) = try arguments.words()
        let (own, boards, ownStatus) = try ownFolders(sources, takesFolders: true, on: try selected())
        guard !boards.isEmpty else { return ownStatus }
        guard sources.contains(where: \.isPattern) else {
            return max(ownStatus, try move(sources.map(\.path), to: target, on: boards, isSure: arguments.yes))
        }
        let (listing, answered, lookStatus) = try look(RemoteListing(sources), on: boards)
        let plans = answered.map { (board: $0, plan: listing.moves(on: $0, own[$0] ?? .unknown)) }
        tellKept(plans.map { ($0.board, $0.plan.kept) })
        let left = Dictionary(plans.map { ($0.board, $0.plan.left) }, uniquingKeysWith: { first, _ in first })
        var status = max(ownStatus, lookStatus, tellFailedFiles(answered) { left[$0] ?? [] })
        let paths = plans.map { ($0.board, $0.plan.paths) }
        let groups = together(paths).filter { !$0.1.isEmpty }
        for (_, paths) in groups where paths.count > 1 { try target.checkTakesSeveral() }
        for (boards, paths) in groups where !isInterrupted {
            status = max(status, try move(paths, to: target, on: boards, isSure: arguments.yes))
        }
        return status
    }

    /// Moves the same on all of these boards.
    private func move(_ paths: [String], to target: MoveTarget, on boards: [String], isSure: Bool) throws -> ExitStatus
    {
        var origins: [String: String] = [:]
        let changes = try paths.map { path in
            let new = try target.path(of: path)
            if let other = origins.updateValue(path, forKey: new) {
                throw UsageError("\(other) and \(path) would both become \(new)")
            }
            return FileChange.move(path, to: new)
        }
        var work = FileWork("mv", changes)
        if boards.count > 1 {
            work.isTrial = true
            let trial = try apply(work, to: boards)
            guard !trial.result.interrupted, trial.result.loss == nil else {
                return tellOutcomes(of: trial.result.withoutRaised)
            }
            try confirmReplacing(trial, isSure: isSure)
            work.isTrial = false
        }
        return try tellChanges(apply(work, to: boards))
    }

    /// Asks where files would be lost.
    private func confirmReplacing(_ trial: FileResult, isSure: Bool) throws {
        var lost: [String] = []
        var losing: Set<String> = []
        for (number, change) in trial.work.changes.enumerated() {
            let boards = trial.report.boards(of: trial.result.boards, where: number) { $0 == .done(.replaced) }
            guard !boards.isEmpty, case .move(_, let target) = change else { continue }
            lost.append(target)
            losing.formUnion(boards)
        }
        guard !lost.isEmpty else { return }
        let names = lost.prefix(8).joined(separator: ", ") + (lost.count > 8 ? ", …" : "")
        try confirm(
            "replace \(counted(lost.count, "file")) (\(names))", on: trial.result.boards.filter(losing.contains),
            isSure: isSure)
    }
}

extension RemoteListing {
    /// What goes from a board, what stays there because the board needs it, and the patterns of which nothing goes.
    fileprivate func moves(
        on board: String, _ own: OwnFolder
    ) -> (paths: [String], kept: [String], left: [(path: String, failure: FileFailure)]) {
        var (paths, kept): ([String], [String]) = ([], [])
        var left: [(path: String, failure: FileFailure)] = []
        for (number, word) in words.enumerated() {
            let items = meaning(of: number, on: board).items
            let needed = items.filter { item in
                word.isPattern && !item.isFolder && item.path != word.path && own.needs(item.path, in: word.container)
            }
            kept += needed.map(\.path)
            paths += items.filter { !needed.contains($0) }.map(\.path)
            if !needed.isEmpty, needed.count == items.count {
                left.append((word.text, .notTried("nothing else there has such a name: nothing is moved")))
            }
        }
        return (paths, kept, left)
    }
}
