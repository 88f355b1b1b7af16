import Testing

@testable import Terminal

@Suite struct ScreenTests {
    @Test(arguments: [("", 0), ("abc", 3), ("é", 1), ("日本", 4), ("e\u{301}", 1), ("a\u{1b}b", 2), ("😀", 2)])
    func displayWidth(text: String, width: Int) {
        #expect(Screen.displayWidth(text) == width)
    }

    @Test func aPromptLosesNothingButItsColours() {
        let prompt = PromptText("up\n\u{1b}[1m\u{1b}[32mab\u{1b}[0mc日\u{1b}[7m>\u{1b}[m ")
        #expect(prompt.above == "up\n")
        #expect(prompt.width == 7)
        #expect(prompt.cells.map(\.character) == Array("abc日> ".unicodeScalars))
        let green = "\u{1b}[1m\u{1b}[32m"
        #expect(prompt.cells.map(\.colour) == [green, green, "", "", "\u{1b}[7m", ""])
        #expect(PromptText("\u{1b}[2Jx\u{7}y").cells.map(\.character) == Array("[2Jxy".unicodeScalars))
        #expect(PromptText("").cells.isEmpty)
    }
}
