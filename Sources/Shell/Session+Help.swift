extension Session {
    func help(_ words: [String]) throws -> ExitStatus {
        guard let verb = try explained(words) else {
            for line in Self.overview { output.line(line) }
            return .ok
        }
        output.line(verb.synopsis)
        output.line("    \(verb.summary)")
        output.line("    Example: \(verb.example)")
        return .ok
    }

    /// All verbs in two columns, on one screen.
    static let overview: [String] = {
        let width = Verb.all.map(\.name.count).max() ?? 0
        let blocks = Verb.groups.map { group in
            [group.title] + group.verbs.map { "  \($0.name.padded(to: width))  \($0.brief)" }
        }
        let half = (blocks.map(\.count).reduce(0, +) + 1) / 2
        var (left, right): ([String], [String]) = ([], [])
        for block in blocks {
            if right.isEmpty, left.isEmpty || left.count + block.count / 2 <= half {
                left += block
            } else {
                right += block
            }
        }
        let column = (left.map(\.count).max() ?? 0) + 2
        let rows = (0..<max(left.count, right.count)).map { row in
            let first = row < left.count ? left[row] : ""
            return row < right.count ? first.padded(to: column) + right[row] : first
        }
        return rows + [
            "",
            "Any other line is Python for the selected boards; `help VERB` explains a verb.",
            "%VERB is always the verb, a blank before the line always means Python.",
            "Ctrl-C interrupts the boards, twice leaves them running.",
        ]
    }()
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
