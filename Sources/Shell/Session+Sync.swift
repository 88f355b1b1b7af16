internal import Fleet

// The verbs `sync` and `drift`.
extension Session {
    package func sync(_ arguments: SyncArguments) throws -> ExitStatus {
        let order = try SyncOrder(arguments, here: localPath)
        let boards = try selected()
        if order.deletes, !order.isTrial, !arguments.yes, ask == nil {
            throw UsageError("sync --delete asks before it removes files, and nobody is here to be asked: add --yes")
        }
        let run = try SyncRun(self, order)
        do {
            if arguments.watch { return try SyncWatch(run, on: boards, isSure: arguments.yes).run() }
            let tree = try run.tree()
            return order.isTrial
                ? try run.compare(tree, on: boards, as: .trial) : try run.once(tree, on: boards, isSure: arguments.yes)
        } catch Compiler.Failure.stopped {
            tell("interrupted: nothing was done")
            return .interrupted
        }
    }

    package func drift(_ arguments: DriftArguments) throws -> ExitStatus {
        let order = try SyncOrder(arguments, here: localPath)
        let boards = try selected()
        let run = try SyncRun(self, order)
        do {
            return try run.compare(run.tree(), on: boards, as: .drift)
        } catch Compiler.Failure.stopped {
            tell("interrupted")
            return .interrupted
        }
    }

    /// Asks before files are removed, also of one board.
    /// - Throws: if the answer is no.
    func confirm(_ removals: [String: Removals], on boards: [String], root: String) throws {
        let names = boards.compactMap { board -> (board: String, [String])? in
            guard let removals = removals[board], !removals.isEmpty else { return nil }
            return (board, removals.all.map { root + $0.name })
        }
        guard !names.isEmpty, let ask else { return }
        for (boards, names) in grouped(names) {
            output.note(visible("\(boards): \(names.count) to remove: \(listed(names))", keepingLines: false))
        }
        output.region?.clear()
        let all = names.flatMap(\.1)
        let folders = all.count { $0.hasSuffix("/") }
        let count = counted(files: all.count - folders, folders: folders)
        let question = "Remove \(count) on \(counted(names.count, "board")): \(fold(names.map(\.board)))"
        guard ask("\(visible(question, keepingLines: false)). Go on? [y/N] ") else {
            throw UsageError("nothing was done")
        }
    }

    /// `a.py, b.py … and 12 more`
    func listed(_ names: [String], all: Bool = false) -> String {
        let most = 12
        guard !all, names.count > most else { return names.joined(separator: ", ") }
        return names.prefix(most - 1).joined(separator: ", ") + " … and \(names.count - most + 1) more"
    }
}

extension SyncRun {
    /// What the folder holds now.
    func tree() throws -> SyncTree {
        let look = try FolderLook(order.folder, without: order.exclusion)
        var tree = try SyncTree(look)
        tellOthers(look)
        tellOwn(tree.dropOwn(root: order.root))
        if tree.files.isEmpty, tree.emptyFolders.isEmpty, !order.deletes, order.root.isEmpty {
            throw UsageError("\(order.title): \(order.name) holds no files")
        }
        return tree
    }

    func tellOthers(_ look: FolderLook) {
        for other in look.tree.others { session.tell(session.name(LocalTree.whyLeftOut(other))) }
    }

    func tellOwn(_ paths: [String]) {
        for path in paths {
            let sentence = "\(path) is left out: it tells a board which one it is (put copies it)"
            session.tell(visible(sentence, keepingLines: false))
        }
    }

    /// Makes boards hold the tree, and tells what came of it.
    func once(_ tree: SyncTree, on boards: [String], isSure: Bool) throws -> ExitStatus {
        var groups = try groups(tree, boards)
        var removals: [String: Removals] = [:]
        if order.deletes {
            removals = try self.removals(&groups)
            guard !session.isInterrupted else { return .interrupted }
            if !isSure { try session.confirm(removals, on: boards, root: order.root) }
        }
        var tally = SyncTally(boards)
        // What was done before the hub was lost has been done.
        do {
            try apply(groups, removals, &tally)
        } catch {
            session.tell(session.name("\(error)"))
            count(ExitStatus(error))
        }
        count(session.tell(tally, tellsEach: order.tellsEach))
        return session.isInterrupted ? .interrupted : status
    }

    /// Looks at what boards have; those that cannot be asked are in no group any more.
    func removals(_ groups: inout [Group]) throws -> [String: Removals] {
        let trees = try list(groups.flatMap(\.boards))
        var removals: [String: Removals] = [:]
        for (members, wanted) in groups {
            for board in members {
                if let tree = trees[board] { removals[board] = self.removals(tree, of: board, wanted) }
            }
        }
        groups = groups.map { ($0.boards.filter { trees[$0] != nil }, $0.wanted) }.filter { !$0.boards.isEmpty }
        return removals
    }
}
