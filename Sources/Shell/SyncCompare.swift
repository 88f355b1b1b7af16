internal import Fleet

/// How one board differs from what is wanted. Paths are below the folder; folders end in `/`.
struct Difference: Hashable {
    var missing: [String] = []
    var changed: [String] = []
    /// What it has besides.
    var more: [String] = []
    var unchanged: [String] = []
    /// Of what is missing or changed, as it should be.
    var bytes = 0
    var failures: [String] = []

    var isEmpty: Bool { missing.isEmpty && changed.isEmpty && more.isEmpty && failures.isEmpty }
}

// Looking without touching.
extension SyncRun {
    enum Purpose {
        /// What `sync` would do.
        case trial
        /// Who differs.
        case drift
    }

    /// Has boards say how they differ, and tells it.
    func compare(_ tree: SyncTree, on boards: [String], as purpose: Purpose) throws -> ExitStatus {
        var groups = try groups(tree, boards)
        let removals = order.deletes ? try self.removals(&groups) : [:]
        var differences: [String: Difference] = [:]
        for (members, wanted) in groups where !session.noticeInterrupts() {
            for (board, difference) in try ask(wanted, members, removals, purpose) {
                differences[board] = difference
            }
        }
        tell(differences, on: boards, purpose)
        if session.isInterrupted { return .interrupted }
        let differs = differences.values.contains { purpose == .drift ? !$0.isEmpty : !$0.failures.isEmpty }
        return max(status, differs ? .raised : .ok)
    }

    private func ask(
        _ wanted: Wanted, _ boards: [String], _ removals: [String: Removals], _ purpose: Purpose
    ) throws -> [(board: String, Difference)] {
        let changes = wanted.changes().changes
        var found = boards.map { board -> (board: String, Difference) in
            var difference = Difference()
            let going = removals[board].map { purpose == .trial ? $0.all : $0.more } ?? []
            difference.more = going.map(\.name).sorted()
            return (board, difference)
        }
        guard !changes.isEmpty else { return found }
        var work = FileWork(order.title, changes)
        work.isTrial = true
        let outcome = try session.apply(work, to: boards)
        count(session.tellOutcomes(of: outcome.result.withoutRaised))
        for index in found.indices {
            let board = found[index].board
            let results = outcome.report[board].results
            let goes = Set(removals[board]?.inTheWay.map(\.key) ?? [])
            for (number, change) in changes.enumerated() {
                let path = String(change.path.dropFirst(wanted.root.count))
                // Something of another kind is where it, or a folder above it, is to be.
                let key = PathKey(path)
                let isBlocked = goes.contains(key) || key.parents.contains(where: goes.contains)
                found[index].1.take(change, path, results[number], isBlocked: isBlocked, purpose)
            }
        }
        // Of boards that did not say it all nothing is known.
        return found.filter { board, _ in
            switch outcome.result.outcome(of: board) {
            case .ok, .raised: true
            default: false
            }
        }
    }

    // MARK: Telling

    private func tell(_ differences: [String: Difference], on boards: [String], _ purpose: Purpose) {
        let known = boards.compactMap { board in differences[board].map { (board: board, $0) } }
        if session.output.style.isJSON {
            for board in boards { session.output.results(records(board, differences[board]), text: nil) }
        } else {
            let sentences = known.map { ($0.board, purpose == .drift ? drift($0.1) : trial($0.1)) }
            for (boards, sentence) in session.grouped(sentences) {
                session.output.line(visible("\(boards): \(sentence)", keepingLines: false))
            }
        }
        let failures = known.flatMap { board, difference in difference.failures.map { (board: board, $0) } }
        for (boards, sentence) in session.grouped(failures) {
            session.tell("\(boards): \(visible(sentence, keepingLines: false))")
        }
    }

    /// `1 changed: lib/a.py; 1 missing: b.py; 2 more: x, y`
    private func drift(_ difference: Difference) -> String {
        let parts = [
            (difference.changed, "changed"), (difference.missing, "missing"), (difference.more, "more"),
            (difference.failures, "not known"),
        ]
        let told = parts.filter { !$0.0.isEmpty }.map { names, word in
            word == "not known"
                ? "\(names.count) \(word)" : "\(names.count) \(word): \(session.listed(names, all: order.tellsEach))"
        }
        return told.isEmpty ? "equal" : told.joined(separator: "; ")
    }

    /// `3 to create (a.py, b.py, c.py), 1 to replace (lib/a.py), 2 to remove (x, y); 512 bytes to send`
    private func trial(_ difference: Difference) -> String {
        let parts = [
            (difference.missing, "to create"), (difference.changed, "to replace"), (difference.more, "to remove"),
        ]
        let told = parts.filter { !$0.0.isEmpty }.map { names, word in
            "\(names.count) \(word) (\(session.listed(names, all: order.tellsEach)))"
        }
        guard !told.isEmpty else { return difference.failures.isEmpty ? "nothing to do" : "nothing can be done" }
        return told.joined(separator: ", ") + "; \(byteCount(difference.bytes)) to send"
    }

    private func records(_ board: String, _ difference: Difference?) -> [Record] {
        guard let difference else { return [Record(board, .silent("it could not be asked"))] }
        let parts = [
            (difference.missing, "created"), (difference.changed, "replaced"), (difference.more, "removed"),
            (difference.unchanged, "unchanged"),
        ]
        return parts.flatMap { names, word in
            names.map { name in
                var record = Record(board, .ok)
                record.file = order.root + name
                record.would = word
                return record
            }
        }
    }
}

extension Difference {
    /// Takes what a board would do.
    fileprivate mutating func take(
        _ change: FileChange, _ path: String, _ result: FileReport.Result?, isBlocked: Bool,
        _ purpose: SyncRun.Purpose
    ) {
        switch result {
        // Also what is there by way of a link: it goes with the link.
        case .done where isBlocked, .failed where isBlocked:
            if case .remove = change { return }
            if purpose == .drift { changed.append(path) } else { missing.append(path) }
            bytes += change.size
        case .done(.created):
            if case .folder = change { missing.append(path + "/") } else { missing.append(path) }
            bytes += change.size
        case .done(.replaced):
            changed.append(path)
            bytes += change.size
        case .done(.removed): more.append(path)
        case .done(.unchanged):
            if case .remove = change { return }
            unchanged.append(path)
        case .failed(let failure): failures.append("\(change.path): \(failure.sentence)")
        case nil: failures.append("\(change.path): it did not say")
        }
    }
}
