import Testing

@testable import Shell

@Suite struct VisibleTests {
    @Test(arguments: [
        ("", ""),
        ("plain text\n\ttabs stay\n", "plain text\n\ttabs stay\n"),
        ("é 日本 😀 👩‍🚀 ❤️", "é 日本 😀 👩‍🚀 ❤️"),
        ("\u{1b}[31mred\u{1b}[0m", "␛[31mred␛[0m"),
        ("\u{0}\u{7}\u{8}\u{7f}", "␀␇␈␡"),
        ("\u{9b}31m\u{9d}0;title\u{9c}", "\\u{9b}31m\\u{9d}0;title\\u{9c}"),
        ("a\r\nb\rc\r", "a\nb␍c␍"),
        ("\r\r\n", "␍\n"),
        ("abc\u{202e}fdp.exe", "abc\\u{202e}fdp.exe"),
        ("\u{2066}\u{2069}\u{200b}\u{feff}\u{ad}\u{61c}", "\\u{2066}\\u{2069}\\u{200b}\\u{feff}\\u{ad}\\u{61c}"),
        ("a\u{2028}b\u{2029}", "a\\u{2028}b\\u{2029}"),
        ("\u{e0041}\u{115f}\u{3164}", "\\u{e0041}\\u{115f}\\u{3164}"),
    ])
    func whatATerminalWouldObeyIsSeen(text: String, seen: String) {
        #expect(visible(text) == seen)
    }

    @Test func onOneLineLineEndsAndTabsAreSeenToo() {
        #expect(visible("a\nb\tc\r\n", keepingLines: false) == "a␊b␉c␍␊")
    }

    @Test func bytesThatAreNoUTF8AreReplaced() {
        #expect(visible([0x61, 0xff, 0x1b, 0xc3]) == "a\u{fffd}␛\u{fffd}")
    }
}
