internal import Fleet

/// How far files are on their way, for a person: one bar for all boards, with rate and time left, and on request a bar
/// for each.
final class TransferBar {
    /// The rate is that of the last seconds.
    private static let memory = Duration.seconds(5)
    private static let mostBoards = 15

    private let title: String
    private let boards: [String]
    /// What is to come, in bytes for each board; nil: not known.
    private let sizes: [String: Int]?
    /// Boards whose turn comes when those that work have ended.
    var later: [String] = []
    private let showsEach: Bool
    private var done: [String: Int] = [:]
    private var samples: [(time: ContinuousClock.Instant, bytes: Int)] = []

    /// - Parameter title: what is done, such as `put`.
    convenience init(_ title: String, boards: [String], size: Int?, showsEach: Bool) {
        let sizes = size.map { size in Dictionary(boards.map { ($0, size) }, uniquingKeysWith: { first, _ in first }) }
        self.init(title, boards: boards, sizes: sizes, showsEach: showsEach)
    }

    init(_ title: String, boards: [String], sizes: [String: Int]?, showsEach: Bool) {
        self.title = title
        self.boards = boards
        self.sizes = sizes
        self.showsEach = showsEach
    }

    /// A board has come so far, in bytes.
    func note(_ board: String, _ bytes: Int) { done[board] = bytes }

    /// - Parameter waiting: the boards that have not ended. Those that have need nothing more.
    func lines(waiting: [String], at now: ContinuousClock.Instant = .now) -> [Styled] {
        let waiting = waiting + later
        let isWaiting = Set(waiting)
        let bytes = done.values.reduce(0, +)
        samples.append((now, bytes))
        while samples.count > 2, now - samples[1].time > Self.memory { samples.removeFirst() }
        var parts = [title]
        let whole = sizes.map { sizes in
            boards.reduce(0) { $0 + ((isWaiting.contains($1) ? sizes[$1] : done[$1]) ?? 0) }
        }
        if let whole, whole > 0 {
            parts += [Self.bar(bytes, whole), "\(byteCount(bytes)) of \(byteCount(whole))"]
        } else if bytes > 0 {
            parts.append(byteCount(bytes))
        }
        if let rate = rate {
            parts.append("\(byteCount(Int(rate)))/s")
            if let whole, whole > bytes { parts.append("\(Self.time(Double(whole - bytes) / rate)) left") }
        }
        parts.append("\(boards.count - waiting.count)/\(boards.count) done")
        if boards.count > 1 { parts.append("waiting for \(fold(waiting))") }
        let each = showsEach ? waiting.prefix(Self.mostBoards).map { own($0) } : []
        return each + [Styled(parts.joined(separator: " · "), .faint)]
    }

    private func own(_ board: String) -> Styled {
        let width = boards.map(\.count).max() ?? 0
        var line = Styled(String(repeating: " ", count: max(0, width - board.count)) + board, .board(board))
        let bytes = done[board] ?? 0
        let size = sizes?[board]
        line.add(size.map { $0 > 0 ? ": \(Self.bar(bytes, $0)) \(byteCount(bytes))" : ":" } ?? ": \(byteCount(bytes))")
        return line
    }

    /// Bytes a second; nil: none came lately.
    private var rate: Double? {
        guard let first = samples.first, let last = samples.last else { return nil }
        let (seconds, attoseconds) = (last.time - first.time).components
        let time = Double(seconds) + Double(attoseconds) / 1e18
        let bytes = last.bytes - first.bytes
        return time > 0.2 && bytes > 0 ? Double(bytes) / time : nil
    }

    private static func bar(_ bytes: Int, _ whole: Int) -> String {
        let width = 16
        let share = min(1, Double(bytes) / Double(whole))
        let full = Int(share * Double(width))
        return String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
            + " \(Int(share * 100)) %"
    }

    private static func time(_ seconds: Double) -> String {
        let seconds = Int(min(seconds.rounded(.up), 359_999))
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
    }
}

/// `1 byte`, `999 bytes`, `1.2 kB`, `34 MB`: powers of 1000.
func byteCount(_ bytes: Int) -> String {
    guard bytes >= 1000 else { return counted(bytes, "byte") }
    let (divisor, unit) =
        bytes < 999_500 ? (1000, "kB") : bytes < 999_500_000 ? (1_000_000, "MB") : (1_000_000_000, "GB")
    let tenths = (bytes + divisor / 20) / (divisor / 10)
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10) \(unit)" : "\((bytes + divisor / 2) / divisor) \(unit)"
}
