internal import Fleet

/// What a board has at a path, as far as an editor needs it.
private enum Copy: Hashable {
    case file(size: Int, sha256: String)
    case none
    /// It cannot be edited; why.
    case other(String)

    var sentence: String {
        switch self {
        case .file(let size, let sha256): "\(counted(size, "byte")), SHA-256 \(sha256.prefix(8))…"
        case .none: "no such file"
        case .other(let why): why
        }
    }
}

// A file of boards in the person's editor.
extension Session {
    /// Fetches a file, opens it, and puts it back on all boards; only where all have the same.
    func edit(file typed: String) throws -> ExitStatus {
        let boards = try selected()
        let path = try remotePath(typed)
        guard let name = path.split(separator: "/").last.map(String.init), !path.hasSuffix("/"), name != "." else {
            throw UsageError("'\(typed)' names no file")
        }
        let (copies, status) = try copies(of: path, on: boards)
        guard status == .ok, let copy = copies[boards[0]] else { return max(status, .raised) }
        guard isEqual(copies, of: path, on: boards) else { return .raised }
        let folder = try makeEditFolder()
        var keepsText = false
        defer { if !keepsText { LocalFile.remove(folder) } }
        let file = "\(folder)/\(name)"
        switch copy {
        case .file(let size, let sha256):
            let status = try bring(path, size, sha256, from: boards[0], to: LocalDestination(folder), name)
            guard status == .ok else { return status }
        default:
            output.note("\(fold(boards)): \(path) is not there: it begins empty")
            try LocalFile.write([], to: file, isPrivate: true)
        }
        let before = try LocalFile.read(file, most: Manifest.largestFile)
        if let why = try openEditor(file) { throw UsageError("nothing is written: \(why)") }
        let content = try LocalFile.read(file, most: Manifest.largestFile)
        guard content != before else {
            output.note("\(path): nothing was changed, nothing is written")
            return .ok
        }
        // From here on the person's work is not lost, whatever happens.
        keepsText = true
        do {
            let status = try putBack(path, content, over: copy, on: boards)
            keepsText = status != .ok
            if keepsText { tell("what you wrote is in \(file)") }
            return status
        } catch {
            tell("what you wrote is in \(file)")
            throw error
        }
    }

    /// What each board has.
    /// - Returns: also the status, if some have not answered; that has been told.
    private func copies(of path: String, on boards: [String]) throws -> ([String: Copy], ExitStatus) {
        var copies: [String: Copy] = [:]
        let result = try job(
            .files(Manifest([.hash(path)])), on: boards,
            files: { board, event in
                switch event {
                case .entry(_, let entry):
                    guard case .file(let size, let hash?) = entry.kind else {
                        copies[board] = .other("it is neither file nor folder")
                        return
                    }
                    copies[board] = .file(size: size, sha256: hash)
                case .failed(_, _, .number(2)): copies[board] = Copy.none
                case .failed(_, _, let failure): copies[board] = .other(failure.sentence)
                default: break
                }
            }, take: { _ in })
        for (board, outcome) in result.outcomes where copies[board] == nil {
            if case .raised(let exception) = outcome { copies[board] = .other(exception.sentence) }
        }
        let status = tellOutcomes(of: result.withoutRaised)
        return (copies, status != .ok || boards.allSatisfy { copies[$0] != nil } ? status : .silent)
    }

    /// Whether all boards have the same, and it can be edited; if not, tells who has what.
    private func isEqual(_ copies: [String: Copy], of path: String, on boards: [String]) -> Bool {
        let groups = grouped(boards.compactMap { board in copies[board].map { (board: board, $0) } })
        if groups.count == 1, let copy = groups.first?.1 {
            guard case .other = copy else { return true }
        } else {
            tell("\(path) is not the same on all boards: nothing is edited")
        }
        for (boards, copy) in groups { tell("\(boards): \(path): \(visible(copy.sentence, keepingLines: false))") }
        return false
    }

    private func bring(
        _ path: String, _ size: Int, _ sha256: String, from board: String, to destination: LocalDestination,
        _ name: String
    ) throws -> ExitStatus {
        guard size <= Manifest.largestFile else {
            throw FleetError.file(path: path, "it has \(size) bytes; \(Manifest.largestFile >> 20) MB are the most")
        }
        let work = Fetching("edit", [board])
        var plan = FetchPlan()
        try plan.add(Fetch(remote: path, destination: destination, below: name, size: size, sha256: sha256))
        work.plans[board] = plan
        let status = try fetch(work)
        if case .written = work.results[board]?[0] { return status }
        return max(status, tellFetched(work), .raised)
    }

    /// Writes what was edited, unless a board's file has changed meanwhile.
    private func putBack(_ path: String, _ content: [UInt8], over copy: Copy, on boards: [String]) throws -> ExitStatus
    {
        let (copies, status) = try copies(of: path, on: boards)
        guard status == .ok else { return status }
        let changed = boards.filter { copies[$0] != copy }
        guard changed.isEmpty else {
            tell("\(fold(changed)): \(path) has changed meanwhile: nothing is written")
            return .raised
        }
        var work = FileWork("edit", [.file(path, size: content.count, sha256: sha256(content))])
        work.contents = { _ in content }
        return try tellChanges(apply(work, to: boards))
    }
}
