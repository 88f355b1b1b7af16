internal import Fleet

extension BackupArguments {
    /// - Throws: `UsageError` for what names no folder.
    func checkedFolder() throws(UsageError) -> String {
        guard !folder.isEmpty else { throw UsageError("'' names no folder") }
        return folder
    }
}

extension RestoreArguments {
    /// - Throws: for what names no folder, or no board.
    func checked() throws -> (folder: String, board: String) {
        guard words.count == 2 else {
            throw UsageError("restore wants a folder and the board that gets it: restore DIR BOARD")
        }
        guard !words[0].isEmpty else { throw UsageError("'' names no folder") }
        guard isValidBoardName(words[1]) else {
            throw UsageError("\(words[1]) is no name of a board: restore takes one board")
        }
        return (words[0], words[1])
    }
}

// All files of boards, on this machine.
extension Session {
    package func backup(_ arguments: BackupArguments) throws -> ExitStatus {
        let boards = try selected()
        let destination = LocalDestination(localPath(try arguments.checkedFolder()))
        let work = Fetching("backup", boards, verbose: arguments.verbose, each: arguments.each)
        var (trees, status) = try look([.list("")], on: boards, work)
        guard !work.isStopped else { return max(status, tellFetched(work)) }
        var gone: [(board: String, String)] = []
        for board in boards {
            guard let answer = trees[board, 0] else { continue }
            var plan = FetchPlan()
            plan.failures = answer.failures
            let entries = answer.entries.filter { !ClientFiles.own($0.path) }
            try plan.add(tree: "", entries, to: board, in: destination)
            work.plans[board] = plan
            // Of a board that has not said all nobody knows what it has no more.
            guard answer.isComplete, answer.failures.isEmpty else { continue }
            let paths = Self.gone(from: destination, of: board, keeping: entries)
            if arguments.delete {
                status = max(status, remove(paths, from: destination, of: board))
            } else if !paths.isEmpty {
                gone.append((board, Self.sentence(about: paths.map { String($0.dropFirst(board.count + 1)) })))
            }
        }
        for (boards, sentence) in grouped(gone) { output.note("\(boards): \(name(sentence))") }
        status = max(status, try fetch(work))
        return max(status, tellFetched(work))
    }

    /// What a backup holds and its board has no more; what is in a folder before it.
    private static func gone(
        from destination: LocalDestination, of board: String, keeping entries: [FileEntry]
    ) -> [String] {
        let kept = Set(
            entries.filter { $0.kind != .other }.map { [$0.isFolder ? 1 : 0] + Array("\(board)/\($0.path)".utf8) })
        return destination.contents(of: board).filter { path, isFolder in
            !kept.contains([isFolder ? 1 : 0] + Array(path.utf8))
                && !ClientFiles.own(String(path.dropFirst(board.count + 1)))
        }.map(\.path).reversed()
    }

    private static func sentence(about paths: [String]) -> String {
        let (verb, pronoun) = paths.count == 1 ? ("is", "it") : ("are", "them")
        let names = paths.prefix(5).joined(separator: ", ") + (paths.count > 5 ? ", …" : "")
        return "\(paths.count) of the backup \(verb) no longer on the board, --delete removes \(pronoun): \(names)"
    }

    private func remove(_ paths: [String], from destination: LocalDestination, of board: String) -> ExitStatus {
        var status = ExitStatus.ok
        for path in paths {
            do throws(FleetError) {
                try destination.remove(path)
                output.results([], text: "\(board): \(name(destination.place(path)))  removed")
            } catch {
                tell("\(board): \(name("\(error)"))")
                status = .usage
            }
        }
        return status
    }

    package func restore(_ arguments: RestoreArguments) throws -> ExitStatus {
        let (typed, board) = try arguments.checked()
        let folder = localPath(typed)
        guard LocalFile.isFolder(folder) else { throw FleetError.file(path: typed, "there is no such folder") }
        let own = "\(folder.hasSuffix("/") ? folder : folder + "/")\(board)"
        let source = LocalFile.isFolder(own) ? own : folder
        let boards = try boards(in: board)
        let tree = try LocalTree(source, without: Exclusion([], takingAll: true))
        let items = tree.items.filter { !ClientFiles.own($0.path) }
        for item in tree.items where ClientFiles.own(item.path) {
            output.note("\(name(item.local)) is left out: it belongs to the board's client")
        }
        for other in tree.others { output.note(name(LocalTree.whyLeftOut(other))) }
        var removals: [String] = []
        if arguments.delete {
            let work = Fetching("restore", boards)
            let (trees, status) = try look([.list("")], on: boards, work)
            guard let answer = trees[board, 0], answer.isComplete, answer.failures.isEmpty, !work.isStopped else {
                // What is not known is not removed, and nothing is half restored.
                work.plans[board, default: FetchPlan()].failures += trees[board, 0]?.failures ?? []
                return max(status, tellFetched(work))
            }
            removals = Self.removals(of: answer.entries, keeping: items)
            try confirmRemoval(of: removals, from: board, isSure: arguments.yes)
        }
        let plan = try PutPlan(items, removing: removals)
        guard !plan.files.isEmpty else { throw UsageError("restore: there is nothing in \(source)") }
        output.note("\(board) gets what is in \(source)")
        var work = FileWork("restore", plan)
        work.tellsEach = arguments.verbose
        return try tellChanges(apply(work, to: boards))
    }

    /// - Throws: if the answer is no, or nobody can be asked.
    private func confirmRemoval(of paths: [String], from board: String, isSure: Bool) throws {
        guard !paths.isEmpty, !isSure else { return }
        let names = paths.prefix(5).joined(separator: ", ") + (paths.count > 5 ? ", …" : "")
        let what = name("remove \(paths.count) that the backup does not have from \(board): \(names)")
        guard let ask else { throw UsageError("restore --delete would \(what); nobody is here to be asked: add --yes") }
        output.region?.clear()
        guard ask("\(what). Go on? [y/N] ") else { throw UsageError("nothing was done") }
    }

    /// What a board has and a backup has not, what is in a folder before it; but not what the board needs.
    private static func removals(of entries: [FileEntry], keeping items: [LocalTree.Item]) -> [String] {
        var kept: Set<[UInt8]> = []
        func keep(_ path: String, isFolder: Bool) {
            kept.insert([isFolder ? 1 : 0] + Array(path.utf8))
            var above = path[...]
            while let slash = above.lastIndex(of: "/") {
                above = above[..<slash]
                kept.insert([1] + Array(above.utf8))
            }
        }
        for item in items { keep(item.path, isFolder: item.kind == .emptyFolder) }
        for entry in entries where ClientFiles.isNeeded(entry.path) || entry.kind == .other {
            keep(entry.path, isFolder: entry.isFolder)
        }
        return entries.filter { $0.kind != .other && !kept.contains([$0.isFolder ? 1 : 0] + Array($0.path.utf8)) }
            .map(\.path).sorted { $1.utf8.lexicographicallyPrecedes($0.utf8) }
    }
}
