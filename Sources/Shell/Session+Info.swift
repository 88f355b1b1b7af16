internal import BoardClient
internal import Fleet
internal import FoundationEssentials

// What boards are and how they are: `info`.
extension Session {
    package func info() throws -> ExitStatus {
        let boards = try selected()
        var answers = Answers(most: 4096)
        var facts: [String: BoardFacts] = [:]
        let result = try job(.source(BoardClient.information, echo: false), on: boards) { event in
            answers.take(event)
            guard case .finished(let board, .ok) = event else { return }
            facts[board] = BoardFacts(String(decoding: answers.outputs[board] ?? [], as: UTF8.self), at: .now)
        }
        let head = ["Name", "Firmware", "Memory", "Files", "Uptime", "Clock (UTC)", "Machine"]
        let rows = boards.compactMap { board in facts[board].map { row(board, $0) } }
        let records = boards.map { board in
            var record = Record(board, result.outcome(of: board))
            if let facts = facts[board] { record.take(facts) }
            return record
        }
        output.results(records, text: rows.isEmpty ? nil : table([head] + rows).joined(separator: "\n"))
        return tellOutcomes(of: result)
    }

    private func row(_ board: String, _ facts: BoardFacts) -> [String] {
        func share(_ pair: (free: Int, all: Int)?) -> String {
            pair.map { "\(byteCount($0.free)) of \(byteCount($0.all)) free" } ?? ""
        }
        return [
            board, facts.firmware ?? "", share(facts.memory), share(facts.files), facts.uptime.map(span) ?? "",
            facts.clock.map(sentence) ?? "", facts.machine ?? "",
        ]
    }

    private func sentence(_ clock: BoardFacts.Clock) -> String {
        guard clock.isSet else { return "not set" }
        let time = clock.text.replacing("T", with: " ")
        if clock.difference == 0 { return time }
        return "\(time), \(span(abs(clock.difference))) \(clock.difference > 0 ? "ahead" : "behind")"
    }

    /// A time in its two largest units.
    private func span(_ seconds: Int) -> String {
        switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: "\(seconds / 60) min \(seconds % 60) s"
        case ..<86_400: "\(seconds / 3600) h \(seconds / 60 % 60) min"
        default: "\(seconds / 86_400) d \(seconds / 3600 % 24) h"
        }
    }
}

extension Record {
    fileprivate mutating func take(_ facts: BoardFacts) {
        firmware = facts.firmware
        machine = facts.machine
        (memory, heap) = (facts.memory?.free, facts.memory?.all)
        (free, storage) = (facts.files?.free, facts.files?.all)
        uptime = facts.uptime
        clock = facts.clock?.text
        difference = facts.clock?.isSet ?? false ? facts.clock?.difference : nil
    }
}
