internal import Fleet

/// How a script or a program goes over a fleet: so many boards at a time, until too many have failed.
package struct Rollout: Equatable, Sendable {
    /// 1 or more.
    package let batch: Int
    /// With more boards than these failed, nothing more is done.
    package let maxFailures: Int

    package init(batch: Int, maxFailures: Int) {
        self.batch = batch
        self.maxFailures = maxFailures
    }

    func batches(of boards: [String]) -> [ArraySlice<String>] {
        stride(from: 0, to: boards.count, by: batch).map { boards[$0..<min($0 + batch, boards.count)] }
    }
}

/// What a rollout has come to.
struct Rolling {
    let rollout: Rollout
    /// The boards that failed, in the order in which they did.
    private(set) var failed: [String] = []
    /// What the failures that were tolerated came to.
    private(set) var status = ExitStatus.ok
    /// Whether every board of the batch has failed.
    var isBatchOver = false

    init(_ rollout: Rollout) { self.rollout = rollout }

    var isStopped: Bool { failed.count > rollout.maxFailures }

    mutating func add(_ boards: [String], _ status: ExitStatus) {
        failed += boards.filter { !failed.contains($0) }
        self.status = max(self.status, status)
    }

    /// `stopped: 2 boards failed (b-[1-2]), and --max-failures is 0`.
    func stopSentence(unfinished: [String], untouched: [String]) -> String {
        var parts = ["stopped"]
        if !failed.isEmpty { parts[0] += ": \(count) failed (\(fold(failed)))" }
        if isStopped { parts[0] += ", --max-failures is \(rollout.maxFailures)" }
        if !unfinished.isEmpty { parts.append("not finished: \(fold(unfinished))") }
        if !untouched.isEmpty { parts.append("not touched: \(fold(untouched))") }
        return parts.joined(separator: "; ")
    }

    var count: String { "\(failed.count) \(failed.count == 1 ? "board" : "boards")" }
}

/// A piece of a script that rolls: what stands between two lines that select boards.
private struct Part {
    /// `use BOARDS`; nil: what was selected at the start.
    let selection: Statement?
    var lines: [Statement] = []
}

// Scripts: all lines run on the first boards, then all on the next.
extension Session {
    /// Runs a script on a few of the selected boards at a time. A board that fails takes no further part; when more have
    /// failed than may, or a line fails for another reason, nothing more is done. Each `use BOARDS` begins a new part,
    /// which goes over its own boards. Nothing runs when a line cannot be understood.
    /// - Returns: the worst of all lines; `silent` where boards were not touched.
    package func roll(_ script: Script, _ rollout: Rollout) -> ExitStatus {
        let lines = script.lines()
        if context.interrupts() > 0 { return .interrupted }
        let faults = ScriptCheck.faults(in: lines, script.parameters)
        for fault in faults { output.note("\(script.name):\(fault)") }
        guard faults.isEmpty else { return .usage }
        return within(script, keepGoing: false) {
            rolling = Rolling(rollout)
            defer { rolling = nil }
            var status = ExitStatus.ok
            for part in Self.parts(of: lines) {
                guard roll(part, &status) else { break }
            }
            if let rolling, !rolling.failed.isEmpty, !rolling.isStopped {
                output.note("\(script.name): \(rolling.count) failed: \(fold(rolling.failed))")
            }
            return max(status, rolling?.status ?? .ok)
        }
    }

    private static func parts(of lines: [String]) -> [Part] {
        var splitter = Statements(verbs: Verb.names)
        let statements = lines.flatMap { (try? splitter.feed($0)) ?? [] } + [splitter.finish()].compactMap(\.self)
        var parts = [Part(selection: nil)]
        for statement in statements {
            if statement.selectsBoards {
                parts.append(Part(selection: statement))
            } else {
                parts[parts.count - 1].lines.append(statement)
            }
        }
        return parts
    }

    /// - Returns: whether the next part is to run.
    private func roll(_ part: Part, _ status: inout ExitStatus) -> Bool {
        if let selection = part.selection, !run([selection], &status) { return false }
        guard let rollout = rolling?.rollout, !part.lines.isEmpty else { return true }
        // What needs no board: it is done once.
        if selection.isEmpty { return run(part.lines, &status) }
        selection.removeAll { rolling?.failed.contains($0) ?? false }
        let boards = selection
        // For `use -` a part is one selection.
        let before = former
        defer { former = before }
        let batches = rollout.batches(of: boards)
        var hasLeft = false
        for (index, batch) in batches.enumerated() {
            selection = Array(batch)
            rolling?.isBatchOver = false
            output.note("batch \(index + 1) of \(batches.count): \(fold(selection))")
            if run(part.lines, &status) || rolling?.isBatchOver ?? false { continue }
            if isOver {
                // `exit` ends the script; for the batches to come it has not begun.
                (isOver, hasLeft) = (false, true)
                continue
            }
            let unfinished = selection.filter { !(rolling?.failed.contains($0) ?? false) }
            stop(unfinished, Array(boards[batch.endIndex...]), &status)
            return false
        }
        rolling?.isBatchOver = false
        selection = boards
        return !hasLeft
    }

    private func stop(_ unfinished: [String], _ untouched: [String], _ status: inout ExitStatus) {
        guard let rolling else { return }
        tell(rolling.stopSentence(unfinished: unfinished, untouched: untouched))
        output.results(untouched.map { Record($0, .refused("not touched: the rollout had stopped")) }, text: nil)
        if !untouched.isEmpty { status = max(status, .silent) }
    }

    /// What a line's status is to the lines after it: while a script rolls, boards that failed are left out from then
    /// on, and as long as there may be so many, that is all.
    func tolerated(_ status: ExitStatus) -> ExitStatus {
        guard status != .ok, status < .noHub, !isInterrupted, rolling != nil else { return status }
        // What went wrong elsewhere (`on`) is not this batch's fault.
        guard !failed.isEmpty, failed.allSatisfy(selection.contains) else { return status }
        rolling?.add(failed, status)
        guard let rolling, !rolling.isStopped else { return status }
        selection.removeAll { failed.contains($0) }
        if selection.isEmpty { self.rolling?.isBatchOver = true }
        return .ok
    }

    /// - Throws: when a script that another one sources would leave the boards that it was called for.
    func checkSelecting() throws {
        guard rolling != nil, scope?.depth ?? 0 > 0 else { return }
        throw UsageError("with --batch only the script itself can select boards, not one that it sources")
    }
}

// Programs: one batch after the other.
extension Session {
    func execute(_ source: String, on boards: [String], _ layout: Layout, _ rollout: Rollout) throws -> ExitStatus {
        var rolling = Rolling(rollout)
        var status = ExitStatus.ok
        for batch in rollout.batches(of: boards) {
            let (own, result) = try answer(.source(source, echo: false), on: Array(batch), layout)
            status = max(status, own)
            rolling.add(batch.filter { result.outcome(of: $0) != .ok }, own)
            guard rolling.isStopped || result.interrupted || result.loss != nil else { continue }
            let untouched = Array(boards[batch.endIndex...])
            tell(rolling.stopSentence(unfinished: [], untouched: untouched))
            output.results(untouched.map { Record($0, .refused("not touched: the rollout had stopped")) }, text: nil)
            return untouched.isEmpty ? status : max(status, .silent)
        }
        return status
    }
}

extension Statement {
    fileprivate var selectsBoards: Bool {
        if case .verb("use", let arguments) = content { !arguments.isEmpty } else { false }
    }
}
