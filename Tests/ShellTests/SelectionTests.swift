import Processes
import Redis
import TestSupport
import Testing

@testable import Fleet
@testable import Shell

/// Choosing boards, on a real hub where nobody but the test says who is there.
@Suite struct SelectionTests {
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
            context: .init(user: "me@here", settings: Settings(), interrupts: { 0 }), output: streams.output)
        for (number, platform, firmware) in [(1, "esp32", "1.28.0"), (2, "esp8266", "1.27.1"), (3, "ESP32", "1.28.1")] {
            _ = try connection.run([
                Command(
                    "HSET",
                    list: ["boardmeta:b-\(number)", "client", "0.1", "platform", platform, "firmware", firmware]
                ),
                Command("SETEX", "board:b-\(number)", 600, number == 2 ? "running" : "idle"),
            ])
        }
        _ = try connection.run(Command("HSET", list: ["boardmeta:gone", "client", "0.1", "platform", "rp2"]))
    }

    private func run(_ line: String) -> Shell.ExitStatus { session.type(line) }

    @Test(arguments: [
        ("platform:esp32", ["b-1", "b-3"]), ("platform:esp*", ["b-1", "b-2", "b-3"]), ("state:idle", ["b-1", "b-3"]),
        ("state:offline", ["gone"]), ("firmware:1.28*", ["b-1", "b-3"]), ("firmware:1.2[7-8].1", ["b-2", "b-3"]),
        ("firmware:1.28.? ! b-1", ["b-3"]), ("*&state:idle & platform:ESP32", ["b-1", "b-3"]),
        ("platform:rp2,b-1", ["gone", "b-1"]), ("@* ^ state:idle", ["b-2", "gone"]),
    ])
    func filtersChooseByWhatIsKnown(range: String, boards: [String]) {
        #expect(run("use \(range)") == .ok)
        #expect(session.selection == boards)
    }

    @Test func theSelectionGrowsShrinksAndGoesBack() {
        #expect(run("use b-1") == .ok)
        #expect(run("use +b-[1-2]") == .ok)
        #expect(session.selection == ["b-1", "b-2"])
        #expect(streams.standard.hasSuffix("b-[1-2]  2 boards: 1 idle, 1 running\n"))
        #expect(run("use !state:running") == .ok)
        #expect(session.selection == ["b-1"])
        #expect(run("use -") == .ok)
        #expect(session.selection == ["b-1", "b-2"])
        #expect(run("use -") == .ok)
        #expect(session.selection == ["b-1"])
        #expect(run("use !b-1") == .usage)
        #expect(session.selection == ["b-1"])
        #expect(streams.error == "no board would be left\n")
    }

    @Test func aLineForOthersLeavesTheSelection() {
        #expect(run("use b-1") == .ok)
        #expect(run("on b-[2-3],platform:rp2: use") == .usage)
        #expect(run("on b-2: forget gone") == .ok)
        #expect(session.selection == ["b-1"])
        #expect(run("use -") == .usage)
    }

    @Test(arguments: [
        ("on", "there is no colon"), ("on b-1:1", "there is no colon"), ("%on : 1", "no board is named"),
        ("on b-1: ", "there is no line"), ("on b-1:  \t", "there is no line"), ("on nobody: 1", "unknown board"),
        ("on b-1: for i in x:", "a line that is complete"), ("on b-1: on b-2: 1", "cannot stand in a line of"),
        ("on platform:nope: 1", "names no board"), ("on b-1: %nope", "is no verb"),
    ])
    func aLineForOthersThatCannotBeMeantIsRefused(line: String, sentence: String) {
        #expect(run(line) != .ok)
        #expect(streams.error.contains(sentence), "\(streams.error)")
    }

    // MARK: Groups

    @Test func groupsAreKeptOnTheHub() throws {
        #expect(run("group kitchen = b-[1-2]") == .ok)
        #expect(run("group all=@kitchen, b-3, new-1") == .ok)
        #expect(run("group empty = platform:none") == .ok)
        #expect(
            streams.standard == """
                @kitchen: 2 boards
                @all: 4 boards, 1 of them not known to the hub yet
                @empty: no board yet

                """)
        #expect(try connection.run(Command("GET", "group:kitchen")).text == "b-[1-2]")
        streams.standard = ""
        #expect(run("group") == .ok)
        #expect(
            streams.standard == """
                @all      4 boards  @kitchen, b-3, new-1
                @empty    0 boards  platform:none
                @kitchen  2 boards  b-[1-2]

                """)
        #expect(run("use @all!new-1 & @kitchen") == .ok)
        #expect(session.selection == ["b-1", "b-2"])
        #expect(run("group @kitchen") == .ok)
        #expect(streams.standard.hasSuffix("@kitchen = b-[1-2]\n2 boards: b-[1-2]\n"))
        #expect(run("group -d kitchen") == .ok)
        #expect(streams.error == "still in: @all = @kitchen, b-3, new-1\n")
        #expect(run("use @all") == .usage)
        #expect(run("group") == .ok)
        #expect(streams.standard.contains("@all    broken"))
    }

    @Test(arguments: [
        ("group kitchen", "there is no group @kitchen"), ("group -d kitchen", "there is no group @kitchen"),
        ("group ok = b-1", "needs another name"), ("group a b = b-1", "cannot be the name of a group"),
        ("group x = ", "which boards?"), ("group x = b-[", "not closed"), ("group x = @x", "contains itself"),
        ("group x = @failed", "nothing has been sent"), ("group x y", "write group NAME"),
        ("group x = @nowhere", "there is no group @nowhere"),
    ])
    func aGroupThatCannotBeIsRefused(line: String, sentence: String) throws {
        #expect(run(line) == .usage)
        #expect(streams.error.contains(sentence), "\(streams.error)")
        #expect(try connection.run(Command("KEYS", "group:*")).elements.isEmpty)
    }

    // MARK: Result sets

    @Test func whatALineCameToCanBeSelected() throws {
        #expect(run("use gone,b-1") == .ok)
        #expect(run("use @failed") == .usage)
        #expect(streams.error.contains("nothing has been sent to boards yet"))
        // Nobody is there who takes it; an offline board is silent at once, and b-1 is not asked then.
        session.selection = ["gone"]
        #expect(run("1") == .silent)
        #expect(run("use @silent") == .ok)
        #expect(session.selection == ["gone"])
        #expect(run("use @failed & @*") == .ok)
        #expect(run("use @ok") == .usage)
        #expect(run("group bad = @failed") == .ok)
        #expect(try connection.run(Command("GET", "group:bad")).text == "gone")
    }

    // MARK: Settings

    @Test func settingsAreShownWithWhatTheyMean() {
        #expect(run("set") == .ok)
        let lines = streams.standard.split(separator: "\n")
        #expect(lines.count == Setting.all.count)
        for (line, setting) in zip(lines, Setting.all) {
            #expect(line.hasPrefix(setting.name + " "))
            #expect(line.hasSuffix(setting.summary))
        }
        streams.standard = ""
        #expect(run("set timeout") == .ok)
        #expect(streams.standard.hasPrefix("timeout  10  seconds"))
    }

    @Test func aSettingCountsAtOnce() {
        #expect(run("set timeout 60") == .ok)
        #expect(session.context.timeout == .seconds(60))
        #expect(run("set prompt '{boards} $ '") == .ok)
        #expect(session.context.settings.prompt == "{boards} $ ")
        #expect(run("set output json") == .ok)
        #expect(run("boards b-1") == .ok)
        #expect(streams.standard.hasPrefix("{\"board\":\"b-1\""))
    }

    @Test(arguments: [
        ("set nope", "there is no setting nope"), ("set nope 1", "there is no setting nope"),
        ("set timeout 1", "timeout takes 6 to 86400 seconds, not 1"), ("set notify maybe", "on or off, not maybe"),
        ("set output", ""), ("set hub x", "counts when mbm starts"), ("set jobs 0", "1 or more"),
    ])
    func aSettingThatCannotBeIsRefused(line: String, sentence: String) {
        #expect(run(line) == (sentence.isEmpty ? .ok : .usage))
        #expect(streams.error.contains(sentence) || sentence.isEmpty, "\(streams.error)")
        #expect(session.context.settings == Settings())
    }
}
