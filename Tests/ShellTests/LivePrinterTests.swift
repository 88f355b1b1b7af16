import Testing

@testable import Fleet
@testable import Shell

@Suite struct LivePrinterTests {
    private func printed(_ events: [Job.Event], boards: [String] = ["a", "board"]) -> String {
        var text = ""
        var printer = LivePrinter(
            Output(
                standard: { text += String(decoding: $0, as: UTF8.self) },
                error: { text += "!" + String(decoding: $0, as: UTF8.self) }), boards: boards)
        for event in events { printer.take(event) }
        printer.finish()
        return text
    }

    private func out(_ board: String, _ text: String) -> Job.Event { .output(board: board, bytes: Array(text.utf8)) }

    @Test func linesCarryTheNameOfTheirBoard() {
        #expect(
            printed([out("a", "1\n2"), out("board", "x\r\n"), out("a", "3\n"), .finished(board: "a", .ok)])
                == "    a: 1\nboard: x\n    a: 23\n")
    }

    @Test func aLineWithoutItsEndIsWrittenWhenItsBoardIsDoneOrLeft() {
        #expect(printed([out("a", "part"), .finished(board: "a", .ok)]) == "    a: part\n")
        #expect(printed([out("board", "part"), out("a", "left")]) == "    a: left\nboard: part\n")
    }

    @Test func aLongLineIsWrittenInPiecesOfWholeCharacters() {
        let long = String(repeating: "é", count: 5000)
        for start in ["", "x"] {
            let pieces = printed([out("a", start + long)], boards: ["a"]).split(separator: "\n")
            #expect(pieces.map { $0.dropFirst(3) }.joined() == start + long)
        }
        let event = Job.Event.output(board: "a", bytes: Array("x\(long)".utf8).dropLast())
        #expect(printed([event, .output(board: "a", bytes: [0xa9])], boards: ["a"]).filter { $0 == "é" }.count == 5000)
    }

    /// As a board that means ill may send them.
    @Test func manyLinesAtOnceAreNoBurden() {
        let event = Job.Event.output(board: "a", bytes: [UInt8](repeating: 0x0a, count: 200_000))
        #expect(printed([event], boards: ["a"]).utf8.count == 200_000 * 4)
    }
}
