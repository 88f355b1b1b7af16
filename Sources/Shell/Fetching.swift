internal import Fleet

/// Files that come from boards, and what became of them.
final class Fetching {
    /// For people, of the bar: `get`.
    let title: String
    let boards: [String]
    /// Whether a person wants to know of every file, however many there are.
    let tellsEach: Bool
    /// Whether they want to see how far each board is.
    let showsEach: Bool
    var plans: [String: FetchPlan] = [:]
    /// By board and number of the file in its plan.
    var results: [String: [Int: Arrivals.Result]] = [:]
    /// How the boards' last job ended.
    private(set) var outcomes: [String: Outcome] = [:]
    /// Ctrl-C was pressed, or the hub is gone: nothing more comes.
    private(set) var isStopped = false

    init(_ title: String, _ boards: [String], verbose: Bool = false, each: Bool = false) {
        self.title = title
        self.boards = boards
        tellsEach = verbose
        showsEach = each
    }

    func note(_ result: JobResult) {
        for board in result.boards { outcomes[board] = result.outcome(of: board) }
        if result.interrupted || result.detached || result.loss != nil { isStopped = true }
    }

    /// Files, and what cannot come, of the board with most of them.
    var most: Int { plans.values.map { $0.files.count + $0.failures.count }.max() ?? 0 }
}

// Files that come from boards.
extension Session {
    /// Asks boards what they have.
    func look(_ queries: [FileQuery], on boards: [String], _ work: Fetching) throws -> (BoardTrees, ExitStatus) {
        let trees = BoardTrees()
        let result = try job(.files(Manifest(queries)), on: boards, files: trees.take, take: { _ in })
        work.note(result)
        let status = tellOutcomes(of: result.withoutRaised)
        for board in boards {
            guard case .raised(let exception) = result.outcome(of: board) else { continue }
            // What ended the job and not a query is told of the first.
            let isTold = trees.answers[board]?.values.contains { !$0.failures.isEmpty } ?? false
            if !isTold { work.plans[board, default: FetchPlan()].failures.append(("", .other(exception.sentence))) }
        }
        return (trees, status)
    }

    /// Brings what is planned; what is here already stays where it is, if that is known or can be asked.
    func fetch(_ work: Fetching) throws -> ExitStatus {
        guard !work.isStopped else { return .ok }
        var status = makeFolders(work)
        try compare(work)
        guard !work.isStopped else { return status }
        let groups = groups(work) { board, number in work.results[board]?[number] == nil }
        let sizes = work.plans.mapValues { plan in
            plan.files.reduce(0) { min(1 << 46, $0 + min($1.size ?? 0, 1 << 46)) }
        }
        let isKnown = work.plans.values.allSatisfy { $0.files.allSatisfy { $0.size != nil } }
        let bar = TransferBar(
            work.title, boards: groups.flatMap(\.boards), sizes: isKnown ? sizes : nil, showsEach: work.showsEach)
        var later = groups.flatMap(\.boards)
        for group in groups where !work.isStopped {
            later.removeAll(where: Set(group.boards).contains)
            bar.later = later
            status = max(status, try bring(group, work, bar))
        }
        return status
    }

    /// Boards that are asked for the same files.
    private struct Group {
        var boards: [String]
        let numbers: [String: [Int]]
        let paths: [String]
    }

    /// The files of the boards' plans, in jobs that are not too large.
    private func groups(_ work: Fetching, where isWanted: (String, Int) -> Bool) -> [Group] {
        var order: [[[UInt8]]] = []
        var members: [[[UInt8]]: (boards: [String], paths: [String], numbers: [String: [Int]])] = [:]
        for board in work.boards {
            guard let files = work.plans[board]?.files else { continue }
            let numbers = files.indices.filter { isWanted(board, $0) }
            for part in Self.parts(numbers, of: files) {
                let paths = part.map { files[$0].remote }
                let key = paths.map { Array($0.utf8) }
                if members[key] == nil { order.append(key) }
                members[key, default: ([], paths, [:])].boards.append(board)
                members[key]?.numbers[board] = part
            }
        }
        return order.compactMap { key in
            members[key].map { Group(boards: $0.boards, numbers: $0.numbers, paths: $0.paths) }
        }
    }

    /// As many at once as a manifest takes.
    private static func parts(_ numbers: [Int], of files: [Fetch]) -> [[Int]] {
        var parts: [[Int]] = []
        var size = Int.max
        for number in numbers {
            let own = files[number].remote.utf8.count + 8
            if size > 1 << 20 {
                parts.append([])
                size = 0
            }
            parts[parts.count - 1].append(number)
            size += own
        }
        return parts
    }

    // MARK: What is here already

    private func makeFolders(_ work: Fetching) -> ExitStatus {
        var status = ExitStatus.ok
        var lines = FewLines(self, tellsAll: work.tellsEach)
        defer { lines.finish() }
        for board in work.boards {
            for folder in work.plans[board]?.folders ?? [] {
                do throws(FleetError) {
                    try folder.destination.makeFolder(folder.below)
                } catch {
                    lines.tell("\(board): \(visible("\(error)", keepingLines: false))")
                    status = .usage
                }
            }
        }
        return status
    }

    /// Finds out what need not come: a file of the same size here is compared by its hash.
    private func compare(_ work: Fetching) throws {
        func isCandidate(_ board: String, _ number: Int) -> Bool {
            guard let file = work.plans[board]?.files[number], let size = file.size else { return false }
            return file.destination.size(of: file.below) == size
        }
        var hashes: [String: [Int: String]] = [:]
        for group in groups(work, where: { work.plans[$0]?.files[$1].sha256 == nil && isCandidate($0, $1) }) {
            let result = try job(
                .files(Manifest(group.paths.map { .hash($0) })), on: group.boards,
                files: { board, event in
                    guard case .entry(let operation, let entry) = event, case .file(_, let hash?) = entry.kind,
                        let number = group.numbers[board]?[operation]
                    else { return }
                    hashes[board, default: [:]][number] = hash
                }, take: { _ in })
            // What went wrong will go wrong again, and is told then.
            work.note(result)
            if work.isStopped {
                _ = tellOutcomes(of: result.withoutRaised)
                return
            }
        }
        for board in work.boards {
            for (number, file) in (work.plans[board]?.files ?? []).enumerated() {
                guard let hash = file.sha256 ?? hashes[board]?[number], isCandidate(board, number),
                    file.destination.hash(of: file.below) == hash
                else { continue }
                file.destination.keep(file.below)
                work.results[board, default: [:]][number] = .unchanged(bytes: file.size ?? 0)
            }
        }
    }

    private func bring(_ group: Group, _ work: Fetching, _ bar: TransferBar) throws -> ExitStatus {
        var wanted: [String: [Fetch]] = [:]
        for board in group.boards {
            wanted[board] = (group.numbers[board] ?? []).compactMap { work.plans[board]?.files[$0] }
        }
        let before = Dictionary(group.boards.map { ($0, work.bytes(of: $0)) }, uniquingKeysWith: { first, _ in first })
        let arrivals = Arrivals(wanted) { board, operation, result in
            guard let number = group.numbers[board]?[operation] else { return }
            // Of what could not be written here the board knows nothing.
            if case .notWritten = work.results[board]?[number] { return }
            work.results[board, default: [:]][number] = result
        }
        defer { arrivals.end() }
        let result = try job(
            .files(Manifest(group.paths.map { .send($0) })), on: group.boards,
            files: { board, event in
                arrivals.take(board, event)
                bar.note(board, (before[board] ?? 0) + (arrivals.bytes[board] ?? 0))
            }, bar: bar, take: { _ in })
        work.note(result)
        noteUnanswered(group, result, work)
        if result.detached { output.note("files that have not come are not written here: get them again") }
        return tellOutcomes(of: result.withoutRaised)
    }

    /// A board that has ended gives no more: what has not come is told with the reason.
    private func noteUnanswered(_ group: Group, _ result: JobResult, _ work: Fetching) {
        for board in group.boards {
            for number in group.numbers[board] ?? [] where work.results[board]?[number] == nil {
                switch result.outcome(of: board) {
                // An empty folder has nothing to send.
                case .ok: work.results[board, default: [:]][number] = .failed(.number(21))
                case .raised(let exception):
                    work.results[board, default: [:]][number] = .failed(.other("not sent: \(exception.sentence)"))
                default: break
                }
            }
        }
    }
}

extension Fetching {
    /// What has come or was here already, in bytes.
    func bytes(of board: String) -> Int {
        (results[board] ?? [:]).values.reduce(0) { sum, result in
            switch result {
            case .written(_, let bytes), .unchanged(let bytes): sum + bytes
            default: sum
            }
        }
    }
}
