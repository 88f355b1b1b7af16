import Fleet
import Redis
import Testing

@testable import Fleet
@testable import Shell

/// What was written, by stream: `>` results, `!` notes.
private final class Written {
    private(set) var text = ""
    private(set) var pieces: [String] = []

    func output(raw: Bool = false) -> Output {
        Output(
            style: .init(raw: raw), standard: { self.take(">", $0) }, error: { self.take("!", $0) })
    }

    private func take(_ mark: String, _ bytes: [UInt8]) {
        let piece = String(decoding: bytes, as: UTF8.self)
        guard !piece.isEmpty else { return }
        pieces.append(mark + piece)
        text += piece
    }
}

private func out(_ board: String, _ text: String) -> Job.Event { .output(board: board, bytes: Array(text.utf8)) }

private func result(_ outcomes: [(String, Outcome?)]) -> JobResult {
    var result = JobResult(boards: outcomes.map(\.0))
    for (board, outcome) in outcomes { result.ended[board] = outcome }
    return result
}

private func line(_ range: String) -> String {
    let start = "## \(range) "
    return ">" + start + String(repeating: "#", count: 80 - start.count) + "\n"
}

@Suite struct AnswersTests {
    @Test func boardsWithTheSameOutputAndOutcomeAreOneGroup() {
        var answers = Answers()
        for event in [out("a", "1\n"), out("b", "1"), out("c", "2\n"), out("b", "\n"), out("d", "1\n")] {
            answers.take(event)
        }
        let groups = answers.folded(result([("d", .ok), ("c", .ok), ("b", .ok), ("a", .interrupted), ("e", .ok)]))
        #expect(groups.map(\.boards) == [["d", "b"], ["c"], ["a"], ["e"]])
        #expect(groups.map { String(decoding: $0.output, as: UTF8.self) } == ["1\n", "2\n", "1\n", ""])
    }

    @Test func exceptionsAreDifferentOutcomes() {
        let first = Outcome.raised(PythonException(kind: "OSError", message: "2", line: 1))
        let other = Outcome.raised(PythonException(kind: "OSError", message: "2", line: 2))
        let groups = Answers().folded(result([("a", first), ("b", other), ("c", first), ("d", nil)]))
        #expect(groups.map(\.boards) == [["a", "c"], ["b"], ["d"]])
    }

    @Test func outputThatIsMissingMakesAGroupOfItsOwn() {
        var answers = Answers()
        for event in [out("a", "1"), out("b", "1"), .dropped(board: "b", count: 3), .dropped(board: "b", count: 4)] {
            answers.take(event)
        }
        let groups = answers.folded(result([("a", .ok), ("b", .ok)]))
        #expect(groups.map(\.dropped) == [0, 7])
    }

    @Test func whatIsMoreThanIsKeptIsCounted() {
        var answers = Answers(most: 5)
        for text in ["abc", "defg", "h"] { answers.take(out("a", text)) }
        #expect(answers.outputs["a"] == Array("abcde".utf8))
        #expect(answers.dropped["a"] == 3)
    }

    @Test func aThousandBoardsFoldIntoOneGroupAndAThousand() {
        let boards = (1...1000).map { "board-\($0)" }
        var same = Answers()
        var different = Answers()
        for board in boards {
            same.take(out(board, "1\n"))
            different.take(out(board, board))
        }
        let all = result(boards.map { ($0, .ok) })
        #expect(same.folded(all).map(\.boards) == [boards])
        #expect(different.folded(all).map(\.boards) == boards.map { [$0] })
    }

    @Test(arguments: [
        ("a", "## a " + String(repeating: "#", count: 75)),
        ("esp8266-[1-3]", "## esp8266-[1-3] " + String(repeating: "#", count: 63)),
        (String(repeating: "x", count: 74), "## " + String(repeating: "x", count: 74) + " ##"),
        (String(repeating: "x", count: 75), "## " + String(repeating: "x", count: 75) + " ##"),
        (String(repeating: "x", count: 200), "## " + String(repeating: "x", count: 200) + " ##"),
    ])
    func aHeaderFillsTheLine(text: String, line: String) {
        #expect(header(text) == line)
    }
}

@Suite struct AnswerPrinterTests {
    private func printed(
        _ outcomes: [(String, Outcome?)], live: Bool, raw: Bool = false, _ events: [Job.Event]
    ) -> [String] {
        let written = Written()
        var printer = AnswerPrinter(written.output(raw: raw), live: live)
        for event in events { printer.take(event) }
        printer.finish(result(outcomes))
        return written.pieces
    }

    @Test func severalBoardsAreShownAtTheEndUnderHeaders() {
        #expect(
            printed(
                [("b-1", .ok), ("b-2", .ok), ("b-3", .ok)], live: false,
                [out("b-3", "1\n"), out("b-2", "2\n"), out("b-1", "1\n")])
                == [line("b-[1,3]"), ">1\n", line("b-2"), ">2\n"])
    }

    @Test func outputWithoutALineEndGetsOne() {
        #expect(
            printed([("a", .ok), ("b", .ok)], live: false, [out("a", "x"), out("b", "x")]).suffix(2) == [">x", ">\n"])
        #expect(printed([("a", .ok)], live: false, [out("a", "x")]) == [">x", ">\n"])
        #expect(printed([("a", .ok)], live: true, [out("a", "x")]) == [">x", ">\n"])
    }

    @Test func boardsThatSaidNothingAreShownOnlyBesideOthers() {
        #expect(printed([("a", .ok), ("b", .ok)], live: false, []) == [])
        #expect(
            printed([("a", .ok), ("b", .ok)], live: false, [out("b", "x\n")]) == [line("a"), line("b"), ">x\n"])
    }

    /// Notes tell of them.
    @Test func boardsThatWereNotAskedHaveNoHeader() {
        let outcomes: [(String, Outcome?)] = [
            ("a", .silent("why")), ("b", .ok), ("c", .refused("why")), ("d", nil), ("e", .silent("why")),
        ]
        #expect(
            printed(outcomes, live: false, [out("b", "x\n"), out("e", "part")])
                == [line("b"), ">x\n", line("e"), ">part", ">\n"])
        #expect(printed(outcomes, live: false, []) == [])
    }

    @Test func missingOutputIsNoted() {
        let events: [Job.Event] = [out("a", "x"), .dropped(board: "a", count: 7), out("a", "y\n")]
        #expect(printed([("a", .ok)], live: true, events) == [">x", ">\n", "!a: 7 bytes dropped\n", ">y\n"])
        #expect(
            printed([("a", .ok), ("b", .ok)], live: false, events)
                == [line("a"), ">xy\n", "!a: 7 bytes dropped\n", line("b")])
    }

    // MARK: One board, as it comes

    @Test func oneBoardIsShownAsItComes() {
        #expect(
            printed([("a", .ok)], live: true, [out("a", "1"), out("a", "2\n"), .finished(board: "a", .ok)])
                == [">1", ">2\n"])
    }

    @Test func aCharacterThatIsSpreadOverPiecesStaysWhole() {
        let bytes = Array("é日😀\n".utf8)
        for size in 1...4 {
            let events = stride(from: 0, to: bytes.count, by: size).map {
                Job.Event.output(board: "a", bytes: Array(bytes[$0..<min($0 + size, bytes.count)]))
            }
            #expect(printed([("a", .ok)], live: true, events).map { $0.dropFirst() }.joined() == "é日😀\n")
        }
    }

    @Test func aCharacterThatNeverEndsIsShownAsBroken() {
        let events = [Job.Event.output(board: "a", bytes: [0x61, 0xe2, 0x82]), .finished(board: "a", .ok)]
        #expect(printed([("a", .ok)], live: true, events) == [">a", ">\u{fffd}", ">\n"])
    }

    @Test(arguments: [[0x80, 0x80, 0x80, 0x80, 0x80], [0xff], [0xf8, 0x88], [0xc0], [0xed, 0xa0]] as [[UInt8]])
    func bytesThatAreNoTextNeitherTrapNorHoldBackWhatFollows(bytes: [UInt8]) {
        let written = printed(
            [("a", .ok)], live: true, [.output(board: "a", bytes: bytes), out("a", "after\n")])
        #expect(written.joined().hasSuffix("after\n"))
    }

    @Test func aLineEndThatIsSpreadOverPiecesIsOne() {
        for events in [
            [out("a", "one\r"), out("a", "\ntwo\r\n")], [out("a", "one"), out("a", "\r"), out("a", "\ntwo\n")],
        ] {
            #expect(
                printed([("a", .ok)], live: true, events).map { $0.dropFirst() }.joined() == "one\ntwo\n")
        }
        #expect(
            printed([("a", .ok)], live: true, [out("a", "10%\r"), out("a", "20%\r")])
                .map { $0.dropFirst() }.joined() == "10%␍20%␍\n")
    }

    @Test(arguments: [true, false]) func controlCharactersAreSeenUnlessRaw(isLive: Bool) {
        let event = out("a", "\u{1b}[2Jx\u{7}\r\n")
        #expect(printed([("a", .ok)], live: isLive, [event]) == [">␛[2Jx␇\n"])
        #expect(printed([("a", .ok)], live: isLive, raw: true, [event]) == [">\u{1b}[2Jx\u{7}\r\n"])
    }

    @Test func aBrokenOffAnswerIsShownToItsEnd() {
        #expect(printed([("a", nil)], live: true, [out("a", "part")]) == [">part", ">\n"])
    }
}
