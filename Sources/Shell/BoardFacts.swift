internal import Fleet
internal import FoundationEssentials

/// What a board tells of itself (`info.py`). All of it is optional, and untrusted text.
struct BoardFacts: Equatable {
    var firmware: String?
    var machine: String?
    /// Free heap and all of it, in bytes.
    var memory: (free: Int, all: Int)?
    /// What is free in the file system of the board's folder, and its size, in bytes.
    var files: (free: Int, all: Int)?
    /// In seconds.
    var uptime: Int?
    var clock: Clock?

    /// - Parameters:
    ///   - text: lines, each a name and values.
    ///   - now: when they came.
    init(_ text: String, at now: Date) {
        var time: [Int] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2 else { continue }
            let value = String(words[1])
            let numbers = value.split(separator: " ").compactMap { Int($0) }.filter { (0..<(1 << 50)).contains($0) }
            let pair = numbers.count == 2 ? (free: numbers[0], all: numbers[1]) : nil
            switch words[0] {
            case "firmware": firmware = value
            case "machine": machine = value
            case "memory": memory = pair
            case "files": files = pair
            case "uptime": uptime = numbers.first
            case "clock": time = numbers
            default: continue
            }
        }
        clock = Clock(time, uptime: uptime, at: now)
    }

    static func == (left: BoardFacts, right: BoardFacts) -> Bool {
        left.firmware == right.firmware && left.machine == right.machine && left.uptime == right.uptime
            && left.clock == right.clock && left.memory?.free == right.memory?.free
            && left.memory?.all == right.memory?.all && left.files?.free == right.files?.free
            && left.files?.all == right.files?.all
    }

    /// A board's clock.
    struct Clock: Equatable {
        /// `2026-03-01T12:00:00`
        let text: String
        /// Whether anybody has set it.
        let isSet: Bool
        /// By how many seconds it is ahead of this machine's (UTC).
        let difference: Int

        /// - Parameter fields: year to second.
        init?(_ fields: [Int], uptime: Int?, at now: Date) {
            guard fields.count == 6, (1970...9999).contains(fields[0]), (1...12).contains(fields[1]),
                (1...31).contains(fields[2]), fields[3] < 24, fields[4] < 60, fields[5] < 62
            else { return nil }
            let seconds = Self.seconds(fields)
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            text = "\(fields[0])-\(two(fields[1]))-\(two(fields[2]))T\(fields[3...].map(two).joined(separator: ":"))"
            // Firmwares begin with the first day of one of these years when power comes.
            let age = seconds - Self.seconds([fields[0], 1, 1, 0, 0, 0])
            let begins = [2015, 2021].contains(fields[0]) && age <= (uptime ?? 0) + 60
            isSet = ![1970, 2000].contains(fields[0]) && !begins
            let apart = seconds - Int(now.timeIntervalSince1970.rounded(.down))
            // Both count whole seconds, and the answer has been on its way.
            difference = abs(apart) <= 1 ? 0 : apart
        }

        /// Since 1970, in the calendar that computers share.
        private static func seconds(_ fields: [Int]) -> Int {
            let year = fields[1] > 2 ? fields[0] : fields[0] - 1
            let month = (fields[1] + 9) % 12
            let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + fields[2] - 1
            return (days - 719_468) * 86_400 + fields[3] * 3600 + fields[4] * 60 + fields[5]
        }
    }
}
