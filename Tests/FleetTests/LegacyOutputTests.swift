import Testing

@testable import Fleet

@Suite struct LegacyOutputTests {
    private static let mark = "#12345678 "

    /// What is shown of pieces, one string each, and at the end.
    private func shown(_ pieces: [String], hasBeginning: Bool = false) -> (pieces: [String], output: LegacyOutput) {
        var output = LegacyOutput(mark: Self.mark, hasBeginning: hasBeginning)
        var shown = pieces.map { output.take(Array($0.utf8)) }
        shown.append(output.finish())
        return (shown.map { String(decoding: $0, as: UTF8.self) }, output)
    }

    @Test(arguments: [
        ("a\r\nb\r\n#12345678 ok\r\n", "a\nb\n", "ok"), ("#12345678 ok\r\n", "", "ok"),
        // Without a line end before it the mark stands in the last line.
        ("b#12345678 ok\r\n", "b", "ok"), ("a\r\n##12345678 ok\r\n", "a\n#", "ok"),
        ("#12345\r\n#12345678 ok\r\n", "#12345\n", "ok"),
        ("#12345678 ValueError no\r\n", "", "ValueError no"),
        ("x#12345678 ValueError a\r\nb\r\nTraceback (most recent call last):\r\n  no\r\n", "x", "ValueError a\nb"),
        ("  File \"<string>\", line 3, in f\r\n#12345678 ok\r\n", "  File \"<stdin>\", line 3, in f\n", "ok"),
        ("  File \"<string>\", line 3, in _mbx\r\n#12345678 ok\r\n", "", "ok"),
        ("no end", "no end", nil), ("#1234567", "#1234567", nil), ("", "", nil),
    ])
    func theMarkIsTakenOut(text: String, expected: String, ending: String?) {
        let whole = shown([text])
        #expect(whole.pieces.joined() == expected)
        #expect(whole.output.ending == ending)
        let bytes = shown(text.map { String($0) })
        #expect(bytes.pieces.joined() == expected, "in pieces of one character")
        #expect(bytes.output.ending == ending)
        #expect(whole.output.isComplete == (ending == "ok" || text.contains("Traceback")))
    }

    @Test func whatCanOnlyBeOutputIsNotHeldBack() {
        let pieces = shown(["a", "b#", "1", "x", "#1", "\r", "\n", "#12345678", " ok\r\n"]).pieces
        #expect(pieces == ["a", "b", "", "#1x", "", "", "#1\n", "", "", ""])
    }

    @Test(arguments: [
        ("#12345678 <\r\na\r\n#12345678 ok\r\n", "a\n", "ok"), (">>> #12345678 <\r\na#12345678 ok\r\n", "a", "ok"),
        // What the client says of itself, also of the source that it was given.
        (
            "Running\r\nb\"print('#12345678 <')\\nprint(1)\"\r\n#12345678 <\r\n1\r\n#12345678 ok\r\nidle\r\n", "1\n",
            "ok"
        ),
        // Not begun: nothing is its own.
        ("a\r\n#12345678 ok\r\n", "", nil), ("", "", nil),
    ])
    func whatComesBeforeTheBeginningIsDropped(text: String, expected: String, ending: String?) {
        let whole = shown([text], hasBeginning: true)
        #expect(whole.pieces.joined() == expected)
        #expect(whole.output.ending == ending)
        let bytes = shown(text.map { String($0) }, hasBeginning: true)
        #expect(bytes.pieces.joined() == expected, "in pieces of one character")
        #expect(bytes.output.ending == ending)
    }

    @Test func aBoardThatNeverEndsALineTakesNoMemory() {
        var output = LegacyOutput(mark: Self.mark, hasBeginning: true)
        let noise = [UInt8](repeating: 35, count: 20_000)
        for _ in 0..<2 { #expect(output.take(noise) == []) }
        _ = output.take(Array("#12345678 <\n#12345678 ValueError x\n".utf8))
        for _ in 0..<2 { #expect(output.take(noise) == []) }
        #expect(output.isComplete)
        #expect(output.ending == "ValueError x")
    }
}
