import Foundation
import Redis
import TestSupport
import Testing

/// `sync` and `drift` with a board that runs the original client, beside one of ours.
struct LegacySyncTests {
    private let hub: LocalHub

    init() throws { hub = try LocalHub(Account()) }

    private func run(_ script: String) throws -> Finished {
        try hub.account.mbm(["--port", "\(hub.port)", "--use", "old,new"], input: script, within: 90)
    }

    @Test func itIsMadeEqualAndKeepsItsClient() throws {
        let legacy = try LegacyBoard("old", on: hub).register()
        let board = try RealBoard("new", on: hub)
        try eventually("it is there") { try hub.ask(Command("HGET", "boardmeta:new", "client")).text != nil }
        let work = hub.account.work
        try FileManager.default.createDirectory(atPath: work + "/app/lib", withIntermediateDirectories: true)
        try hub.account.directory.write("x = 1\n", to: "work/app/lib/my one.py")
        try hub.account.directory.write("", to: "work/app/b")
        #expect(
            try run("sync --dry-run app\n")
                == Finished(0, "old,new: 2 to create (b, lib/my one.py); 6 bytes to send\n"))
        let first = try run("sync app\n")
        #expect(first.status == 0 && first.output.hasSuffix("old,new: 2 written (6 bytes)\n"), "\(first)")
        #expect(try run("drift app\n") == Finished(0, "old,new: equal\n"))
        try Data("x".utf8).write(to: URL(filePath: legacy.file("more")))
        try FileManager.default.createDirectory(atPath: legacy.file("void"), withIntermediateDirectories: false)
        #expect(try run("drift app\n") == Finished(1, "old: 2 more: more, void/\nnew: equal\n"))
        let deleted = try run("sync --delete --yes app\n")
        #expect(deleted.status == 0, "\(deleted)")
        #expect(!FileManager.default.fileExists(atPath: legacy.file("more")))
        #expect(FileManager.default.fileExists(atPath: legacy.file("lib/redis_cloudclient/__init__.py")))
        #expect(FileManager.default.fileExists(atPath: legacy.file("main.py")))
        #expect(FileManager.default.fileExists(atPath: legacy.file("etc/device_config.json")))
        #expect(try run("drift app\n") == Finished(0, "old,new: equal\n"))
        try FileManager.default.createSymbolicLink(atPath: legacy.file("self"), withDestinationPath: ".")
        try Data("x".utf8).write(to: URL(filePath: legacy.file("more")))
        let linked = try run("use old\nsync --delete --yes app self\n")
        #expect(linked.status == 0, "\(linked)")
        #expect(!FileManager.default.fileExists(atPath: legacy.file("more")))
        #expect(FileManager.default.fileExists(atPath: legacy.file("lib/redis_cloudclient/__init__.py")))
        #expect(FileManager.default.fileExists(atPath: legacy.file("etc/device_config.json")))
        withExtendedLifetime(board) {}
    }
}
