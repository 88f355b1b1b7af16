import TestSupport
import Testing

@testable import Terminal

@Suite struct FrameTests {
    private func rows(_ text: String, width: Int, prompt: String = "", margin: Int = 0, hint: String = "") -> [String] {
        Frame(prompt: PromptText(prompt), text: EditedText(text), margin: margin, hint: hint, width: width).rows
            .map(\.text)
    }

    @Test func rowsAreWrappedWhereTheyAreFull() {
        #expect(rows("", width: 10) == [""])
        #expect(rows("12345678901", width: 10) == ["1234567890", "1"])
        // The cursor needs a place behind a full row.
        #expect(rows("1234567890", width: 10) == ["1234567890", ""])
        let stays = Frame(
            prompt: PromptText(""), text: EditedText("1234567890"), margin: 0, showsCursor: false, width: 10)
        #expect(stays.rows.map(\.text) == ["1234567890"])
        let before = Frame(prompt: PromptText(""), text: EditedText("12345\nx", cursor: 6), margin: 0, width: 5)
        #expect(before.rows.map(\.text) == ["12345", "x"])
        #expect(rows("a\nb\n", width: 10) == ["a", "b", ""])
        #expect(rows("123456789日", width: 10) == ["123456789 ", "日"])
    }

    @Test func whatCannotBePrintedIsSpelledOut() {
        #expect(rows("ab日本\tx\u{1}\n\u{378}", width: 5) == ["ab日 ", "本  x", "^A", "\\U+03", "78"])
        #expect(rows("e\u{301}日\u{301}", width: 5) == ["e\u{301}日\u{301}"])
    }

    @Test func aBlockStandsUnderItsCode() {
        #expect(
            rows("if x:\n\ty\n    z", width: 30, prompt: "p> ", margin: 3) == ["p> if x:", "           y", "       z"])
        #expect(rows("if x:\n    yyyyyy", width: 12, prompt: "p> ", margin: 3) == ["p> if x:", "       yyyyy", "y"])
    }

    @Test func aHintEndsAtTheRightMargin() {
        #expect(rows("put ", width: 12, hint: "LOCAL [REMOTE]") == ["put LOCAL ["])
        #expect(rows("put 1234567", width: 11, hint: "x") == ["put 1234567", "x"])
        #expect(rows("put ", width: 8, hint: "日本") == ["put 日"])
        let away = EditedText("put ", cursor: 1)
        let frame = Frame(prompt: PromptText(""), text: away, margin: 0, hint: "x", width: 12)
        #expect(frame.rows.map(\.text) == ["put "])
    }

    @Test func theCursorGoesWhereTheNextCharacterWill() {
        func cursor(_ text: String, at index: Int, width: Int) -> [Int] {
            let frame = Frame(
                prompt: PromptText("> "), text: EditedText(text, cursor: index), margin: 2, width: width)
            return [frame.cursor.row, frame.cursor.column]
        }
        #expect(cursor("ab\ncd", at: 0, width: 10) == [0, 2])
        #expect(cursor("ab\ncd", at: 2, width: 10) == [0, 4])
        #expect(cursor("ab\ncd", at: 3, width: 10) == [1, 2])
        #expect(cursor("12345678", at: 8, width: 10) == [1, 0])
        #expect(cursor("1234567日", at: 7, width: 10) == [1, 0])
        #expect(cursor("e\u{301}x", at: 1, width: 10) == [0, 3])
        #expect(cursor("e\u{301}x", at: 2, width: 10) == [0, 3])
    }
}

/// What is written is what is meant, by the judgement of a terminal emulator that is not ours.
@Suite struct DisplayTests {
    /// Numbers that are the same in every run.
    private struct Dice {
        private var state: UInt64
        init(seed: Int) { state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 | 1 }
        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % sides
        }
    }

    /// No combining marks: behind a full row pyte gives them a row of their own.
    private static let pieces = [
        "a", "bc", " ", "    ", "日", "本語", "é", "\n", "\n    ", "\t", "word word", "\u{1}", "0123456789",
    ]

    private func change(_ text: EditedText, _ dice: inout Dice) -> EditedText {
        var scalars = text.scalars
        var cursor = dice.roll(scalars.count + 1)
        switch dice.roll(5) {
        case 0: scalars.removeSubrange(cursor..<min(scalars.count, cursor + dice.roll(20)))
        case 1: break
        default:
            let piece = Array(Self.pieces[dice.roll(Self.pieces.count)].unicodeScalars)
            scalars.insert(contentsOf: piece, at: cursor)
            cursor += piece.count
        }
        return EditedText(scalars, cursor: cursor)
    }

    @Test(arguments: [(20, 24, 1), (37, 24, 2), (80, 24, 3), (20, 5, 4), (11, 3, 5), (40, 8, 6), (2, 4, 7)])
    func everyChangeLeavesWhatIsMeant(columns: Int, rows: Int, seed: Int) throws {
        let screen = EmulatedScreen(columns: columns, rows: rows)
        var display = Display(isDumb: false)
        var dice = Dice(seed: seed)
        var text = EditedText("")
        let prompt = PromptText("\u{1b}[32m日>\u{1b}[0m ")
        for step in 0..<250 {
            text = change(text, &dice)
            if dice.roll(40) == 0 { text = EditedText("") }
            let margin = columns > 10 ? prompt.width : 0
            let frame = Frame(
                prompt: prompt, text: text, margin: margin, hint: dice.roll(4) == 0 ? "hint 日本" : "", width: columns)
            screen.feed(Array(display.draw(frame, height: rows).utf8))
            guard step % 5 == 0 else { continue }
            let (row, column) = screen.cursor
            let top = frame.cursor.row - row
            try #require(top >= 0, "step \(step): \(screen.text) \(text)")
            var expected = frame.rows.dropFirst(top).prefix(rows).map { row in
                String(row.text.reversed().drop { $0 == " " }.reversed())
            }
            while expected.last == "" { expected.removeLast() }
            let shown = screen.text
            try #require(shown == expected, "step \(step): \(text)")
            try #require(column == frame.cursor.column, "step \(step): \(text)")
        }
    }

    @Test func onlyDifferencesAreWritten() {
        var display = Display(isDumb: false)
        func draw(_ text: String, cursor: Int? = nil) -> String {
            let text = EditedText(text, cursor: cursor)
            return display.draw(Frame(prompt: PromptText("> "), text: text, margin: 2, width: 20), height: 24)
        }
        #expect(draw("") == "> ")
        #expect(draw("a") == "a")
        #expect(draw("ab") == "b")
        #expect(draw("ab", cursor: 1) == "\u{8}")
        #expect(draw("axb", cursor: 2) == "xb\u{8}")
        #expect(draw("axb") == "\u{1b}[1C")
        #expect(draw("axb\n") == "\r\n  ")
        #expect(draw("ax\n") == "\r\u{1b}[1A\u{1b}[4C\u{1b}[K\r\n\u{1b}[2C")
        #expect(draw("ax") == "\r\u{1b}[J\r\u{1b}[1A\u{1b}[4C")
        #expect(draw("ax") == "")
    }

    @Test func aTextTallerThanTheScreenIsShownAroundTheCursor() {
        let screen = EmulatedScreen(columns: 20, rows: 4)
        var display = Display(isDumb: false)
        let text = (1...9).map { "line\($0)" }.joined(separator: "\n")
        func draw(cursor: Int) {
            let frame = Frame(
                prompt: PromptText("> "), text: EditedText(text, cursor: cursor), margin: 2, width: 20)
            screen.feed(Array(display.draw(frame, height: 4).utf8))
        }
        draw(cursor: text.count)
        #expect(screen.text == ["  line6", "  line7", "  line8", "  line9"])
        draw(cursor: 24)
        #expect(screen.text == ["  line5", "  line6", "  line7", "  line8"])
        draw(cursor: 0)
        #expect(screen.text == ["> line1", "  line2", "  line3", "  line4"])
        draw(cursor: 26)
        #expect(screen.text == ["  line2", "  line3", "  line4", "  line5"])
    }
}
