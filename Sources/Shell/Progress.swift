internal import Fleet

/// What a person sees while several boards work on a job: the last lines that they printed, each with its board's name,
/// and who is still waited for. All of it vanishes when the job is over.
struct Progress {
    /// What ends sooner is shown only when it is over.
    private static let mostLines = 15
    static let delay = Duration.milliseconds(300)
    /// A line that goes on for longer is shown as far as it goes.
    private static let longestLine = 4096

    private let region: Region
    private let color: Bool
    private let boards: [String]
    private let showsLines: Bool
    private let start = ContinuousClock.now
    private let width: Int
    private var partial: [String: [UInt8]] = [:]
    private var lines: [(board: String, text: String)] = []

    /// - Parameter showsLines: whether what boards print is part of it.
    init(_ region: Region, boards: [String], showsLines: Bool, color: Bool) {
        self.region = region
        self.boards = boards
        self.showsLines = showsLines
        self.color = color
        width = boards.map(\.count).max() ?? 0
    }

    mutating func take(_ event: Job.Event) {
        guard showsLines, case .output(let board, let bytes) = event else { return }
        var rest = ((partial[board] ?? []) + bytes)[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = rest[..<end]
            lines.append(
                (board, String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)))
            rest = rest[(end + 1)...]
        }
        partial[board] = Array(rest.suffix(Self.longestLine))
        // More never fits on a screen.
        if lines.count > 1000 { lines.removeFirst(lines.count - 500) }
    }

    /// Draws how it stands.
    /// - Parameter waiting: the boards that have not answered.
    func draw(waiting: [String]) {
        let time = ContinuousClock.now - start
        guard time >= Self.delay, !waiting.isEmpty else { return }
        // Few enough that they still fit on the screen when it becomes half as wide.
        let room = min(region.room - 1, max(3, min(Self.mostLines, region.room / 3)))
        let begun = boards.compactMap { board in
            partial[board].flatMap { $0.isEmpty ? nil : (board, String(decoding: $0, as: UTF8.self)) }
        }
        let shown = (lines.suffix(max(0, room)) + begun).suffix(max(0, room)).map { board, text in
            var line = Styled(String(repeating: " ", count: max(0, width - board.count)) + board, .board(board))
            line.add(": " + text)
            return line
        }
        let done = boards.count - waiting.count
        let status =
            "\(done)/\(boards.count) done · waiting for \(fold(waiting)) · \(time.components.seconds) s"
        region.draw(shown + [Styled(status, .faint)], color: color)
    }
}
