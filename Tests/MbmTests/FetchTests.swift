import Foundation
import Processes
import Redis
import TestSupport
import Testing

/// Files that come from real boards: `get`, and what stands in its way here.
@Suite(.serialized, .fleet(3)) struct FetchTests {
    private func bytes(_ path: String) throws -> [UInt8]? {
        FileManager.default.contents(atPath: try fleet.account.work + "/" + path).map { Array($0) }
    }

    private func text(_ path: String) throws -> String? { try bytes(path).map { String(decoding: $0, as: UTF8.self) } }

    private func make(_ files: [String: String], on boards: [RealBoard]? = nil) throws {
        for board in try boards ?? fleet.boards {
            for (path, content) in files {
                let folder = URL(filePath: board.path(path)).deletingLastPathComponent()
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try Data(content.utf8).write(to: URL(filePath: board.path(path)))
            }
        }
    }

    /// Temporary files of this machine.
    private func parts() throws -> [String] {
        let all = FileManager.default.enumerator(atPath: try fleet.account.work)?.compactMap { $0 as? String } ?? []
        return all.filter { $0.contains(".mbm-part-") }
    }

    @Test func foldersComeWithAllTheyHoldAndWhatIsHereStays() throws {
        let files = ["t/a.py": "a", "t/it's \"q\" ü.txt": "ü", "t/zero": "", "t/deep/er/x": "x"]
        try make(files)
        for board in try fleet.boards {
            try FileManager.default.createDirectory(atPath: board.path("t/none"), withIntermediateDirectories: true)
        }
        let first = try fleet.run("get -r t out/\n")
        #expect(first.status == 0 && first.output.hasSuffix("board-[1-3]: 4 fetched (4 bytes)\n"), "\(first)")
        for board in 1...3 {
            for (path, content) in files { #expect(try text("out/board-\(board)/\(path)") == content) }
            #expect(
                FileManager.default.fileExists(atPath: try fleet.account.work + "/out/board-\(board)/t/none"))
        }
        try make(["t/a.py": "b"], on: [fleet.boards[1]])
        #expect(
            try fleet.run("get -r t out/\n")
                == Finished(
                    0,
                    "board-2: out/board-2/t/a.py  1 byte\nboard-[1,3]: 0 fetched (0 bytes), 4 unchanged\n"
                        + "board-2: 1 fetched (1 byte), 3 unchanged\n"))
        #expect(try text("out/board-2/t/a.py") == "b")
        #expect(try parts() == [])
    }

    @Test func patternsMatchPerBoard() throws {
        try make(["p/one.py": "1", "p/two.txt": "2", "p/sub/three.py": "3", "p/[x].py": "x"])
        try make(["p/only.py": "o"], on: [fleet.boards[2]])
        let run = try fleet.run(
            "get 'p/*.py' pat/\nget 'p/[x].py' word/\nget 'p/o*y' some/\nget 'p/n*' none/\n", ["--keep-going"])
        #expect(run.output.contains("board-[1-2]: 2 fetched (2 bytes)\nboard-3: 3 fetched (3 bytes)\n"), "\(run)")
        #expect(run.errors == "<stdin>:4: board-[1-3]: p/n*: no file has such a name\n")
        #expect(run.status == 1)
        #expect(try text("pat/board-3/p/only.py") == "o")
        #expect(try text("pat/board-1/p/sub/three.py") == nil)
        // A word that names something is that.
        #expect(try text("word/board-1/p/[x].py") == "x")
    }

    @Test func aFileHereAndAFolderThereIsASentencePerBoard() throws {
        try make(["clash/x": "x"], on: [fleet.boards[0]])
        try make(["clash": "file"], on: [fleet.boards[1]])
        let run = try fleet.run("get clash c/\nget -r clash c/\n", ["--keep-going"])
        #expect(
            run.errors == "<stdin>:1: board-1: clash: it is a directory\n"
                + "<stdin>:1: board-3: clash: no such file or directory\n"
                + "<stdin>:2: board-3: clash: no such file or directory\n")
        #expect(try text("c/board-1/clash/x") == "x" && text("c/board-2/clash") == "file")
        // The other way round here: nothing that is here is lost.
        let work = try fleet.account.work
        try FileManager.default.moveItem(atPath: work + "/c/board-1", toPath: work + "/c/saved")
        try FileManager.default.moveItem(atPath: work + "/c/board-2", toPath: work + "/c/board-1")
        try FileManager.default.moveItem(atPath: work + "/c/saved", toPath: work + "/c/board-2")
        let again = try fleet.run("use board-[1-2]\nget -r clash c/\n")
        #expect(
            again.errors == "<stdin>:2: board-1: c/board-1/clash: it is a file here, and a folder on the board\n"
                + "<stdin>:2: board-2: c/board-2/clash: it is a folder here, and a file on the board\n")
        #expect(again.status == 2)
        #expect(try text("c/board-1/clash") == "file" && text("c/board-2/clash/x") == "x")
    }

    @Test func linksHereAreNotFollowed() throws {
        try make(["l/in/x": "x", "l/y": "y"])
        let work = try fleet.account.work
        try FileManager.default.createDirectory(atPath: work + "/links/board-1/l", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: work + "/outside", withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: URL(filePath: work + "/mine"))
        symlink(work + "/outside", work + "/links/board-1/l/in")
        symlink(work + "/mine", work + "/links/board-1/l/y")
        let run = try fleet.run("use board-1\n")
        #expect(run.status == 0)
        let get = try fleet.run("use board-[1-2]\nget -r l links/\n")
        #expect(
            get.errors
                == ["in", "y"].map {
                    "<stdin>:2: board-1: links/board-1/l/\($0): it is a symbolic link here, which is not followed\n"
                }.joined())
        #expect(get.status == 2)
        #expect(try text("mine") == "mine" && text("outside/x") == nil && text("links/board-2/l/in/x") == "x")
    }

    /// A hostile board: a real one whose client lies about names and sizes.
    @Test func whatAHostileBoardSaysStaysInItsFolder() throws {
        let board = try fleet.boards[2]
        let path = board.path("mbm_files_walk.py")
        let honest = try String(contentsOfFile: path, encoding: .utf8)
        let hostile = """
            def walk(me, path, sends):
                for name in ("../evil", "/tmp/evil", "a/../../evil", "a//evil", ".", "h\\x1b[2J", ".mbm-part-1-a", "h/x"):
                    me.tell("f 3 " + name)
                me.tell("d ../evil-folder")
                me.tell("f 999999999999999 " + "n" * 3000)
            def send(me, path, name):
                for name in ("../../evil", "evil", ""):
                    me.tell("s 3 " + name)
                    for i in range(3000 if not name else 1):
                        me.put(b"512\\0")
                        me.put(b"x" * 512)
                    me.put(b"0 " + b"0" * 64 + b"\\0")
            """
        try hostile.write(toFile: path, atomically: true, encoding: .utf8)
        try make(["h\u{1b}[2J": "abc", ".mbm-part-1-a": "abc", "h/x": "abc"], on: [board])
        let forget =
            "import sys\nfor name in list(sys.modules):\n    if name.startswith('mbm_files'):\n        del sys.modules[name]\n\n"
        let before = Set(try fleet.account.directory.files())
        defer {
            try? honest.write(toFile: path, atomically: true, encoding: .utf8)
            _ = try? fleet.run(forget)
        }
        let run = try fleet.run("use board-3\n\(forget)backup hostile\nget mbm.json taken\n", ["--keep-going"])
        #expect(run.status > 0)
        #expect(run.errors.contains("board-3: it has an unusable name\n"), "\(run.errors)")
        #expect(!run.errors.contains("\u{1b}") && !run.output.contains("\u{1b}"))
        let all = FileManager.default.enumerator(atPath: try fleet.account.work)?.compactMap { $0 as? String } ?? []
        #expect(!all.contains { $0.contains("evil") }, "\(all)")
        #expect(try text("taken") == nil)
        #expect(try fleet.account.directory.files().filter { !before.contains($0) } == [])
        #expect(!FileManager.default.fileExists(atPath: "/tmp/evil"))
        #expect(try parts() == [])
    }

    @Test func manyFilesAndALargeOneComeWholeOrNotAtAll() throws {
        let block = String(repeating: "0123456789abcdef", count: 1 << 16)
        try make(["m/big": block], on: [fleet.boards[0]])
        try make(Dictionary(uniqueKeysWithValues: (0..<300).map { ("m/s/\($0)", "file \($0)") }))
        let run = try fleet.run("get -r m many/\n", within: 120)
        #expect(run.status == 0, "\(run)")
        #expect(run.output.hasPrefix("board-1: 301 fetched (") && run.output.split(separator: "\n").count == 2)
        for board in 1...3 {
            let right = try (0..<300).filter { try text("many/board-\(board)/m/s/\($0)") == "file \($0)" }
            #expect(right.count == 300)
        }
        #expect(try text("many/board-1/m/big") == block)
    }

    @Test func anInterruptLeavesTheOldFile() throws {
        let large = String(repeating: "0123456789abcdef", count: 15 << 16)
        try make(["large": large], on: [fleet.boards[0]])
        let work = try fleet.account.work
        for (signal, leaves) in [(SIGINT, false), (SIGKILL, true)] {
            try Data("old".utf8).write(to: URL(filePath: work + "/large"))
            let shell = try fleet.start("use board-1\nget large\n")
            try eventually("some of it is here") { try !parts().isEmpty }
            shell.signal(signal)
            _ = try shell.wait()
            #expect(try text("large") == "old")
            #expect(try parts().isEmpty != leaves)
        }
        let again = try fleet.run("use board-1\nget large\n", within: 120)
        #expect(again.status == 0, "\(again)")
        #expect(try text("large") == large && parts() == [])
    }

    @Test func aHubThatIsLostLeavesTheOldFile() throws {
        let large = String(repeating: "0123456789abcdef", count: 15 << 16)
        try make(["lost": large], on: [fleet.boards[0]])
        try Data("old".utf8).write(to: URL(filePath: try fleet.account.work + "/lost"))
        let shell = try fleet.start("use board-1\nget lost\n", ["--timeout", "6"])
        try eventually("some of it is here: \(shell.output) \(shell.errors)") { try !parts().isEmpty }
        try fleet.hub.crash()
        try fleet.hub.start()
        let ended = try shell.wait(within: 60)
        #expect(try text("lost") == (ended.status == 0 ? large : "old"), "\(ended)")
        #expect(try parts() == [])
        try fleet.waitUntilIdle(fleet.boards)
    }

    @Test func theCommandDoesWhatTheVerbDoes() throws {
        try make(["v/a": "1", "v/b": "2", "v/__pycache__/c": "3", "v/b.log": "4"])
        let run = try fleet.account.mbm(
            ["get", "--port", "\(fleet.hub.port)", "board-[1-2]", "-r", "--exclude", "*.log", "v", "cmd/"])
        #expect(run.status == 0 && run.output.hasSuffix("board-[1-2]: 2 fetched (2 bytes)\n"), "\(run)")
        #expect(try text("cmd/board-2/v/b") == "2" && text("cmd/board-2/v/b.log") == nil)
        let same = try fleet.run("use board-1\nget v/a ./v/a 'v/[ab]' same/\n")
        #expect(
            same
                == Finished(
                    0,
                    "1 board: 1 idle\nboard-1: same/a  1 byte\nboard-1: same/b  1 byte\nboard-1: 2 fetched (2 bytes)\n")
        )
        try make(["w/a": "other"])
        let both = try fleet.run("use board-1\nget v/a w/a both/\n")
        #expect(both.errors == "<stdin>:2: v/a and w/a would both become both/a\n" && both.status == 2)
        let folder = try fleet.run("use board-1\nget -r v v2\nget -r v .\nget v/a .\n", ["--keep-going"])
        #expect(folder.errors == "<stdin>:4: . is a folder: write ./ for a file in it\n")
        #expect(try text("v2/a") == "1" && text("v/a") == "1")
    }
}
