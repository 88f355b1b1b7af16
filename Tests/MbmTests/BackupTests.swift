import Foundation
import TestSupport
import Testing

/// `backup` and `restore` with real boards.
@Suite(.serialized, .fleet(2)) struct BackupTests {
    private func exists(_ path: String) throws -> Bool {
        FileManager.default.fileExists(atPath: try fleet.account.work + "/" + path)
    }

    private func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    private func write(_ content: String, to path: String) throws {
        try FileManager.default.createDirectory(
            at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content.utf8).write(to: URL(filePath: path))
    }

    @Test func aBackupIsWhatTheBoardHasAndGoesBack() throws {
        let (one, two) = (try fleet.boards[0], try fleet.boards[1])
        let work = try fleet.account.work
        for board in [one, two] {
            try write("main", to: board.path("main.py"))
            try write("boot", to: board.path("boot.py"))
            try write("l", to: board.path("lib/__pycache__/x"))
            try FileManager.default.createDirectory(atPath: board.path("none"), withIntermediateDirectories: true)
        }
        try write("old", to: one.path("gone/old"))
        let first = try fleet.run("backup bak\n")
        #expect(first.status == 0 && first.errors == "", "\(first)")
        #expect(try exists("bak/board-1/none") && exists("bak/board-2/boot.py") && exists("bak/board-1/gone/old"))
        let names = FileManager.default.enumerator(atPath: work + "/bak")?.compactMap { $0 as? String } ?? []
        #expect(!names.contains { $0.hasSuffix("/mbm.json") || $0.contains("/mbm_") }, "\(names)")
        #expect(text(work + "/bak/board-2/lib/__pycache__/x") == "l")
        // What is gone is told, and stays until that is wanted.
        try FileManager.default.removeItem(atPath: one.path("gone"))
        try write("a file now", to: one.path("gone"))
        try write("changed", to: two.path("main.py"))
        let second = try fleet.run("backup bak\n")
        #expect(
            second.errors
                == "board-1: 2 of the backup are no longer on the board, --delete removes them: gone/old, gone\n"
                + "<stdin>:1: board-1: bak/board-1/gone: it is a folder here, and a file on the board\n")
        #expect(second.status == 2 && text(work + "/bak/board-1/gone/old") == "old")
        #expect(text(work + "/bak/board-2/main.py") == "changed")
        let third = try fleet.run("backup --delete bak\n")
        #expect(third.status == 0 && third.errors == "", "\(third)")
        #expect(text(work + "/bak/board-1/gone") == "a file now")
        // Back: what is there already is left alone, what is not in it goes only with --delete.
        try write("damaged", to: one.path("main.py"))
        try FileManager.default.removeItem(atPath: one.path("none"))
        try write("new", to: one.path("later/new"))
        let back = try fleet.run("restore bak board-1\n")
        #expect(back.status == 0, "\(back)")
        #expect(back.output.contains("board-1: main.py  4 bytes\n") && back.output.contains("unchanged\n"))
        #expect(text(one.path("main.py")) == "main" && text(one.path("later/new")) == "new")
        #expect(FileManager.default.fileExists(atPath: one.path("none")))
        let config = text(one.path("mbm.json"))
        try write("{}", to: work + "/bak/board-2/mbm.json")
        let unasked = try fleet.run("restore --delete bak/board-2 board-1\n")
        #expect(unasked.status == 2 && unasked.errors.contains("nobody is here to be asked: add --yes\n"), "\(unasked)")
        #expect(text(one.path("later/new")) == "new")
        let pty = try fleet.prompt()
        try pty.send("restore --delete bak/board-2 board-1\r")
        try pty.expect("from board-1: ", within: 20)
        try pty.expect("later/new")
        try pty.expect("Go on? [y/N] ")
        try pty.send("n\r")
        try pty.expect("nothing was done\r\n")
        #expect(text(one.path("later/new")) == "new")
        let other = try fleet.run("restore --delete -y bak/board-2 board-1\nls\n")
        #expect(other.status == 0, "\(other)")
        #expect(other.errors.contains("bak/board-2/mbm.json is left out: it belongs to the board's client\n"))
        #expect(text(one.path("mbm.json")) == config && config != nil)
        #expect(text(one.path("main.py")) == "changed" && text(one.path("later/new")) == nil)
        #expect(!FileManager.default.fileExists(atPath: one.path("later")))
        #expect(text(one.path("mbm_client.py")) != nil)
        let port = try fleet.hub.port
        let command = try fleet.account.mbm(["restore", "--port", "\(port)", "bak", "board-1"])
        #expect(command.status == 0, "\(command)")
        let saved = try fleet.account.mbm(["backup", "--port", "\(port)", "board-1", "bak2"])
        #expect(try saved.status == 0 && exists("bak2/board-1/main.py"), "\(saved)")
    }

    @Test(arguments: [
        ("restore nowhere board-1", 2, "<stdin>:1: nowhere: there is no such folder\n"),
        ("restore . board-9", 3, "<stdin>:1: unknown board: board-9 (`boards` lists those known)\n"),
        ("restore .", 2, "<stdin>:1: restore wants a folder and the board that gets it: restore DIR BOARD\n"),
        ("restore . board-*", 2, "<stdin>:1: board-* is no name of a board: restore takes one board\n"),
        ("backup", 2, "<stdin>:1: backup: Missing expected argument '<folder>'"),
        ("backup ''", 2, "<stdin>:1: '' names no folder\n"),
        ("backup taken", 2, "<stdin>:1: board-1: "),
    ])
    func whatCannotBeIsASentence(line: String, status: Int32, errors: String) throws {
        try write("x", to: fleet.account.work + "/taken")
        let run = try fleet.run(line + "\n")
        #expect(run.status == status && run.errors.hasPrefix(errors), "\(run)")
    }
}
