import Foundation
import Processes
import TestSupport
import Testing

/// `put` with folders, patterns and many files, in the shell and as `mbm put`.
@Suite(.serialized, .fleet(3)) struct PutTests {
    private func local(_ path: String, _ text: String) throws {
        let folder = URL(filePath: try fleet.account.work + "/" + path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try fleet.account.directory.write(Array(text.utf8), to: "work/\(path)")
    }

    /// All that a board has below a folder, files with their text, folders with `/`.
    private func tree(_ board: Int, _ folder: String) throws -> [String: String] {
        let path = try fleet.boards[board - 1].path(folder)
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return Dictionary(
            names.map { ($0, (try? String(contentsOfFile: "\(path)/\($0)", encoding: .utf8)) ?? "/") },
            uniquingKeysWith: { first, _ in first })
    }

    private func makeTree() throws {
        try local("app/main one.py", "1")
        try local("app/it's.py", "2")
        try local("app/lib/größe.txt", "3")
        try local("app/lib/empty", "")
        try local("app/__pycache__/x.pyc", "no")
        try FileManager.default.createDirectory(
            atPath: fleet.account.work + "/app/hollow", withIntermediateDirectories: true)
    }

    private let whole: [String: String] = [
        "main one.py": "1", "it's.py": "2", "lib": "/", "lib/größe.txt": "3", "lib/empty": "",
        "hollow": "/",
    ]

    @Test func aFolderGoesWithAllItHolds() throws {
        try makeTree()
        let run = try fleet.run("put -r app there/\nput -r app/ there/\nput -r app other\nput -r app/. third/\n")
        #expect(
            run
                == Finished(
                    0,
                    """
                    board-[1-3]: there/app/hollow  made
                    board-[1-3]: there/app/it's.py  1 byte
                    board-[1-3]: there/app/lib/empty  0 bytes
                    board-[1-3]: there/app/lib/größe.txt  1 byte
                    board-[1-3]: there/app/main one.py  1 byte
                    board-[1-3]: 5 written (3 bytes)
                    board-[1-3]: there/app/hollow  unchanged
                    board-[1-3]: there/app/it's.py  unchanged
                    board-[1-3]: there/app/lib/empty  unchanged
                    board-[1-3]: there/app/lib/größe.txt  unchanged
                    board-[1-3]: there/app/main one.py  unchanged
                    board-[1-3]: 0 written (0 bytes), 5 unchanged

                    """ + told("other") + told("third")))
        for board in 1...3 {
            for folder in ["there/app", "other", "third"] { #expect(try tree(board, folder) == whole) }
        }
    }

    private func told(_ folder: String) -> String {
        """
        board-[1-3]: \(folder)/hollow  made
        board-[1-3]: \(folder)/it's.py  1 byte
        board-[1-3]: \(folder)/lib/empty  0 bytes
        board-[1-3]: \(folder)/lib/größe.txt  1 byte
        board-[1-3]: \(folder)/main one.py  1 byte
        board-[1-3]: 5 written (3 bytes)

        """
    }

    @Test func patternsNameFilesAndExcludeLeavesThemOut() throws {
        try makeTree()
        try local("a*b.py", "star")
        try local("axb.py", "x")
        let run = try fleet.run(
            """
            put a*b.py p1/
            put --exclude 'a\\*b.py' a?b.py p2/
            put app/*.py app/l*/e* p3/
            put -r --exclude '*.py' --exclude=/lib/größe.txt app p4
            put -r --exclude 'lib/' app p5

            """)
        #expect(run.status == 0, "\(run)")
        // What is there under this very name is meant.
        #expect(try tree(1, "p1") == ["a*b.py": "star"])
        #expect(try tree(1, "p2") == ["axb.py": "x"])
        #expect(try tree(1, "p3") == ["main one.py": "1", "it's.py": "2", "empty": ""])
        #expect(try tree(1, "p4") == ["lib": "/", "lib/empty": "", "hollow": "/"])
        #expect(try tree(1, "p5") == ["main one.py": "1", "it's.py": "2", "hollow": "/"])
    }

    @Test func manyFilesAreToldInNumbersByBoard() throws {
        for number in 1...40 { try local("many/f\(number)", String(repeating: "x", count: number)) }
        let boards = try fleet.boards
        // On one board a folder has a file's name; one has some of them already.
        try FileManager.default.createDirectory(
            atPath: boards[1].path("many/f7"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: boards[2].path("many"), withIntermediateDirectories: true)
        for number in 1...10 {
            try String(repeating: "x", count: number)
                .write(toFile: boards[2].path("many/f\(number)"), atomically: false, encoding: .utf8)
        }
        let run = try fleet.run("put -r many\nput -r -v many\n", ["--keep-going"])
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(
            Array(lines.prefix(3)) == [
                "board-1: 40 written (820 bytes)", "board-2: 39 written (813 bytes), 1 failed",
                "board-3: 30 written (765 bytes), 10 unchanged",
            ])
        #expect(lines.contains("board-[1,3]: many/f7  unchanged"))
        #expect(
            lines.suffix(2) == [
                "board-[1,3]: 0 written (0 bytes), 40 unchanged",
                "board-2: 0 written (0 bytes), 39 unchanged, 1 failed",
            ])
        #expect(
            run.errors
                == "<stdin>:1: board-2: many/f7: it is a directory\n<stdin>:2: board-2: many/f7: it is a directory\n")
        #expect(run.status == 1)
    }

    @Test func whatIsNeitherFileNorFolderIsLeftOutAndAFolderInItselfIsRefused() throws {
        try local("odd/file", "1")
        let folder = try fleet.account.work + "/odd"
        mkfifo(folder + "/pipe", 0o600)
        symlink("nowhere", folder + "/link")
        symlink("file", folder + "/same")
        let run = try fleet.run("put -r odd\n")
        #expect(
            run.errors
                == "<stdin>:1: odd/link is left out: it is neither file nor folder\n"
                + "<stdin>:1: odd/pipe is left out: it is neither file nor folder\n")
        #expect(try tree(2, "odd") == ["file": "1", "same": "1"])
        #expect(run.status == 0)
        try FileManager.default.createDirectory(atPath: folder + "/deep", withIntermediateDirectories: true)
        symlink("..", folder + "/deep/up")
        let loop = try fleet.run("put -r odd loop\nls loop\n", ["--keep-going"])
        #expect(loop.errors.hasPrefix("<stdin>:1: odd/deep/up: this link leads to a folder it is in\n"))
        #expect(loop.status == 2)
        #expect(loop.errors.hasSuffix("loop: no such file or directory\n"), "\(loop.errors)")
    }

    @Test func namesThatLookAlikeAreTwoFilesAndNoFolderLiesTooDeep() throws {
        for name in ["caf\u{e9}", "cafe\u{301}"] { try local("alike/\(name)", name) }
        let twice = try fleet.run("put -r alike\n")
        #expect(twice.status == 0, "\(twice)")
        let there = try fleet.boards[0].path("alike")
        let names = try FileManager.default.contentsOfDirectory(atPath: there).map { Array($0.utf8).count }
        #expect(names.sorted() == [5, 6])
        let deep = (1...16).map { "d\($0)" }.joined(separator: "/")
        try local("one", "1")
        let refused = try fleet.run("put one \(deep)/one\nls d1\n", ["--keep-going"])
        #expect(refused.errors.contains("its folders lie too deep: 15 in each other are the most\n"), "\(refused)")
        #expect(refused.errors.contains("board-[1-3]: d1: no such file or directory\n"))
        let most = try fleet.run("put one \(deep.dropLast(4))/one\nrm -r d1\nls d1\n", ["--keep-going"])
        #expect(
            most.errors
                == "<stdin>:2: remove 1 file and 15 folders (d1/) on 3 boards: board-[1-3]\n"
                + "<stdin>:3: board-[1-3]: d1: no such file or directory\n")
    }

    @Test func ofManyFailuresTheFirstAreTold() throws {
        for number in 1...30 { try local("fail/f\(number)", "") }
        try Data().write(to: URL(filePath: try fleet.boards[0].path("fail")))
        let run = try fleet.run("use board-1\nput -r fail\n")
        let lines = run.errors.split(separator: "\n")
        #expect(lines.count == 21 && lines.last == "<stdin>:2: … and 10 more like these (-v tells all)", "\(run)")
        #expect(run.status == 1 && run.output.hasSuffix("board-1: 0 written (0 bytes), 30 failed\n"))
        unlink(try fleet.boards[0].path("fail"))
    }

    @Test func aNameThatIsNoTextIsLeftOut() throws {
        try local("odd2/fine", "1")
        let bytes: [CChar] = Array((try fleet.account.work + "/odd2/").utf8.map { CChar(bitPattern: $0) }) + [-1, 0]
        close(open(bytes, O_CREAT | O_WRONLY, 0o600))
        let run = try fleet.run("put -r odd2\n")
        #expect(run.errors.hasSuffix(" is left out: its name is no UTF-8\n"), "\(run)")
    }

    @Test func asACommandItTakesTheSameWords() throws {
        try makeTree()
        let port = "\(try fleet.hub.port)"
        let run = try fleet.account.mbm(["put", "--port", port, "board-[1-2]", "-r", "app", "cmd", "-v"])
        #expect(run == Finished(0, told("cmd").replacing("board-[1-3]", with: "board-[1-2]")))
        #expect(try tree(2, "cmd") == whole)
        #expect(try fleet.boards[2].has("cmd") == false)
        try local("one", "1")
        let json = try fleet.account.mbm(["put", "--port", port, "--json", "board-1,nobody", "one", "x/"])
        #expect(json.status == 3)
        #expect(
            json.output.split(separator: "\n").first
                == #"{"board":"board-1","bytes":1,"change":"created","file":"x/one","outcome":"ok"}"#)
        #expect(json.output.contains(#""board":"nobody""#) && json.output.contains(#""outcome":"silent""#))
    }

    @Test func aPersonSeesHowFarItIs() throws {
        try local("large", String(repeating: "0123456789abcdef", count: 1 << 17))
        for number in 1...20 { try local("set/f\(number)", String(repeating: "\(number)", count: 1 << 19)) }
        let pty = try fleet.prompt()
        // The bar stays for as long as one board stands still.
        let slow = try fleet.boards[1]
        slow.freeze()
        defer { slow.resume() }
        try pty.send("put --each -r large set/ new/\r")
        try pty.expect(" % · ", within: 20)
        try pty.expect("waiting for board-2", within: 20)
        slow.resume()
        try pty.expect("21 written (", within: 60)
        try pty.expect(">>> ")
        #expect(pty.screen.text.allSatisfy { !$0.contains("█") && !$0.contains("░") })
    }
}
