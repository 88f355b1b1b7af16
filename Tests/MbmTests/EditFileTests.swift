import Foundation
import TestSupport
import Testing

/// `edit REMOTE` at a terminal, with real boards.
@Suite(.serialized, .fleet(2)) struct EditFileTests {
    private let prompt = "board-[1-2]>>> "

    private func edit(_ path: String, _ script: String, _ expected: String...) throws {
        try fleet.account.directory.write("#!/bin/sh\n\(script)\n", to: "work/editor", mode: 0o700)
        let terminal = try fleet.prompt(environment: ["EDITOR": try fleet.account.work + "/editor"], columns: 200)
        try terminal.send("edit \(path)\r")
        for text in expected { try terminal.expect(text) }
        try terminal.expect(prompt)
        try terminal.send("\u{04}")
        #expect(try terminal.wait() == .status(0), "\(terminal.transcript)")
    }

    private func bytes(_ board: Int, _ path: String) throws -> [UInt8]? {
        FileManager.default.contents(atPath: try fleet.boards[board].path(path)).map { Array($0) }
    }

    private func write(_ bytes: [UInt8], _ path: String, on boards: [Int] = [0, 1]) throws {
        for board in boards { try Data(bytes).write(to: URL(filePath: fleet.boards[board].path(path))) }
    }

    /// What `edit` has left of what somebody wrote.
    private func kept() throws -> [String] {
        let folder = try fleet.account.directory.file("tmp")
        return FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }.filter { $0.contains("/") }
            ?? []
    }

    @Test func whatWasEditedIsOnAllBoards() throws {
        try write([0xff, 0x00, 0x41], "raw ü.bin")
        try edit("'raw ü.bin'", "printf B >>\"$1\"", "raw ü.bin  4 bytes\r\n")
        for board in 0...1 { #expect(try bytes(board, "raw ü.bin") == [0xff, 0x00, 0x41, 0x42]) }
        try edit("'raw ü.bin'", "true", "raw ü.bin: nothing was changed, nothing is written\r\n")
        try edit("'raw ü.bin'", "echo x >\"$1\"; exit 1", "nothing is written: ")
        #expect(try bytes(0, "raw ü.bin") == [0xff, 0x00, 0x41, 0x42])
        try edit(
            "new/file.py", "echo '1' >\"$1\"", "board-[1-2]: new/file.py is not there: it begins empty\r\n",
            "board-[1-2]: new/file.py  2 bytes\r\n")
        #expect(try bytes(1, "new/file.py") == Array("1\n".utf8) && kept() == [])
    }

    @Test func boardsThatDifferAreToldAndNothingIsEdited() throws {
        try write([1], "differs", on: [0])
        try edit(
            "differs", "touch opened", "differs is not the same on all boards: nothing is edited\r\n",
            "board-1: differs: 1 byte, SHA-256 4bf5122f…\r\n", "board-2: differs: no such file\r\n")
        #expect(!FileManager.default.fileExists(atPath: try fleet.account.work + "/opened"))
        try FileManager.default.createDirectory(atPath: fleet.boards[0].path("d"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: fleet.boards[1].path("d"), withIntermediateDirectories: true)
        try edit("d", "touch opened", "board-[1-2]: d: it is a directory\r\n")
        try edit("a b", "touch opened", "edit takes one file of boards, or nothing: edit [REMOTE]\r\n")
        try edit("../x", "touch opened", "../x: a path on a board has no '..'\r\n")
        #expect(!FileManager.default.fileExists(atPath: try fleet.account.work + "/opened"))
    }

    @Test func aFileThatChangedMeanwhileIsNotOverwritten() throws {
        try write(Array("old".utf8), "busy")
        let path = try fleet.boards[1].path("busy")
        try edit(
            "busy", "echo mine >\"$1\"; printf theirs >'\(path)'",
            "board-2: busy has changed meanwhile: nothing is written\r\n", "what you wrote is in ")
        #expect(try bytes(0, "busy") == Array("old".utf8) && bytes(1, "busy") == Array("theirs".utf8))
        let kept = try kept()
        #expect(kept.count == 1 && kept[0].hasSuffix("/busy"))
        #expect(try fleet.account.directory.read("tmp/" + kept[0]) == "mine\n")
        try FileManager.default.removeItem(
            atPath: fleet.account.directory.file("tmp/" + kept[0].split(separator: "/")[0]))
    }

    @Test func ctrlCBelongsToTheEditor() throws {
        try write(Array("c".utf8), "ctrl")
        try fleet.account.directory.write(
            "#!/bin/sh\ntrap 'echo after >\"$1\"; exit 0' INT\necho ready; while :; do sleep 0.05; done\n",
            to: "work/editor", mode: 0o700)
        let terminal = try fleet.prompt(environment: ["EDITOR": try fleet.account.work + "/editor"])
        try terminal.send("edit ctrl\r")
        try terminal.expect("ready\r\n")
        try terminal.send("\u{03}")
        try terminal.expect("board-[1-2]: ctrl  6 bytes\r\n")
        try terminal.expect(prompt)
        #expect(try bytes(0, "ctrl") == Array("after\n".utf8))
    }
}
