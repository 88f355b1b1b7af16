internal import Fleet

// Files of boards come to this machine.
extension Session {
    package func get(_ arguments: GetArguments) throws -> ExitStatus {
        let boards = try selected()
        let request = try GetRequest(arguments, several: boards.count > 1, here: localPath)
        let work = Fetching("get", boards, verbose: arguments.transfer.verbose, each: arguments.transfer.each)
        var status = ExitStatus.ok
        if request.asksFirst {
            let (trees, told) = try look(request.queries, on: boards, work)
            status = told
            for board in boards where trees.answers[board] != nil {
                work.plans[board] = try request.plan(for: board, trees)
            }
        } else {
            for board in boards { work.plans[board] = try request.plan(for: board) }
        }
        status = max(status, try fetch(work))
        return max(status, tellFetched(work))
    }

    /// More lines than these are told as numbers.
    private static let mostTold = 30

    /// Tells what came of files: of few each, of many how many.
    func tellFetched(_ work: Fetching) -> ExitStatus {
        let count = work.plans.values.reduce(0) { $0 + $1.files.count }
        let tellsEach = work.tellsEach || work.most <= 1 || count <= Self.mostTold
        for board in work.boards {
            let plan = work.plans[board] ?? FetchPlan()
            for (number, file) in plan.files.enumerated() {
                let result = work.results[board]?[number]
                let line = tellsEach ? result?.line(work.tellsEach).map { "\(board): \(name(file.local))  \($0)" } : nil
                output.results([record(board, file, result, work.outcomes[board])], text: line)
            }
            for (path, failure) in plan.failures {
                var record = Record(board, .raised(failure.exception))
                record.file = path
                output.results([record], text: nil)
            }
            if plan.files.isEmpty, plan.failures.isEmpty {
                output.results([Record(board, work.outcomes[board])], text: nil)
            }
        }
        let status = tellFailures(work)
        tellOthers(work)
        if work.most > 1 || status == .ok && work.isAllUnchanged, !output.style.isJSON {
            let summaries = work.boards.compactMap { board in work.summary(of: board).map { (board: board, $0) } }
            for (boards, sentence) in grouped(summaries) { output.line("\(boards): \(sentence)") }
        }
        return status
    }

    /// On one line.
    func name(_ path: String) -> String { visible(path, keepingLines: false) }

    private func record(_ board: String, _ file: Fetch, _ result: Arrivals.Result?, _ outcome: Outcome?) -> Record {
        var record = Record(board, result == nil ? outcome : .ok)
        record.file = file.local
        switch result {
        case .written(let effect, let bytes):
            record.bytes = bytes
            record.change = effect.name
        case .unchanged(let bytes):
            record.bytes = bytes
            record.change = FileChange.Effect.unchanged.name
        case .failed(let failure):
            record = Record(board, .raised(failure.exception))
            record.file = file.remote
        case .notWritten(let error): record.reason = "not written: \(error)"
        case nil: record.file = file.remote
        }
        return record
    }

    /// Tells what did not come, by path, over the boards that agree.
    private func tellFailures(_ work: Fetching) -> ExitStatus {
        var status = ExitStatus.ok
        var lines = FewLines(self, tellsAll: work.tellsEach)
        var order: [String] = []
        var failures: [String: [(board: String, String)]] = [:]
        func add(_ board: String, _ path: String, _ sentence: String) {
            let path = name(path)
            if failures[path] == nil { order.append(path) }
            failures[path, default: []].append((board, name(sentence)))
        }
        for board in work.boards {
            guard let plan = work.plans[board] else { continue }
            for (path, failure) in plan.failures {
                add(board, path, failure.sentence)
                status = max(status, .raised)
            }
            for (number, file) in plan.files.enumerated() {
                switch work.results[board]?[number] {
                case .failed(let failure):
                    add(board, file.remote, failure.sentence)
                    status = max(status, .raised)
                case .notWritten(let error):
                    lines.tell("\(board): \(name("\(error)"))")
                    status = max(status, .usage)
                default: break
                }
            }
        }
        for path in order {
            for (boards, sentence) in grouped(failures[path] ?? []) {
                lines.tell(path.isEmpty ? "\(boards): \(sentence)" : "\(boards): \(path): \(sentence)")
            }
        }
        lines.finish()
        return status
    }

    private func tellOthers(_ work: Fetching) {
        let others = work.boards.flatMap { board in
            (work.plans[board]?.others ?? []).map { (board: board, name($0)) }
        }
        for (boards, path) in grouped(others) {
            output.note("\(boards): \(path) is left out: it is neither file nor folder")
        }
    }
}

extension Arrivals.Result {
    /// For people; nil: it is told as a failure, or only counted.
    fileprivate func line(_ tellsUnchanged: Bool) -> String? {
        switch self {
        case .written(_, let bytes): counted(bytes, "byte")
        case .unchanged: tellsUnchanged ? "unchanged" : nil
        case .failed, .notWritten: nil
        }
    }
}

extension Fetching {
    /// Whether no file came, and none has to.
    fileprivate var isAllUnchanged: Bool {
        results.values.contains { !$0.isEmpty }
            && results.values.allSatisfy { $0.values.allSatisfy { if case .unchanged = $0 { true } else { false } } }
    }

    /// `4 fetched (87 bytes), 1 unchanged`; nil: the board has said nothing.
    fileprivate func summary(of board: String) -> String? {
        guard let plan = plans[board], !plan.files.isEmpty || !plan.failures.isEmpty else { return nil }
        var (fetched, bytes, unchanged, failed) = (0, 0, 0, plan.failures.count)
        for result in (results[board] ?? [:]).values {
            switch result {
            case .written(_, let size): (fetched, bytes) = (fetched + 1, bytes + size)
            case .unchanged: unchanged += 1
            case .failed, .notWritten: failed += 1
            }
        }
        let numbers = [
            (unchanged, "unchanged"), (failed, "failed"),
            (plan.files.count - (results[board]?.count ?? 0), "not fetched"),
        ]
        let start = "\(fetched) fetched (\(byteCount(bytes)))"
        return ([start] + numbers.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }).joined(separator: ", ")
    }
}
