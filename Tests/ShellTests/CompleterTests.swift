import Fleet
import Redis
import TestSupport
import Testing

@testable import Shell

/// What Tab offers where boards need not be asked.
@Suite struct CompleterTests {
    private let server: RedisServer
    private let completer: Completer
    private let directory: TemporaryDirectory

    init() throws {
        server = try RedisServer()
        directory = try TemporaryDirectory()
        completer = Completer(
            Session(
                Hub(at: server.socket, password: nil),
                context: .init(user: "me@here", settings: Settings(), interrupts: { 0 }),
                output: Output(standard: { _ in }, error: { _ in })))
        let demos = ["demo-1", "demo-2", "demo-10"]
        _ = try server.connect().run(
            (demos + ["esp"]).map { Command("SETEX", "board:\($0)", 60, "idle") }
                + (demos + ["gone-1"]).map {
                    Command("HSET", "boardmeta:\($0)", "client", "1", "platform", "linux", "firmware", "1.28.0")
                }
                + [Command("SET", "group:lab", "demo-[1-2]"), Command("SET", "group:wrong", "demo-[")])
    }

    /// The lines that Tab would leave, one for each candidate.
    private func lines(_ text: String) -> [String] {
        let (candidates, replacing) = completer.complete(text)
        return candidates.map { text.dropLast(replacing) + $0.text + $0.suffix }
    }

    @Test(arguments: [
        ("he", ["help "]), ("re", ["rename ", "reset ", "restore "]), ("%pu", ["%put "]), ("xyz", []),
        ("help re", ["help rename ", "help reset ", "help restore "]),
        (
            "help rename r",
            [
                "help rename rename ", "help rename reset ", "help rename restore ", "help rename rm ",
                "help rename run ",
            ]
        ), ("print", []),
        (" he", []),
        ("nonsense a", []), ("%nonsense a", []),
        ("    ", ["        "]), ("\t", ["\t    "]), ("x = 1\n    ", ["x = 1\n        "]), ("if x:\nhe", []),
        ("f(\nhe", []), ("x = 1\nhe", ["x = 1\nhelp "]), ("if x:\n  y\n\nhe", ["if x:\n  y\n\nhelp "]),
        ("if x:\n  ", ["if x:\n    "]), ("exit ", []), ("reset ", []), ("rename demo-1 de", []),
        ("use=he", []), ("put (he", []), ("on demo-1: he", ["on demo-1: help "]),
        ("on demo-1: %pu", ["on demo-1: %put "]),
        ("on demo-1: use es", ["on demo-1: use esp"]), ("watch 2 he", ["watch 2 help "]), ("watch he", []),
        ("watch 2 use es", ["watch 2 use esp"]), ("on esp: watch 2 he", ["on esp: watch 2 help "]),
    ])
    func verbsAreOfferedAtTheStartOfALine(text: String, expected: [String]) {
        #expect(lines(text) == expected)
    }

    @Test func allVerbsAreOfferedOnAnEmptyLineWithTheirMeaning() {
        let candidates = completer.complete("").candidates
        #expect(candidates.map(\.text) == Verb.names.sorted())
        #expect(completer.complete("%").candidates == candidates)
        // So many that they stand in columns, each with its meaning.
        #expect(candidates.first { $0.text == "put" }?.label == "put      copy files to boards")
        #expect(completer.complete("pu").candidates.map(\.note) == ["copy files to boards"])
        #expect(completer.complete("on esp: ").candidates == candidates)
    }

    @Test(arguments: [
        ("use demo-1", ["use demo-1", "use demo-10"]), ("use demo-[1-2],e", ["use demo-[1-2],esp"]),
        ("use esp!e", ["use esp!esp"]), ("use demo-[", []), ("use demo-[1", []), ("use x", []),
        ("boards e", ["boards esp"]), ("use demo-2 e", ["use demo-2 esp"]), ("rename e", ["rename esp "]),
        ("forget demo-1", ["forget demo-1 ", "forget demo-10 "]), ("%use e", ["%use esp"]),
        ("use +e", ["use +esp"]), ("use !e", ["use !esp"]), ("use ! e", ["use ! esp"]),
        ("use demo-1&e", ["use demo-1&esp"]),
        ("use demo-1^e", ["use demo-1^esp"]), ("on e", ["on esp"]), ("on demo-1,e", ["on demo-1,esp"]),
        ("group lab = demo-1,e", ["group lab = demo-1,esp"]), ("group lab =e", ["group lab =esp"]),
        ("connect e", ["connect esp "]), ("use s", ["use state:"]), ("use esp & p", ["use esp & platform:"]),
        ("use state:", ["use state:idle", "use state:offline"]), ("use state:o", ["use state:offline"]),
        ("use esp,platform:li", ["use esp,platform:linux"]), ("use firmware:1", ["use firmware:1.28.0"]),
        ("use nonsense:", []), ("use platform:x", []), ("use de*", []), ("use state:*", []),
        ("use @*", ["use @*"]), ("use esp,@la", ["use esp,@lab"]), ("use @ok", []), ("on @la", ["on @lab"]),
        ("group la", ["group lab "]), ("group -d la", ["group -d lab "]), ("group -", ["group -d "]),
        ("group lab ", ["group lab = "]),
    ])
    func boardsAndWhatStandsForThemAreOfferedInRanges(text: String, expected: [String]) {
        #expect(lines(text) == expected)
    }

    @Test func rangesTellWhatTheyHold() {
        let candidates = completer.complete("use ").candidates
        #expect(
            candidates.map { "\($0.label)|\($0.note)" } == [
                "demo-1|linux, idle", "demo-2|linux, idle", "demo-10|linux, idle", "esp|idle", "gone-1|linux, offline",
                "@*|5 boards: demo-[1-2,10],esp,gone-1", "@lab|2 boards: demo-[1-2]", "@wrong|broken",
                "firmware:|boards by their firmware", "platform:|boards by their platform",
                "state:|boards by their state",
            ])
        #expect(
            completer.complete("boards state:").candidates.map { "\($0.label)|\($0.note)" }
                == ["state:idle|4 boards", "state:offline|1 board"])
        #expect(completer.complete("group w").candidates.map(\.note) == ["broken"])
    }

    /// A thousand names are no list that a person reads.
    @Test func manyBoardsAreGatheredByWhatTheirNamesBeginWith() throws {
        _ = try server.connect().run(
            (1...500).flatMap { number in
                ["esp8266-\(number)", "esp32-\(number)"].map { Command("SETEX", "board:\($0)", 60, "idle") }
            })
        func offered(_ text: String) -> [String] {
            completer.complete(text).candidates.map { "\($0.text)|\($0.label)" }
        }
        #expect(
            offered("use ").prefix(6) == [
                "demo-|demo-[1-2,10]", "esp|esp", "esp32-|esp32-[1-500]", "esp8266-|esp8266-[1-500]", "gone-1|gone-1",
                "@*|@*",
            ])
        #expect(offered("use e") == ["esp|esp", "esp32-|esp32-[1-500]", "esp8266-|esp8266-[1-500]"])
        #expect(offered("use esp8266-").count == 9)
        #expect(offered("use esp8266-").last == "esp8266-9|esp8266-[9,90-99]")
        #expect(offered("use esp8266-1").first == "esp8266-1|esp8266-1")
        #expect(offered("use esp8266-49").count == 11)
        #expect(completer.complete("use esp32-").candidates[1].note == "111 boards: 111 idle")
        #expect(lines("rename esp8266-48").contains("rename esp8266-483 "))
    }

    @Test(arguments: [
        ("set out", ["set output "]),
        ("set output ", ["set output fold ", "set output live ", "set output plain ", "set output json "]),
        ("set output l", ["set output live "]), ("set hub ", []), ("set nonsense ", []),
        ("set prompt ", ["set prompt {boards}>>> "]), ("jobs ", []), ("jobs 1 ", ["jobs 1 cancel "]),
        ("jobs 1 c", ["jobs 1 cancel "]), ("plot x --c", ["plot x --csv "]), ("plot x ev", ["plot x every "]),
        ("plot ev", []), ("plot x every 2 --", ["plot x every 2 --csv "]), ("ls -", ["ls -l ", "ls -R "]),
        ("rm -", ["rm -r ", "rm -y "]),
    ])
    func settingsAndWordsOfVerbsAreOffered(text: String, expected: [String]) {
        #expect(lines(text) == expected)
    }

    @Test func settingsTellTheirValue() {
        func notes(_ text: String) -> [String] { completer.complete(text).candidates.map { "\($0.label)|\($0.note)" } }
        #expect(notes("set time") == ["timeout|10 · seconds that a board may show no sign of life"])
        #expect(notes("set color ") == ["auto|now", "always|", "never|"])
        #expect(notes("set timeout ") == ["10|now", "60|"])
    }

    @Test func everyOptionOfAVerbStandsInItsSynopsis() throws {
        #expect(try #require(Verb.named("plot")).literals.map(\.word) == ["every", "--csv"])
        #expect(try #require(Verb.named("plot")).literals.map(\.value) == ["SECONDS", "FILE"])
        #expect(try #require(Verb.named("group")).literals.map(\.value) == [nil, "BOARDS"])
        #expect(try #require(Verb.named("use")).literals.isEmpty)
    }

    @Test func aHubThatIsGoneOffersNoBoards() {
        server.kill()
        #expect(lines("use d") == [])
        #expect(lines("use ") == [])
        #expect(lines("group ") == [])
        #expect(lines("he") == ["help "])
    }

    @Test func localPathsAreOfferedWithTheirFolders() throws {
        try directory.write("", to: "main.py")
        try directory.write("", to: "a file")
        try directory.write("", to: ".hidden")
        try directory.write("", to: "be\u{7}ll")
        try LocalFile.makeFolder(directory.file("maps/inner"))
        let path = directory.path
        #expect(lines("put \(path)/ma") == ["put \(path)/main.py ", "put \(path)/maps/"])
        #expect(lines("put \(path)/maps/") == ["put \(path)/maps/inner/"])
        #expect(lines("put x \(path)/mai") == ["put x \(path)/main.py "])
        #expect(completer.complete("put x \(path)/mai").candidates.map(\.note) == ["here"])
        #expect(lines("get x \(path)/mai") == ["get x \(path)/main.py "])
        #expect(lines("plot x --csv \(path)/mai") == ["plot x --csv \(path)/main.py "])
        #expect(lines("! cat \(path)/mai") == ["! cat \(path)/main.py "])
        #expect(lines("!cat '\(path)/a f") == ["!cat '\(path)/a file' "])
        #expect(lines("on demo-1: put \(path)/mai") == ["on demo-1: put \(path)/main.py "])
        #expect(lines("put \(path)/a") == ["put \(path)/a\\ file "])
        #expect(lines("put '\(path)/a f") == ["put '\(path)/a file' "])
        #expect(lines("put \"\(path)/map") == ["put \"\(path)/maps/"])
        #expect(lines("put \(path)/.h") == ["put \(path)/.hidden "])
        #expect(lines("put \(path)/none/") == [])
        #expect(completer.complete("put \(path)/").candidates.map(\.label) == ["a file", "main.py", "maps/"])
    }

    /// The original client takes a program as a file, and would not be done in time.
    @Test func boardsWithTheOriginalClientAreNotAsked() throws {
        for text in ["pri", "ls ", "import ma", "machine."] {
            #expect(completer.complete("on esp: \(text)").candidates.isEmpty)
        }
        let left = try server.connect().run(["repl:*", "lock:*", "file:*", "transaction*"].map { Command("KEYS", $0) })
        #expect(left.flatMap(\.elements) == [])
    }

    @Test func nothingIsAskedOfBoardsWithoutASelection() {
        #expect(lines("ls ") == [])
        #expect(lines("get ma") == [])
        #expect(lines("import ma") == [])
        #expect(lines("pri") == [])
        #expect(lines("machine.") == [])
    }
}
