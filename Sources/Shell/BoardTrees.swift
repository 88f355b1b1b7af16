internal import Fleet

/// What boards say that they have: their answers to queries about files.
final class BoardTrees {
    /// What one board says to one query.
    struct Answer {
        var entries: [FileEntry] = []
        var failures: [(path: String, failure: FileFailure)] = []
        /// Whether all has been said.
        var isComplete = false
    }

    /// Who says that there is more is not believed, or has to be asked folder by folder.
    private static let most = 20_000

    private(set) var answers: [String: [Int: Answer]] = [:]
    private var counts: [String: Int] = [:]

    /// - Returns: nil if the board has said nothing to it.
    subscript(board: String, query: Int) -> Answer? { answers[board]?[query] }

    func take(_ board: String, _ event: FileEvent) {
        switch event {
        case .entry(let query, let entry):
            counts[board, default: 0] += 1
            guard counts[board, default: 0] <= Self.most else {
                if counts[board] == Self.most + 1 {
                    fail(board, query, "", .other("it has more than \(Self.most) files and folders"))
                }
                return
            }
            answers[board, default: [:]][query, default: Answer()].entries.append(entry)
        case .failed(let query, let path, let failure): fail(board, query, path, failure)
        case .answered(let query): answers[board, default: [:]][query, default: Answer()].isComplete = true
        default: break
        }
    }

    private func fail(_ board: String, _ query: Int, _ path: String, _ failure: FileFailure) {
        answers[board, default: [:]][query, default: Answer()].failures.append((path, failure))
    }
}

extension FileEntry {
    var isFolder: Bool { kind == .folder }
}
