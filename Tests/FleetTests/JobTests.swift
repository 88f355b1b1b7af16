import Redis
import Testing

@testable import Fleet

/// What comes in, written short.
private enum Entry {
    case output(String, Int, at: Int, String)
    case done(String, pieces: Int, length: Int, Outcome = .ok)
    case drained
    case end(String, Outcome)
}

private func output(
    _ board: String, _ number: Int, at offset: Int, _ text: String, request: String = "7"
) -> Job.Output {
    Job.Output([
        "board": .string(Array(board.utf8)), "request": .string(Array(request.utf8)),
        "seq": .string(Array("\(number)".utf8)), "at": .string(Array("\(offset)".utf8)),
        "out": .string(Array(text.utf8)),
    ])
}

private func completion(
    _ board: String, pieces: Int, length: Int, _ outcome: Outcome = .ok, request: String = "7"
) -> Job.Completion {
    Job.Completion(board: board, request: request, pieces: pieces, length: length, outcome: outcome)
}

/// Events as short texts: `a:text`, `a-3` (dropped), `a!ok`.
private func events(_ entries: [Entry], boards: [String] = ["a", "b"]) -> [String] {
    var job = Job(request: "7", boards: boards)
    return entries.flatMap { entry in
        switch entry {
        case .output(let board, let number, let offset, let text):
            job.receive(output(board, number, at: offset, text))
        case .done(let board, let pieces, let length, let outcome):
            job.receive(completion(board, pieces: pieces, length: length, outcome))
        case .drained: job.drained()
        case .end(let board, let outcome): job.end(board, outcome)
        }
    }.map { event in
        switch event {
        case .output(let board, let bytes): "\(board):\(String(decoding: bytes, as: UTF8.self))"
        case .dropped(let board, let count): "\(board)-\(count)"
        case .finished(let board, let outcome): "\(board)!\(outcome)"
        }
    }
}

@Suite struct JobTests {
    @Test func outputThenOutcomeIsGivenAsItComes() {
        #expect(
            events([
                .output("a", 0, at: 0, "one"), .output("b", 0, at: 0, "x"), .output("a", 1, at: 3, "two"),
                .done("a", pieces: 2, length: 6), .done("b", pieces: 1, length: 1, .interrupted),
            ]) == ["a:one", "b:x", "a:two", "a!ok", "b!interrupted"])
    }

    @Test func anOutcomeWithoutOutputEndsABoard() {
        #expect(events([.done("b", pieces: 0, length: 0)]) == ["b!ok"])
    }

    @Test func repeatedPiecesAreGivenOnce() {
        #expect(
            events([
                .output("a", 0, at: 0, "one"), .output("a", 1, at: 3, "two"), .output("a", 0, at: 0, "one"),
                .output("a", 1, at: 3, "two"), .output("a", 2, at: 6, "three"), .done("a", pieces: 3, length: 11),
                .done("a", pieces: 3, length: 11),
            ]) == ["a:one", "a:two", "a:three", "a!ok"])
    }

    @Test func whatIsMissingIsCountedWhereItIsMissing() {
        #expect(
            events([
                .output("a", 2, at: 6, "three"), .output("a", 4, at: 15, "five"), .done("a", pieces: 5, length: 19),
            ]) == ["a-6", "a:three", "a-4", "a:five", "a!ok"])
    }

    /// Pieces that the board dropped have no number.
    @Test func aGapThatTheBoardMadeIsCountedByItsBytes() {
        #expect(
            events([.output("a", 0, at: 0, "x"), .output("a", 1, at: 101, "y"), .done("a", pieces: 2, length: 150)])
                == ["a:x", "a-100", "a:y", "a-48", "a!ok"])
    }

    @Test func anOutcomeWaitsForTheOutputBeforeIt() {
        #expect(
            events([.done("a", pieces: 2, length: 6), .output("a", 0, at: 0, "one"), .output("a", 1, at: 3, "two")])
                == ["a:one", "a:two", "a!ok"])
    }

    @Test func theFirstOutcomeCounts() {
        #expect(
            events([.done("a", pieces: 1, length: 3), .done("a", pieces: 0, length: 0, .interrupted), .drained])
                == ["a-3", "a!ok"])
    }

    @Test func whatHasNotComeWhenAllIsReadIsCountedAsDropped() {
        #expect(
            events([
                .done("b", pieces: 1, length: 4), .done("a", pieces: 2, length: 6), .output("a", 0, at: 0, "one"),
                .drained, .output("a", 1, at: 3, "two"), .drained,
            ]) == ["a:one", "a-3", "a!ok", "b-4", "b!ok"])
    }

    @Test func readingToTheEndEndsNoBoardThatHasNotAnswered() {
        #expect(events([.output("a", 0, at: 0, "one"), .drained]) == ["a:one"])
    }

    @Test func aBoardThatFinishedSaysNothingMore() {
        #expect(
            events([
                .end("a", .silent("why")), .output("a", 0, at: 0, "late"), .done("a", pieces: 1, length: 4),
                .end("a", .ok), .drained,
            ]) == ["a!silent(\"why\")"])
    }

    /// Its outcome is here, only some of its output is not.
    @Test func aBoardWhoseOutcomeIsKnownIsNotCalledSilent() {
        #expect(
            events([.done("a", pieces: 1, length: 4, .interrupted), .end("a", .silent("why"))])
                == ["a-4", "a!interrupted"])
    }

    @Test func boardsAndRequestsOfOthersGiveNothing() {
        var job = Job(request: "7", boards: ["a"])
        #expect(job.receive(output("b", 0, at: 0, "x")) == [])
        #expect(job.receive(output("", 0, at: 0, "x")) == [])
        #expect(job.receive(output("a", 0, at: 0, "x", request: "8")) == [])
        #expect(job.receive(completion("b", pieces: 0, length: 0)) == [])
        #expect(job.receive(completion("a", pieces: 0, length: 0, request: "8")) == [])
        #expect(job.receive(completion("a", pieces: 0, length: 0, request: "")) == [])
        #expect(job.end("b", .ok) == [])
        #expect(job.pending == ["a"])
    }

    @Test func boardsThatAreNamedTwiceAreOne() {
        #expect(events([.done("a", pieces: 0, length: 0)], boards: ["a", "a"]) == ["a!ok"])
        #expect(Job(request: "7", boards: ["a", "a", "b"]).pending == ["a", "b"])
    }

    @Test func whoHasNotFinishedIsPending() {
        var job = Job(request: "7", boards: ["a", "b", "c"])
        _ = job.receive(completion("a", pieces: 0, length: 0))
        _ = job.receive(completion("b", pieces: 1, length: 1))
        #expect(job.pending == ["b", "c"])
        _ = job.end("c", .refused("why"))
        _ = job.drained()
        #expect(job.pending.isEmpty)
    }
}

/// Entries as a board that means ill would write them.
@Suite struct HostileEntryTests {
    private static let numbers = [
        "", "-1", "0", "9223372036854775807", "-9223372036854775808", "99999999999999999999999", "1e9", " 1", "0x7",
        "\u{ff11}",
    ]

    @Test(arguments: numbers) func noNumberIsATrap(number: String) {
        let text = Reply.string(Array(number.utf8))
        var job = Job(request: "7", boards: ["a"])
        for field in ["seq", "at", "both"] {
            var fields: [String: Reply] = [
                "board": .string(Array("a".utf8)), "request": .string(Array("7".utf8)), "out": .string([0x78]),
            ]
            if field != "at" { fields["seq"] = text }
            if field != "seq" { fields["at"] = text }
            for _ in 0..<3 { _ = job.receive(Job.Output(fields)) }
        }
        var fields: [String: Reply] = [
            "board": .string(Array("a".utf8)), "request": .string(Array("7".utf8)), "rc": text, "line": text,
        ]
        fields["seq"] = text
        fields["length"] = text
        _ = job.receive(Job.Completion(fields))
        _ = job.drained()
        #expect(job.pending.isEmpty)
    }

    /// Adding up all that is said to be missing must not overflow anywhere.
    @Test func whatIsMissingIsNeverMoreThanCanBeCounted() {
        var job = Job(request: "7", boards: ["a"])
        var missing = 0
        for number in 0..<5000 {
            for event in job.receive(output("a", number, at: number.isMultiple(of: 2) ? 1 << 62 : 0, "x")) {
                if case .dropped(_, let count) = event {
                    #expect(count > 0)
                    let (sum, overflow) = missing.addingReportingOverflow(count)
                    #expect(!overflow)
                    missing = sum
                }
            }
        }
        #expect(missing <= 1 << 53)
    }

    @Test(arguments: [
        ["rc": "0"], ["rc": "0", "class": "ValueError"],
    ])
    func onlyAZeroIsOk(fields: [String: String]) {
        #expect(outcome(fields) == .ok)
    }

    @Test(arguments: [
        ([:], PythonException(kind: "", message: "")),
        (["rc": "1"], PythonException(kind: "", message: "")),
        (["rc": "00"], PythonException(kind: "", message: "")),
        (
            ["rc": "1", "class": "OSError", "message": "[Errno 2] ENOENT", "line": "3"],
            PythonException(kind: "OSError", message: "[Errno 2] ENOENT", line: 3)
        ),
        (
            ["rc": "1", "class": "A", "message": "m", "line": "99999999999999999999"],
            PythonException(kind: "A", message: "m", line: nil)
        ),
    ])
    func everythingElseIsAnException(fields: [String: String], exception: PythonException) {
        #expect(outcome(fields) == .raised(exception))
    }

    @Test func aKeyboardInterruptIsAnInterruption() {
        #expect(outcome(["rc": "1", "class": "KeyboardInterrupt"]) == .interrupted)
    }

    private func outcome(_ fields: [String: String]) -> Outcome {
        Job.Completion(fields.mapValues { .string(Array($0.utf8)) }).outcome
    }

    @Test func fieldsThatAreNoTextCountAsMissing() {
        let output = Job.Output(["board": .integer(1), "request": .array([]), "seq": .null, "out": .integer(5)])
        #expect(output == Job.Output(board: "", request: "", number: 0, offset: 0, bytes: []))
    }
}

@Suite struct PythonExceptionTests {
    @Test(arguments: [
        ("OSError", "[Errno 2] ENOENT", "no such file or directory"), ("OSError", "28", "the file system is full"),
        ("OSError", "[Errno 39] ENOTEMPTY", "the directory is not empty"),
        ("OSError", "[Errno 2] ENOENT: lib/a.py", "no such file or directory"),
        ("OSError", "[Errno 110] ETIMEDOUT", "OSError: [Errno 110] ETIMEDOUT"),
        ("OSError", "2 files are missing", "OSError: 2 files are missing"),
        ("OSError", "[Errno 99999999999999999999]", "OSError: [Errno 99999999999999999999]"),
        ("OSError", "[Errno ", "OSError: [Errno "), ("OSError", "", "OSError"), ("OSError", "-2", "OSError: -2"),
        ("ValueError", "2", "ValueError: 2"), ("MemoryError", "", "MemoryError"), ("", "", ""),
        ("OSError", "\u{ff12}", "OSError: \u{ff12}"),
    ])
    func anErrorNumberBecomesWhatItMeans(kind: String, message: String, sentence: String) {
        #expect(PythonException(kind: kind, message: message).sentence == sentence)
    }
}
