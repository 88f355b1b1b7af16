import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Scripts and programs that go over the boards in batches.
@Suite(.serialized, .fleet(5)) struct RolloutTests {
    private func file(_ name: String) throws -> String { try fleet.account.directory.read("work/\(name)") }

    /// A script in which board-N fails in the line that says so. What it gets to is noted in the board's folder.
    private func script(failing boards: [Int]) -> String {
        """
        import os
        n = int(os.getcwd()[-1])
        open('first', 'w').close()
        1 // (n not in \(boards))
        open('second', 'w').close()

        """
    }

    /// The boards that have a file, which is removed.
    private func take(_ name: String) throws -> [Int] {
        let boards = try fleet.boards.filter { $0.has(name) }.compactMap { Int($0.name.suffix(1)) }
        for board in boards { unlink(try fleet.boards[board - 1].path(name)) }
        return boards
    }

    @Test func allOfTheScriptRunsOnABatchBeforeTheNextBegins() throws {
        let fleet = try fleet
        let run = try fleet.run("!echo begin\n1\nls mbm.json\n", ["--batch", "2"])
        let batches = ["board-[1-2]", "board-[3-4]", "board-5"]
        #expect(
            run.output
                == batches.map { "begin\n\(header($0))1\n\(header($0))mbm.json\n" }.joined()
                .replacing("\(header("board-5"))1\n\(header("board-5"))", with: "1\n")
                .replacing(header("board-5"), with: ""))
        #expect(
            run.errors == batches.enumerated().map { "batch \($0 + 1) of 3: \($1)\n" }.joined())
        #expect(run.status == 0)
    }

    @Test func theFirstFailureStopsAndSaysWhatWasNotTouched() throws {
        let run = try fleet.run(script(failing: [3]), ["--batch", "2"])
        #expect(run.status == 3)
        #expect(
            run.errors == """
                batch 1 of 3: board-[1-2]
                batch 2 of 3: board-[3-4]
                <stdin>:4: board-3: raised ZeroDivisionError: divide by zero
                <stdin>:4: stopped: 1 board failed (board-3), --max-failures is 0; not finished: board-4; not touched: board-5

                """)
        #expect(try take("first") == [1, 2, 3, 4])
        #expect(try take("second") == [1, 2])
    }

    @Test func boardsThatFailTakeNoFurtherPartAndOthersGoOn() throws {
        let run = try fleet.run(script(failing: [1, 4, 5]), ["--batch", "2", "--max-failures", "3"])
        #expect(run.status == 1)
        #expect(run.errors.hasSuffix("\n<stdin>: 3 boards failed: board-[1,4-5]\n"), "\(run)")
        #expect(try take("first") == [1, 2, 3, 4, 5])
        #expect(try take("second") == [2, 3])
        let stopped = try fleet.run(script(failing: [1, 4, 5]), ["--batch", "4", "--max-failures", "1"])
        #expect(stopped.status == 3)
        #expect(
            stopped.errors.hasSuffix(
                "stopped: 2 boards failed (board-[1,4]), --max-failures is 1; not finished: board-[2-3]; not touched: board-5\n"
            ))
        #expect(try take("second") == [])
        #expect(try take("first") == [1, 2, 3, 4])
    }

    @Test func aSourcedScriptRollsWithTheOneThatSourcesIt() throws {
        let fleet = try fleet
        try fleet.account.directory.write(script(failing: [2]), to: "work/part.mbm")
        let run = try fleet.run(
            "source part.mbm\nopen('after', 'w').close()\n", ["--batch", "3", "--max-failures", "1"])
        #expect(run.status == 1)
        #expect(run.errors.contains("\npart.mbm:4: board-2: raised"), "\(run)")
        #expect(try take("second") == [1, 3, 4, 5])
        #expect(try take("after") == [1, 3, 4, 5])
        #expect(try take("first").count == 5)
        try fleet.account.directory.write("use board-1\n", to: "work/part.mbm")
        let selecting = try fleet.run("source part.mbm\n1\n", ["--batch", "3"])
        #expect(selecting.status == 3)
        #expect(
            selecting.errors.contains(
                "part.mbm:1: with --batch only the script itself can select boards, not one that it sources\n"))
        #expect(selecting.output == "")
    }

    @Test func everySelectionInTheScriptIsARolloutOfItsOwn() throws {
        let script = """
            !echo once
            use board-[1-3]
            1 // (__import__('os').getcwd()[-1] != '2')
            use board-[2-4]
            'second part'
            exit
            'never'
            use board-1
            'nor this'

            """
        let run = try fleet.account.mbm(
            ["--port", "\(fleet.hub.port)", "--batch", "2", "--max-failures", "1", "-f", "-"], input: script)
        #expect(run.status == 1)
        #expect(run.output.hasPrefix("once\n3 boards: 3 idle\n"), "\(run)")
        #expect(run.output.hasSuffix("\n3 boards: 3 idle\n\(header("board-[3-4]"))'second part'\n"), "\(run)")
        #expect(run.errors.contains("batch 1 of 1: board-[3-4]\n"))
        #expect(run.errors.hasSuffix("<stdin>: 1 board failed: board-2\n"))
    }

    @Test func whatIsNoBoardsFaultStopsWhateverMayFail() throws {
        let run = try fleet.run("1\n!exit 7\n2\n", ["--batch", "2", "--max-failures", "9"])
        #expect(run.status == 3)
        #expect(
            run.errors == """
                batch 1 of 3: board-[1-2]
                <stdin>:2: exited with status 7
                <stdin>:2: stopped; not finished: board-[1-2]; not touched: board-[3-5]

                """)
        // What cannot be understood is found before anything runs.
        let wrong = try fleet.run("1\nforget a b\n%x\n", ["--batch", "2"])
        #expect(
            wrong
                == Finished(
                    2, "",
                    "<stdin>:2: forget wants one board: forget BOARD\n<stdin>:3: %x is no verb; `help` lists them\n"))
    }

    @Test func untouchedBoardsHaveAnObjectToo() throws {
        let run = try fleet.run("1 // 0\n", ["--batch", "2", "--json"])
        let objects = try run.output.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(objects.map { $0["board"] as? String } == (1...5).map { "board-\($0)" })
        #expect(objects.map { $0["outcome"] as? String } == ["raised", "raised", "refused", "refused", "refused"])
        #expect(objects[4]["reason"] as? String == "not touched: the rollout had stopped")
        #expect(run.status == 3)
    }

    @Test func aProgramGoesFromBatchToBatch() throws {
        let fleet = try fleet
        let program = "import os\nn = int(os.getcwd()[-1])\nopen('first', 'w').close()\nprint(1 // (n != 4))\n"
        let run = try fleet.start(execute: program, "board-[1-5]", ["--batch", "2", "--fold"]).wait()
        #expect(run.status == 3)
        #expect(
            run.errors.hasSuffix(
                "mbm: stopped: 1 board failed (board-4), --max-failures is 0; not touched: board-5\n"), "\(run)")
        #expect(try take("first") == [1, 2, 3, 4])
        let tolerated = try fleet.start(
            execute: program, "nobody,board-[1-5]", ["--batch", "2", "--max-failures", "2"]
        ).wait()
        #expect(tolerated.status == 3)
        #expect(try take("first") == [1, 2, 3, 4, 5])
    }

    @Test func ctrlCStopsAllBatches() throws {
        let run = try fleet.start(
            "open('first', 'w').close()\nwhile True: pass\n", ["--batch", "2", "--max-failures", "5"])
        let fleet = try fleet
        try eventually("the first batch") { fleet.boards[0].has("first") && fleet.boards[1].has("first") }
        try eventually("the loop") { try fleet.state("board-2") == "running" }
        run.signal(SIGINT)
        let ended = try run.wait(within: 20)
        #expect(ended.status == 130)
        #expect(ended.errors.contains("not touched: board-[3-5]\n"), "\(ended)")
        #expect(try take("first") == [1, 2])
        try fleet.waitUntilIdle(fleet.boards)
    }

    @Test(arguments: [
        (["--batch", "0"], "--batch takes 1 or more, not 0."),
        (["--max-failures", "1"], "--max-failures counts in batches: give --batch as well."),
        (["--batch", "1", "--max-failures=-1"], "--max-failures takes 0 or more, not -1."),
        (["--batch", "1", "--keep-going"], "--batch has its own rule, --max-failures: leave out --keep-going."),
    ])
    func optionsThatCannotBeAreRefused(options: [String], sentence: String) throws {
        let run = try fleet.run("1\n", options)
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(run.errors.contains(sentence), "\(run)")
    }
}
