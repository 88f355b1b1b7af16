internal import Fleet

/// Files of boards on their way here: each is written as it comes, and takes its place when it is whole.
final class Arrivals {
    enum Result: Equatable {
        /// - Parameter bytes: its size.
        case written(FileChange.Effect, bytes: Int)
        /// It was here already.
        case unchanged(bytes: Int)
        case failed(FileFailure)
        /// It could not be written here.
        case notWritten(FleetError)
    }

    /// What a board may send more than it has announced, in bytes: a file may grow meanwhile.
    private static let mostMore = 1 << 20

    private struct File {
        let number: Int
        /// nil: it cannot be written, and what comes is dropped.
        var file: PartialFile?
        let replaces: Bool
        let announced: Int
        var bytes = 0
    }

    /// By board and number of the operation.
    private let wanted: [String: [Fetch]]
    private let report: (_ board: String, _ number: Int, Result) -> Void
    private var current: [String: File] = [:]
    private var isOver = false
    /// What has come of each board, in bytes.
    private(set) var bytes: [String: Int] = [:]

    /// - Parameter report: told what became of a file; a later word counts.
    init(_ wanted: [String: [Fetch]], report: @escaping (_ board: String, _ number: Int, Result) -> Void) {
        self.wanted = wanted
        self.report = report
    }

    func take(_ board: String, _ event: FileEvent) {
        guard !isOver, let files = wanted[board] else { return }
        switch event {
        // A file was asked for. What has a name below it is in a folder.
        case .begins(let number, let path, let size):
            current[board] = nil
            path.isEmpty ? begin(board, number, files[number], size) : report(board, number, .failed(.number(21)))
        case .entry(let number, _): report(board, number, .failed(.number(21)))
        case .bytes(let piece): write(piece, of: board)
        case .ends(let number, _): finish(board, number, files[number])
        case .failed(let number, _, let failure):
            current[board] = nil
            report(board, number, .failed(failure))
        default: break
        }
    }

    /// Nothing more is taken; what is not whole leaves nothing.
    func end() {
        isOver = true
        current = [:]
    }

    private func begin(_ board: String, _ number: Int, _ fetch: Fetch, _ size: Int) {
        do throws(FleetError) {
            let replaces = fetch.destination.size(of: fetch.below) != nil
            let file = try fetch.destination.begin(fetch.below)
            current[board] = File(number: number, file: file, replaces: replaces, announced: size)
        } catch {
            report(board, number, .notWritten(error))
        }
    }

    private func write(_ piece: [UInt8], of board: String) {
        bytes[board, default: 0] += piece.count
        guard let file = current[board] else { return }
        current[board]?.bytes += piece.count
        guard file.bytes + piece.count <= file.announced + Self.mostMore else {
            current[board] = nil
            return report(board, file.number, .failed(.other("it goes on far beyond the size that the board has told")))
        }
        do throws(FleetError) {
            try file.file?.write(piece)
        } catch {
            current[board] = nil
            report(board, file.number, .notWritten(error))
        }
    }

    private func finish(_ board: String, _ number: Int, _ fetch: Fetch) {
        guard let file = current.removeValue(forKey: board), file.number == number else { return }
        do throws(FleetError) {
            try file.file?.finish()
            fetch.destination.keep(fetch.below)
            report(board, number, .written(file.replaces ? .replaced : .created, bytes: file.bytes))
        } catch {
            report(board, number, .notWritten(error))
        }
    }
}
