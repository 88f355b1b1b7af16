import Foundation
import TestSupport
import Testing

/// What commands and verbs print with `--json`; docs/json.md has the fields.
@Suite(.serialized, .fleet(3)) struct JSONCommandTests {
    @Test func boardsAreAnObjectEach() throws {
        let fleet = try fleet
        let listed = try objects(fleet.command(["board-list", "--json", "board-2,nobody"]), status: 3)
        #expect(listed.map { $0["board"] as? String } == ["board-2", "nobody"])
        #expect(listed.map { $0["state"] as? String } == ["idle", "unknown"])
        #expect(Set(listed[0].keys) == ["board", "state", "platform", "firmware", "memory", "seen", "client"])
        for script in ["boards\n", "use board-[1-3]\n", "use\n"] {
            let boards = try objects(fleet.run(script, ["--json"]))
            #expect(boards.map { $0["board"] as? String } == ["board-1", "board-2", "board-3"])
            #expect(boards.allSatisfy { $0["platform"] as? String == "linux" })
        }
    }

    @Test func answersAreAnObjectEachInTheOrderOfTheRange() throws {
        let program = "import os\nn = int(os.getcwd()[-1])\nprint(n)\nif n == 2:\n    raise ValueError('no')\n"
        let run = try fleet.start(execute: program, "board-3,nobody,board-[1-2]", ["--json"]).wait()
        let answers = try objects(run, status: 3)
        #expect(answers.map { $0["board"] as? String } == ["board-3", "nobody", "board-1", "board-2"])
        #expect(answers.map { $0["outcome"] as? String } == ["ok", "silent", "ok", "raised"])
        #expect(answers[0]["output"] as? String == "3\n")
        #expect(answers[1]["reason"] as? String == "it is unknown to the hub")
        let exception = try #require(answers[3]["exception"] as? [String: Any])
        #expect(exception["class"] as? String == "ValueError")
        #expect(exception["message"] as? String == "no")
        #expect(exception["line"] as? Int == 5)
        #expect((answers[3]["output"] as? String)?.hasPrefix("2\nTraceback ") == true)
    }

    @Test func linesMacrosAndFoldersAreAnObjectForEachBoard() throws {
        let fleet = try fleet
        let typed = try objects(fleet.run("x = 1\n'\\x1b\\u202e'\n", ["--json"]))
        #expect(typed.count == 6 || typed.count == 3, "\(typed)")
        #expect(typed.last?["output"] as? String == "'\\x1b\\u202e'\n")
        let folder = try objects(fleet.run("ls mbm.json\n", ["--json"]))
        #expect(folder.map { $0["output"] as? String } == ["mbm.json\n", "mbm.json\n", "mbm.json\n"])
        let macro = try objects(fleet.command(["board", "--json", "board-1", "echo", "x"]))
        #expect(macro[0]["output"] as? String == "x\n")
        let reset = try objects(fleet.command(["board", "--json", "board-1,nobody", "reset"]), status: 3)
        #expect(reset.map { $0["outcome"] as? String } == ["ok", "silent"])
        #expect(try objects(fleet.run("reset\n", ["--json"])).map { $0["outcome"] as? String } == ["ok", "ok", "ok"])
        try fleet.waitUntilIdle(fleet.boards)
    }

    @Test func filesAreAnObjectForEachBoardAlsoWhereTheyFail() throws {
        let fleet = try fleet
        try fleet.account.directory.write("12345", to: "work/file.txt")
        let put = try objects(fleet.run("put file.txt\n", ["--json"]))
        #expect(put.map { $0["bytes"] as? Int } == [5, 5, 5])
        #expect(put.allSatisfy { $0["file"] as? String == "file.txt" })
        let upload = try objects(
            fleet.command(["board-upload", "--json", "board-1,nobody", "file.txt", "up/"]), status: 3)
        #expect(upload.map { $0["outcome"] as? String } == ["ok", "silent"])
        #expect(upload[0]["file"] as? String == "up/file.txt")
        let get = try objects(fleet.run("get up/file.txt got/\n", ["--json"]), status: 1)
        #expect(get.map { $0["outcome"] as? String } == ["ok", "raised", "raised"])
        #expect(get[0]["file"] as? String == "got/board-1/up/file.txt")
        #expect(get[0]["bytes"] as? Int == 5)
        #expect(get[1]["file"] as? String == "up/file.txt")
    }

    @Test func aNewNameIsAFieldAndARefusalAnOutcome() throws {
        let fleet = try fleet
        let renamed = try objects(fleet.run("rename board-3 other\nrename other board-3\n", ["--json"]))
        #expect(renamed.map { $0["board"] as? String } == ["board-3", "other"])
        #expect(renamed.map { $0["name"] as? String } == ["other", "board-3"])
        let taken = try objects(fleet.command(["board-rename", "--json", "board-1", "board-2"]), status: 3)
        #expect(taken[0]["outcome"] as? String == "refused")
        #expect(taken[0]["reason"] as? String == "the name board-2 is in use by another board")
        let unknown = try objects(fleet.command(["board-rename", "--json", "nobody", "x"]), status: 3)
        #expect(unknown[0]["outcome"] as? String == "silent")
        let here = try objects(fleet.run("forget board-1\n", ["--json"]), status: 3)
        #expect(here[0]["outcome"] as? String == "refused")
        try fleet.waitUntilIdle(fleet.boards)
    }
}

/// The objects that a command printed, each with documented fields alone.
func objects(_ run: Finished, status: Int32 = 0) throws -> [[String: Any]] {
    #expect(run.status == status, "\(run)")
    #expect(run.output.allSatisfy { !$0.isASCII || $0 == "\n" || ("\u{20}"..."\u{7e}").contains($0) }, "\(run)")
    let path = URL(filePath: #filePath).appending(path: "../../../docs/json.md").standardized
    let page = try String(contentsOf: path, encoding: .utf8)
    return try run.output.split(separator: "\n").map { line in
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        for name in object.keys { #expect(page.contains("\n| `\(name)` |"), "\(name) is not documented") }
        return object
    }
}
