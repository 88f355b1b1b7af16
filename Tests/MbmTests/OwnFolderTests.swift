import Foundation
import TestSupport
import Testing

/// What a board needs to be on the hub stays, by whatever path it is named.
@Suite(.serialized, .fleet(2)) struct OwnFolderTests {
    /// All that is below the boards' folders, by path.
    private func trees() throws -> [String] {
        try fleet.boards.flatMap { board in
            (FileManager.default.enumerator(atPath: board.folder)?.compactMap { $0 as? String } ?? [])
                .map { "\(board.name)/\($0)" }
        }.sorted()
    }

    private func link(_ name: String, _ target: String) throws {
        let path = try fleet.boards[0].path(name)
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }

    /// Runs a script for one board.
    private func one(_ script: String) throws -> Finished {
        try fleet.account.mbm(["--port", "\(fleet.hub.port)", "--use", "board-1", "--keep-going"], input: script)
    }

    private let refused = "this is the folder that the board works in, or holds it; nothing was done on the board"

    @Test func noPathTakesTheOwnFolderAway() throws {
        let fleet = try fleet
        let own = fleet.boards[0].folder
        let above = folder(of: own)
        try Data("1".utf8).write(to: URL(filePath: fleet.boards[0].path("mine")))
        try link("up", "..")
        defer { try? FileManager.default.removeItem(atPath: fleet.boards[0].path("up")) }
        let name = String(own.split(separator: "/").last ?? "")
        let before = try trees()
        for path in [own, own + "/", above, "\(above)/*", "up/\(name)", "up/*"] {
            for verb in ["rm -r '\(path)'", "mv '\(path)' elsewhere/"] {
                let run = try one("\(verb)\n")
                #expect(run.status == 1 && run.output == "" && run.errors.contains(refused), "\(verb): \(run)")
                #expect(run.errors.contains("board-1: \(path): "), "\(verb): \(run)")
            }
        }
        #expect(try trees() == before)
        let json = try fleet.command(["rm", "--json", "board-1", "-r", own])
        #expect(json.status == 1 && json.output.contains("\"outcome\":\"raised\""), "\(json)")
        // It is another board's own, and goes from there only as what it is.
        let two = try fleet.run("rm -r '\(fleet.boards[1].folder)/none' '\(own)'\n")
        #expect(two.status == 1 && two.errors.contains("board-1: \(own): \(refused)"), "\(two)")
        #expect(try trees().filter { $0.hasPrefix("board-2/") } == before.filter { $0.hasPrefix("board-2/") }, "\(two)")
        #expect(fleet.boards[0].has("mbm_client.py") && fleet.boards[0].has("mbm.json"))
    }

    @Test func whatIsInItGoesByItsWholePath() throws {
        let fleet = try fleet
        try FileManager.default.createDirectory(
            atPath: fleet.boards[0].path("d/e"), withIntermediateDirectories: true)
        try Data("1".utf8).write(to: URL(filePath: fleet.boards[0].path("x.py")))
        let own = fleet.boards[0].folder
        let run = try one("rm -r '\(own)/d'\nmv '\(own)/x.py' '\(own)/y.py'\nrm '\(own)/y*'\n")
        #expect(run.status == 0 && run.errors == "", "\(run)")
        #expect(!fleet.boards[0].has("d") && !fleet.boards[0].has("x.py") && !fleet.boards[0].has("y.py"))
    }

    @Test func aLinkToTheOwnFolderProtectsAsTheFolderDoes() throws {
        try link("self", ".")
        let before = try trees()
        let run = try one("rm 'self/mbm_*'\nrm -r 'self/mbm*'\nmv 'self/mbm_*' tgt/\n")
        #expect(run.status == 1 && run.output == "", "\(run)")
        let left = "<stdin>:1: board-1: left, for the board needs them: self/mbm_board.py, "
        #expect(run.errors.contains(left), "\(run)")
        #expect(try trees() == before)
        #expect(try one("rm -r self\n").output == "board-1: self  removed\n")
        #expect(try trees() == before.filter { $0 != "board-1/self" })
    }

    @Test func whatMvLeavesIsTold() throws {
        for board in try fleet.boards { try Data().write(to: URL(filePath: board.path("mbm.txt"))) }
        let run = try fleet.run("mv 'mbm_*' tgt9/\nmv 'mbm*' tgt9/\n", ["--keep-going"])
        #expect(run.status == 1, "\(run)")
        #expect(run.output == "board-[1-2]: mbm.txt  moved to tgt9/mbm.txt\n", "\(run)")
        let left = "<stdin>:1: board-[1-2]: left, for the board needs them: mbm_board.py, "
        #expect(run.errors.hasPrefix(left), "\(run)")
        #expect(
            run.errors.contains(
                "<stdin>:1: board-[1-2]: mbm_*: nothing else there has such a name: nothing is moved\n"), "\(run)")
        #expect(run.errors.contains("<stdin>:2: board-[1-2]: left, for the board needs them: mbm.json, "), "\(run)")
        #expect(!run.errors.contains("<stdin>:2: board-[1-2]: mbm*: "), "\(run)")
        #expect(try fleet.run("rm -r tgt9\n").status == 0)
    }

    @Test func foldersThatLieTooDeepAreToldOnce() throws {
        let fleet = try fleet
        for name in ["a", "b", "c"] {
            let path = "d/" + (2...20).map { "\(name)\($0)" }.joined(separator: "/")
            try FileManager.default.createDirectory(
                atPath: fleet.boards[0].path(path), withIntermediateDirectories: true)
        }
        defer { try? FileManager.default.removeItem(atPath: fleet.boards[0].path("d")) }
        let run = try one("rm -r d\n")
        #expect(run == Finished(1, "", "<stdin>:1: board-1: d: folders lie too deep in each other\n"), "\(run)")
        try Data().write(to: URL(filePath: fleet.boards[0].path("d/a2/file")))
        let some = try one("rm -r d\n")
        #expect(some.status == 1 && some.output == "board-1: d/a2/file  removed\n", "\(some)")
    }

    @Test func whatIsTooLongToBeShownIsSaid() throws {
        let fleet = try fleet
        for board in fleet.boards {
            try Data(repeating: 65, count: (4 << 20) + 70_000).write(to: URL(filePath: board.path("m")))
        }
        defer { for board in fleet.boards { try? FileManager.default.removeItem(atPath: board.path("m")) } }
        let sentence =
            "m: only the first 4194304 bytes of what a board has to say are shown: get copies files whole\n"
        let run = try fleet.command(["cat", "board-[1-2]", "--raw", "m"])
        #expect(run.status == 1 && run.errors == "mbm: board-[1-2]: \(sentence)", "\(run.status) \(run.errors)")
        #expect(run.output.utf8.count == 81 + (4 << 20) + 1)
        let json = try fleet.command(["cat", "--json", "board-1", "m"])
        #expect(json.status == 1 && json.errors == "mbm: board-1: \(sentence)", "\(json.status) \(json.errors)")
        #expect(json.output.contains("\"dropped\":70000") && json.output.contains("\"outcome\":\"raised\""))
        let one = try fleet.command(["cat", "board-1", "--raw", "m"])
        #expect(one.status == 0 && one.errors == "" && one.output.utf8.count == (4 << 20) + 70_000)
    }

    private func folder(of path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    }
}
