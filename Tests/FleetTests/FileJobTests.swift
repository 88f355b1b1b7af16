import Foundation
import Redis
import Synchronization
import TestSupport
import Testing

@testable import Fleet

/// Jobs with files, on three real boards and a hub as mbm starts one.
@Suite(.serialized) struct FileJobTests {
    private let fleet: RealFleet
    private let hub: Hub
    private let names = ["board-1", "board-2", "board-3"]

    init() throws {
        fleet = try RealFleet(boards: 3)
        let (address, password) = try fleet.hub.login()
        hub = Hub(at: address, password: password)
    }

    private func content(_ size: Int, _ seed: Int = 0) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8 &+ $0 >> 16 &+ seed) }
    }

    private func change(_ path: String, _ content: [UInt8]) -> FileChange {
        .file(path, size: content.count, sha256: sha256(content))
    }

    private struct Ran {
        let result: JobResult
        let report: FileReport
        let notes: [JobLoop.Note]
        func results(_ board: String) -> [FileReport.Result?] {
            report.changes.indices.map { report[board].results[$0] }
        }
    }

    /// Has boards make changes.
    private func run(
        _ changes: [FileChange], isTrial: Bool = false, on hub: Hub? = nil, interrupts: @escaping () -> Int = { 0 },
        _ contents: @escaping FileContents
    ) throws -> Ran {
        var report = FileReport(changes)
        var notes: [JobLoop.Note] = []
        let result = try JobLoop.run(
            .files(Manifest(changes, isTrial: isTrial)), on: names, hub: hub ?? self.hub, user: "me@here",
            timeout: .seconds(15), contents: contents, interrupts: interrupts
        ) { note in
            switch note {
            case .file(let board, let event): report.take(board, event)
            case .waiting: break
            default: notes.append(note)
            }
        }
        return Ran(result: result, report: report, notes: notes)
    }

    /// What boards say to queries.
    private func ask(_ queries: [FileQuery]) throws -> (result: JobResult, events: [String: [FileEvent]]) {
        var events: [String: [FileEvent]] = [:]
        let result = try JobLoop.run(
            .files(Manifest(queries)), on: names, hub: hub, user: "me@here", timeout: .seconds(15), interrupts: { 0 }
        ) { note in
            guard case .file(let board, let event) = note else { return }
            if case .bytes(let new) = event, case .bytes(let old)? = events[board]?.last {
                events[board]?.removeLast()
                events[board]?.append(.bytes(old + new))
            } else {
                events[board, default: []].append(event)
            }
        }
        return (result, events)
    }

    private func bytes(_ board: Int, _ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: fleet.boards[board - 1].path(path)).map { Array($0) }
    }

    private func calls(_ command: String) throws -> Int {
        let statistics = Hub.fields(inInfo: try fleet.hub.ask(Command("INFO", "commandstats")).text ?? "")
        let calls = statistics["cmdstat_\(command)"]?.split(separator: ",").first?.split(separator: "=").last
        return calls.flatMap { Int($0) } ?? 0
    }

    private func expectNothingIsLeft() throws {
        #expect(try fleet.hub.ask(Command("KEYS", "reply:*")).elements == [])
        #expect(try fleet.hub.ask(Command("KEYS", "repl:*")).elements == [])
        #expect(try fleet.hub.ask(Command("ACL", "LOG")).elements == [])
        for board in fleet.boards {
            let all = FileManager.default.enumerator(atPath: board.folder)?.compactMap { $0 as? String } ?? []
            #expect(all.filter { $0.contains(".mbm-") && !$0.hasSuffix("-to") && !$0.hasSuffix("-back") } == [])
        }
    }

    // MARK: Changes

    @Test func fiveHundredFilesGoOnceAndThenOnlyWhatHasChanged() throws {
        var contents = (0..<500).map { content(10 + $0 * 13 % 4000, $0) }
        let changes = { contents.enumerated().map { change("tree/d\($0.offset % 40)/f \($0.offset) ü", $0.element) } }
        let first = try run(changes()) { contents[$0] }
        #expect(first.result.outcomes.map(\.outcome) == [.ok, .ok, .ok])
        for board in names {
            #expect(first.report[board].count(.created) == 500)
            #expect(first.report[board].bytesDone == first.report.size)
            #expect(first.report[board].bytesSent == first.report.size)
        }
        for (number, content) in contents.enumerated() {
            #expect(bytes(number % 3 + 1, "tree/d\(number % 40)/f \(number) ü") == content)
        }
        // Nothing but the manifest is read, and nothing is put on the hub.
        let pieces = try (Manifest(changes()).bytes.count + 4095) / 4096
        let before = try (reads: calls("getrange"), writes: calls("set"))
        let again = try run(changes()) { contents[$0] }
        for board in names {
            #expect(again.report[board].count(.unchanged) == 500 && again.report[board].bytesSent == 0)
        }
        #expect(try calls("getrange") - before.reads == 3 * pieces)
        #expect(try calls("set") - before.writes == 0)
        contents[77] = content(contents[77].count, 5)
        let trial = try run(changes(), isTrial: true) { _ in [] }
        let changed = try run(changes()) { contents[$0] }
        for ran in [trial, changed] {
            #expect(ran.result.outcomes.map(\.outcome) == [.ok, .ok, .ok])
            for board in names {
                #expect(ran.report[board].count(.unchanged) == 499 && ran.report[board].results[77] == .done(.replaced))
            }
        }
        #expect(bytes(2, "tree/d37/f 77 ü") == contents[77])
        // All of it away again, deepest first.
        let rest = changes().map { FileChange.remove($0.path) } + (0..<40).map { .remove("tree/d\($0)") }
        let gone = try run(rest + [.remove("tree"), .remove("tree")]) { _ in [] }
        #expect(gone.report["board-1"].count(.removed) == 541 && gone.report["board-1"].count(.unchanged) == 1)
        #expect(!fleet.boards[0].has("tree"))
        try expectNothingIsLeft()
    }

    @Test func eachBoardTellsWhatItCouldNotDo() throws {
        let manager = FileManager.default
        try manager.createDirectory(atPath: fleet.boards[0].path("x"), withIntermediateDirectories: false)
        _ = manager.createFile(atPath: fleet.boards[1].path("x"), contents: Data([1]))
        let contents = [content(9), content(10), []]
        let changes: [FileChange] = [change("x", contents[0]), change("x/y", contents[1]), change("z", contents[2])]
        let ran = try run(changes) { contents[$0] }
        #expect(ran.results("board-1") == [.failed(.number(21)), .done(.created), .done(.created)])
        #expect(ran.results("board-2") == [.done(.replaced), .failed(.number(20)), .done(.created)])
        #expect(ran.results("board-3") == [.done(.created), .failed(.number(20)), .done(.created)])
        let isADirectory = PythonException(kind: "OSError", message: "[Errno 21]")
        #expect(ran.result.outcome(of: "board-1") == .raised(isADirectory))
        #expect(bytes(2, "x") == contents[0] && bytes(1, "x/y") == contents[1] && bytes(3, "z") == [])
        try expectNothingIsLeft()
    }

    @Test func aReadOnlyFileSystemIsToldForEachFile() throws {
        let mount = """
            import os
            class Memory:
                data = bytearray(512 * 128)
                def readblocks(self, n, buffer):
                    buffer[:] = self.data[n * 512 : n * 512 + len(buffer)]
                def writeblocks(self, n, buffer):
                    self.data[n * 512 : n * 512 + len(buffer)] = buffer
                def ioctl(self, operation, _):
                    return 128 if operation == 4 else 512 if operation == 5 else 0
            os.VfsFat.mkfs(Memory())
            os.mount(os.VfsFat(Memory()), '/read-only', readonly=True)
            """
        let mounted = try JobLoop.run(
            .source(mount, echo: false), on: names, hub: hub, user: "me@here", timeout: .seconds(15),
            interrupts: { 0 }, report: { _ in })
        try #require(mounted.outcomes.map(\.outcome) == [.ok, .ok, .ok])
        let changes: [FileChange] = [change("/read-only/a", [1]), .folder("/read-only/b"), change("c", [2])]
        let ran = try run(changes) { $0 == 0 ? [1] : [2] }
        #expect(ran.results("board-2") == [.failed(.number(30)), .failed(.number(30)), .done(.created)])
        try expectNothingIsLeft()
    }

    @Test func aContentGoesToTheHubOnceAndOnlyWhenItIsNeeded() throws {
        let large = content(1 << 20)
        let before = try calls("set")
        let ran = try run([change("a", large), change("b", large)]) { _ in large }
        #expect(ran.report["board-3"].bytesSent == 2 << 20 && bytes(3, "b") == large)
        // The manifest and the content.
        #expect(try calls("set") - before == 2)
        // Over the network nothing goes there that nobody asks for.
        let (_, password) = try fleet.hub.login()
        let remote = Hub(at: .tcp(host: "127.0.0.1", port: fleet.hub.port), password: password)
        let contents = (0..<60).map { content(5000, $0 + 1) }
        let changes = contents.enumerated().map { change("r/\($0.offset)", $0.element) }
        _ = try run(Array(changes[..<50])) { contents[$0] }
        try fleet.hub.ask(Command("DEL", list: changes.map { Wire.file(sha256: hash(of: $0)) }))
        var read: Set<Int> = []
        let late = try run(changes, on: remote) { number in
            read.insert(number)
            return contents[number]
        }
        #expect(late.result.outcomes.map(\.outcome) == [.ok, .ok, .ok])
        #expect(late.report["board-2"].count(.unchanged) == 50 && late.report["board-2"].count(.created) == 10)
        #expect(read == Set(50..<60))
        try expectNothingIsLeft()
    }

    private func hash(of change: FileChange) -> String {
        if case .file(_, _, let sha256) = change { sha256 } else { "" }
    }

    @Test func aHubWithLittleMemoryHoldsAFewContentsAtATime() throws {
        let used = Hub.fields(inInfo: try fleet.hub.ask(Command("INFO", "memory")).text ?? "")["used_memory"]
        let limit = (used.flatMap { Int($0) } ?? 0) + (7 << 20)
        try fleet.hub.ask(Command("CONFIG", "SET", "maxmemory", limit))
        let contents = (0..<12).map { content(1 << 20, $0) }
        let ran = try run(contents.enumerated().map { change("m/\($0.offset)", $0.element) }) { contents[$0] }
        #expect(ran.result.outcomes.map(\.outcome) == [.ok, .ok, .ok], "\(ran.notes)")
        for number in 0..<12 { #expect(bytes(number % 3 + 1, "m/\(number)") == contents[number]) }
        // One that never fits.
        let huge = content(8 << 20)
        let refused = try run([change("huge", huge), change("small", [1])]) { $0 == 0 ? huge : [1] }
        #expect(refused.results("board-1") == [.failed(.gone), .done(.created)])
        #expect(refused.notes.contains(.contentMissing(.hubFull(8 << 20))))
        #expect(refused.notes.filter { if case .contentMissing = $0 { true } else { false } }.count == 1)
        try expectNothingIsLeft()
    }

    @Test func aLocalFileThatChangesOrGoesIsLeftOut() throws {
        let contents = [content(100), content(200), content(300)]
        let ran = try run(contents.enumerated().map { change("l\($0.offset)", $0.element) }) {
            number throws(FleetError) in
            switch number {
            case 0: throw .file(path: "local", "No such file or directory")
            case 1: content(200, 1)
            default: contents[2]
            }
        }
        #expect(ran.results("board-1") == [.failed(.gone), .failed(.gone), .done(.created)])
        let told = ran.notes.compactMap { if case .contentMissing(let error) = $0 { "\(error)" } else { nil } }
        #expect(
            told == [
                "local: No such file or directory", "l1: the local file has changed meanwhile: nothing was written",
            ])
        try expectNothingIsLeft()
    }

    @Test func ctrlCEndsACopyInTheMiddleOfAFile() throws {
        let large = (0..<3).map { content(3 << 20, $0) }
        var count = 0
        // More than can be over before it is asked to stop.
        let changes = (0..<100).map { change("c\($0)", large[$0 % 3]) }
        let ran = try run(
            changes,
            interrupts: {
                let parts = (try? FileManager.default.contentsOfDirectory(atPath: fleet.boards[0].folder)) ?? []
                guard count == 0, parts.contains(".mbm-part") else { return 0 }
                count += 1
                return 1
            }
        ) { large[$0 % 3] }
        #expect(ran.result.interrupted && count == 1)
        #expect(ran.result.outcomes.map(\.outcome) == [.interrupted, .interrupted, .interrupted])
        for number in changes.indices where bytes(1, "c\(number)") != nil {
            #expect(
                bytes(1, "c\(number)") == large[number % 3] && ran.report["board-1"].results[number] == .done(.created))
        }
        try expectNothingIsLeft()
    }

    @Test func anOlderClientIsRefused() throws {
        try fleet.hub.ask(Command("HSET", Wire.meta("board-2"), "features", "interrupt"))
        let ran = try run([change("a", [1])]) { _ in [1] }
        #expect(ran.result.outcome(of: "board-1") == .ok)
        guard case .refused(let why)? = ran.result.outcome(of: "board-2") else { throw TestSupportError("\(ran)") }
        #expect(why.contains("older version"))
    }

    // MARK: Queries

    @Test func treesAndContentsOfAllBoardsComeInOneJob() throws {
        let contents = (0..<30).map { content($0 * 1700, $0) } + [content(1 << 20)]
        let changes = contents.enumerated().map { change("q/\($0.offset % 4)/f\($0.offset)", $0.element) }
        _ = try run(changes + [.folder("q/empty")]) { contents[$0] }
        let (listed, entries) = try ask([.list("q"), .list("none"), .hash("q/0/f28")])
        let none = PythonException(kind: "OSError", message: "[Errno 2]")
        #expect(listed.outcomes.map(\.outcome) == [.raised(none), .raised(none), .raised(none)])
        for board in names {
            var expected = Set(changes.map { $0.path.dropFirst(2) }.map(String.init))
            expected.formUnion(["0", "1", "2", "3", "empty"])
            let found = entries[board]?.compactMap { event -> FileEntry? in
                if case .entry(0, let entry) = event { entry } else { nil }
            }
            #expect(Set(found?.map(\.path) ?? []) == expected)
            #expect(found?.first { $0.path == "2/f30" }?.kind == .file(size: 1 << 20, sha256: nil))
            #expect(found?.first { $0.path == "empty" }?.kind == .folder)
            #expect(entries[board]?.contains(.failed(1, path: "", .number(2))) ?? false)
            let hashed = FileEntry(path: "", kind: .file(size: contents[28].count, sha256: sha256(contents[28])))
            #expect(entries[board]?.suffix(2) == [.entry(2, hashed), .answered(2)])
        }
        let (sent, events) = try ask([.send("q"), .send("q/3/f3")])
        #expect(sent.outcomes.map(\.outcome) == [.ok, .ok, .ok])
        for board in names {
            var found: [String: [UInt8]] = [:]
            var coming: [UInt8] = []
            for event in events[board] ?? [] {
                switch event {
                case .begins: coming = []
                case .bytes(let bytes): coming += bytes
                case .ends(let operation, let path): found["\(operation) \(path)"] = coming
                default: break
                }
            }
            #expect(found.count == 32)
            for (number, content) in contents.enumerated() {
                #expect(found["0 \(number % 4)/f\(number)"] == content)
            }
            #expect(found["1 "] == contents[3])
        }
        try expectNothingIsLeft()
    }
}
