import Redis
import Testing

@testable import Fleet

@Suite struct WireTests {
    @Test func keysAreThoseOfTheProtocol() {
        #expect(
            [
                Wire.state("b-1"), Wire.info("b-1"), Wire.meta("b-1"), Wire.owner("b-1"), Wire.source("b-1"),
                Wire.copy("b-1"), Wire.rename("b-1"), Wire.reset("b-1"), Wire.interrupt("b-1"),
                Wire.transaction("b-1", "7"), Wire.file(sha256: "ab"), Wire.group("g"), Wire.done("reply:k"),
                Wire.input("b-1", "7"),
            ] == [
                "board:b-1", "boardinfo:b-1", "boardmeta:b-1", "boardid:b-1", "repl:b-1.command", "repl:b-1.copy",
                "repl:b-1.rename", "repl:b-1.reset", "repl:b-1.interrupt", "transaction:b-1:7", "file:ab", "group:g",
                "reply:k.done", "repl:b-1.input.7",
            ])
    }

    @Test func forgettingABoardLeavesNoneOfItsKeys() {
        let keys = Wire.all("b")
        #expect(Set(keys).count == keys.count)
        for key in [Wire.state, Wire.info, Wire.meta, Wire.owner, Wire.source, Wire.copy, Wire.rename, Wire.reset] {
            #expect(keys.contains(key("b")))
        }
        #expect(keys.contains(Wire.interrupt("b")))
    }

    @Test(arguments: [
        ("board:esp8266-1", "esp8266-1"), ("boardmeta:esp8266-1", "esp8266-1"), ("board:a", "a"),
        ("boardinfo:a", nil), ("boardid:a", nil), ("boardregistry:esp8266", nil), ("repl:a.command", nil),
        ("board:", nil), ("boardmeta:", nil), ("board:a b", nil), ("board:../a", nil), ("board:-a", nil),
        ("board:a:b", nil), ("board:a*", nil), ("board:\u{e9}", nil), ("board:a\u{301}", nil), ("board:a\n", nil),
        ("boardboard:a", nil), ("xboard:a", nil), ("", nil), ("board", nil), ("board:boardmeta:a", nil),
        ("board:" + String(repeating: "a", count: 64), String(repeating: "a", count: 64)),
        ("board:" + String(repeating: "a", count: 65), nil),
    ])
    func onlyNamesThatBoardsMayHaveAreListed(key: String, name: String?) {
        #expect(Wire.board(ofKey: key) == name)
    }

    @Test func sourceHasAHeaderThatIsAComment() {
        let bytes = Wire.source("print(1)\n", request: "7", reply: "reply:ab", echo: false, input: false, by: "me@here")
        #expect(String(decoding: bytes, as: UTF8.self) == "# mbm request=7 reply=reply:ab by=me@here\nprint(1)\n")
        let echoing = Wire.source("1\u{0}é", request: "7", reply: "reply:ab", echo: true, input: true, by: "me@here")
        #expect(
            String(decoding: echoing, as: UTF8.self)
                == "# mbm request=7 reply=reply:ab echo=1 input=1 by=me@here\n1\u{0}é")
    }

    @Test func aManifestIsDescribedOnTheHubBeforeTheBoardIsTold() throws {
        let hash = String(repeating: "c", count: 64)
        let manifest = try Manifest([.folder("é"), .file("lib/a b.py", size: 3, sha256: hash)], isTrial: true)
        #expect(
            String(decoding: manifest.bytes, as: UTF8.self) == "folder é\0file 3 \(hash) lib/a b.py\0")
        let commands = Wire.start(manifest, on: "b", request: "7", reply: "reply:ab", limit: 9, by: "me@here")
        #expect(
            commands.map { $0.words.map { String(decoding: $0, as: UTF8.self) } } == [
                [
                    "HSET", "transaction:b:7", "manifest", "file:\(manifest.sha256)", "size", "93", "mode", "check",
                    "limit", "9", "request", "7", "reply", "reply:ab", "by", "me@here",
                ],
                ["EXPIRE", "transaction:b:7", "3600"],
                ["RPUSH", "repl:b.copy", "transaction:b:7"],
            ])
        #expect(
            Wire.say(.gone(12), to: "b", "7") == [
                Command("RPUSH", "repl:b.go.7", "gone 12"), Command("EXPIRE", "repl:b.go.7", 600),
            ])
    }

    @Test func aPieceOfInputTakesThePlaceOfTheOneBefore() {
        let commands = Wire.give("b", "7", Wire.piece(12, [0x61, 0, 0xff, 0x0a]))
        #expect(
            commands == [
                Command("DEL", "repl:b.input.7"),
                Command("RPUSH", "repl:b.input.7", Array("12 a\u{0}".utf8) + [0xff, 0x0a]),
                Command("EXPIRE", "repl:b.input.7", 600),
            ])
        #expect(Wire.piece(3, []) == Array("3 ".utf8))
    }

    @Test func accessRulesAreTwoUsers() {
        let lines = Wire.accessRules(passwordHash: "abc").split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("user default on nopass sanitize-payload resetchannels -@all +ping ("))
        #expect(lines[1] == "user mbm on #abc sanitize-payload allkeys allchannels allcommands")
        #expect(lines[2].isEmpty)
    }
}
