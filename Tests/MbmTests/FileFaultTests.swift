import Foundation
import Processes
import Redis
import TestSupport
import Testing

/// Boards, hubs and shells that are killed while files are on their way, at random moments.
@Suite(.serialized, .fleet(3)) struct FileFaultTests {
    /// Random numbers that a seed repeats.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var value = state
            value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
            value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
            return value ^ (value >> 31)
        }
    }

    private enum Victim: CaseIterable { case board, hub, shell, boardAndHub, boardAndShell, nobody }

    /// All files that may ever be there, by folder.
    private static let tree = [
        "": ["top", "a b.txt"], "d/": ["one", "two", "ü€", "it's"], "d/deep/er/": ["x", "y", "z"], "e/": ["one"],
    ]
    private static let paths = tree.flatMap { folder, names in names.map { folder + $0 } }.sorted()

    private func bytes(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map { Array($0) } }

    private func content(_ random: inout Generator) -> [UInt8] {
        let size = [0, 1, 700, 4096, 40_000, 1_500_000, 3_000_000].randomElement(using: &random) ?? 0
        let seed = UInt8.random(in: 0...255, using: &random)
        let block = (0..<min(size, 5003)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) ^ seed }
        return Array(repeatElement(block, count: size / 5003 + 1).joined().prefix(size))
    }

    /// Temporary files and notes of them.
    private func leftovers(_ board: RealBoard) -> [String] {
        let all = FileManager.default.enumerator(atPath: board.folder)?.compactMap { $0 as? String } ?? []
        return all.filter { $0.hasSuffix(".mbm-part") || $0.hasSuffix(".mbm-note") }
    }

    /// Writes what is to be put into the folder of local files; gives the lines that put it, and the contents by path.
    private func plan(_ random: inout Generator) throws -> (script: String, contents: [String: [UInt8]]) {
        var script = ""
        var contents: [String: [UInt8]] = [:]
        try? FileManager.default.removeItem(atPath: fleet.account.work + "/put")
        for (folder, names) in Self.tree.sorted(by: { $0.key < $1.key }) {
            let chosen = names.filter { _ in Int.random(in: 0..<3, using: &random) > 0 }
            guard !chosen.isEmpty else { continue }
            let local = "put/\(folder)"
            try FileManager.default.createDirectory(
                atPath: fleet.account.work + "/" + local, withIntermediateDirectories: true)
            for name in chosen {
                let content = content(&random)
                contents[folder + name] = content
                try fleet.account.directory.write(content, to: "work/\(local)\(name)")
            }
            let words = chosen.map { "\"\(local)\($0)\"" }.joined(separator: " ")
            script += "put \(words) \(folder.isEmpty ? "./" : folder)\n"
        }
        return (script, contents)
    }

    /// - Returns: whether the board was in the middle of a file.
    private func kill(_ victim: Victim, _ board: RealBoard, _ shell: Run) throws -> Bool {
        let (ofBoard, ofHub) = (
            [.board, .boardAndHub, .boardAndShell].contains(victim), [.hub, .boardAndHub].contains(victim)
        )
        if ofBoard { board.crash() }
        let isHit = ofBoard && !leftovers(board).isEmpty
        if victim == .shell || victim == .boardAndShell { shell.signal(SIGKILL) }
        if ofHub {
            try fleet.hub.crash()
            try fleet.hub.start()
        }
        guard ofBoard else { return false }
        // What it was before it died does not count.
        try fleet.hub.ask(Command("DEL", "board:\(board.name)"))
        try board.start()
        return isHit
    }

    @Test func afterKillsAtAnyMomentEachFileIsTheOldOneOrTheNewOne() throws {
        let seed = ProcessInfo.processInfo.environment["MBM_SEED"].flatMap { UInt64($0) } ?? .random(in: 0 ... .max)
        print("files and kills at random: MBM_SEED=\(seed) repeats them")
        var random = Generator(state: seed)
        let fleet = try fleet
        var old: [String: [String: [UInt8]]] = [:]
        var hits = 0
        let end = ContinuousClock.now + .seconds(40)
        for round in 0..<30 where ContinuousClock.now < end {
            let (script, new) = try plan(&random)
            let victim = Victim.allCases.randomElement(using: &random) ?? .nobody
            let board = fleet.boards.randomElement(using: &random) ?? fleet.boards[0]
            let delay = UInt32.random(in: 0..<40_000, using: &random)
            let waits = Int.random(in: 0..<4, using: &random) > 0
            let what = "seed \(seed), round \(round): \(victim) after \(delay) µs\(waits ? " of copying" : "")"
            let shell = try fleet.start(script, ["--keep-going", "--timeout", "6"])
            if waits {
                // A copy that is over before anybody sees it is one as well.
                try? eventually("a copy", within: 3) { try fleet.state(board.name) == "copying" }
            }
            usleep(delay)
            if try kill(victim, board, shell) { hits += 1 }
            _ = try shell.wait(within: 60)
            try fleet.waitUntilIdle(fleet.boards)
            try eventually("\(what): nothing is to be done any more") {
                try fleet.boards.allSatisfy {
                    try fleet.hub.ask(Command("LLEN", "repl:\($0.name).copy")) == .integer(0)
                }
            }
            try fleet.waitUntilIdle(fleet.boards)
            for board in fleet.boards {
                #expect(leftovers(board) == [], "\(what): \(board.name)")
                for path in Self.paths {
                    let found = bytes(board.path(path))
                    let before = old[board.name]?[path]
                    #expect(found == before || found == new[path] && found != nil, "\(what): \(board.name): \(path)")
                    old[board.name, default: [:]][path] = found
                }
            }
            guard round % 3 == 2 else { continue }
            let again = try fleet.run(script)
            #expect(again.status == 0, "\(what): \(again)")
            for board in fleet.boards {
                for (path, content) in new {
                    #expect(bytes(board.path(path)) == content, "\(what), and again: \(board.name): \(path)")
                    old[board.name, default: [:]][path] = content
                }
            }
        }
        print("boards that died in the middle of a file: \(hits)")
    }
}
