import Crypto
import Foundation
import Redis
import TestSupport
import Testing

/// Requests about files: manifests, and what becomes of their operations.
@Suite(.serialized) struct FileRequestTests {
    private let hub: LocalHub

    init() throws { hub = try LocalHub(Account()) }

    private func expectNoRefusals() throws { #expect(try hub.ask(Command("ACL", "LOG")).elements == []) }

    private func hash(_ content: [UInt8]) -> String {
        SHA256.hash(data: content).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func content(_ size: Int, _ seed: Int = 0) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8 &+ seed) }
    }

    /// Puts a content on the hub and gives the operation that writes it.
    private func file(_ path: String, _ content: [UInt8]) throws -> String {
        try hub.ask(Command("SET", "file:\(hash(content))", content))
        return "file \(content.count) \(hash(content)) \(path)"
    }

    /// How often a piece of a file has been asked for.
    private func reads() throws -> Int {
        let statistics = try hub.ask(Command("INFO", "commandstats")).text ?? ""
        let line = statistics.split(whereSeparator: \.isNewline).first { $0.hasPrefix("cmdstat_getrange:calls=") }
        return line.flatMap { Int($0.dropFirst(23).prefix { $0.isNumber }) } ?? 0
    }

    @Test(arguments: Installation.allCases)
    func eachOperationIsDoneInItsTurnAndTold(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let manager = FileManager.default
        try manager.createDirectory(atPath: board.path("old/full"), withIntermediateDirectories: true)
        for name in ["old/full/x", "plain"] { _ = manager.createFile(atPath: board.path(name), contents: Data([1])) }
        let names = ["d/a b 'c' \"ü\"", "new\nline\r€", "d/deep/er/empty", "d/$(x);*\\"]
        let operations =
            try ["folder d/e", file(names[0], content(3000)), file(names[1], content(1)), file(names[2], [])] + [
                file(names[3], content(513)), "remove nothing", file("old", content(1)), "folder plain",
                file("plain/x", content(1)), "remove old", "remove old/full/x", "remove old/full", "remove old",
                "folder old/y", file("plain", content(256)), "folder d/e", "nonsense d",
            ]
        let trial = try board.ask(operations, mode: "check").wait()
        let told = { (effects: [String]) in effects.enumerated().map { "\($0.offset) \($0.element)" } }
        #expect(
            trial.records
                == told([
                    "+", "+", "+", "+", "+", "=", "! 21", "! 20", "! 20", "-", "-", "-", "-", "+", "~", "+", "! 22",
                ]), "\(trial)")
        #expect(!manager.fileExists(atPath: board.path("d")) && manager.fileExists(atPath: board.path("old/full/x")))
        let answer = try board.ask(operations).wait()
        #expect(
            answer.records
                == told([
                    "+", "+", "+", "+", "+", "=", "! 21", "! 20", "! 20", "! 39", "-", "-", "-", "+", "~", "=", "! 22",
                ]), "\(answer)")
        #expect(answer.ok && answer.missing == 0)
        for (name, size) in zip(names, [3000, 1, 0, 513]) { #expect(board.bytes(name) == content(size), "\(name)") }
        #expect(board.bytes("plain") == content(256))
        // Again: nothing is read but the manifest.
        let before = try reads()
        let files = operations[1...4] + operations[14...14]
        let again = try board.ask(Array(files)).wait()
        #expect(again.records == told(Array(repeating: "=", count: 5)))
        let pieces = files.joined(separator: "\0").utf8.count / 256 + 1
        #expect(try (1...pieces).contains(reads() - before))
        // Of the same size, and not the same.
        let other = try board.ask([file("plain", content(256, 9))]).wait()
        #expect(other.records == ["0 ~"] && board.bytes("plain") == content(256, 9))
        #expect(board.unfinished == [] && board.bytes(".mbm-note") == nil)
        #expect(try board.run("print(1)").output == "1\n")
        try expectNoRefusals()
    }

    @Test(arguments: Installation.allCases)
    func namesChangeAndFoldersAreMade(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let manager = FileManager.default
        try manager.createDirectory(atPath: board.path("d/e"), withIntermediateDirectories: true)
        for name in ["a ü", "x", "d/f"] { _ = manager.createFile(atPath: board.path(name), contents: Data(name.utf8)) }
        let operations = [
            "move 3 a ü d/new/b c", "move 9 d/new/b c x", "move 4 none y", "move 1 d d/e/d",
            "move 1 d \(board.path("d/e/d"))",
            "move 1 x d", "move 1 d x", "move 3 d/f d/f/g", "move 1 x x", "make m", "make m", "make q/r", "make x/r",
            "make m/n", "move 1 d m/n/d", "move", "move x y", "make",
        ]
        let told = ["+", "~", "! 2", "! 22", "! 22", "! 21", "! 20", "! 20", "=", "+", "! 17", "! 2", "! 20", "+", "+"]
        let trial = try board.ask(Array(operations[2...7]), mode: "check").wait()
        #expect(trial.records == told[2...7].enumerated().map { "\($0.offset) \($0.element)" }, "\(trial)")
        let answer = try board.ask(Array(operations[...14])).wait()
        #expect(answer.records == told.enumerated().map { "\($0.offset) \($0.element)" }, "\(answer)")
        #expect(board.bytes("x") == Array("a ü".utf8) && board.bytes("m/n/d/f") == Array("d/f".utf8))
        #expect(board.bytes("m/n/d/new/b c") == nil && manager.fileExists(atPath: board.path("m/n/d/new")))
        // What no shell sends ends the request, and not the board.
        for operation in operations[15...] { #expect(try !board.ask([operation]).wait().ok) }
        let names = try board.ask(["names m", "names m/n/d/f", "names x/y", "content m", "content x"], mode: "read")
            .wait()
        #expect(names.records.prefix(8) == ["0 d n", "0 .", "1 f 3 ", "1 .", "2 ! 20 ", "3 ! 21 ", "4 s 4 ", "4"])
        try expectNoRefusals()
    }

    @Test(arguments: Installation.allCases)
    func aRequestOfSeveralPartsThatEchoesNothing(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let answer = try board.run("x = 1\0x\nprint(x + 1)\n\n1 / 0\n")
        #expect(answer.output.hasPrefix("2\n"), "\(answer)")
        #expect(answer.output.contains("line 4"), "\(answer)")
    }

    @Test(arguments: Installation.allCases)
    func whatIsNotRightTakesNoPlaceAndTheNextOneGoesOn(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let wrong = hash([9])
        try hub.ask(Command("SET", "file:\(wrong)", content(100)))
        let answer = try board.ask([file("a", content(5)), "file 100 \(wrong) n/b", file("c", content(6))]).wait()
        #expect(answer.ok && answer.records == ["0 +", "1 ! differs", "2 +"])
        #expect(board.bytes("a") == content(5) && board.bytes("c") == content(6))
        #expect(!FileManager.default.fileExists(atPath: board.path("n")) && board.unfinished == [])
        // A manifest that is cut off, and one that says less than it has.
        let malformed = try board.ask([file("x", content(5)), "remove "], end: "").wait()
        #expect(malformed.kind == "ValueError" && malformed.message == "malformed manifest", "\(malformed)")
        try hub.ask(Command("SET", "file:\(wrong)", content(50)))
        let short = try board.ask(["file 100 \(wrong) b"]).wait()
        #expect(!short.ok && board.bytes("b") == nil && board.unfinished == [], "\(short)")
        #expect(try board.ask([file("x", content(7))]).wait().records == ["0 ~"])
    }

    @Test(arguments: Installation.allCases)
    func aContentThatIsMissingIsAskedFor(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let large = content(20_000)
        let request = try board.ask(["file 20000 \(hash(large)) a", file("b", content(3)), "file 7 \(hash([8])) c"])
        func records() throws -> [String] {
            try request.pieces().flatMap { $0["out"]?.bytes ?? [] }.split(separator: 0)
                .map { String(decoding: $0, as: UTF8.self) }
        }
        try eventually("it asks") { try records() == ["0 ?"] }
        try hub.ask(Command("SET", "file:\(hash(large))", large))
        try board.say("there 0", to: request)
        try eventually("it asks for the other one") { try records() == ["0 ?", "0 +", "1 +", "2 ?"] }
        #expect(board.bytes("a") == large)
        // It asks again, for the word may be lost; a word about another one is none.
        try board.say("there 1", to: request)
        try eventually("it asks again") { try records().filter { $0 == "2 ?" }.count > 2 }
        try board.say("gone 2", to: request)
        let answer = try request.wait()
        #expect(answer.ok && answer.records.last == "2 ! gone")
        // Without the manifest itself.
        let late = try board.ask([file("d", content(9))], stores: false)
        try eventually("it asks for it") { try late.pieces().first?["out"]?.text == "-1 ?\0" }
        try hub.ask(Command("SET", "file:manifest-\(late.id)", "file 9 \(hash(content(9))) d\0"))
        try board.say("there -1", to: late)
        #expect(try late.wait().records == ["-1 ?", "0 +"])
        // Interrupted while it waits.
        let waiting = try board.ask(["file 7 \(hash([8])) c"])
        try eventually("it asks") { try !waiting.pieces().isEmpty }
        try waiting.interrupt()
        #expect(try waiting.wait().kind == "KeyboardInterrupt")
        #expect(board.unfinished == [] && board.bytes("c") == nil)
        try expectNoRefusals()
    }

    @Test func aShellThatHasGoneIsNotWaitedForWithoutEnd() throws {
        let board = try ClientBoard(.source, on: hub).waitUntilIdle()
        let request = try board.ask([file("a", content(3)), "file 7 \(hash([8])) c"])
        let answer = try request.wait(within: 60)
        #expect(answer.kind == "RuntimeError" && answer.message == "the shell that asked has gone")
        #expect(board.bytes("a") == content(3) && board.unfinished == [])
        // One that needs longer says so.
        let slow = try board.ask(["file 7 \(hash([8])) c"])
        try board.say("wait 60", to: slow)
        let deadline = ContinuousClock.now + .seconds(26)
        while ContinuousClock.now < deadline {
            #expect(try slow.look() == nil)
            usleep(200_000)
        }
        try board.say("gone 0", to: slow)
        #expect(try slow.wait().records.last == "0 ! gone")
    }

    @Test(arguments: Installation.allCases)
    func theBoardTellsWhatItHas(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let manager = FileManager.default
        try manager.createDirectory(atPath: board.path("t/u/v"), withIntermediateDirectories: true)
        for (name, size) in [("t/a\nb", 3000), ("t/u/ü", 0), ("t/u/v/z", 700)] {
            _ = manager.createFile(atPath: board.path(name), contents: Data(content(size)))
        }
        for (link, target) in [("t/self", "."), ("t/out", "/"), ("t/none", "none"), ("t/file", "u/v/z")] {
            try manager.createSymbolicLink(atPath: board.path(link), withDestinationPath: target)
        }
        let list = try board.ask(["list t", "list t/u/ü", "list none", "hash t/u/v/z", "hash t"], mode: "read").wait()
        #expect(list.ok)
        #expect(
            Set(list.records.filter { $0.hasPrefix("0 ") })
                == [
                    "0 f 3000 a\nb", "0 d u", "0 f 0 u/ü", "0 d u/v", "0 f 700 u/v/z", "0 l self", "0 l out",
                    "0 l none",
                    "0 l file", "0 .",
                ])
        #expect(
            list.records.filter { !$0.hasPrefix("0 ") }
                == ["1 f 0 ", "1 .", "2 ! 2 ", "3 h 700 \(hash(content(700)))", "3 .", "4 ! 21 "])
        // Content, no further than it was allowed to.
        let request = try board.ask(["send t/a\nb", "send t/u"], mode: "read", limit: 1000)
        try eventually("it waits") { try request.pieces().reduce(0) { $0 + ($1["out"]?.bytes?.count ?? 0) } > 1000 }
        usleep(300_000)
        #expect(try request.pieces().reduce(0) { $0 + ($1["out"]?.bytes?.count ?? 0) } < 3000)
        try board.say("limit 900", to: request)
        try board.say("limit 100000", to: request)
        let sent = try request.wait().bytes
        var expected = Array("0 s 3000 \0".utf8)
        let size = installation == .source ? 512 : 256
        for start in stride(from: 0, to: 3000, by: size) {
            let piece = content(3000)[start..<min(3000, start + size)]
            expected += Array("\(piece.count)\0".utf8) + piece
        }
        expected += Array("0 \(hash(content(3000)))\0".utf8) + Array("0 .\0".utf8)
        #expect(sent.starts(with: expected))
        try expectNoRefusals()
    }

    @Test(arguments: Installation.allCases)
    func aHubThatGoesAwayIsWaitedFor(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        let large = (0..<4).map { content(2_000_000, $0) }
        let request = try board.ask(large.enumerated().map { try file("f\($0.offset)", $0.element) })
        try eventually("it copies") { board.unfinished != [] }
        for pause: UInt32 in [100_000, 900_000] {
            try hub.crash()
            usleep(pause)
            try hub.start()
            usleep(200_000)
        }
        let answer = try request.wait(within: 60)
        let told = answer.records.filter { !$0.contains(".") }
        #expect(answer.ok && told == ["0 +", "1 +", "2 +", "3 +"] && answer.missing == 0, "\(answer.records)")
        for (number, content) in large.enumerated() { #expect(board.bytes("f\(number)") == content) }
        // It sends as well.
        let reading = try board.ask(["send f0", "send f1"], mode: "read", limit: 50_000)
        try eventually("it waits for a word") {
            try reading.pieces().reduce(0) { $0 + ($1["out"]?.bytes?.count ?? 0) } > 50_000
        }
        try hub.crash()
        usleep(300_000)
        try hub.start()
        try board.say("limit 500000", to: reading)
        try eventually("it goes on") {
            try reading.pieces().reduce(0) { $0 + ($1["out"]?.bytes?.count ?? 0) } > 500_000
        }
        try reading.interrupt()
        let sent = try reading.wait(within: 60)
        #expect(sent.kind == "KeyboardInterrupt" && sent.missing == 0)
        let pieces = sent.bytes.dropFirst("0 s 2000000 \0".utf8.count)
        #expect(pieces.starts(with: Array("\(installation == .source ? 512 : 256)\0".utf8)))
    }

    /// A file system where a rename removes what has the name first, so that for a moment there is no file.
    @Test func whereARenameIsNoSingleStepTheNextStartEndsIt() throws {
        let board = try ClientBoard(.source, on: hub, heap: "500k").waitUntilIdle()
        let mount = """
            import os
            class Memory:
                data = bytearray(512 * 128)
                def readblocks(self, n, buffer):
                    buffer[:] = self.data[n * 512 : n * 512 + len(buffer)]
                def writeblocks(self, n, buffer):
                    self.data[n * 512 : n * 512 + len(buffer)] = buffer
                def ioctl(self, operation, _):
                    return 128 if operation == 4 else 512 if operation == 5 else 0
            os.VfsFat.mkfs(Memory())
            os.mount(os.VfsFat(Memory()), '/fat')
            """
        let mounted = try board.run(mount)
        try #require(mounted.ok, "\(mounted.output)")
        let answer = try board.ask([
            file("/fat/a", content(9)), file("/fat/a", content(10)), file("/fat/A", content(11)),
        ])
        .wait()
        #expect(answer.records == ["0 +", "1 ~", "2 ~"])
        #expect(try board.run("print(os.listdir('/fat'), os.stat('/fat/a')[6])").output.hasSuffix(" 11\n"))
        let full = try board.ask([file("/fat/a", content(90_000)), file("b", content(1))]).wait()
        #expect(full.message == "[Errno 28] ENOSPC" && full.records.count == 1)
        #expect(full.records[0].hasPrefix("0 ! 28 90000 ") && board.bytes("b") == nil)
        // The note of a rename that was broken off: the new file is whole.
        board.cutPower()
        let part = board.path("g/.mbm-part")
        for (note, old, new) in [
            ("\(board.path("g/"))\0\(board.path("g/x"))\0", nil, [2]), ("\(board.path("g/"))\0", [1], [1]),
            ("\(board.path("g/"))\0\(board.path("g/x"))\0", [1], [1]), ("\(board.path("g/"))", [1], [1]),
            ("", [1], [1]),
        ] as [(String, [UInt8]?, [UInt8]?)] {
            let manager = FileManager.default
            try? manager.removeItem(atPath: board.path("g"))
            try manager.createDirectory(atPath: board.path("g"), withIntermediateDirectories: true)
            if let old { _ = manager.createFile(atPath: board.path("g/x"), contents: Data(old)) }
            if note.hasSuffix("\0") { _ = manager.createFile(atPath: part, contents: Data([2])) }
            _ = manager.createFile(atPath: board.path(".mbm-note"), contents: Data(note.utf8))
            try hub.ask(Command("DEL", "board:b"))
            try board.start()
            try board.waitUntilIdle()
            #expect(board.bytes("g/x") == new && board.unfinished == [] && board.bytes(".mbm-note") == nil, "\(note)")
            board.cutPower()
        }
    }
}
