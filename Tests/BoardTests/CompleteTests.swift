import BoardClient
import Foundation
import TestSupport
import Testing

/// What Tab asks a board, on a real one with a small heap.
@Suite(.serialized) struct CompleteTests {
    private let hub: LocalHub

    init() throws { hub = try LocalHub(Account()) }

    private func names(
        _ board: ClientBoard, _ kind: BoardClient.Names, _ place: String, _ start: String = ""
    ) throws -> [String] {
        let answer = try board.run(
            BoardClient.names(kind, in: place, from: start).joined(separator: "\0"), echo: true)
        #expect(answer.ok && answer.missing == 0, "\(place): \(answer)")
        let lines = answer.output.split(separator: "\n", omittingEmptySubsequences: false)
        return (lines.last ?? "").split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }

    private static let user = """
        import sys, umodule, machine
        class Base:
            deep = 1
            @property
            def heat(self): print('measured'); 1/0
        class Probe(Base):
            def __init__(self): self.own = 2
            def read(self): pass
            def __getattr__(self, name): print('asked for', name); raise AttributeError(name)
        class Bag(list):
            def fill(self): pass
        probe = Probe()
        bag = Bag()
        """

    @Test(arguments: [Installation.source])
    func namesAreToldAndNothingIsCalledOrLeftBehind(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        try hub.account.directory.write(
            "def made(): pass\ndef __getattr__(name): return print('asked')\n", to: board, "umodule.py")
        #expect(try board.run(Self.user).ok)
        let trace = "print(sorted(globals()), sorted(sys.modules), sys.path, len(dir(__import__('builtins'))))"
        let before = try board.run(trace).output
        #expect(try names(board, .python, "", "pr") == ["probe", "print", "property", ""])
        #expect(try Set(names(board, .python, ".")).isSuperset(of: ["sys", "probe", "Probe"]))
        #expect(try !names(board, .python, ".").contains("print"))
        let attributes = try names(board, .python, "probe")
        #expect(Set(attributes).isSuperset(of: ["own", "read", "deep", "heat"]))
        #expect(try names(board, .python, "Probe", "re") == ["read", ""])
        #expect(try Set(names(board, .python, "bag")).isSuperset(of: ["fill", "append"]))
        #expect(try names(board, .python, "probe.own.to") == [""])
        #expect(try names(board, .python, "probe.own", "to_") == ["to_bytes", ""])
        #expect(try names(board, .python, "umodule", "m") == ["made", ""])
        #expect(try names(board, .python, "sys", "pa") == ["path", ""])
        #expect(try names(board, .python, "sys.path", "ap") == ["append", ""])
        #expect(try names(board, .python, "machine", "mem3") == ["mem32", ""])
        #expect(try names(board, .python, "print.none") == [""])
        #expect(try names(board, .python, "nobody") == [""])
        #expect(try names(board, .python, "probe.heat", "x") == [""])
        #expect(try names(board, .python, "from machine", "mem3") == ["mem32", ""])
        #expect(try names(board, .python, "from umodule", "m") == ["made", ""])
        #expect(try names(board, .python, "from probe") == [""])
        #expect(try names(board, .python, "from cmath") == [""])
        // What the client itself has loaded.
        #expect(try names(board, .python, "from gc", "coll") == ["collect", ""])
        #expect(try names(board, .python, "'); print('injected'); ('") == [""])
        #expect(try board.run(trace).output == before)
    }

    @Test(arguments: [Installation.source])
    func filesAreToldByWhatTheyBeginWith(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        for folder in ["s", "s/zz", "s/Aü"] {
            try FileManager.default.createDirectory(atPath: board.path(folder), withIntermediateDirectories: false)
        }
        for name in ["s/a file", "s/it's \"so\"", "s/.hidden", "s/main.py"] {
            _ = FileManager.default.createFile(atPath: board.path(name), contents: nil)
        }
        try FileManager.default.createSymbolicLink(atPath: board.path("s/broken"), withDestinationPath: "gone")
        try FileManager.default.createSymbolicLink(atPath: board.path("s/link"), withDestinationPath: "zz")
        let all = try names(board, .files, "s")
        #expect(all.sorted() == ["", ".hidden", "Aü/", "a file", "broken", "it's \"so\"", "link/", "main.py", "zz/"])
        #expect(try names(board, .files, "s", "it's") == ["it's \"so\"", ""])
        #expect(try names(board, .files, "", "s") == ["s/", ""])
        #expect(try names(board, .files, "s/main.py") == [""])
        #expect(try names(board, .files, "none") == [""])
        #expect(try names(board, .files, "');import os;('") == [""])
        #expect(try names(board, .files, "/", "us").contains("usr/"))
        for number in 0..<1200 {
            _ = FileManager.default.createFile(atPath: board.path("s/zz/number-\(number)"), contents: nil)
        }
        let some = try names(board, .files, "s/zz")
        #expect(some.suffix(2) == ["", ""] && (500..<800).contains(some.count))
        #expect(
            try Set(names(board, .files, "s/zz", "number-119"))
                == Set([""] + (0..<10).map { "number-119\($0)" } + ["number-119"]))
    }

    @Test(arguments: [Installation.source])
    func modulesAreToldWithoutLoadingThem(_ installation: Installation) throws {
        let board = try ClientBoard(installation, on: hub).waitUntilIdle()
        for folder in ["lib", "lib/package", "lib/package/inner", "data", "empty"] {
            try FileManager.default.createDirectory(atPath: board.path(folder), withIntermediateDirectories: false)
        }
        for name in ["own.py", "data/readings.csv", "lib/helper.mpy", "lib/package/part.py", "lib/package/inner/x.py"] {
            try hub.account.directory.write("print('loaded')\n", to: board, name)
        }
        #expect(try board.run("import sys, os\nsys.path.append('lib')\nhere = os.listdir()").ok)
        let before = try board.run("print(sorted(sys.modules), sys.path)").output
        let answer = try board.run(
            BoardClient.names(.modules, in: "", from: "").joined(separator: "\0"), echo: true)
        #expect(answer.ok && answer.missing == 0)
        let files = Set(try names(board, .modules, ""))
        #expect(files.isSuperset(of: ["own", "helper", "package", "mbm_client"]), "\(files)")
        #expect(files.isDisjoint(with: ["lib", "data", "empty", "readings.csv"]))
        // The firmware's own are in its table.
        #expect(answer.output.contains("asyncio/__init__") && answer.output.contains("math"))
        #expect(answer.output.contains("Plus any modules on the filesystem\n"))
        #expect(try Set(names(board, .modules, "package")) == ["part", "inner", ""])
        #expect(try names(board, .modules, "package.inner") == ["x", ""])
        #expect(try names(board, .modules, "none") == [""])
        #expect(try board.run("print(sorted(sys.modules), sys.path)").output == before)
        #expect(try board.run("print(os.listdir() == here)").output == "True\n")
        #expect(try board.run("os.chdir('/')\nprint('_mbm' in globals())").output == "False\n")
        #expect(try names(board, .modules, "", "ma").last == "")
        #expect(!FileManager.default.fileExists(atPath: board.path(".mbm-help")))
    }
}

extension TemporaryDirectory {
    fileprivate func write(_ text: String, to board: ClientBoard, _ file: String) throws {
        let folder = board.folder.split(separator: "/").last.map(String.init) ?? ""
        try write(text, to: "\(folder)/\(file)")
    }
}
