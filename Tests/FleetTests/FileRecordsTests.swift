import Testing

@testable import Fleet

/// What boards say of files, read: in pieces of any size, and with nothing believed.
struct FileRecordsTests {
    private static let hash = sha256(Array("content".utf8))

    private func changes(_ count: Int = 3) throws -> FileRecords {
        FileRecords(try Manifest((0..<count).map { .folder("f\($0)") }))
    }

    private func queries(_ count: Int = 3) throws -> FileRecords {
        FileRecords(try Manifest((0..<count).map { .list("f\($0)") }))
    }

    /// Reads text in pieces of a size; `|` stands for NUL.
    private func read(_ text: String, _ records: FileRecords, by size: Int = .max) -> [FileRecords.Record] {
        var records = records
        let bytes = text.utf8.map { $0 == UInt8(ascii: "|") ? 0 : $0 }
        var found: [FileRecords.Record] = []
        for start in stride(from: 0, to: bytes.count, by: min(size, bytes.count)) {
            found += records.take(Array(bytes[start..<min(bytes.count, start + min(size, bytes.count))]))
        }
        return found
    }

    /// Pieces of a file's content put together.
    private func joined(_ records: [FileRecords.Record]) -> [FileRecords.Record] {
        records.reduce(into: []) { all, record in
            if case .event(.bytes(let new)) = record, case .event(.bytes(let old))? = all.last {
                all[all.count - 1] = .event(.bytes(old + new))
            } else {
                all.append(record)
            }
        }
    }

    @Test(
        arguments: [
            ("0 =|1 +|2 ~|0 -|", [.done(0, .unchanged), .done(1, .created), .done(2, .replaced), .done(0, .removed)]),
            ("0 . 700|0 . 1400|", [.progress(0, bytes: 700), .progress(0, bytes: 1400)]),
            (
                "0 ! 21|1 ! 28 900 70|2 ! 28 9|0 ! 28|1 ! differs|2 ! gone|0 ! MemoryError|",
                [
                    .failed(0, path: "", .number(21)), .failed(1, path: "", .full(needed: 900, free: 70)),
                    .failed(2, path: "", .full(needed: 9, free: nil)), .failed(0, path: "", .number(28)),
                    .failed(1, path: "", .differs), .failed(2, path: "", .gone),
                    .failed(0, path: "", .other("MemoryError")),
                ]
            ),
            // What makes no sense.
            (
                "3 =|-1 =|x =|0|0 = 1|0  =||0 §|0 .|0 . -1|0 . 1234567890123456|99999999999999999999 =|1 =|",
                [.done(1, .unchanged)]
            ),
            // What only the answers to queries have.
            ("0 f 3 a|0 d a|0 s 3 a|3|abc|", []),
            ("0 =", []),
        ] as [(String, [FileEvent])])
    func changesAreTold(said: String, expected: [FileEvent]) throws {
        for size in [1, 2, 7, .max] {
            #expect(read(said, try changes(), by: size) == expected.map { .event($0) }, "\(size)")
        }
    }

    @Test func whatABoardWaitsForIsNoEvent() throws {
        #expect(read("0 ?|-1 ?|-2 ?|3 ?|", try changes()) == [.wants(0), .wants(-1)])
        #expect(read("0 ?|-1 ?|", try queries()) == [.wants(0), .wants(-1)])
    }

    @Test(
        arguments: [
            (
                "0 d a|0 f 12 a/b ü\nc|0 l x|0 .|1 f 0 |1 .|",
                [
                    .entry(0, FileEntry(path: "a", kind: .folder)),
                    .entry(0, FileEntry(path: "a/b ü\nc", kind: .file(size: 12, sha256: nil))),
                    .entry(0, FileEntry(path: "x", kind: .other)), .answered(0),
                    .entry(1, FileEntry(path: "", kind: .file(size: 0, sha256: nil))), .answered(1),
                ]
            ),
            ("0 h 7 \(hash)|0 .|", [.entry(0, FileEntry(path: "", kind: .file(size: 7, sha256: hash))), .answered(0)]),
            ("0 h 7 abc|0 h 7 \(hash.uppercased())|0 h 7|", []),
            (
                "0 ! 2 |1 ! 40 a/b|2 ! 84 ü|0 . 77|",
                [
                    .failed(0, path: "", .number(2)), .failed(1, path: "a/b", .number(40)),
                    .failed(2, path: "ü", .number(84)), .progress(0, bytes: 77),
                ]
            ),
            // No path leads out of where it begins.
            (
                "0 f 1 ../x|0 f 1 /x|0 d a/../..|0 l .|0 f 1 a//b|0 f 1 a/|",
                Array(repeating: .failed(0, path: "", .badName), count: 6)
            ),
            ("0 s 7 ../x|7|content0 \(hash)|0 .|", [.failed(0, path: "", .badName), .answered(0)]),
            (
                "1 s 7 a|4|cont3|ent0 \(hash)|1 s 0 |0 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855|1 .|",
                [
                    .begins(1, path: "a", size: 7), .bytes(Array("content".utf8)), .ends(1, path: "a"),
                    .begins(1, path: "", size: 0), .ends(1, path: ""), .answered(1),
                ]
            ),
            (
                "0 s 9 a|7|content0 \(String(repeating: "0", count: 64))|0 s 9 b|3|con! 5|0 .|",
                [
                    .begins(0, path: "a", size: 9), .bytes(Array("content".utf8)), .failed(0, path: "a", .differs),
                    .begins(0, path: "b", size: 9), .bytes(Array("con".utf8)), .failed(0, path: "b", .number(5)),
                    .answered(0),
                ]
            ),
            // What is no piece: nothing after it can be told from content.
            (
                "0 s 9 a|65537|xxxx0 .|", [.begins(0, path: "a", size: 9), .failed(0, path: "a", .incomplete)]
            ),
            ("0 s 9 a|0 .|0 .|", [.begins(0, path: "a", size: 9), .failed(0, path: "a", .differs), .answered(0)]),
        ] as [(String, [FileEvent])])
    func answersAreTold(said: String, expected: [FileEvent]) throws {
        for size in [1, 3, 11, .max] {
            #expect(joined(read(said, try queries(), by: size)) == expected.map { .event($0) }, "\(size)")
        }
    }

    @Test func contentMayHoldAnything() throws {
        let content = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var bytes = Array("0 s 70000 x\0".utf8)
        for start in stride(from: 0, to: content.count, by: 1024) {
            let piece = content[start..<min(content.count, start + 1024)]
            bytes += Array("\(piece.count)\0".utf8) + piece
        }
        bytes += Array("0 \(sha256(content))\0".utf8)
        var records = try queries()
        var found: [FileRecords.Record] = []
        for start in stride(from: 0, to: bytes.count, by: 999) {
            found += records.take(Array(bytes[start..<min(bytes.count, start + 999)]))
        }
        #expect(
            joined(found) == [
                .event(.begins(0, path: "x", size: 70_000)), .event(.bytes(content)), .event(.ends(0, path: "x")),
            ])
    }

    @Test func afterALossChangesGoOnWithTheNextRecordAndContentsDoNot() throws {
        var changes = try changes()
        #expect(changes.take(Array("0 =\u{0}1 ".utf8)) == [.event(.done(0, .unchanged))])
        #expect(changes.lose() == [])
        #expect(changes.take(Array("=\u{0}2 +\u{0}".utf8)) == [.event(.done(2, .created))])
        var queries = try queries()
        _ = queries.take(Array("0 s 9 a\u{0}5\u{0}con".utf8))
        #expect(queries.lose() == [.event(.failed(0, path: "a", .incomplete))])
        #expect(queries.take(Array("0 s 9 a\u{0}5\u{0}con".utf8)) == [])
        #expect(queries.finish() == [])
        var ended = try self.queries()
        _ = ended.take(Array("0 s 9 a\u{0}5\u{0}con".utf8))
        #expect(ended.finish() == [.event(.failed(0, path: "a", .incomplete))])
    }

    @Test func aRecordWithoutEndIsNotKept() throws {
        var records = try changes()
        for _ in 0..<100 { #expect(records.take([UInt8](repeating: 65, count: 1000)) == []) }
        #expect(records.take(Array("\u{0}0 =\u{0}".utf8)) == [.event(.done(0, .unchanged))])
    }
}
