import Foundation
import Processes
import Redis
import TestSupport
import Testing

/// What boards have is listed, shown, moved and removed.
@Suite(.serialized, .fleet(3)) struct RemoteFileTests {
    /// Folders for the boards' own use in a test, with files of these contents.
    private func fill(_ files: [String: String], on boards: [Int] = [1, 2, 3], _ folder: String = "t") throws {
        for number in boards {
            let board = try fleet.boards[number - 1]
            try? FileManager.default.removeItem(atPath: board.path(folder))
            for (path, content) in files {
                let file = board.path("\(folder)/\(path)")
                let above = String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)])
                try FileManager.default.createDirectory(atPath: above, withIntermediateDirectories: true)
                guard !path.hasSuffix("/") else { continue }
                try Data(content.utf8).write(to: URL(filePath: file))
            }
        }
    }

    /// All that is below a folder of a board.
    private func tree(_ number: Int, _ folder: String = "t") throws -> [String] {
        let path = try fleet.boards[number - 1].path(folder)
        return (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []).sorted()
    }

    private let all = header("board-[1-3]")

    // MARK: ls

    @Test func namesAndSizesAndAllThatIsBelow() throws {
        try fill([
            "a b": "123", "it's \"ü\"": "", "sub/deep/x.py": "x", "sub/y.py": String(repeating: "y", count: 1000),
        ])
        let run = try fleet.run(
            "ls t\nls -l t/ t/sub\nls -R t\nls ./t//sub/y.py\nls -l 't/*' t/sub/*.py\nls -Rl t/s*\n")
        #expect(
            run
                == Finished(
                    0,
                    """
                    \(all)a b
                    it's "ü"
                    sub/
                    \(all)   3  t/a b
                       0  t/it's "ü"
                          t/sub/
                          t/sub/deep/
                    1000  t/sub/y.py
                    \(all)t/a b
                    t/it's "ü"
                    t/sub/
                    t/sub/deep/
                    t/sub/deep/x.py
                    t/sub/y.py
                    \(all)t/sub/y.py
                    \(all)   3  t/a b
                       0  t/it's "ü"
                          t/sub/
                    1000  t/sub/y.py
                    \(all)      t/sub/
                          t/sub/deep/
                       1  t/sub/deep/x.py
                    1000  t/sub/y.py

                    """), "\(run)")
    }

    @Test func eachBoardIsAnsweredFor() throws {
        try fill(["only": "1", "x": ""], on: [1])
        try fill(["x/inner": "12"], on: [2, 3])
        let run = try fleet.run("ls t/x\nls t/only t/x\nls t/o*\nls none t/x\n", ["--keep-going"])
        let (one, two) = (header("board-1"), header("board-[2-3]"))
        #expect(
            run.output
                == """
                \(one)t/x
                \(two)inner
                \(one)t/only
                t/x
                \(two)t/x/inner
                \(one)t/only
                \(one)t/x
                \(two)t/x/inner

                """, "\(run)")
        #expect(
            run.errors == """
                <stdin>:2: board-[2-3]: t/only: no such file or directory
                <stdin>:3: board-[2-3]: t/o*: nothing there has such a name
                <stdin>:4: board-[1-3]: none: no such file or directory

                """)
        #expect(run.status == 1)
        let json = try fleet.run("ls t/only\nls t/o*\n", ["--json", "--keep-going"])
        #expect(json.output.split(separator: "\n").count == 6)
        #expect(json.output.split(separator: "\n").count { $0.contains("\"outcome\":\"raised\"") } == 4, "\(json)")
        #expect(json.output.contains("{\"class\":\"ValueError\",\"message\":\"nothing there has such a name\"}"))
        let sets = try fleet.run("ls t/o*\nuse @failed\nuse\n", ["--keep-going"])
        #expect(sets.output.contains("board-[2-3]  2 boards: 2 idle"), "\(sets)")
    }

    @Test func aNameThatIsAPatternIsItself() throws {
        try fill(["a*": "star", "ab": "no", "[x]": "brackets", "x": ""])
        let run = try fleet.run("ls 't/a*'\nls 't/[x]'\nls 't/?b'\ncat 't/a*'\n")
        #expect(run == Finished(0, "\(all)t/a*\n\(all)t/[x]\n\(all)t/ab\n\(all)star\n"))
    }

    @Test func namesThatATerminalWouldObeyAreMadeVisible() throws {
        try fill(["\u{1b}[31m\nx": ""])
        let run = try fleet.run("ls t\nls -l t/*\nrm t/*\n")
        #expect(run.status == 0 && !run.output.contains("\u{1b}") && !run.errors.contains("\u{1b}"), "\(run)")
        #expect(run.output.hasPrefix("\(all)␛[31m"), "\(run)")
        #expect(run.output.split(separator: "\n").count == 5, "\(run)")
        #expect(try tree(2) == [])
    }

    // MARK: cat

    @Test func contentsAreFoldedAndHarmless() throws {
        try fill(["a": "one\n", "b": "two\u{1b}[31m", "dir/x": ""])
        try fill(["a": "other\n", "b": "two\u{1b}[31m", "dir/x": ""], on: [3])
        let run = try fleet.run("cat t/a t/b\ncat --raw t/b\ncat t/none t/a t/dir\n", ["--keep-going"])
        let (two, three) = (header("board-[1-2]"), header("board-3"))
        #expect(
            run.output
                == "\(two)one\ntwo␛[31m\n\(three)other\ntwo␛[31m\n\(all)two\u{1b}[31m\n\(two)one\n\(three)other\n",
            "\(run)")
        #expect(
            run.errors == """
                <stdin>:3: board-[1-3]: t/none: no such file or directory
                <stdin>:3: board-[1-3]: t/dir: it is a directory

                """)
        #expect(run.status == 1)
    }

    @Test func rawBytesOfOneBoardAreThoseOfTheFile() throws {
        let bytes = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try Data(bytes).write(to: URL(filePath: fleet.boards[0].path("bin")))
        let run = try fleet.command(["cat", "board-1", "--raw", "bin"])
        #expect(run.status == 0 && run.errors == "")
        #expect(run.output == String(decoding: bytes, as: UTF8.self))
    }

    @Test func aPatternIsWhatItIsOnEachBoard() throws {
        try fill(["log-1": "a\n"], on: [1])
        try fill(["log-2": "a\n"], on: [2, 3])
        let run = try fleet.run("cat t/log-*\n")
        #expect(run == Finished(0, "\(header("board-1"))a\n\(header("board-[2-3]"))a\n"))
    }

    // MARK: rm

    @Test func foldersNeedTheirOptionAndGoWithAllTheyHold() throws {
        try fill(["a b'\"ü": "", "d/e/f": "1", "d/g": "", "keep": ""])
        let run = try fleet.run("rm t/d\nrm \"t/a b'\\\"ü\"\nrm -r t/d t/none\n", ["--keep-going"])
        #expect(run.status == 1)
        #expect(
            run.output == """
                board-[1-3]: t/a b'"ü  removed
                board-[1-3]: t/d/e/f  removed
                board-[1-3]: t/d/e  removed
                board-[1-3]: t/d/g  removed
                board-[1-3]: t/d  removed

                """, "\(run)")
        #expect(
            run.errors == """
                <stdin>:1: board-[1-3]: t/d: it is a folder; rm -r removes it with all it holds
                <stdin>:2: remove 1 file (t/a b'"ü) on 3 boards: board-[1-3]
                <stdin>:3: board-[1-3]: t/none: no such file or directory
                <stdin>:3: remove 2 files and 2 folders (t/d/) on 3 boards: board-[1-3]

                """)
        for board in 1...3 { #expect(try tree(board) == ["keep"]) }
    }

    @Test func whatIsAFileOnOneBoardAndAFolderOnAnother() throws {
        try fill(["x": "", "y*": "", "yes": ""], on: [1])
        try fill(["x/": "", "y1": "", "yes": ""], on: [2])
        try fill(["x/in": "", "y1": "", "yes": ""], on: [3])
        let run = try fleet.run("rm t/x\nrm 't/y*'\n", ["--keep-going"])
        #expect(run.status == 1)
        // Of the boards alone where it was meant: an empty folder, or what another board's pattern matches, stays.
        #expect(try tree(1) == ["yes"] && tree(2) == ["x"] && tree(3) == ["x", "x/in"], "\(run)")
        #expect(try fleet.run("rm -r t/x\n").status == 1)
        #expect(try tree(2) == [] && tree(3) == [])
    }

    @Test func aLinkIsRemovedAndNotFollowed() throws {
        try fill(["real/file": "", "other/": ""])
        for board in try fleet.boards {
            for (link, target) in [("t/link", "real"), ("t/none", "nowhere"), ("t/other/in", "../real")] {
                try FileManager.default.createSymbolicLink(
                    atPath: board.path(link), withDestinationPath: target)
            }
        }
        let run = try fleet.run("rm -r t/link t/none t/other\n")
        #expect(run.status == 0, "\(run)")
        #expect(try tree(1) == ["real", "real/file"])
    }

    @Test func theClientsOwnFilesStayUnlessTheyAreNamed() throws {
        let fleet = try fleet
        for board in fleet.boards { try Data().write(to: URL(filePath: board.path("boot.py"))) }
        try fill(["x": ""])
        let run = try fleet.run("rm -r *\nrm boot.py\nls t\n", ["--keep-going"])
        #expect(run.status == 1)
        #expect(
            run.errors.contains(
                "left, for the board needs them: boot.py, client.log, mbm.json, mbm.json.sample, mbm_board.py, "))
        for board in fleet.boards {
            #expect(!board.has("boot.py") && !board.has("t") && board.has("mbm.json") && board.has("mbm_client.py"))
        }
        for text in [".", "/", "''", "./", "//"] {
            let refused = try fleet.run("rm -r \(text)\n")
            #expect(refused.status == 2 && refused.errors.contains("is all that a board has"), "\(refused)")
        }
        #expect(try fleet.run("6 * 7\n") == Finished(0, all + "42\n"))
    }

    @Test func manyRemovalsAreCounted() throws {
        try fill(Dictionary(uniqueKeysWithValues: (1...20).map { ("d/f\($0)", "") }))
        try fill(["d/f1": ""], on: [3])
        let run = try fleet.command(["rm", "board-[1-3]", "-r", "t", "--json"])
        let records = run.output.split(separator: "\n")
        #expect(records.count == 2 * 22 + 3 && records.allSatisfy { $0.contains("\"change\":\"removed\"") }, "\(run)")
        try fill(Dictionary(uniqueKeysWithValues: (1...20).map { ("d/f\($0)", "") }))
        let text = try fleet.run("rm -r t\n")
        #expect(text.output == "board-[1-3]: 20 files and 2 folders removed\n", "\(text)")
    }

    @Test func atATerminalThePersonIsAsked() throws {
        try fill(["a": "", "b": "", "c": "", "d": ""])
        let terminal = try fleet.prompt()
        try terminal.send("rm t/a t/b\r")
        try terminal.expect("remove 2 files (t/a, t/b) on 3 boards: board-[1-3]. Go on? [y/N] ")
        try terminal.send("n\r")
        try terminal.expect("nothing was done")
        #expect(try tree(1) == ["a", "b", "c", "d"])
        try terminal.send("rm t/a\r")
        try terminal.expect("Go on? [y/N] ")
        try terminal.send("y\r")
        try terminal.expect("t/a  removed")
        try terminal.send("rm -y t/b\r")
        try terminal.expect("t/b  removed")
        try terminal.send("mv t/c t/d\r")
        try terminal.expect("replace 1 file (t/d) on 3 boards: board-[1-3]. Go on? [y/N] ")
        try terminal.send("\r")
        try terminal.expect("nothing was done")
        #expect(try tree(3) == ["c", "d"])
    }

    // MARK: mkdir and mv

    @Test func foldersAreMadeAsStrictlyAsIsAsked() throws {
        try fill(["file": ""])
        let run = try fleet.run(
            "mkdir 't/n ü'\nmkdir 't/n ü/'\nmkdir t/p/q\nmkdir t/file/x\nmkdir -p t/p/q t/p\nmkdir -p t/file\nmkdir .\n",
            ["--keep-going"])
        #expect(
            run.output == """
                board-[1-3]: t/n ü  made
                board-[1-3]: t/p/q  made
                board-[1-3]: t/p  unchanged
                board-[1-3]: 1 made, 1 unchanged

                """)
        #expect(
            run.errors == """
                <stdin>:2: board-[1-3]: t/n ü: it exists already
                <stdin>:3: board-[1-3]: t/p/q: the folder above it is not there; mkdir -p makes it
                <stdin>:4: board-[1-3]: t/file/x: what is above it is no folder
                <stdin>:6: board-[1-3]: t/file: not a directory
                <stdin>:7: '.' names no file

                """)
        #expect(run.status == 2)
    }

    @Test func filesAndFoldersGetOtherNames() throws {
        try fill(["a": "A", "b": "B", "d/x": "", "e/": "", "w 1": "1", "w 2": "2"])
        let run = try fleet.run(
            """
            mv t/a t/b
            mv t/b t/d
            mv t/b t/d/
            mv t/d 't/n ü'
            mv 't/n ü' 't/n ü/in'
            mv t/w* t/e/
            mv t/none t/z
            mv t/e t/e2/
            mv t/e2/e/w* t/one

            """, ["--keep-going"])
        #expect(
            run.output == """
                board-[1-3]: t/a  moved to t/b, in the place of the old one
                board-[1-3]: t/b  moved to t/d/b
                board-[1-3]: t/d  moved to t/n ü
                board-[1-3]: t/w 1  moved to t/e/w 1
                board-[1-3]: t/w 2  moved to t/e/w 2
                board-[1-3]: 2 moved
                board-[1-3]: t/e  moved to t/e2/e

                """, "\(run)")
        #expect(
            run.errors == """
                <stdin>:1: replace 1 file (t/b) on 3 boards: board-[1-3]
                <stdin>:2: board-[1-3]: t/b: t/d is a folder; t/d/ moves it there
                <stdin>:5: t/n ü cannot be moved into itself
                <stdin>:7: board-[1-3]: t/none: no such file or directory
                <stdin>:9: several files go to a folder: write its name with a / at the end (t/one/)

                """)
        #expect(try tree(2) == ["e2", "e2/e", "e2/e/w 1", "e2/e/w 2", "n ü", "n ü/b", "n ü/x"])
        #expect(try String(contentsOfFile: fleet.boards[2].path("t/n ü/b"), encoding: .utf8) == "A")
        let json = try fleet.command(["mv", "--json", "board-1", "t/e2/e", "t/e"])
        #expect(
            json.output
                == "{\"board\":\"board-1\",\"change\":\"moved\",\"file\":\"t/e2/e\",\"name\":\"t/e\",\"outcome\":\"ok\"}\n"
        )
    }

    // MARK: run

    @Test func aProgramRunsWithItsArgumentsAndLeavesNoFile() throws {
        let fleet = try fleet
        let program = """
            \u{feff}import sys
            'not echoed'
            print(sys.argv, __name__)
            def f():
                return 1 / 0
            try:
                input()
            except EOFError:
                print('end')
            f()

            """
        try fleet.account.directory.write(program, to: "work/my prog.py")
        let before = try fleet.run("ls\n")
        let run = try fleet.run("run 'my prog.py' --x 'a \"b\\' ü -- -y\n", ["--keep-going"])
        #expect(
            run.output == """
                \(all)['my prog.py', '--x', 'a "b\\\\', '\\xfc', '--', '-y'] __main__
                end
                Traceback (most recent call last):
                  File "<stdin>", line 10, in <module>
                  File "<stdin>", line 5, in f
                ZeroDivisionError: divide by zero

                """, "\(run)")
        #expect(run.status == 1)
        #expect(try fleet.run("ls\n") == before)
        let command = try fleet.account.mbm(["run", "--port", "\(fleet.hub.port)", "board-1", "my prog.py", "--help"])
        #expect(command.output.hasPrefix("['my prog.py', '--help'] __main__\nend\n"), "\(command)")
        // A script's own arguments come back.
        try fleet.account.directory.write("import sys\nrun 'my prog.py' 1\nsys.argv\n", to: "work/s.mbm")
        let script = try fleet.account.mbm(
            ["--port", "\(fleet.hub.port)", "--use", "board-1", "--keep-going", "-f", "s.mbm", "mine"])
        #expect(script.output.hasSuffix("['s.mbm', 'mine']\n"), "\(script)")
    }

    @Test(arguments: [
        ([UInt8]("print(1)\u{0}".utf8), "p.py holds a NUL byte: this is no Python"),
        ([0x70, 0xff, 0x0a], "p.py is no UTF-8: this is no Python that a board could read"),
        ([UInt8](repeating: 35, count: (1 << 20) + 1), "p.py has 1048577 bytes, and a program 1048576 at most: "),
    ])
    func whatIsNoProgramIsToldAndSentToNoBoard(content: [UInt8], sentence: String) throws {
        try fleet.account.directory.write(content, to: "work/p.py")
        let run = try fleet.run("run p.py\n")
        #expect(run.status == 2 && run.output == "" && run.errors.hasPrefix("<stdin>:1: \(sentence)"), "\(run)")
        let missing = try fleet.run("run none.py\n")
        #expect(missing.status == 2, "\(missing)")
    }

    // MARK: info

    @Test func eachBoardTellsWhatItIs() throws {
        let run = try fleet.run("info\n")
        #expect(run.status == 0 && run.errors == "")
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == 4 && lines[0].hasPrefix("Name     Firmware  Memory"), "\(run)")
        #expect(lines[1].hasPrefix("board-1  1.") && lines[1].contains(" free  "), "\(run)")
        let json = try fleet.command(["info", "--json", "board-[2-3],nobody"])
        let records = json.output.split(separator: "\n")
        #expect(records.count == 3 && json.status == 3, "\(json)")
        for field in ["clock", "firmware", "free", "heap", "machine", "memory", "storage", "uptime"] {
            #expect(records[0].contains("\"\(field)\":"), "\(field)")
        }
        #expect(records[0].contains("\"clock_difference\":0"))
    }
}
