import Testing

@testable import Shell

/// What a board may do to the terminal of a person who is connected to it.
@Suite struct ConsoleTextTests {
    private func shown(_ text: String, hasColor: Bool = true, erases: Bool = true) -> String {
        var console = ConsoleText(hasColor: hasColor, erases: erases)
        return console.take(Array(text.utf8)) + console.finish()
    }

    @Test(arguments: [
        ("", ""), ("é 日本 😀\n\tx", "é 日本 😀\n\tx"),
        ("\r 10%\r 20%", "\r 10%\r 20%"), ("a\r\nb", "a\r\nb"), ("abc\u{8}\u{8}X", "abc\u{8}\u{8}X"),
        ("\u{1b}[K\u{1b}[0K\u{1b}[1K\u{1b}[2K", "\u{1b}[K\u{1b}[0K\u{1b}[1K\u{1b}[2K"),
        ("\u{1b}[31mred\u{1b}[0m", "\u{1b}[31mred\u{1b}[0m\u{1b}[0m"),
        ("\u{1b}[1;4;97mx\u{1b}[m", "\u{1b}[1;4;97mx\u{1b}[m\u{1b}[0m"), ("\u{1b}[;31mx", "\u{1b}[;31mx\u{1b}[0m"),
    ])
    func whatRedrawsItsOwnLineStays(text: String, written: String) {
        #expect(shown(text) == written)
    }

    @Test(arguments: [
        "\u{1b}[2J", "\u{1b}[H", "\u{1b}[A", "\u{1b}[3K", "\u{1b}[0;1K", "\u{1b}[8m", "\u{1b}[0;8m", "\u{1b}[44m",
        "\u{1b}[38;5;1m", "\u{1b}[99999999999999999999m", "\u{1b}[?25l", "\u{1b}[>m", "\u{1b}[-1m", "\u{1b}[+1m",
        "\u{1b}]0;title\u{7}", "\u{1b}c", "\u{1b}\u{1b}", "\u{1b}", "\u{1b}[", "\u{1b}[31", "\u{1b}[3 1m", "\u{1b}(0",
        "\u{1b}P1$r\u{1b}\\", "\u{7}\u{0}\u{7f}\u{b}\u{c}\u{e}", "\u{9b}31m", "\u{202e}", "\u{1b}[" + "1;" + "[31m",
        "\u{1b}[" + String(repeating: "1;", count: 40) + "1m", "\u{1b}[\u{661}m",
    ])
    func allElseIsSeen(text: String) {
        #expect(shown(text) == visible(text))
        #expect(shown("a\r" + text + "b") == "a\r" + visible(text + "b"))
    }

    @Test func whatComesInPiecesIsTheSame() {
        let text = "a\u{1b}[31mé\u{1b}[2Jb\r\u{1b}[Kc😀\u{1b}[0m\u{1b}[8mx\u{1b}"
        let whole = shown(text)
        let bytes = Array(text.utf8)
        for size in 1...8 {
            var console = ConsoleText(hasColor: true, erases: true)
            var result = ""
            for start in stride(from: 0, to: bytes.count, by: size) {
                result += console.take(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(result + console.finish() == whole, "in pieces of \(size)")
        }
    }

    @Test func anEscapeThatNeverEndsIsNotHeldBack() {
        var console = ConsoleText(hasColor: true, erases: true)
        #expect(console.take(Array("\u{1b}[".utf8)) == "")
        #expect(console.take([UInt8](repeating: UInt8(ascii: "1"), count: 100)).hasPrefix("␛[111"))
    }

    @Test func aTerminalGetsNothingThatItDoesNotKnow() {
        let text = "a\u{1b}[31mb\u{1b}[K\rc\u{1b}[2J"
        #expect(shown(text, hasColor: false) == "ab\u{1b}[K\rc␛[2J")
        #expect(shown(text, hasColor: false, erases: false) == "ab\rc␛[2J")
    }

    @Test func bytesThatAreNoUTF8AreReplaced() {
        var console = ConsoleText(hasColor: true, erases: true)
        #expect(console.take([0x61, 0xff, 0x0d, 0xc3]) + console.finish() == "a\u{fffd}\r\u{fffd}")
    }
}
