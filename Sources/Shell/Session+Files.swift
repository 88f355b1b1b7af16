internal import Fleet

/// Files of boards come here: what `get` does.
extension Session {
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
}
