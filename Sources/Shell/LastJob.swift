internal import Fleet

/// What the last line that had boards work came to: the result sets `@ok`, `@failed`, … and what `diff` compares.
struct LastJob {
    private(set) var result: JobResult
    private(set) var answers: Answers

    init(_ result: JobResult, _ answers: Answers = Answers()) {
        self.result = result
        self.answers = answers
    }

    /// Takes in the next job of the same line (`put` of two files are two).
    mutating func follow(_ next: JobResult, _ answers: Answers) {
        result = result.followed(by: next)
        self.answers = answers
    }

    /// The boards of a result set, in their order.
    /// - Parameter set: one of `BoardRange.reservedGroups`.
    func boards(in set: String) -> [String] {
        if set == "diff" { return differing.flatMap(\.boards) }
        return result.boards.filter { board in
            switch (set, result.outcome(of: board)) {
            case ("ok", .ok), ("raised", .raised), ("interrupted", .interrupted), ("silent", .silent),
                ("silent", .refused):
                true
            case ("failed", let outcome): outcome != .ok
            default: false
            }
        }
    }

    /// The answer that most boards gave, of several the first; the boards that gave another, grouped by answer.
    var majority: Answers.Group? { groups.max { $0.boards.count < $1.boards.count } }

    var differing: [Answers.Group] {
        guard let majority else { return [] }
        return groups.filter { $0 != majority }
    }

    private var groups: [Answers.Group] { answers.folded(result) }
}
