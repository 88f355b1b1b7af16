import Processes
import Redis
import TestSupport
import Testing

@testable import Fleet
@testable import Shell

/// Verbs on a real hub where nobody but the test says who is there. Real boards answer in the tests of the binary.
@Suite struct SessionTests {
    private let server: RedisServer
    private let connection: Connection
    private let streams = Streams()
    private let session: Session

    init() throws {
        Signals.ignorePipe()
        server = try RedisServer()
        connection = try server.connect()
        session = Session(
            Hub(at: server.socket, password: nil),
            context: .init(user: "me@here", settings: Settings(), interrupts: { 0 }),
            output: streams.output)
        _ = try connection.run([
            Command("HSET", list: ["boardmeta:b-1", "client", "0.1", "platform", "linux", "firmware", "1.28.0"]),
            Command("HSET", list: ["boardmeta:b-1", "memory", 2_000_000]),
            // Longer than boards do: they were here just now for as long as the test takes.
            Command("SETEX", "board:b-1", 600, "idle"), Command("SETEX", "board:b-2", 600, "running"),
            Command("HSET", "boardmeta:b-10", "client", "0.1"),
            Command("EXPIRE", "boardmeta:b-10", 30 * 24 * 3600 - 7200),
        ])
    }

    private func run(_ line: String) -> Shell.ExitStatus { session.type(line) }

    @Test func boardsAreListedWithWhatIsKnown() {
        #expect(run("boards") == .ok)
        #expect(
            streams.standard == """
                Name  Platform  State    Firmware  Free     Seen
                b-1   linux     idle     1.28.0    1953 kB  now
                b-2             running                     now
                b-10            offline                     2 h ago

                """)
    }

    @Test func whatBoardsSayOfThemselvesStaysInItsRowAndColumn() throws {
        _ = try connection.run([
            Command("HSET", list: ["boardmeta:b-1", "platform", "x\nb-9  linux  idle", "memory", Int.max]),
            Command("HSET", list: ["boardmeta:b-1", "firmware", "\u{1b}[31m\u{202e}"]),
            Command("SETEX", "board:b-2", 15, "idle\r\nb-8"),
        ])
        #expect(run("boards") == .ok)
        let lines = streams.standard.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 5)
        #expect(lines[1].hasPrefix("b-1   x␊b-9  linux  idle  idle"))
        #expect(lines[1].contains("␛[31m\\u{202e}"))
        #expect(lines[2].contains("idle␍␊b-8"))
        #expect(run("use b-2") == .ok)
        #expect(streams.standard.hasSuffix("1 board: 1 idle␍␊b-8\n"))
    }

    @Test func selectingShowsWhoIsThere() {
        #expect(run("use b-*") == .ok)
        #expect(session.selection == ["b-1", "b-2", "b-10"])
        #expect(streams.standard == "3 boards: 1 idle, 1 running, 1 offline\n")
        #expect(run("use") == .ok)
        #expect(streams.standard.hasSuffix("b-[1-2,10]  3 boards: 1 idle, 1 running, 1 offline\n"))
    }

    @Test(arguments: [
        ("use", Shell.ExitStatus.usage, "no board selected"), ("use nobody", .silent, "unknown board: nobody"),
        ("use b-[", .usage, "^"), ("use b-1!b-1", .usage, "names no board"),
        ("boards nobody", .silent, "unknown board"),
        ("1 + 1", .usage, "no board selected: use BOARDS"), ("ls", .usage, "no board selected"),
        ("ls ../a", .usage, "no '..'"), ("put", .usage, "put LOCAL"), ("get", .usage, ""),
        ("put 'a", .usage, "this quote is not closed"), ("rename b-1", .usage, "rename BOARD NAME"),
        ("rename b-1 'a b'", .usage, "cannot be a board's name"),
        ("rename 'b:1' a", .usage, "cannot be a board's name"),
        ("rename nobody a", .silent, "unknown board"), ("rename b-10 a", .silent, "b-10 is offline"),
        ("rename b-1 b-2", .silent, "in use by another board"), ("reset b-1", .usage, "reset takes no argument"),
        ("reset", .usage, "no board selected"), ("forget", .usage, "forget BOARD"),
        ("forget nobody", .silent, "unknown"),
        ("forget b-1", .silent, "is here"), ("help nonsense", .usage, "is no verb"),
        ("%nonsense", .usage, "is no verb"),
    ])
    func whatCannotBeDoneIsSaidAndHasAStatus(line: String, status: Shell.ExitStatus, sentence: String) {
        session.place = "here:1: "
        #expect(run(line) == status)
        #expect(streams.error.hasPrefix("here:1: "))
        #expect(streams.error.contains(sentence), "\(streams.error)")
        #expect(streams.standard.isEmpty)
    }

    @Test func aRefusedSelectionLeavesTheOldOne() {
        #expect(run("use b-1") == .ok)
        #expect(run("use nobody") == .silent)
        #expect(session.selection == ["b-1"])
    }

    @Test func aForgottenBoardIsGoneFromHubAndSelection() {
        #expect(run("use b-10,b-1") == .ok)
        #expect(run("forget b-10") == .ok)
        #expect(session.selection == ["b-1"])
        #expect(run("use b-10") == .silent)
    }

    @Test func helpListsEveryVerbAndExplainsEach() {
        #expect(run("help") == .ok)
        #expect(streams.standard == Session.overview.map { $0 + "\n" }.joined())
        for verb in Verb.all {
            #expect(run("help \(verb.name)") == .ok)
            #expect(streams.standard.hasSuffix("Example: \(verb.example)\n"))
        }
    }

    @Test(arguments: ["exit", "quit", "exit()", "quit()"]) func leavingIsNoted(line: String) {
        #expect(run(line) == .ok)
        #expect(session.isOver)
    }

    @Test func aHubThatIsGoneIsAStatus() {
        server.kill()
        #expect(run("boards") == .noHub)
        #expect(streams.error.hasPrefix("no hub: "))
    }

    @Test func whoKeepsABoardBusyIsNamedInOneLine() throws {
        _ = try connection.run([
            Command("HSET", list: ["boardmeta:b-2", "client", "0.1", "by", "you\nb-1: all is well", "request", "9"])
        ])
        _ = try connection.run(Command("SETEX", "board:b-2", 18, "running"))
        #expect(run("use b-2") == .ok)
        #expect(run("1") == .silent)
        #expect(streams.error.split(separator: "\n").allSatisfy { $0.hasPrefix("b-2") })
    }

    @Test func connectIsForAPersonAndOneBoardThatKnowsInput() throws {
        var connected: [String] = []
        #expect(run("connect b-1") == .usage)
        #expect(streams.error == "connect is for a person at a terminal\n")
        session.console = { [session] board in
            connected.append(board)
            #expect(session.isConnected && session.selection == [board])
        }
        _ = run("use b-[1-2]")
        streams.error = ""
        for (line, sentence) in [
            ("connect", "connect wants a board: connect BOARD"),
            ("connect b-[1-2]", "b-[1-2] names 2 boards, and connect is for one: connect BOARD"),
            ("connect nobody", "unknown board: nobody (`boards` lists those known)"),
            ("connect b-10", "b-10 is offline"),
            ("connect b-2", "b-2 runs the original client, which knows no input: select it with `use`"),
            ("connect b-1", "b-1 runs a board client that knows no input: install the one of this mbm on it"),
        ] {
            #expect(run(line) != .ok)
            #expect(streams.error == sentence + "\n")
            streams.error = ""
        }
        _ = try connection.run(Command("HSET", "boardmeta:b-1", "features", "sha256,input"))
        #expect(run("connect b-1") == .ok)
        #expect(connected == ["b-1"])
        #expect(!session.isConnected && session.selection == ["b-1", "b-2"])
    }
}

@Suite struct TableTests {
    @Test(arguments: [
        ([], []), ([[]], [""]), ([["a"]], ["a"]), ([["a", "b"], ["long", ""]], ["a     b", "long"]),
        ([["é", "b"], ["日本", "c"]], ["é     b", "日本  c"]), ([["a\tb\n", "c"]], ["a␉b␊  c"]),
    ])
    func columnsAreAsWideAsTheirContent(rows: [[String]], lines: [String]) {
        #expect(table(rows) == lines)
    }
}
