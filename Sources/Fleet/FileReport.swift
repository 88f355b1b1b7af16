/// What has become of a job's changes so far, board by board and file by file.
package struct FileReport: Equatable, Sendable {
    package enum Result: Equatable, Hashable, Sendable {
        case done(FileChange.Effect)
        case failed(FileFailure)
    }

    /// One board's part.
    package struct Board: Equatable, Sendable {
        /// By the number of the change; what is not there has not been told.
        package internal(set) var results: [Int: Result] = [:]
        /// How much of the files is right now, in bytes: what was there, what has come, and what has come of the file that
        /// is under way.
        package internal(set) var bytesDone = 0
        /// How much was sent to this board, in bytes, of the files that have taken their place.
        package internal(set) var bytesSent = 0
        /// How far the file that is under way has come; nil: none is.
        package internal(set) var current: (operation: Int, bytes: Int)?

        package func count(_ effect: FileChange.Effect) -> Int { results.values.count { $0 == .done(effect) } }
        package var failures: [(operation: Int, failure: FileFailure)] {
            results.compactMap { operation, result in
                if case .failed(let failure) = result { (operation, failure) } else { nil }
            }.sorted { $0.operation < $1.operation }
        }

        package static func == (left: Board, right: Board) -> Bool {
            left.results == right.results && left.bytesDone == right.bytesDone && left.bytesSent == right.bytesSent
                && left.current?.operation == right.current?.operation && left.current?.bytes == right.current?.bytes
        }
    }

    package let changes: [FileChange]
    /// The bytes of all files: what `bytesDone` of a board comes to.
    package let size: Int
    private var boards: [String: Board] = [:]

    package init(_ changes: [FileChange]) {
        self.changes = changes
        size = changes.reduce(0) { $0 + Self.size($1) }
    }

    package subscript(board: String) -> Board { boards[board] ?? Board() }

    /// The boards of `names` where the change with this number came to `result`, in their order.
    package func boards(of names: [String], where operation: Int, is result: (Result) -> Bool) -> [String] {
        names.filter { boards[$0]?.results[operation].map(result) ?? false }
    }

    package mutating func take(_ board: String, _ event: FileEvent) {
        var part = boards[board] ?? Board()
        switch event {
        case .progress(let operation, let bytes):
            let before = part.current?.operation == operation ? part.current?.bytes ?? 0 : 0
            let bytes = min(bytes, Self.size(changes[operation]))
            part.bytesDone += bytes - before
            part.current = (operation, bytes)
        case .done(let operation, let effect):
            let size = part.end(operation, Self.size(changes[operation]))
            part.results[operation] = .done(effect)
            part.bytesDone += size
            if effect == .created || effect == .replaced { part.bytesSent += size }
        case .failed(let operation, _, let failure):
            _ = part.end(operation, 0)
            part.results[operation] = .failed(failure)
        default: break
        }
        boards[board] = part
    }

    private static func size(_ change: FileChange) -> Int {
        if case .file(_, let size, _) = change { size } else { 0 }
    }
}

extension FileReport.Board {
    /// An operation is over: what it had come to no longer counts.
    /// - Returns: what counts for it now; 0 if it did already.
    fileprivate mutating func end(_ operation: Int, _ size: Int) -> Int {
        if let current, current.operation == operation { bytesDone -= current.bytes }
        current = nil
        return results[operation] == nil ? size : 0
    }
}
