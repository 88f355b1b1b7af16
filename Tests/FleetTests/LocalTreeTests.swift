import Foundation
import TestSupport
import Testing

@testable import Fleet

@Suite struct LocalTreeTests {
    @Test(arguments: [
        ("*.pyc", "a.pyc", false, true), ("*.pyc", "lib/a.pyc", false, true), ("*.pyc", "a.py", false, false),
        ("lib", "lib", true, true), ("lib", "x/lib/y", false, true), ("lib/", "lib", false, false),
        ("lib/", "lib", true, true), ("lib/", "lib/x", false, true), ("/lib", "x/lib", true, false),
        ("lib/*.py", "lib/a.py", false, true), ("lib/*.py", "x/lib/a.py", false, false),
        ("lib/*.py", "lib/x/a.py", false, false), ("[ab].py", "b.py", false, true), ("a\\*", "ab", false, false),
        ("*", ".hidden", false, true), ("größ?", "größe", false, true), ("x", "__pycache__/x.pyc", false, true),
        ("x", ".git/config", false, true), ("x", ".gitignore", false, false),
    ])
    func anExclusionCovers(pattern: String, path: String, isFolder: Bool, covers: Bool) {
        #expect(Exclusion([pattern]).covers(path, isFolder: isFolder) == covers)
    }

    @Test func aTreeIsSortedWithEmptyFolders() throws {
        let directory = try TemporaryDirectory()
        for folder in ["b/c", "a", "b/empty/deeper"] {
            try FileManager.default.createDirectory(
                atPath: directory.path + "/" + folder, withIntermediateDirectories: true)
        }
        for file in ["z", "b/c/y", "b.x", "a/.hidden"] { try directory.write("", to: file) }
        let tree = try LocalTree(directory.path)
        #expect(tree.items.map(\.path) == ["a/.hidden", "b.x", "b/c/y", "b/empty/deeper", "z"])
        #expect(tree.items.map(\.kind) == [.file, .file, .file, .emptyFolder, .file])
        #expect(tree.items[2].local == directory.path + "/b/c/y")
        let rest = try LocalTree(directory.path, without: Exclusion(["deeper", ".*"]))
        #expect(rest.items.map(\.path) == ["a", "b.x", "b/c/y", "b/empty", "z"])
        #expect(throws: FleetError.self) { try LocalTree(directory.path + "/nothing") }
    }

    @Test func aPatternFindsPaths() throws {
        let directory = try TemporaryDirectory()
        for folder in ["a1/x", "a2/x", ".a3/x"] {
            try FileManager.default.createDirectory(
                atPath: directory.path + "/" + folder, withIntermediateDirectories: true)
            try directory.write("", to: "\(folder)/f.py")
        }
        let root = directory.path
        #expect(LocalFile.matching("\(root)/a?/*/*.py") == ["\(root)/a1/x/f.py", "\(root)/a2/x/f.py"])
        #expect(LocalFile.matching("\(root)/*") == ["\(root)/a1", "\(root)/a2"])
        #expect(LocalFile.matching("\(root)/.a*") == ["\(root)/.a3"])
        #expect(LocalFile.matching("\(root)/a1/x/f.py/*") == [])
    }
}
