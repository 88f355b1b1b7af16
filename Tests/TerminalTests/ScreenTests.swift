import Testing

@testable import Terminal

@Suite struct ScreenTests {
    @Test(arguments: [("", 0), ("abc", 3), ("é", 1), ("日本", 4), ("e\u{301}", 1), ("a\u{1b}b", 2), ("😀", 2)])
    func displayWidth(text: String, width: Int) {
        #expect(Screen.displayWidth(text) == width)
    }

    @Test(arguments: [
        ("", 10, 0), ("123456789", 10, 0), ("1234567890", 10, 1), ("12345678901", 10, 1), ("a\nb\n", 10, 2),
        ("\t\tx", 10, 1), ("123456789日", 10, 1),
    ])
    func rowsOfAText(text: String, width: Int, rows: Int) {
        #expect(Layout(text, width: width).row == rows)
    }

    @Test func rowsShowWhatLibeditShows() {
        #expect(Layout("ab日本\tx\u{1}\n\u{378}", width: 5).rows == ["ab日 ", "本   ", "x^A", "\\U+03", "78"])
    }

    @Test func aPromptLosesNothingButItsColours() {
        let prompt = PromptText("up\n\u{1b}[1m\u{1b}[32mab\u{1b}[0mc日\u{1b}[7m>\u{1b}[m")
        #expect(prompt.above == "up\n")
        #expect(prompt.plain == "abc日>")
        let green = "\u{1}\u{1b}[0m\u{1b}[1m\u{1b}[32m\u{1}"
        #expect(prompt.encoded == "\(green)a\(green)b\u{1}\u{1b}[0m\u{1}c日>")
        #expect(PromptText("\u{1b}[2Jx\u{7}y").plain == "[2Jxy")
        #expect(PromptText("").encoded == "")
    }
}
