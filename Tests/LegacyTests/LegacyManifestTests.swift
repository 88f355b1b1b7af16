import Foundation
import Redis
import TestSupport
import Testing

@testable import Fleet

/// What boards with the original client make of jobs with files, mixed with one of ours.
struct LegacyManifestTests {
    private let hub: LocalHub

    init() throws { hub = try LocalHub(Account()) }

    private func content(_ size: Int) -> [UInt8] { (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) } }

    private func change(_ path: String, _ content: [UInt8]) -> FileChange {
        .file(path, size: content.count, sha256: sha256(content))
    }

    private struct Ran {
        let result: JobResult
        let report: FileReport
        let events: [String: [FileEvent]]
        let notes: [JobLoop.Note]
        func results(_ board: String) -> [FileReport.Result?] {
            report.changes.indices.map { report[board].results[$0] }
        }
    }

    private func run(
        _ manifest: Manifest, _ changes: [FileChange] = [], on boards: [String],
        _ contents: @escaping FileContents = { _ in [] }
    ) throws -> Ran {
        let (address, password) = try hub.login()
        var report = FileReport(changes)
        var events: [String: [FileEvent]] = [:]
        var notes: [JobLoop.Note] = []
        let result = try JobLoop.run(
            .files(manifest), on: boards, hub: Hub(at: address, password: password), user: "me@here",
            timeout: .seconds(15), contents: contents, interrupts: { 0 }
        ) { note in
            switch note {
            case .file(let board, let event):
                report.take(board, event)
                events[board, default: []].append(event)
            case .waiting: break
            default: notes.append(note)
            }
        }
        return Ran(result: result, report: report, events: events, notes: notes)
    }

    @Test func aLegacyBoardDoesTheSameAsOneOfOurs() throws {
        let legacy = try LegacyBoard("old", on: hub).register()
        let board = try RealBoard("new", on: hub)
        try eventually("it is there") { try hub.ask(Command("HGET", "boardmeta:new", "client")).text != nil }
        let boards = ["old", "new"]
        let contents = [content(3000), [], content(700), content(5)]
        let changes: [FileChange] = [
            .remove("none"), .folder("d/e"), change("d/a b'ü", contents[0]), change("d/e", contents[1]),
            change("f/g/empty", contents[1]), .folder("d/a b'ü"), .folder("d/e"), change("x", contents[2]),
            change("x", contents[3]), .remove("d"), .remove("x"),
        ]
        let bytes: FileContents = { number in
            [2: contents[0], 3: [], 4: [], 7: contents[2], 8: contents[3]][number] ?? []
        }
        let trial = try run(Manifest(changes, isTrial: true), changes, on: boards)
        #expect(trial.results("old") == trial.results("new"))
        #expect(trial.results("old")[1] == .done(.created) && trial.results("old")[9] == .done(.unchanged))
        #expect(!FileManager.default.fileExists(atPath: legacy.file("d")))
        let ran = try run(Manifest(changes), changes, on: boards, bytes)
        #expect(ran.results("new")[3] == .failed(.number(21)) && ran.results("new")[9] == .failed(.number(39)))
        #expect(ran.results("old") == ran.results("new"))
        #expect(ran.result.outcome(of: "old") == ran.result.outcome(of: "new"))
        #expect(FileManager.default.contents(atPath: legacy.file("d/a b'ü")).map { Array($0) } == contents[0])
        #expect(FileManager.default.contents(atPath: legacy.file("f/g/empty"))?.isEmpty ?? false)
        #expect(!FileManager.default.fileExists(atPath: legacy.file("x")))
        let again = try run(Manifest(changes), changes, on: boards, bytes)
        #expect(again.results("old") == again.results("new") && again.results("old")[2] == .done(.unchanged))
        // Nothing is left behind.
        let all = FileManager.default.enumerator(atPath: legacy.file(""))?.compactMap { $0 as? String } ?? []
        #expect(all.filter { $0.contains("mbm") } == [])
        #expect(try hub.ask(Command("KEYS", "lock:*")).elements == [])
        withExtendedLifetime(board) {}
    }

    @Test func aLegacyBoardTellsTheSameAsOneOfOurs() throws {
        let legacy = try LegacyBoard("old", on: hub).register()
        let board = try RealBoard("new", on: hub)
        try eventually("it is there") { try hub.ask(Command("HGET", "boardmeta:new", "client")).text != nil }
        let changes = [
            change("t/a", content(3000)), change("t/u/ü\\n\n", content(1)), change("t/u/empty", []), .folder("t/v"),
        ]
        let contents = [content(3000), content(1), []]
        _ = try run(Manifest(changes), changes, on: ["old", "new"]) { contents[$0] }
        let ran = try run(
            Manifest([
                .names("t"), .names("t/a"), .names("none"), .content("t/a"), .content("t"), .content("none"),
                .list("t"), .list("t/a"), .list("none"), .hash("t/a"), .hash("t"), .send("t"), .send("t/a"),
            ]), on: ["old", "new"])
        #expect(ran.result.outcome(of: "old") == ran.result.outcome(of: "new"))
        /// Folders have no order; content comes in pieces of any size.
        func told(_ board: String) -> Set<String> {
            var told: Set<String> = []
            var bytes: [UInt8] = []
            for event in ran.events[board] ?? [] {
                switch event {
                case .bytes(let new): bytes += new
                case .ends(let operation, let path):
                    told.insert("\(operation) \(path) \(sha256(bytes))")
                    bytes = []
                default: told.insert("\(event)")
                }
            }
            return told
        }
        #expect(told("old") == told("new") && told("old").count > 20, "\(told("old"))")
        withExtendedLifetime([legacy]) {}
        withExtendedLifetime(board) {}
    }

    @Test func aLegacyBoardMovesAsOneOfOurs() throws {
        let legacy = try LegacyBoard("old", on: hub).register()
        let board = try RealBoard("new", on: hub)
        try eventually("it is there") { try hub.ask(Command("HGET", "boardmeta:new", "client")).text != nil }
        let boards = ["old", "new"]
        let bytes = content(700)
        let setup = [change("a b'ü", bytes), change("x", content(5)), .folder("d/e"), change("d/f", content(5))]
        _ = try run(Manifest(setup), setup, on: boards) { [bytes, content(5), [], content(5)][$0] }
        let changes: [FileChange] = [
            .move("none", to: "y"), .move("d", to: "d/e/d"), .move("d", to: "x"), .move("x", to: "d"),
            .move("d/f", to: "d/f/g"), .move("d/f", to: "d/f"), .move("a b'ü", to: "n/ew/a"), .move("n/ew/a", to: "x"),
            .move("d", to: "n/d"), .makeFolder("m"), .makeFolder("m"), .makeFolder("q/r"), .makeFolder("x/r"),
            .makeFolder("n/d/é"),
        ]
        let trial = try run(Manifest(changes, isTrial: true), changes, on: boards)
        #expect(trial.results("old")[8] == .done(.created) && trial.results("new")[8] == .done(.created))
        #expect(trial.results("old")[3] == .failed(.number(21)) && trial.results("new")[3] == .failed(.number(21)))
        let ran = try run(Manifest(changes), changes, on: boards)
        let made = FileReport.Result.done(.created)
        let expected: [FileReport.Result] = [
            .failed(.number(2)), .failed(.number(22)), .failed(.number(20)), .failed(.number(21)),
            .failed(.number(20)), .done(.unchanged), made, .done(.replaced), made, made, .failed(.number(17)),
            .failed(.number(2)), .failed(.number(20)), made,
        ]
        #expect(ran.results("new") == expected && ran.results("old") == expected, "\(ran.results("old"))")
        #expect(FileManager.default.contents(atPath: legacy.file("x")).map { Array($0) } == bytes)
        #expect(FileManager.default.contents(atPath: board.path("x")).map { Array($0) } == bytes)
        #expect(FileManager.default.fileExists(atPath: legacy.file("n/d/f")) && board.has("n/d/f"))
        withExtendedLifetime(board) {}
    }

    @Test func ofAWiPyTheCompletionsTell() throws {
        let wipy = try LegacyBoard("wipy-1", .wipy, on: hub).register()
        let changes: [FileChange] = [change("a", content(900)), .folder("d"), .folder("main.py"), .remove("none")]
        let ran = try run(Manifest(changes), changes, on: ["wipy-1"]) { _ in content(900) }
        #expect(
            ran.results("wipy-1") == [
                .done(.replaced), .done(.created), .failed(.other("Exception")), .done(.removed),
            ])
        #expect(FileManager.default.contents(atPath: wipy.file("a")).map { Array($0) } == content(900))
        let refused = Outcome.refused("what it says of its files never comes to the hub")
        #expect(try run(Manifest(changes, isTrial: true), on: ["wipy-1"]).result.outcome(of: "wipy-1") == refused)
        #expect(try run(Manifest([.list("")]), on: ["wipy-1"]).result.outcome(of: "wipy-1") == refused)
    }

    @Test func aContentThatCannotBeHadIsLeftOut() throws {
        let legacy = try LegacyBoard("old", on: hub).register()
        let changes = [change("a", content(900)), change("b", content(5))]
        let ran = try run(Manifest(changes), changes, on: ["old"]) { number throws(FleetError) in
            if number == 0 { throw .file(path: "local", "gone") }
            return content(5)
        }
        #expect(ran.results("old") == [.failed(.gone), .done(.created)])
        #expect(ran.notes.contains(.contentMissing(.file(path: "local", "gone"))))
        #expect(FileManager.default.contents(atPath: legacy.file("b"))?.count == 5)
    }
}
