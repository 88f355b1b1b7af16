import Fleet
import Redis
import Shell
import TestSupport
import Testing

/// Shells drive boards that run the original client, by the same lines as all others.
struct LegacySessionTests {
    private let hub: TestHub
    private let screen = Screen()

    private final class Screen {
        var output = ""
        var errors = ""
    }

    init() throws { hub = try TestHub() }

    private func session(_ boards: String) throws -> Session {
        let session = Session(
            try hub.server.hub(), context: .init(user: "me@here", timeout: .seconds(10), interrupts: { 0 }),
            output: Output(
                standard: { [screen] in screen.output += String(decoding: $0, as: UTF8.self) },
                error: { [screen] in screen.errors += String(decoding: $0, as: UTF8.self) }))
        try session.select(boards)
        return session
    }

    @discardableResult
    private func run(_ text: String, _ session: Session) throws -> Shell.ExitStatus {
        var status = Shell.ExitStatus.ok
        for statement in try Statements.split(text, verbs: Verb.names) {
            status = max(status, session.run([statement]))
        }
        return status
    }

    @Test func threeOriginalBoardsAnswerAsOursDo() throws {
        let boards = try (1...3).map { try LegacyBoard("esp8266-\($0)", on: hub) }
        for board in boards { try board.register() }
        let session = try session("esp8266-[1-3]")
        let status = try run(
            """
            import sys
            6 * 7
            def f(n):
                return 1 if n < 2 else n * f(n - 1)

            f(5)
            print('a' * 30, sys.platform)
            1 / 0
            """, session)
        #expect(status == .raised)
        #expect(
            screen.output == """
                \(header("esp8266-[1-3]"))
                42
                \(header("esp8266-[1-3]"))
                120
                \(header("esp8266-[1-3]"))
                aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa esp8266
                \(header("esp8266-[1-3]"))
                Traceback (most recent call last):
                  File "<stdin>", line 1, in <module>
                ZeroDivisionError: divide by zero

                """)
        #expect(screen.errors == "")
        #expect(try hub.redis.run(Command("KEYS", "lock:*")).elements == [])
        #expect(try hub.refusals() == [])
    }

    private func header(_ boards: String) -> String {
        "## \(boards) " + String(repeating: "#", count: 80 - 4 - boards.count)
    }
}
