import Foundation
import Redis
import TestSupport
import Testing

/// A tree of 500 files and 20 real boards.
@Suite(.serialized, .fleet(20)) struct SyncFleetTests {
    private static let names = (0..<500).map { "d\($0 % 25)/f\($0)" }

    private func content(_ number: Int) -> String { String(repeating: "\(number) ", count: number % 40) }

    private func write(_ number: Int, _ text: String) throws {
        try fleet.account.directory.write(text, to: "work/tree/\(Self.names[number])")
    }

    private func isEqual(_ board: RealBoard) throws -> Bool {
        try Self.names.allSatisfy {
            FileManager.default.contents(atPath: board.path("t/\($0)"))
                == FileManager.default.contents(atPath: try fleet.account.work + "/tree/\($0)")
        }
    }

    @Test func allBoardsEndEqualAlsoOneThatWasKilledInTheMiddle() throws {
        let fleet = try fleet
        for folder in 0..<25 {
            try FileManager.default.createDirectory(
                atPath: fleet.account.work + "/tree/d\(folder)", withIntermediateDirectories: true)
        }
        for number in Self.names.indices { try write(number, content(number)) }
        let size = Self.names.indices.reduce(0) { $0 + content($1).utf8.count }
        let victim = fleet.boards[6]
        // Killed in the middle of the first.
        let run = try fleet.start("sync tree t\n", ["--timeout", "6"])
        try eventually("it has begun") { victim.has("t/d10") }
        victim.crash()
        let hit = try !isEqual(victim)
        try fleet.hub.ask(Command("DEL", "board:\(victim.name)"))
        try victim.start()
        let first = try run.wait(within: 60)
        let others = "board-[1-6,8-20]"
        #expect(first.output.contains("500 written (\(bytes(size)))"), "\(first)")
        if hit {
            #expect(first.status == 3, "\(first)")
            #expect(first.output.contains("\(others): 500 written"), "\(first)")
            #expect(first.output.contains(/board-7: [0-9]+ written \(.*\), [0-9]+ not done/), "\(first)")
            #expect(first.errors.contains("board-7: silent: "), "\(first)")
        }
        try fleet.waitUntilIdle(fleet.boards)
        let second = try fleet.run("sync tree t\n")
        #expect(second.status == 0, "\(second)")
        for board in fleet.boards { #expect(try isEqual(board), "\(board.name)") }
        let again = try fleet.run("sync tree t\ndrift tree t\n")
        #expect(again == Finished(0, "board-[1-20]: 0 written (0 bytes), 500 unchanged\nboard-[1-20]: equal\n"))
        try write(77, "new")
        let changed = try fleet.run("sync tree t\n")
        #expect(
            changed
                == Finished(
                    0, "board-[1-20]: t/d2/f77  3 bytes\nboard-[1-20]: 1 written (3 bytes), 499 unchanged\n"))
        for board in fleet.boards { #expect(try isEqual(board), "\(board.name)") }
        print("board-7 was killed in the middle: \(hit)")
    }

    private func bytes(_ count: Int) -> String { "\((count + 500) / 1000) kB" }
}
