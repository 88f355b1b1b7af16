import FoundationEssentials
import Testing

@testable import Fleet
@testable import Shell

/// Words for files of boards, and what boards tell.
struct RemoteFileWordTests {
    @Test(arguments: [
        (".", "", "", false), ("/", "/", "/", false), ("./a//b/", "a/b", "a/b", false), ("a/./b", "a/b", "a/b", false),
        ("//a", "/a", "/a", false), ("a/*.py", "a/*.py", "a", false), ("*/x", "*/x", "", true),
        ("/a/[b]/c?", "/a/[b]/c?", "/a", true), ("", "", "", false),
    ])
    func aWordIsAPath(text: String, path: String, base: String, isDeep: Bool) throws {
        let word = try RemoteWord(text)
        #expect(word.path == path && word.base == base && word.isDeep == isDeep, "\(word.path) \(word.base)")
    }

    @Test(arguments: ["..", "a/../b", "b-1:a"]) func whatLeavesTheBoardIsRefused(text: String) {
        #expect(throws: UsageError.self) { try RemoteWord(text) }
    }

    @Test func wildcardsStandForNoDotAtTheBeginning() throws {
        #expect(try RemoteWord("*").matches("a") && !RemoteWord("*").matches(".a") && !RemoteWord("*").matches("a/b"))
        #expect(try RemoteWord("a/*").matches("a/b") && !RemoteWord("a/*").matches("a/.b"))
    }

    @Test(arguments: [
        ("mbm_client.py", true), ("mbm_x.mpy", true), ("MAIN.PY", true), ("boot.py", true), ("mbm.json", true),
        ("lib/main.py", false), ("lib/mbm_x.py", false), ("/flash/main.py", true), ("/main.py", true), ("a.py", false),
        ("lib/redis_cloudclient/service.py", true), ("lib/redis_cloudclient", true), ("/flash/lib/bootconfig/x", true),
        ("etc/device_config.json", true), ("data/lib/bootconfig/x", false),
    ])
    func theClientsFilesAreKnown(path: String, isOne: Bool) {
        #expect(ClientFiles.contain(path) == isOne)
    }

    @Test(
        arguments: [
            ("/flash", true), ("/flash/app", true), ("/flash/app/x", false), ("/flash/lib", false),
            ("/FLASH/app", false),
            ("/fl*", true), ("/*/a*", true), ("/*/b*", false), ("/flash/app/*", false), ("app", false), ("*", false),
            ("up/app", true), ("up/*", true), ("up/x", false), ("self/x", false),
            ("self/*", false), ("other/app", false),
        ])
    func whatHoldsTheOwnFolderIsKnown(text: String, isHeld: Bool) throws {
        let printed = Array("1 2 1 0 1 -1 0\r\n/flash/app\r\n".utf8)
        let own = try #require(OwnFolder(printed, ["/", "/flash", "/flash/app", "up", "other", "self"]))
        #expect(try own.isHeld(by: RemoteWord(text)) == isHeld)
    }

    @Test func whatIsNeededIsKnownByTheFolderItIsIn() throws {
        let own = try #require(OwnFolder(Array("0 2 0\n/flash/app\n".utf8), ["/", "self"]))
        #expect(own.needs("self/mbm_client.py", in: "self") && own.needs("self/boot.py", in: "self"))
        #expect(own.needs("/flash/app/main.py", in: "/") && own.needs("mbm.json", in: ""))
        #expect(!own.needs("self/x/main.py", in: "self") && !own.needs("lib/mbm_client.py", in: ""))
        // Capitals may be small letters there.
        #expect(try own.isHeld(by: RemoteWord("/FLASH")))
        #expect(OwnFolder.unknown.needs("boot.py", in: "") && !OwnFolder.unknown.needs("self/boot.py", in: "self"))
    }

    @Test(arguments: ["", "1 0\n", "1\n/a\n", "x y\n/a\n", "1 0\na\n"])
    func nonsenseTellsOfNoFolder(printed: String) {
        #expect(OwnFolder(Array(printed.utf8), ["/a"]) == nil)
    }

    @Test func whatCannotBeMovedIsASentence() {
        #expect(
            FileChange.move("a", to: "/sd/a").sentence(.number(18))
                == "/sd/a is on another file system: get and put copy it")
    }

    // MARK: info

    private let now = Date(timeIntervalSince1970: 1_772_366_400.7)  // 2026-03-01 12:00:00

    @Test(
        arguments: [
            ("2026 3 1 12 0 0", true, 0), ("2026 3 1 11 59 59", true, 0), ("2026 3 1 12 0 2", true, 2),
            ("2026 2 28 12 0 0", true, -86_400), ("2024 2 29 12 0 0", true, -63_158_400),
            ("2000 1 1 0 5 0", false, nil), ("1970 1 1 0 0 1", false, nil), ("2000 3 1 0 0 0", false, nil),
            ("2021 1 1 0 1 0", false, nil), ("2021 5 1 0 1 0", true, nil), ("2015 1 1 0 0 0", false, nil),
        ] as [(String, Bool, Int?)])
    func aClockIsComparedOrWasNeverSet(fields: String, isSet: Bool, difference: Int?) throws {
        let clock = try #require(BoardFacts("uptime 30\nclock \(fields)\n", at: now).clock)
        #expect(clock.isSet == isSet)
        if let difference { #expect(clock.difference == difference) }
    }

    @Test func everyFactMayBeMissingOrNonsense() {
        let none = BoardFacts("", at: now)
        for text in [
            "clock 1 2\nmemory x 3\nfiles 1\nuptime soon\n", "clock 2026 13 1 0 0 0\nfirmware\nmachine\n",
            "memory -1 5\nuptime 99999999999999999999999\nclock 99999 1 1 1 1 1", "\u{1b}[31m x\n",
        ] {
            #expect(BoardFacts(text, at: now) == none, "\(text)")
        }
        let all = BoardFacts("firmware 1.9.2\r\nmachine a b\r\nmemory 1 2\r\nfiles 3 4\r\nuptime 5\r\n", at: now)
        #expect(all.firmware == "1.9.2" && all.machine == "a b" && all.memory! == (1, 2) && all.files! == (3, 4))
        #expect(all.uptime == 5 && all.clock == nil)
    }
}
