import Foundation
import TestSupport
import Testing

/// `sync` and `drift` where names are not what they seem: links, other spellings, line ends.
@Suite(.serialized, .fleet(3)) struct SyncNameTests {
    private let manager = FileManager.default

    private func local(_ files: [String]) throws {
        let work = try fleet.account.work
        try? manager.removeItem(atPath: work + "/app")
        try manager.createDirectory(atPath: work + "/app", withIntermediateDirectories: true)
        for path in files { try write(work + "/app/" + path) }
    }

    private func write(_ path: String) throws {
        let above = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
        try manager.createDirectory(atPath: above, withIntermediateDirectories: true)
        #expect(manager.createFile(atPath: path, contents: Data("x".utf8)))
    }

    private func link(_ board: RealBoard, _ name: String, to target: String) throws {
        try manager.createSymbolicLink(atPath: board.path(name), withDestinationPath: target)
    }

    /// All boards' own folders hold nothing but what makes them boards.
    private func clear() throws {
        for board in try fleet.boards {
            for name in try names(board) { try manager.removeItem(atPath: board.path(name)) }
        }
    }

    private func names(_ board: RealBoard, _ folder: String = "") throws -> [String] {
        try manager.contentsOfDirectory(atPath: board.path(folder))
            .filter { !$0.hasPrefix("mbm") && $0 != "client.log" }.sorted()
    }

    @Test func aLinkToTheBoardsOwnFolderDoesNotGiveItAway() throws {
        try clear()
        try local(["a"])
        let board = try fleet.boards[2]
        try link(board, "self", to: ".")
        try link(board, "up", to: "..")
        try write(board.path("other"))
        let fleet = try fleet
        let before = try manager.contentsOfDirectory(atPath: board.folder).filter { $0.hasPrefix("mbm") }.sorted()
        let up = try fleet.run("use board-3\nsync --delete --yes app up\n")
        #expect(up.status == 3 && up.errors.contains("up/ holds more than the board's own folder"), "\(up)")
        let drift = try fleet.run("use board-3\ndrift app up\n")
        #expect(drift.status == 3 && drift.errors.contains("holds more"), "\(drift)")
        #expect(fleet.boards[0].has("mbm.json"))
        let own = try fleet.run("use board-3\nsync --delete --yes app self\n")
        #expect(own.status == 0, "\(own)")
        let after = try manager.contentsOfDirectory(atPath: board.folder).filter { $0.hasPrefix("mbm") }.sorted()
        #expect(after == before && after.contains("mbm.json") && after.contains("mbm_client.py"))
        #expect(!board.has("other") && board.has("a"))
        // What is not there yet is where it will be.
        let new = try fleet.run("sync --delete --yes app not/there\ndrift app not/there\n")
        #expect(new.status == 0 && new.output.hasSuffix("board-[1-3]: equal\n"), "\(new)")
    }

    @Test func aLinkWhereAFolderIsWantedIsADifferenceAndGoesFirst() throws {
        try clear()
        try local(["out/a"])
        let board = try fleet.boards[0]
        let elsewhere = try fleet.account.work + "/elsewhere"
        try write(elsewhere + "/a")
        try write(elsewhere + "/kept")
        try link(board, "out", to: elsewhere)
        let fleet = try fleet
        #expect(
            try fleet.run("drift app\n") == Finished(1, "board-1: 1 changed: out/a\nboard-[2-3]: 1 missing: out/a\n"))
        let ran = try fleet.run("use board-1\nsync --delete --yes app\ndrift app\n")
        #expect(ran.status == 0 && ran.output.hasSuffix("board-1: equal\n"), "\(ran)")
        #expect(manager.fileExists(atPath: elsewhere + "/kept"))
        #expect((try? manager.destinationOfSymbolicLink(atPath: board.path("out"))) == nil)
    }

    @Test func ofTwoSpellingsTheWantedOneStays() throws {
        try clear()
        try local(["Lib/A.py"])
        let fleet = try fleet
        #expect(try fleet.run("sync app\n").status == 0)
        try local(["lib/a.py"])
        #expect(try fleet.run("sync --delete --yes app\n").status == 0)
        // Now that both are there they are two files.
        if fleet.boards[0].has("Lib/A.py"), try names(fleet.boards[0]) == ["Lib", "lib"] {
            let both = try fleet.run("drift app\n")
            #expect(both == Finished(1, "board-[1-3]: 2 more: Lib/, Lib/A.py\n"))
        }
        #expect(try fleet.run("sync --delete --yes app\ndrift app\n").status == 0)
        for board in fleet.boards { #expect(try names(board) == ["lib"] && names(board, "lib") == ["a.py"]) }
    }

    @Test func lettersInTwoEncodingsAreTwoNames() throws {
        try clear()
        let both = ["e\u{301}", "\u{e9}"]
        try local(both.map { "odd/" + $0 })
        let count = try manager.contentsOfDirectory(atPath: fleet.account.work + "/app/odd").count
        let fleet = try fleet
        let ran = try fleet.run("sync app\ndrift app\n")
        #expect(ran.status == 0 && ran.errors == "", "\(ran)")
        #expect(ran.output.contains("board-[1-3]: \(count) written"))
        guard count == 2 else { return }
        #expect(unlink(fleet.account.work + "/app/odd/" + both[0]) == 0)
        #expect(try fleet.run("drift app\n").output == "board-[1-3]: 1 more: odd/\(both[0])\n")
        #expect(try fleet.run("sync --delete --yes app\ndrift app\n").status == 0)
        for board in fleet.boards {
            let left = try names(board, "odd")
            #expect(left.map { Array($0.utf8) } == [Array(both[1].utf8)])
        }
    }

    @Test func aNameOfTwoLinesIsToldInOne() throws {
        try clear()
        try local(["a\nb", "c"])
        for board in try fleet.boards { try write(board.path("new\nl")) }
        let fleet = try fleet
        #expect(try fleet.run("drift app\n").output == "board-[1-3]: 2 missing: a␊b, c; 1 more: new␊l\n")
        let trial = try fleet.run("sync --dry-run --delete app\n")
        #expect(
            trial.output == "board-[1-3]: 2 to create (a␊b, c), 1 to remove (new␊l); 2 bytes to send\n")
        #expect(
            try fleet.run("sync --delete --yes app\n").output == """
                board-[1-3]: a␊b  1 byte
                board-[1-3]: c  1 byte
                board-[1-3]: new␊l  removed
                board-[1-3]: 2 written (2 bytes), 1 removed

                """)
    }

    @Test func filesAndFoldersAreCountedAsWhatTheyAre() throws {
        try clear()
        try local(["a"])
        for board in try fleet.boards { try write(board.path("old/b")) }
        let terminal = try fleet.prompt()
        try terminal.send("sync --delete app\r")
        try terminal.expect("Remove 3 files and 3 folders on 3 boards: board-[1-3]. Go on? [y/N]", within: 20)
        try terminal.send("n\r")
        try terminal.expect("nothing was done", within: 10)
    }

    @Test func aFolderThatGoesWhileItIsWatchedIsToldOnce() throws {
        try clear()
        try local(["a"])
        let fleet = try fleet
        let app = fleet.account.work + "/app"
        let run = try fleet.start("sync --watch --delete --yes app\n")
        try eventually("it watches") { run.errors.contains("watching app") }
        try manager.moveItem(atPath: app, toPath: app + "2")
        try eventually("it is missed") { run.errors.contains("app is gone") }
        try manager.moveItem(atPath: app + "2", toPath: app)
        try eventually("it is back") { run.errors.contains("app is back") }
        try write(app + "/b")
        try eventually("boards follow") { fleet.boards[0].has("b") }
        try manager.moveItem(atPath: app, toPath: app + "2")
        try eventually("it is missed again") { run.errors.components(separatedBy: "app is gone").count == 3 }
        run.signal(SIGINT)
        #expect(try run.wait(within: 20).status == 2)
        #expect(fleet.boards[0].has("a"))
    }
}
