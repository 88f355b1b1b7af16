import Redis
import TestSupport
import Testing

@testable import Fleet

/// A thousand boards at once: nothing may cost a round trip for each, nor the square of their number.
@Suite struct LargeFleetTests {
    @Test func aThousandBoardsAnswer() throws {
        let server = try RedisServer()
        let boards = (1...1000).map { "board-\($0)" }
        _ = try server.connect().run(
            boards.flatMap {
                [
                    Command("SETEX", Wire.state($0), 600, "idle"),
                    Command("HSET", Wire.meta($0), "client", "0", "features", "interrupt"),
                ]
            })
        let hub = server.socket
        // One thread plays them all (a double: that many real boards do not fit here).
        try startThread {
            guard let connection = try? Connection(to: hub) else { return }
            let deadline = ContinuousClock.now + .seconds(60)
            var rest = boards
            while !rest.isEmpty, ContinuousClock.now < deadline,
                let taken = try? connection.run(rest.map { Command("LPOP", Wire.source($0)) }, within: .seconds(30))
            {
                var answers: [Command] = []
                for (board, text) in zip(rest, taken.map(\.text)) {
                    guard let header = text?.split(separator: "\n").first else { continue }
                    func word(_ name: String) -> String {
                        String(header.split(separator: " ").first { $0.hasPrefix(name) }?.dropFirst(name.count) ?? "")
                    }
                    let (request, reply) = (word("request="), word("reply="))
                    answers += [
                        Command(
                            "XADD", reply, "*", "board", board, "request", request, "seq", 0, "at", 0, "out", "2\n"),
                        Command(
                            "XADD", "\(reply).done", "*", "board", board, "request", request, "seq", 1, "length", 2,
                            "rc", 0),
                    ]
                }
                rest = zip(rest, taken).filter { $1 == .null }.map(\.0)
                _ = try? connection.run(answers, within: .seconds(30))
            }
        }
        var output = 0
        let result = try JobLoop.run(
            .source("1 + 1", echo: true), on: boards, hub: Hub(at: hub, password: nil), user: "me@here",
            timeout: .seconds(60), interrupts: { 0 }
        ) { note in
            if case .event(.output) = note { output += 1 }
        }
        #expect(result.outcomes.map(\.board) == boards)
        #expect(result.outcomes.allSatisfy { $0.outcome == .ok })
        #expect(output == 1000)
    }

    @Test func aThousandRequestsAreTakenBackAtOnce() throws {
        let server = try RedisServer()
        let connection = try server.connect()
        let boards = (1...1000).map { "board-\($0)" }
        _ = try connection.run(
            boards.flatMap {
                [
                    Command("SETEX", Wire.state($0), 600, "running"),
                    Command("HSET", Wire.meta($0), "client", "0", "features", "interrupt"),
                ]
            })
        var presses = [1]
        let result = try JobLoop.run(
            .source("1", echo: true), on: boards, hub: Hub(at: server.socket, password: nil), user: "me@here",
            timeout: .seconds(60), interrupts: { presses.popLast() ?? 0 }, report: { _ in })
        #expect(result.outcomes.map(\.outcome) == boards.map { _ in .interrupted })
        #expect(try connection.run(Command("KEYS", "repl:*")) == .array([]))
        // The server counts what it was asked: a few commands for each board, not a few for each pair.
        let info = try connection.run(Command("INFO", "stats")).text ?? ""
        let line = try #require(
            info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("total_commands_processed:") })
        let count = try #require(Int(line.dropFirst("total_commands_processed:".count)))
        #expect(count < 20_000)
    }
}
