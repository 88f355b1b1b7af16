import Foundation
import TestSupport
import Testing

/// Folders of legacy boards come here and go back, as those of our own boards do.
struct LegacyFetchTests {
    @Test func foldersAreFetchedSavedAndRestored() throws {
        let hub = try LocalHub(Account())
        let board = try LegacyBoard("b", on: hub).register()
        let run = { (script: String) in
            try hub.account.mbm(
                ["--port", "\(hub.port)", "--use", "b", "--keep-going"], input: script, within: 120)
        }
        for folder in ["d/none", "d/in"] {
            try FileManager.default.createDirectory(
                atPath: board.file(folder), withIntermediateDirectories: true)
        }
        let files = ["d/a b.txt": "a", "d/in/ü": "ü", "d/zero": "", "d/c.py": "c"]
        for (path, content) in files { try Data(content.utf8).write(to: URL(filePath: board.file(path))) }
        let get = try run("get -r d out/\nget -r d out/\nget 'd/*.py' pat/\nget d/c.py nowhere two/\n")
        #expect(
            get.output == """
                b: out/d/a b.txt  1 byte
                b: out/d/c.py  1 byte
                b: out/d/in/ü  2 bytes
                b: out/d/zero  0 bytes
                b: 4 fetched (4 bytes)
                b: 0 fetched (0 bytes), 4 unchanged
                b: pat/c.py  1 byte
                b: two/c.py  1 byte
                b: 1 fetched (1 byte), 1 failed

                """)
        #expect(get.errors == "<stdin>:4: b: nowhere: no such file or directory\n" && get.status == 1)
        for (path, content) in files {
            #expect(try hub.account.directory.read("work/out/\(path)") == content)
        }
        let backup = try run("backup bak\n")
        #expect(backup.status == 0, "\(backup)")
        let names =
            FileManager.default.enumerator(atPath: hub.account.work + "/bak/b")?.compactMap { $0 as? String } ?? []
        #expect(names.contains("d/none") && names.contains("main.py"))
        #expect(!names.contains { $0.contains("redis") || $0.contains("device_config") }, "\(names)")
        try Data("changed".utf8).write(to: URL(filePath: board.file("d/c.py")))
        try Data("new".utf8).write(to: URL(filePath: board.file("d/new")))
        let restore = try run("restore --delete -y bak b\nls d\n1 + 1\n")
        #expect(restore.status == 0, "\(restore)")
        #expect(restore.output.hasSuffix("a b.txt\nc.py\nin/\nnone/\nzero\n2\n"), "\(restore)")
        #expect(try board.read("d/c.py") == "c")
        #expect(try board.read("etc/device_config.json").contains("redis_server"))
    }
}
