import Processes
import Redis
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite(.serialized, .fleet(3)) struct FileTests {
    /// Where commands run.
    private func local(_ name: String, _ bytes: [UInt8]) throws {
        try fleet.account.directory.write(bytes, to: "work/\(name)")
    }

    private func local(_ name: String) throws -> String { try fleet.account.directory.read("work/\(name)") }

    /// The files under a folder of the account that look like copies that were broken off.
    private func parts() throws -> String {
        try collect(Program("find", [fleet.account.directory.path, "-name", "*mbm-part*"]), within: .seconds(10)).text
    }

    @Test func filesGoToFoldersAndComeBackEqual() throws {
        try local("one.py", Array("print(1)\n".utf8))
        try local("my größe.txt", Array("é".utf8))
        try local("empty", [])
        let there = try fleet.run(
            "put one.py 'my größe.txt' empty lib/\nput one.py main.py\nput one.py\nls lib\nls lib/one.py\n")
        #expect(
            there
                == Finished(
                    0,
                    """
                    board-[1-3]: lib/one.py  9 bytes
                    board-[1-3]: lib/my größe.txt  2 bytes
                    board-[1-3]: lib/empty  0 bytes
                    board-[1-3]: 3 written (11 bytes)
                    board-[1-3]: main.py  9 bytes
                    board-[1-3]: one.py  9 bytes
                    \(header("board-[1-3]"))empty
                    my größe.txt
                    one.py
                    \(header("board-[1-3]"))lib/one.py

                    """))
        let back = try fleet.run("get lib/one.py 'lib/my größe.txt' lib/empty back/\n")
        #expect(back.status == 0, "\(back)")
        for board in 1...3 {
            #expect(try local("back/board-\(board)/lib/one.py") == "print(1)\n")
            #expect(try local("back/board-\(board)/lib/my größe.txt") == "é")
            #expect(try local("back/board-\(board)/lib/empty") == "")
        }
        let one = try fleet.run(
            "use board-2\nget 'lib/my größe.txt'\nget lib/one.py other.py\nget lib/one.py new/folder/\n")
        #expect(
            one
                == Finished(
                    0,
                    """
                    1 board: 1 idle
                    board-2: my größe.txt  2 bytes
                    board-2: other.py  9 bytes
                    board-2: new/folder/one.py  9 bytes

                    """))
        #expect(try local("new/folder/one.py") == "print(1)\n")
        let run = try fleet.run("import main\n")
        #expect(run == Finished(0, header("board-[1-3]") + "1\n"))
        #expect(try parts() == "")
    }

    @Test func aMegabyteGoesThereAndBack() throws {
        var state: UInt64 = 1
        let bytes = (0..<(1 << 20)).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(state >> 56)
        }
        try local("big", bytes)
        let run = try fleet.run("put big\nget big back/\nimport os\nos.remove('big')\n", within: 120)
        #expect(run.status == 0, "\(run)")
        for board in 1...3 {
            let compared = try collect(
                Program("cmp", [fleet.account.work + "/big", fleet.account.work + "/back/board-\(board)/big"]),
                within: .seconds(10))
            #expect(compared.ending == .exited(0))
        }
        let line = "board-[1-3]: big  1048576 bytes\n"
        #expect(run.output.hasPrefix(line))
    }

    @Test(arguments: [
        ("put folder", 2, "folder is a folder: put -r takes folders\n"),
        ("put folder/", 2, "folder/ is a folder: put -r takes folders\n"),
        ("put", 2, "put wants a file: put LOCAL… [REMOTE]\n"),
        ("put --nonsense file", 2, "put: Unknown option '--nonsense'\n"),
        ("put --exclude", 2, "put: Missing value for '--exclude <pattern>'\n"),
        ("put -h", 2, "`help put` explains put\n"),
        ("put *.nothing", 2, "*.nothing: no file has such a name\n"),
        ("put --exclude f* file", 2, "put: nothing is left to copy\n"),
        ("put file folder/../file x/", 2, "file and folder/../file would both become x/file\n"),
        ("put ''", 2, "'' names no file\n"),
        ("get ''", 2, "'' names no file\n"),
        ("put /dev/zero x", 2, "/dev/zero: it is larger than 16 MB, which is the most\n"),
        ("put nowhere", 2, "nowhere: No such file or directory\n"),
        ("put file ../file", 2, "../file: a path on a board has no '..'\n"),
        ("put file a/../../file", 2, "a/../../file: a path on a board has no '..'\n"),
        ("put file board-1:file", 2, "board-1:file: a path on a board has no ':'; which boards is said by `use`\n"),
        ("put file file other", 2, "several files go to a folder: write its name with a / at the end (other/)\n"),
        ("put file dir", 1, "board-[1-3]: dir: it is a directory\n"),
        ("put file mbm.json/x", 1, "board-[1-3]: mbm.json/x: "),
        ("get nowhere", 1, "board-[1-3]: nowhere: no such file or directory\n"),
        ("get dir", 1, "board-[1-3]: dir: it is a directory\n"),
        ("get ../board-1/mbm.json", 2, "../board-1/mbm.json: a path on a board has no '..'\n"),
        ("get mbm.json mine", 2, "several boards: the target is a folder with one for each board: write mine/\n"),
        ("get", 2, "get wants a file: get REMOTE… [LOCAL]\n"),
        ("ls nowhere", 1, "board-[1-3]: nowhere: no such file or directory\n"),
        ("ls ../a", 2, "../a: a path on a board has no '..'\n"),
    ])
    func whatCannotBeCopiedIsRefusedInASentence(line: String, status: Int32, errors: String) throws {
        try local("file", Array("x".utf8))
        try mkdir(fleet.account.work + "/folder", 0o700)
        for board in try fleet.boards { mkdir(board.path("dir"), 0o700) }
        let before = try fleet.run("ls\n")
        let run = try fleet.run(line + "\n")
        #expect(run.status == status)
        #expect(run.output == "")
        #expect(run.errors.hasPrefix("<stdin>:1: " + errors), "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
        #expect(try fleet.run("ls\n") == before)
        #expect(try parts() == "")
    }

    @Test func aFileThatCannotBeWrittenHereIsTold() throws {
        try local("taken", [])
        let run = try fleet.run("use board-1\nget mbm.json taken/\n")
        #expect(run.status == 2)
        #expect(run.errors.hasPrefix("<stdin>:2: board-1: "), "\(run.errors)")
        let folder = try fleet.run("use board-1\nget mbm.json .\nget mbm.json ..\n")
        #expect(folder.status == 2, "\(folder)")
    }

    @Test func oneFileThatIsMissingLeavesAllBoardsAsTheyWere() throws {
        try local("there", Array("x".utf8))
        let run = try fleet.run("put there missing new/\nls new\n", ["--keep-going"])
        #expect(run.output == "")
        #expect(
            run.errors
                == "<stdin>:1: missing: No such file or directory\n"
                + "<stdin>:2: board-[1-3]: new: no such file or directory\n")
        #expect(run.status == 2)
    }

    @Test func aFileOfTheBoardThatHasNoUsableNameStaysWhereItIs() throws {
        let run = try fleet.run("open('\\x1b[31m', 'w').close()\nls\nimport os\nos.remove('\\x1b[31m')\n")
        #expect(run.status == 0)
        #expect(run.output.contains("␛[31m\n"))
        #expect(!run.output.contains("\u{1b}"))
    }

    /// A FAT file system in the board's memory, which MicroPython itself drives, as on a board's flash.
    private static let smallFileSystem = """
        class Memory:
            def __init__(self):
                self.data = bytearray(512 * 256)
            def readblocks(self, n, buffer):
                buffer[:] = self.data[n * 512 : n * 512 + len(buffer)]
            def writeblocks(self, n, buffer):
                self.data[n * 512 : n * 512 + len(buffer)] = buffer
            def ioctl(self, operation, _):
                return 256 if operation == 4 else 512 if operation == 5 else 0
        import os
        memory = Memory()
        os.VfsFat.mkfs(memory)
        os.mount(os.VfsFat(memory), '/small')

        """

    @Test func aFullFileSystemOnTheBoardKeepsTheOldFile() throws {
        try local("old", Array("old".utf8))
        try local("large", [UInt8](repeating: 7, count: 400_000))
        let mounted = try fleet.run("use board-1\n" + Self.smallFileSystem)
        #expect(mounted.status == 0, "\(mounted)")
        let run = try fleet.run(
            """
            use board-1
            put old /small/data
            put large /small/data
            put large /small/new/data
            get /small/data
            ls /small
            os.umount('/small')

            """, ["--keep-going"])
        #expect(run.status == 1)
        let errors = run.errors.split(separator: "\n").map { $0.replacing(/[0-9]+ free/, with: "N free") }
        #expect(
            errors == [
                "<stdin>:3: board-1: /small/data: the file system is full: 400000 bytes needed, N free",
                "<stdin>:4: board-1: /small/new/data: the file system is full: 400000 bytes needed, N free",
            ], "\(run.errors)")
        #expect(try local("data") == "old")
        #expect(run.output.hasSuffix("\ndata\n"), "\(run.output)")
    }
}
