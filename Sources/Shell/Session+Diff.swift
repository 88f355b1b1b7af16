internal import Fleet

// The verb `diff`.
extension Session {
    /// More lines than this of an answer are not compared: the time grows with their differences.
    private static let mostLines = 2000

    func diff(_ words: [String]) throws -> ExitStatus {
        try takesNothing(words, diffTakesNothing)
        guard let last, let majority = last.majority else {
            throw UsageError("nothing has been sent to boards yet that could differ")
        }
        let differing = last.differing
        guard !differing.isEmpty else {
            output.note("\(counted(majority.boards.count, "board")), one answer: nothing differs")
            return .ok
        }
        for group in differing {
            output.header("\(fold(group.boards)) (+) against \(fold(majority.boards)) (-)")
            for line in try Self.differences(from: majority, to: group) { output.line(line) }
        }
        return .ok
    }

    private static func differences(from old: Answers.Group, to new: Answers.Group) throws -> [Styled] {
        let (before, after) = (lines(of: old), lines(of: new))
        guard max(before.count, after.count) <= mostLines else {
            throw UsageError(
                "an answer has \(max(before.count, after.count)) lines, \(mostLines) are the most for diff")
        }
        var changes: [Styled] = []
        let difference = after.difference(from: before)
        let (removed, inserted) = (offsets(difference.removals), offsets(difference.insertions))
        var (left, right) = (0, 0)
        while left < before.count || right < after.count {
            if left < before.count, removed.contains(left) {
                changes.append(Styled("- " + before[left], .color(1)))
                left += 1
            } else if right < after.count, inserted.contains(right) {
                changes.append(Styled("+ " + after[right], .color(0)))
                right += 1
            } else {
                changes.append(Styled("  " + after[right], .faint))
                left += 1
                right += 1
            }
        }
        return withoutCommon(changes)
    }

    private static func offsets(_ changes: [CollectionDifference<String>.Change]) -> Set<Int> {
        Set(
            changes.map { change in
                switch change {
                case .insert(let offset, _, _), .remove(let offset, _, _): offset
                }
            })
    }

    /// Leaves out what is the same, but for two lines around each difference.
    private static func withoutCommon(_ lines: [Styled]) -> [Styled] {
        let isCommon = lines.map { $0.runs.first?.style == .faint }
        var shown: [Styled] = []
        var skipped = 0
        for (index, line) in lines.enumerated() {
            let near = (max(0, index - 2)...min(lines.count - 1, index + 2)).contains { !isCommon[$0] }
            if near {
                if skipped > 0 { shown.append(Styled("  … \(counted(skipped, "line")) the same", .faint)) }
                skipped = 0
                shown.append(line)
            } else {
                skipped += 1
            }
        }
        if skipped > 0 { shown.append(Styled("  … \(counted(skipped, "line")) the same", .faint)) }
        return shown
    }

    /// What a board said, and how it ended where that says more.
    private static func lines(of group: Answers.Group) -> [String] {
        var lines = String(decoding: group.output, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).map(String.init)
        if lines.last == "" { lines.removeLast() }
        switch group.outcome {
        case .ok, .raised: break
        case .interrupted: lines.append("(interrupted)")
        case .silent(let why): lines.append("(silent: \(why))")
        case .refused(let why): lines.append("(refused: \(why))")
        case nil: lines.append("(still running)")
        }
        return lines
    }
}
