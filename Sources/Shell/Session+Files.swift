internal import BoardClient
internal import Fleet

/// Files on boards and on this machine: what `ls`, `put` and `get` do.
extension Session {
    func ls(_ words: [String]) throws -> ExitStatus {
        let path = try listedFolder(words)
        let boards = try selected()
        let work = Work.source(BoardClient.list(path), echo: false)
        if output.style.isJSON { return try answer(work, on: boards).0 }
        var printer = AnswerPrinter(output, live: false)
        let result = try job(work, on: boards) { printer.take($0) }
        printer.finish(result.withoutRaised)
        return tellOutcomes(of: result, about: path)
    }

    // MARK: put

    func put(_ words: [String]) throws -> ExitStatus {
        let plan = try transfers(words, verb: "put").map { (source: localPath($0.source), target: $0.target) }
        let boards = try selected()
        // All is read before anything is sent: a file that is not there leaves every board as it was.
        let files = try plan.map {
            try (content: LocalFile.read($0.source, most: Manifest.largestFile), target: $0.target)
        }
        let (result, report) = try copy(files, to: boards)
        var status = ExitStatus.ok
        for (number, file) in files.enumerated() {
            let written = report.boards(of: result.boards, where: number) { if case .done = $0 { true } else { false } }
            output.results(
                records(result, report, number),
                text: written.isEmpty
                    ? nil : "\(fold(written)): \(file.target)  \(counted(file.content.count, "byte"))")
            status = max(status, tellFailures(result, report, number))
        }
        return max(status, tellOutcomes(of: result.withoutRaised))
    }

    /// Has boards write files, all in one job.
    func copy(
        _ files: [(content: [UInt8], target: String)], to boards: [String]
    ) throws -> (result: JobResult, report: FileReport) {
        let changes = files.map { FileChange.file($0.target, size: $0.content.count, sha256: sha256($0.content)) }
        var report = FileReport(changes)
        let work = Work.files(try Manifest(changes))
        let result = try job(
            work, on: boards, contents: { files[$0].content }, files: { report.take($0, $1) }, take: { _ in })
        return (result, report)
    }

    /// What became of one of the files, for each board.
    func records(_ result: JobResult, _ report: FileReport, _ number: Int) -> [Record] {
        result.boards.map { board in
            var outcome = result.outcome(of: board)
            switch report[board].results[number] {
            case .done: outcome = .ok
            case .failed(let failure): outcome = .raised(failure.exception)
            case nil: break
            }
            var record = Record(board, outcome)
            record.file = report.changes[number].path
            if outcome == .ok, case .file(_, let size, _) = report.changes[number] { record.bytes = size }
            return record
        }
    }

    /// Tells of the boards that could not do a change, and those that ended before they came to it.
    func tellFailures(_ result: JobResult, _ report: FileReport, _ number: Int) -> ExitStatus {
        let failures = result.boards.compactMap { board -> (board: String, String)? in
            switch report[board].results[number] {
            case .failed(let failure): return (board, failure.sentence)
            case .done: return nil
            case nil:
                guard case .raised(let exception) = result.outcome(of: board) else { return nil }
                return (board, "not written, for the board has ended the job: \(exception.sentence)")
            }
        }
        for (boards, sentence) in grouped(failures) {
            tell("\(boards): \(report.changes[number].path): \(visible(sentence, keepingLines: false))")
        }
        return failures.isEmpty ? .ok : .raised
    }

    // MARK: get

    func get(_ words: [String]) throws -> ExitStatus {
        let boards = try selected()
        let plan = try transfers(words, verb: "get", several: boards.count > 1).map {
            (source: $0.source, target: localPath($0.target))
        }
        let manifest = try Manifest(plan.map { .send($0.source) })
        var arrivals = Arrivals(plan.map { (path: $0.source, target: $0.target) }, several: boards.count > 1)
        let result = try job(.files(manifest), on: boards, files: { arrivals.take($0, $1) }, take: { _ in })
        var status = ExitStatus.ok
        for (number, file) in plan.enumerated() {
            let failures = boards.compactMap { board in
                arrivals.failures[board]?[number].map { (board: board, $0.sentence) }
            }
            for (boards, sentence) in grouped(failures) {
                tell("\(boards): \(file.source): \(visible(sentence, keepingLines: false))")
            }
            if !failures.isEmpty { status = max(status, .raised) }
            for board in boards {
                status = max(status, tell(of: arrivals, from: board, result.outcome(of: board), number, file.source))
            }
        }
        return max(status, tellOutcomes(of: result.withoutRaised))
    }

    /// Tells where a file of a board is now.
    private func tell(
        of arrivals: Arrivals, from board: String, _ outcome: Outcome?, _ number: Int, _ path: String
    ) -> ExitStatus {
        guard let saved = arrivals.saved[board]?[number] else {
            let failure = arrivals.failures[board]?[number]
            var record = Record(board, failure.map { .raised($0.exception) } ?? outcome)
            record.file = path
            output.results([record], text: nil)
            return .ok
        }
        var record = Record(board, .ok)
        record.file = saved.file
        if let error = saved.error {
            tell("\(board): \(error)")
            record.reason = "not written: \(error)"
            output.results([record], text: nil)
            return .usage
        }
        record.bytes = saved.size
        output.results([record], text: "\(board): \(saved.file)  \(counted(saved.size, "byte"))")
        return .ok
    }

    /// As `tellOutcomes(of:)`, but an exception is told as what it means for a file.
    func tellOutcomes(of result: JobResult, about path: String) -> ExitStatus {
        let failures = result.outcomes.compactMap { board, outcome -> (board: String, String)? in
            guard case .raised(let exception) = outcome else { return nil }
            return (board, exception.sentence)
        }
        for (boards, sentence) in grouped(failures) {
            tell("\(boards): \(path): \(visible(sentence, keepingLines: false))")
        }
        return max(failures.isEmpty ? .ok : .raised, tellOutcomes(of: result.withoutRaised))
    }
}
