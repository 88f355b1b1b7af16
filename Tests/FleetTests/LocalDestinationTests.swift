import Foundation
import TestSupport
import Testing

@testable import Fleet

@Suite struct LocalDestinationTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private var names: [String] {
        (FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []).sorted()
    }

    @Test(arguments: ["", "..", "../x", "a/../x", "/x", "a//x", "./x", "a/", "a\0b", ".mbm-part-1-x", ".mbm-part-/x"])
    func whatLeadsElsewhereIsRefused(path: String) {
        #expect(throws: FleetError.self) { try LocalDestination(folder.path).begin(path) }
        #expect(throws: FleetError.self) { try LocalDestination(folder.path).makeFolder(path) }
        #expect(names == [])
    }

    @Test func aFileIsTheOldOneUntilItIsWhole() throws {
        try folder.write("old", to: "f", mode: 0o640)
        let destination = LocalDestination(folder.path)
        var file: PartialFile? = try destination.begin("f")
        try file?.write([UInt8](repeating: 65, count: 100_000))
        #expect(try folder.read("f") == "old" && names.count == 2)
        file = nil
        #expect(try folder.read("f") == "old" && names == ["f"])
        let other = try destination.begin("f")
        try other.write(Array("new".utf8))
        try other.finish()
        #expect(try folder.read("f") == "new" && names == ["f"])
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.file("f"))
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        // Somebody takes the temporary file away: nothing else is put in the place.
        let lost = try destination.begin("f")
        try lost.write([1])
        for name in names where name.hasPrefix(".mbm-part-") { LocalFile.remove(folder.file(name)) }
        #expect(throws: FleetError.self) { try lost.finish() }
        #expect(try folder.read("f") == "new" && names == ["f"])
    }

    @Test func leftoversOfTheDeadAreRemovedAndNoOthers() throws {
        // No process has so high a number.
        try folder.write("x", to: ".mbm-part-999999999-a")
        try folder.write("x", to: ".mbm-part-\(getpid())-a")
        try folder.write("x", to: ".mbm-part-own")
        _ = try LocalDestination(folder.path).begin("f")
        #expect(names == [".mbm-part-\(getpid())-a", ".mbm-part-own"])
    }

    @Test func contentsAreListedWithoutFollowingLinks() throws {
        let destination = LocalDestination(folder.path)
        try destination.makeFolder("b/in")
        try folder.write("x", to: "b/in/f")
        symlink("/", folder.file("b/root"))
        let found = destination.contents(of: "b").map { $0.path + ($0.isFolder ? "/" : "") }
        #expect(found == ["b/in/", "b/in/f", "b/root"])
        #expect(throws: FleetError.self) { try destination.remove("b/in") }
        try destination.remove("b/in/f")
        try destination.remove("b/in")
        try destination.remove("b/root")
        #expect(names == ["b"] && FileManager.default.fileExists(atPath: "/"))
    }
}
