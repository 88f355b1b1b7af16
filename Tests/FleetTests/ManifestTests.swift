import Testing

@testable import Fleet

/// Operations on files: what they look like, what can be none, and what they come to.
struct ManifestTests {
    private static let hash = String(repeating: "a", count: 64)

    // MARK: Manifests

    @Test func operationsAreTextThatEndsWithNUL() throws {
        let changes = try Manifest([
            .file("a b\n'\"ü", size: 0, sha256: Self.hash), .folder("/x"), .remove("y/z"), .makeFolder("m"),
            .move("a ü", to: "b c"),
        ])
        #expect(
            String(decoding: changes.bytes, as: UTF8.self)
                == "file 0 \(Self.hash) a b\n'\"ü\0folder /x\0remove y/z\0make m\0move 3 a ü b c\0")
        #expect(changes.count == 5 && changes.mode == "apply" && !changes.isHarmless)
        #expect(changes.sha256 == sha256(changes.bytes))
        #expect(try Manifest([.folder("x")], isTrial: true).mode == "check")
        let queries = try Manifest([.list(""), .hash("a"), .send("b/"), .names("n"), .content("c")])
        #expect(String(decoding: queries.bytes, as: UTF8.self) == "list \0hash a\0send b/\0names n\0content c\0")
        #expect(queries.mode == "read")
    }

    @Test(
        arguments: [
            (.folder(""), "this names no file"), (.remove("a/"), "this names no file"),
            (.makeFolder(""), "this names no file"), (.move("", to: "b"), "this names no file"),
            (.folder("a\u{0}b"), "a path on a board has no NUL"),
            (
                .file(String(repeating: "ü", count: 513), size: 1, sha256: hash),
                "a path on a board has 1024 bytes at most"
            ),
            (.file("a", size: (16 << 20) + 1, sha256: hash), "it has 16777217 bytes; 16 MB are the most"),
        ] as [(FileChange, String)])
    func whatCanBeNoneIsRefused(change: FileChange, reason: String) {
        #expect(throws: FleetError.file(path: change.path, reason)) { try Manifest([change]) }
    }

    // MARK: Failures

    @Test(
        arguments: [
            (.number(21), "it is a directory", "OSError"), (.number(99), "OSError: [Errno 99]", "OSError"),
            (.full(needed: 5, free: 3), "the file system is full: 5 bytes needed, 3 free", "OSError"),
            (.full(needed: 5, free: nil), "the file system is full", "OSError"),
            (.differs, "it did not arrive as it was sent; nothing was written", "ValueError"),
            (.other("MemoryError"), "MemoryError", "MemoryError"),
        ] as [(FileFailure, String, String)])
    func failuresAreSentences(failure: FileFailure, sentence: String, kind: String) {
        #expect(failure.sentence == sentence)
        #expect(failure.exception.kind == kind)
    }

    // MARK: Reports

    @Test func bytesAreCountedOnce() {
        let changes: [FileChange] = [
            .file("a", size: 100, sha256: ""), .folder("b"), .file("c", size: 50, sha256: ""), .remove("d"),
        ]
        var report = FileReport(changes)
        #expect(report.size == 150)
        for event: FileEvent in [.progress(0, bytes: 60), .progress(0, bytes: 90), .progress(0, bytes: 20)] {
            report.take("x", event)
        }
        #expect(report["x"].bytesDone == 20 && report["x"].current?.bytes == 20)
        report.take("x", .done(0, .replaced))
        #expect(report["x"].bytesDone == 100 && report["x"].bytesSent == 100 && report["x"].current == nil)
        report.take("x", .done(0, .replaced))
        report.take("x", .progress(2, bytes: 999))
        #expect(report["x"].bytesDone == 150)
        report.take("x", .failed(2, path: "", .gone))
        report.take("x", .done(1, .unchanged))
        report.take("y", .done(2, .unchanged))
        #expect(report["x"].bytesDone == 100 && report["x"].count(.replaced) == 1 && report["x"].count(.unchanged) == 1)
        #expect(report["x"].failures.map(\.operation) == [2])
        #expect(report["y"].bytesDone == 50 && report["y"].bytesSent == 0)
        #expect(report.boards(of: ["y", "x", "z"], where: 2) { $0 == .failed(.gone) } == ["x"])
        #expect(report["z"] == FileReport.Board())
    }

    // MARK: How far boards may go on

    @Test func aBoardIsToldInTimeHowFarItMayGoOnAndAgainWhereItStandsStill() throws {
        var traffic = FileTraffic(try Manifest([.list("")]), nil, boards: ["a", "b"], width: .max)
        let start = ContinuousClock.now
        let window = traffic.window
        #expect(window == 1 << 16)
        func limit(_ offset: Int, _ seconds: Double) -> Int? {
            traffic.limit(of: "a", readTo: offset, at: start + .milliseconds(Int(seconds * 1000)))
        }
        #expect(limit(0, 0) == nil && limit(window / 2, 0) == nil)
        #expect(limit(window / 2 + 1, 0.1) == window + window / 2 + 1)
        #expect(limit(window / 2 + 1, 0.5) == nil && limit(window / 2 + 1, 1) == nil)
        #expect(limit(window / 2 + 1, 1.2) == window + window / 2 + 1)
        #expect(limit(window / 2 + 1, 1.3) == nil && limit(window / 2 + 2, 2.3) == nil)
        let all = (0..<1000).map(String.init)
        #expect(FileTraffic(try Manifest([.list("")]), nil, boards: all, width: .max).window == 524)
        #expect(FileTraffic(try Manifest([.list("")]), nil, boards: all, width: 4).window == 1 << 16)
        var changes = FileTraffic(try Manifest([.folder("x")]), nil, boards: ["a"], width: .max)
        #expect(changes.limit(of: "a", readTo: 1 << 30) == nil)
    }

    // MARK: Boards that know no manifests

    private func kind(_ step: LegacyFiles.Step?) -> String {
        switch step {
        case .run(let program): program.contains("_mbm(") ? "run" : "?"
        case .copy(let operation, _, _, let part, _): "copy \(operation) \(part)"
        case nil: "end"
        }
    }

    private func take(_ text: String, _ outcome: Outcome = .ok, isHeard: Bool = true, of files: inout LegacyFiles)
        -> String
    {
        String(decoding: files.take(Array(text.utf8), outcome, isHeard: isHeard), as: UTF8.self)
            .replacing("\0", with: "|")
    }

    private func raised(_ kind: String, _ message: String = "") -> Outcome {
        .raised(PythonException(kind: kind, message: message))
    }

    @Test func filesAreCopiedOneByOneAfterWhatIsMadeAndRemovedWithThem() throws {
        var files = LegacyFiles(
            try Manifest([
                .remove("x"), .folder("d"), .file("d/a", size: 3, sha256: Self.hash),
                .file("b", size: 4, sha256: Self.hash), .file("/c", size: 5, sha256: Self.hash),
                .file("e", size: 6, sha256: Self.hash), .remove("y"),
            ]), isBlind: false)
        #expect(kind(files.next()) == "run")
        #expect(take("0 -\n1 +\nnoise\n2 ?+\n3 =\n4 ?~\n5 ?+\n6 -\n9 -\n", of: &files) == "0 -|1 +|3 =|")
        #expect(kind(files.next()) == "copy 2 d/.mbm-part")
        #expect(take("", of: &files) == "2 +|")
        #expect(kind(files.next()) == "copy 4 /.mbm-part")
        #expect(take("", raised("ValueError", "SHA-256 differs"), of: &files) == "4 ! differs|")
        #expect(kind(files.next()) == "copy 5 .mbm-part")
        #expect(String(decoding: files.contentIsGone(), as: UTF8.self) == "5 ! gone\0")
        #expect(kind(files.next()) == "run")
        #expect(take("", raised("MemoryError"), of: &files) == "6 ! MemoryError|")
        #expect(kind(files.next()) == "end" && files.outcome == .ok)
    }

    @Test func aFullBoardIsLeftAlone() throws {
        var files = LegacyFiles(
            try Manifest([.file("a", size: 3, sha256: Self.hash), .file("b", size: 4, sha256: Self.hash)]),
            isBlind: false)
        _ = files.next()
        _ = take("0 ?+\n1 ?+\n", of: &files)
        _ = files.next()
        #expect(take("", raised("OSError", "[Errno 28] ENOSPC"), of: &files) == "0 ! 28 3|")
        #expect(kind(files.next()) == "end" && files.outcome == raised("OSError", "[Errno 28] ENOSPC"))
    }

    @Test func ofABoardThatIsNotHeardTheCompletionsTell() throws {
        let manifest = try Manifest([
            .folder("d"), .file("a", size: 3, sha256: Self.hash), .remove("b"),
        ])
        var files = LegacyFiles(manifest, isBlind: true)
        #expect(kind(files.next()) == "run")
        #expect(take("", isHeard: false, of: &files) == "0 +|")
        #expect(kind(files.next()) == "copy 1 .mbm-part")
        #expect(take("", isHeard: false, of: &files) == "1 ~|")
        #expect(kind(files.next()) == "run")
        #expect(take("", raised("Exception"), isHeard: false, of: &files) == "2 ! Exception|")
        #expect(kind(files.next()) == "end")
        // One that falls silent.
        files = LegacyFiles(manifest, isBlind: false)
        #expect(kind(files.next()) == "run")
        #expect(take("", isHeard: false, of: &files) == "")
        #expect(kind(files.next()) == "run")
        #expect(take("", isHeard: false, of: &files) == "0 +|")
        #expect(kind(files.next()) == "copy 1 .mbm-part")
    }

    @Test func whatALegacyBoardPrintsBecomesRecords() throws {
        var files = LegacyFiles(try Manifest([.send("a"), .list("b")]), isBlind: false)
        #expect(kind(files.next()) == "run")
        let printed =
            "0 s 3 x\\ny\\\\\n:616263\n:6g\n:6\n0 e abc\n0 s 3 z\n:61\n0 ! 5 z\n1 f 3 no\n:6162\n0 ! 2 \n0 .\n"
        #expect(take(printed, of: &files) == "0 s 3 x\ny\\|3|abc0 abc|0 s 3 z|1|a! 5|0 ! 2 |0 .|")
        #expect(kind(files.next()) == "run")
        #expect(take("1 f 3 n\n", raised("MemoryError"), of: &files) == "1 f 3 n|")
        #expect(kind(files.next()) == "end" && files.outcome == raised("MemoryError"))
    }
}
