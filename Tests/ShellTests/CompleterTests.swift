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
        _ = try server.connect().run(
            ["demo-1", "demo-2", "demo-10", "esp"].map { Command("SETEX", "board:\($0)", 60, "idle") })
    }

    /// The lines that Tab would leave, one for each candidate.
    private func lines(_ text: String) -> [String] {
        let (candidates, replacing) = completer.complete(text)
        return candidates.map { text.dropLast(replacing) + $0.text + $0.suffix }
    }

    @Test(arguments: [
        ("he", ["help "]), ("re", ["rename ", "reset "]), ("%pu", ["%put "]), ("xyz", []),
        ("help re", ["help rename ", "help reset "]),
        ("help rename r", ["help rename rename ", "help rename reset "]), ("print", []), (" he", []),
        ("nonsense a", []),
        ("    ", ["        "]), ("\t", ["\t    "]), ("x = 1\n    ", ["x = 1\n        "]), ("x = 1\nhe", []),
        ("exit ", []),
        ("reset ", []), ("rename demo-1 de", []),
    ])
    func verbsAreOfferedAtTheStartOfALine(text: String, expected: [String]) {
        #expect(lines(text) == expected)
    }

    @Test func allVerbsAreOfferedOnAnEmptyLine() {
        #expect(completer.complete("").candidates.map(\.text) == Verb.names.sorted())
        #expect(completer.complete("%").candidates.map(\.text) == Verb.names.sorted())
    }

    @Test(arguments: [
        ("use demo-1", ["use demo-1", "use demo-10"]), ("use demo-[1-2],e", ["use demo-[1-2],esp"]),
        ("use esp!e", ["use esp!esp"]), ("use demo-[", []), ("use demo-[1", []), ("use x", []),
        ("boards e", ["boards esp"]), ("use demo-2 e", ["use demo-2 esp"]), ("rename e", ["rename esp "]),
        ("forget demo-1", ["forget demo-1 ", "forget demo-10 "]), ("%use e", ["%use esp"]),
    ])
    func boardsAreOfferedAlsoInsideRanges(text: String, expected: [String]) {
        #expect(lines(text) == expected)
    }

    @Test func aHubThatIsGoneOffersNoBoards() {
        server.kill()
        #expect(lines("use d") == [])
        #expect(lines("he") == ["help "])
    }

    @Test func localPathsAreOfferedWithTheirFolders() throws {
        try directory.write("", to: "main.py")
        try directory.write("", to: "a file")
        try directory.write("", to: ".hidden")
        try LocalFile.makeFolder(directory.file("maps/inner"))
        let path = directory.path
        #expect(lines("put \(path)/ma") == ["put \(path)/main.py ", "put \(path)/maps/"])
        #expect(lines("put \(path)/maps/") == ["put \(path)/maps/inner/"])
        #expect(lines("put x \(path)/mai") == ["put x \(path)/main.py "])
        #expect(lines("put \(path)/a") == ["put \(path)/a\\ file "])
        #expect(lines("put '\(path)/a f") == ["put '\(path)/a file' "])
        #expect(lines("put \"\(path)/map") == ["put \"\(path)/maps/"])
        #expect(lines("put \(path)/.h") == ["put \(path)/.hidden "])
        #expect(lines("put \(path)/none/") == [])
        #expect(completer.complete("put \(path)/").candidates.map(\.label) == ["a file", "main.py", "maps/"])
    }

    @Test func nothingIsAskedOfBoardsWithoutASelection() {
        #expect(lines("ls ") == [])
        #expect(lines("get ma") == [])
    }
}
