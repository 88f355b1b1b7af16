internal import Fleet

// Files of this machine go to boards.
extension Session {
    package func put(_ arguments: PutArguments) throws -> ExitStatus {
        _ = try PutPlan.ends(arguments.paths)
        let boards = try selected()
        // All is read before anything is sent: a file that is not there leaves every board as it was.
        let options = arguments.transfer
        let plan = try PutPlan(
            arguments.paths, recursive: arguments.recursive, without: Exclusion(options.exclude), here: localPath)
        for other in plan.others { tell(name(LocalTree.whyLeftOut(other))) }
        guard !plan.files.isEmpty else { throw UsageError("put: nothing is left to copy") }
        return try tellChanges(apply(FileWork("put", plan, options), to: boards))
    }
}

/// Changes to files of boards, and how they are shown.
struct FileWork {
    let title: String
    let changes: [FileChange]
    /// Whether boards only tell what they would do.
    var isTrial = false
    /// Whether a person wants to know of every file, however many there are.
    var tellsEach = false
    /// Whether they want to see how far each board is.
    var showsEach = false
    var contents: FileContents?

    init(_ title: String, _ changes: [FileChange]) {
        self.title = title
        self.changes = changes
    }

    init(_ title: String, _ plan: PutPlan, _ options: TransferOptions? = nil) {
        self.init(title, plan.changes)
        contents = { number throws(FleetError) in try plan.content(number) }
        tellsEach = options?.verbose ?? false
        showsEach = options?.each ?? false
    }
}

/// What became of a `FileWork`.
struct FileResult {
    let work: FileWork
    let result: JobResult
    let report: FileReport
}

// Changes to files of boards.
extension Session {
    /// Has boards make changes, all in one job, with a bar for the person.
    func apply(_ work: FileWork, to boards: [String]) throws -> FileResult {
        var report = FileReport(work.changes)
        let bar = TransferBar(work.title, boards: boards, size: report.size, showsEach: work.showsEach)
        let manifest = try Manifest(work.changes, isTrial: work.isTrial)
        let result = try job(
            .files(manifest), on: boards, contents: work.contents,
            files: { board, event in
                report.take(board, event)
                bar.note(board, report[board].bytesDone)
            }, bar: bar, forgives: work.isTrial, take: { _ in })
        return FileResult(work: work, result: result, report: report)
    }

    /// More changes than these are told as numbers.
    private static let mostTold = 10

    /// Tells what became of changes: of few each, of many how many.
    func tellChanges(_ outcome: FileResult) -> ExitStatus {
        let work = outcome.work
        let tellsEach = work.tellsEach || work.changes.count <= Self.mostTold
        var status = ExitStatus.ok
        var failures = FewLines(self, tellsAll: work.tellsEach)
        for number in work.changes.indices {
            let lines = tellsEach ? self.lines(outcome, number) : []
            output.results(records(outcome, number), text: lines.isEmpty ? nil : lines.joined(separator: "\n"))
            status = max(status, tellFailures(outcome, number, &failures))
        }
        failures.finish()
        if work.changes.count > 1, !output.style.isJSON {
            for (boards, sentence) in grouped(summaries(outcome)) { output.line("\(boards): \(sentence)") }
        }
        return max(status, tellOutcomes(of: outcome.result.withoutRaised))
    }

    /// `board-[1-3]: lib/one.py  9 bytes`
    private func lines(_ outcome: FileResult, _ number: Int) -> [String] {
        let report = outcome.report
        let effects = outcome.result.boards.compactMap { board -> (board: String, String)? in
            guard case .done(let effect) = report[board].results[number] else { return nil }
            return (board, report.changes[number].sentence(effect))
        }
        return grouped(effects).map { "\($0): \(name(report.changes[number].path))  \($1)" }
    }

    /// What each board that took part came to, in numbers.
    private func summaries(_ outcome: FileResult) -> [(board: String, String)] {
        outcome.result.boards.compactMap { board in
            let part = outcome.report[board]
            guard !part.results.isEmpty else { return nil }
            return (board, part.summary(of: outcome.work.changes))
        }
    }

    /// What became of one of the changes, for each board.
    func records(_ outcome: FileResult, _ number: Int) -> [Record] {
        outcome.result.boards.map { board in
            var own = outcome.result.outcome(of: board)
            var effect: FileChange.Effect?
            switch outcome.report[board].results[number] {
            case .done(let done):
                own = .ok
                effect = done
            case .failed(let failure): own = .raised(failure.exception)
            case nil: break
            }
            var record = Record(board, own)
            record.file = outcome.work.changes[number].path
            record.change = effect.map(outcome.work.changes[number].name)
            if effect != nil, case .move(_, let target) = outcome.work.changes[number] { record.name = target }
            if effect != nil, case .file(_, let size, _) = outcome.work.changes[number] { record.bytes = size }
            return record
        }
    }

    func tellFailures(_ outcome: FileResult, _ number: Int) -> ExitStatus {
        var lines = FewLines(self, tellsAll: true)
        return tellFailures(outcome, number, &lines)
    }

    /// Tells of the boards that could not do a change, and those that ended before they came to it.
    func tellFailures(_ outcome: FileResult, _ number: Int, _ lines: inout FewLines) -> ExitStatus {
        let (result, report) = (outcome.result, outcome.report)
        let failures = result.boards.compactMap { board -> (board: String, String)? in
            switch report[board].results[number] {
            case .failed(let failure): return (board, report.changes[number].sentence(failure))
            case .done: return nil
            case nil:
                guard case .raised(let exception) = result.outcome(of: board) else { return nil }
                return (board, "not done, for the board has ended the job: \(exception.sentence)")
            }
        }
        for (boards, sentence) in grouped(failures) {
            lines.tell("\(boards): \(name(report.changes[number].path)): \(name(sentence))")
        }
        return failures.isEmpty ? .ok : .raised
    }
}

extension FileReport.Board {
    /// `4 written (87 bytes), 1 unchanged`
    fileprivate func summary(of changes: [FileChange]) -> String {
        let count = changes.count
        let written = self.count(.created) + self.count(.replaced)
        let numbers = [
            (self.count(.unchanged), "unchanged"), (self.count(.removed), "removed"), (failures.count, "failed"),
            (count - results.count, "not done"),
        ]
        let start =
            switch changes.first {
            case .move: "\(written) moved"
            case _ where !changes.contains(where: \.isFile): "\(written) made"
            default: "\(written) written" + (written > 0 ? " (\(byteCount(bytesSent)))" : " (0 bytes)")
            }
        return ([start] + numbers.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }).joined(separator: ", ")
    }
}

extension FileChange {
    /// What was done to it, for people.
    func sentence(_ effect: Effect) -> String {
        switch (effect, self) {
        case (.unchanged, _): "unchanged"
        case (.removed, _): "removed"
        case (.replaced, .move(_, let target)): "moved to \(target), in the place of the old one"
        case (_, .move(_, let target)): "moved to \(target)"
        case (_, .file(_, let size, _)): counted(size, "byte")
        case (.created, _), (.replaced, _): "made"
        }
    }

    fileprivate var isFile: Bool { if case .file = self { true } else { false } }

    /// Why it could not be done, for people.
    func sentence(_ failure: FileFailure) -> String {
        switch (self, failure) {
        case (.makeFolder, .number(2)): "the folder above it is not there; mkdir -p makes it"
        case (.makeFolder, .number(20)): "what is above it is no folder"
        case (.move(_, let target), .number(21)): "\(target) is a folder; \(target)/ moves it there"
        case (.move(_, let target), .number(20)): "\(target) is a file, or in one"
        case (.move, .number(22)): "a folder cannot be moved into itself"
        case (.move(_, let target), .number(18)): "\(target) is on another file system: get and put copy it"
        case (.move, .number(1)): "it cannot be moved to another file system, or this one is read-only"
        default: failure.sentence
        }
    }

    /// What was done to it, as `--json` says it.
    func name(_ effect: Effect) -> String {
        if case (.move, .created) = (self, effect) { return "moved" }
        return effect.name
    }
}

extension FileChange.Effect {
    /// As `--json` says it.
    var name: String {
        switch self {
        case .unchanged: "unchanged"
        case .created: "created"
        case .replaced: "replaced"
        case .removed: "removed"
        }
    }
}
