import Foundation
import Processes
import Redis
import TestSupport
import Testing

/// Scripts that are files, with arguments, on real boards.
@Suite(.serialized, .fleet(3)) struct ScriptTests {
    private func write(_ text: String, to name: String) throws {
        try fleet.account.directory.write(text, to: "work/\(name)")
    }

    private func run(_ words: [String]) throws -> Finished {
        try fleet.account.mbm(fleet.options + words)
    }

    // MARK: Arguments

    private static let hostile = ["a b", "'\"\\", "$1", "--json", "-f", "--", "é\u{202e}\n", "", "'); 1/0 #"]

    @Test func argumentsAreDataForVerbsForPythonAndForLocalCommands() throws {
        try write(
            """
            import sys
            print(len(sys.argv), sys.argv[1:] == ['a b', '\\'"\\\\', '$1', '--json', '-f', '--', 'é\\u202e\\n', '', "'); 1/0 #"])
            !printf '%s.' "$0" "$@"
            put $1 "$2" lib/
            ls lib

            """, to: "args.mbm")
        try write("1", to: "a b")
        try write("22", to: "'\"\\")
        let run = try run(["-f", "args.mbm"] + Self.hostile)
        let boards = header("board-[1-3]")
        #expect(run.errors == "")
        #expect(
            run.output == """
                \(boards)10 True
                args.mbm.\(Self.hostile.map { $0 + "." }.joined())board-[1-3]: lib/a b  1 byte
                board-[1-3]: lib/'"\\  2 bytes
                board-[1-3]: 2 written (3 bytes)
                \(boards)'"\\
                a b

                """)
        #expect(run.status == 0)
        #expect(try fleet.run("import os\nfor n in os.listdir('lib'): os.remove('lib/' + n)\n").status == 0)
    }

    @Test func everyScriptHasItsOwnArguments() throws {
        try write(
            "import sys\nsys.argv\nsource inner.mbm x\nsys.argv\nsys.argv.pop()\nsys.argv\nls $2\n", to: "outer.mbm")
        try write("sys.argv\nls '$1'\n", to: "inner.mbm")
        let run = try run(["-f", "outer.mbm", "1", "mbm.json"])
        // The inner one ends at its file that is not there, and the outer one with it.
        #expect(run.errors == "inner.mbm:2: board-[1-3]: $1: no such file or directory\n")
        #expect(run.status == 1)
        let all = try fleet.account.mbm(fleet.options + ["--keep-going", "-f", "outer.mbm", "1", "mbm.json"])
        let values = [
            "['outer.mbm', '1', 'mbm.json']", "['inner.mbm', 'x']", "['outer.mbm', '1', 'mbm.json']", "'mbm.json'",
            "['outer.mbm', '1']", "mbm.json",
        ]
        #expect(all.output == values.map { header("board-[1-3]") + $0 + "\n" }.joined())
        let none = try self.run(["-f", "inner.mbm"])
        #expect(none.output == header("board-[1-3]") + "['inner.mbm']\n")
    }

    @Test func aBoardHasTheArgumentsAgainAfterAReset() throws {
        try write("use board-1\nimport sys\nreset\nimport sys\nsys.argv\n", to: "again.mbm")
        let run = try run(["-f", "again.mbm", "x"])
        #expect(run.output.hasSuffix("\n['again.mbm', 'x']\n"), "\(run)")
    }

    @Test func whatIsMissingOrMisspeltIsNamedWithItsLine() throws {
        try write("1\nls $3\n", to: "few.mbm")
        let few = try run(["-f", "few.mbm", "a", "b"])
        #expect(few.errors == "few.mbm:2: argument 3 is missing: few.mbm was given 2\n")
        #expect(few.status == 2)
        // Without a file there are no arguments, and a $ is a character like others.
        let plain = try fleet.run("ls $1\n")
        #expect(plain.errors == "<stdin>:1: board-[1-3]: $1: no such file or directory\n")
        let standard = try fleet.run("ls $1\n", ["-f", "-", "mbm.json"])
        #expect(standard == Finished(0, header("board-[1-3]") + "mbm.json\n"))
        #expect(
            try fleet.run("ls $1\n", ["-f", "-"]).errors == "<stdin>:1: argument 1 is missing: <stdin> was given none\n"
        )
    }

    @Test func argumentsWantAFile() throws {
        for words in [["x"], ["-c", "1", "x"]] {
            let run = try run(words)
            #expect(run.status == 2)
            #expect(run.errors.contains("Unexpected argument 'x'"), "\(run)")
        }
    }

    @Test func aScriptCanBeAProgram() throws {
        let fleet = try fleet
        let line = "#!/usr/bin/env -S mbm --port \(fleet.hub.port) --use board-[1-2] -f"
        try fleet.account.directory.write("\(line)\nimport sys\nsys.argv[1:]\n", to: "work/program", mode: 0o700)
        let folder = try Pty.builtProgram("mbm").dropLast("/mbm".count)
        let run = try fleet.account.start("/usr/bin/env", ["PATH=\(folder):/usr/bin:/bin", "./program", "-x", "y z"])
            .wait()
        #expect(run == Finished(0, header("board-[1-2]") + "['-x', 'y z']\n"))
    }

    // MARK: source

    @Test func errorsOfSourcedFilesNameThemAndTheStatusIsTheirs() throws {
        try write("1\n\n%nope\n2\n", to: "wrong.mbm")
        let run = try fleet.run("source wrong.mbm\n3\n")
        #expect(run.errors == "wrong.mbm:3: %nope is no verb; `help` lists them\n")
        #expect(run.output == header("board-[1-3]") + "1\n")
        #expect(run.status == 2)
        let going = try fleet.run("source wrong.mbm\n1/0\n", ["--keep-going"])
        #expect(going.errors.hasSuffix("\n<stdin>:2: board-[1-3]: raised ZeroDivisionError: divide by zero\n"))
        #expect(going.output.contains(header("board-[1-3]") + "2\n"))
        let missing = try fleet.run("source nowhere.mbm\n")
        #expect(missing == Finished(2, "", "<stdin>:1: nowhere.mbm: No such file or directory\n"))
    }

    @Test func aScriptThatSourcesItselfIsToldSo() throws {
        try write("source self.mbm\n", to: "self.mbm")
        let run = try fleet.run("source self.mbm\n")
        #expect(run.status == 2)
        #expect(run.errors == "self.mbm:1: 20 scripts wait for this one already: does self.mbm source itself?\n")
    }

    @Test func homeIsATilde() throws {
        try fleet.account.directory.write("$0\n", to: "home/my.mbm")
        try fleet.account.directory.write("'well'\n", to: "home/well.mbm")
        let run = try fleet.run(
            "source ~/well.mbm\nlog ~/the.log\nlog\nlog off\nput ~/well.mbm\nget well.mbm ~/back/\n")
        #expect(run.status == 0, "\(run)")
        let home = try fleet.account.directory.file("home")
        #expect(run.output.contains("the transcript goes to \(home)/the.log\n"))
        #expect(try fleet.account.directory.read("home/back/board-2/well.mbm") == "'well'\n")
        #expect(try fleet.run("import os\nos.remove('well.mbm')\n").status == 0)
    }

    @Test func leavingASourcedFileLeavesTheShell() throws {
        try write("exit\n1\n", to: "leave.mbm")
        #expect(try fleet.run("source leave.mbm\n2\n") == Finished(0, ""))
        for line in ["exit now", "quit 1"] {
            let run = try fleet.run("\(line)\n")
            #expect(run == Finished(2, "", "<stdin>:1: \(line.prefix(4)) takes no argument\n"))
        }
    }

    // MARK: !COMMAND

    @Test func aLocalCommandThatFailsStopsTheScript() throws {
        let run = try fleet.run("!echo out; echo err >&2; exit 3\n1\n")
        #expect(run == Finished(2, "out\n", "err\n<stdin>:1: exited with status 3\n"))
        let killed = try fleet.run("!kill -9 $$\n")
        #expect(killed == Finished(2, "", "<stdin>:1: was ended by signal 9\n"))
        let going = try fleet.run("!false\n!echo 'on it'\n", ["--keep-going"])
        #expect(going == Finished(2, "on it\n", "<stdin>:1: exited with status 1\n"))
        #expect(try fleet.run("!\n").errors == "<stdin>:1: ! wants a command of this machine: !COMMAND\n")
    }

    @Test func aLocalCommandCannotReadTheScript() throws {
        #expect(try fleet.run("!cat\n1\n") == Finished(0, header("board-[1-3]") + "1\n"))
        try write("!cat\n", to: "cat.mbm")
        let data = try fleet.account.start(
            "/bin/sh",
            ["-c", "echo data | \"$0\" \"$@\"", Pty.builtProgram("mbm")] + fleet.options + ["-f", "cat.mbm"])
        #expect(try data.wait() == Finished(0, "data\n"))
    }

    @Test func aSignalEndsALocalCommandWithTheScript() throws {
        let run = try fleet.start("!echo >started; exec sleep 100\n1\n")
        try eventually("the command") { (try? fleet.account.directory.read("work/started")) == "\n" }
        let group = try collect(Program("ps", ["-o", "pid=", "--ppid", "\(run.pid)"]), within: .seconds(10)).text
        let child = try #require(Int32(group.filter(\.isNumber)))
        // As Ctrl-C, which reaches the whole group.
        for pid in [run.pid, child] { _ = try collect(Program("kill", ["-INT", "\(pid)"]), within: .seconds(10)) }
        let ended = try run.wait(within: 20)
        #expect(ended == Finished(130, "", "<stdin>:1: interrupted\n"))
    }

    // MARK: --json and --outdir

    @Test func objectsSayWhereTheirLineStands() throws {
        try write("x = 1\nsource inner2.mbm\n\nif x:\n    x\nls mbm.json\n!echo not json\n", to: "at.mbm")
        try write("\n1/0\n", to: "inner2.mbm")
        let run = try fleet.account.mbm(
            fleet.options + ["--keep-going", "--json", "--use", "board-1,board-2", "-f", "at.mbm"])
        let objects = try run.output.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        let places = ["at.mbm:1", "inner2.mbm:2", "at.mbm:4", "at.mbm:6"]
        #expect(objects.map { $0["at"] as? String } == places.flatMap { [$0, $0] })
        #expect(objects.map { $0["board"] as? String } == (0..<4).flatMap { _ in ["board-1", "board-2"] })
        #expect(objects[2]["outcome"] as? String == "raised")
        #expect(run.errors.hasSuffix("not json\n"))
    }

    @Test func everyBoardHasItsFile() throws {
        let fleet = try fleet
        try write("old", to: "board-9")
        let script = """
            import os
            n = int(os.getcwd()[-1])
            print('é\\x1b', n, end='')
            use board-[1-2]
            n
            get mbm.json back/
            1/0

            """
        let run = try fleet.run(script, ["--outdir", "out/files"])
        #expect(run.status == 1)
        #expect(run.output.contains("é␛ 1\n"), "\(run)")
        for board in 1...2 {
            let text = try fleet.account.directory.read("work/out/files/board-\(board)")
            #expect(text.hasPrefix("é\u{1b} \(board)\(board)\nTraceback"), "\(text)")
            #expect(text.hasSuffix("ZeroDivisionError: divide by zero\n"))
        }
        #expect(try fleet.account.directory.read("work/out/files/board-3") == "é\u{1b} 3")
        let facts = try collect(
            Program(
                "stat", ["-c", "%a", fleet.account.work + "/out/files", fleet.account.work + "/out/files/board-1"]),
            within: .seconds(10))
        #expect(facts.text == "700\n600\n")
        // A later run begins anew, with the boards that it has to do with.
        #expect(try fleet.run("use board-1\n7\n", ["--outdir", "out/files"]).status == 0)
        #expect(try fleet.account.directory.read("work/out/files/board-1") == "7\n")
        #expect(try fleet.account.directory.read("work/out/files/board-3") == "é\u{1b} 3")
        let program = try fleet.start(execute: "print(8)", "board-[1-2]", ["--outdir", "out/files"]).wait()
        #expect(program == Finished(0, (1...2).map { executing("board-\($0)") + "8\n\n" }.joined()))
        #expect(try fleet.account.directory.read("work/out/files/board-2") == "8\n")
    }

    @Test func aFileThatCannotBeWrittenIsToldAndTheLineFails() throws {
        let fleet = try fleet
        _ = try fleet.run("!mkdir -p out2 && ln -sf ../secret out2/board-1 && echo kept >secret\n")
        let run = try fleet.run("1\n2\n", ["--outdir", "out2"])
        #expect(run.errors == "<stdin>:1: out2/board-1: it is a symbolic link\n")
        #expect(run.output == header("board-[1-3]") + "1\n")
        #expect(run.status == 2)
        #expect(try fleet.account.directory.read("work/secret") == "kept\n")
        let file = try fleet.run("1\n", ["--outdir", "secret"])
        #expect(file.status == 2)
        #expect(file.errors.hasPrefix("mbm: secret: "), "\(file)")
        #expect(file.output == "")
    }
}
