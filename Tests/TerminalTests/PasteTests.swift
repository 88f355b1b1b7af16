import TestSupport
import Testing

@testable import Terminal

private let function: String = {
    let body = (1...28).map { $0 % 7 == 0 ? "" : "\tif x == \($0):\n" + "        y = \"é\"" }
    return "def f(x):\n" + body.joined(separator: "\n") + "\n    return y\n"
}()

private func shown(_ text: String) -> String {
    text.replacing("\n", with: "\\n").replacing("\t", with: "\\t")
}

@Suite struct PasteTests {
    private func paste(_ text: String) -> String {
        "\u{1b}[200~" + text + "\u{1b}[201~"
    }

    @Test(arguments: ["\n", "\r", "\r\n"])
    func aFunctionIsOneLineOfInputAndOneEntry(lineEnd: String) throws {
        let pty = try probe()
        try pty.send(paste(function.replacing("\n", with: lineEnd)))
        try pty.expect("return y")
        try pty.send("\r")
        try pty.expectLine(shown(String(function.dropLast())))
        try pty.send("\u{1b}[A\r")
        try pty.expectLine(shown(String(function.dropLast())))
    }

    @Test func aPasteIsEditedAsOne() throws {
        let pty = try probe()
        try pty.send(paste("one\rtwo\r"))
        try pty.expectScreen(["probe> one", "       two"])
        try pty.send("!\u{01}X\r")
        try pty.expectLine("one\\nXtwo!")
    }

    @Test func twoPastesKeepTheLineEndBetweenThem() throws {
        let pty = try probe()
        try pty.send(paste("one\r\r") + paste("two\r"))
        try pty.expectScreen(["probe> one", "", "       two"])
        try pty.send("\r")
        try pty.expectLine("one\\n\\ntwo")
    }

    @Test func tabsAndControlCharactersInAPasteDoNothing() throws {
        let pty = try probe()
        try pty.send(paste("de\t\u{0f}\u{1b}[31m\u{7f}x\u{01}"))
        try pty.send("\r")
        try pty.expectLine("de\\t[31mx")
    }

    @Test func aLargePasteArrivesWhole() throws {
        let pty = try probe()
        let text = (0..<600).map { "x\($0) = \"\(String(repeating: "é", count: 16))\"" }.joined(separator: "\n")
        #expect(text.utf8.count > 25_000)
        try pty.send(paste(text), within: 30)
        try pty.send("\r")
        try pty.expectLine(shown(text), within: 30)
    }

    @Test func aLongLineSurvivesAWalkThroughTheHistory() throws {
        let pty = try probe()
        let other = String(repeating: "o", count: 3000)
        for line in [other, "short"] {
            try pty.send(paste(line) + "\r")
            try pty.expectLine(line)
        }
        let text = (0..<200).map { "line \($0) é" }.joined(separator: "\n")
        try pty.send(paste(text) + "\u{1b}[A\u{1b}[A\u{1b}[B\u{1b}[B!\r")
        try pty.expectLine(shown(text + "!"))
    }

    @Test func withoutBracketsATabIsATab() throws {
        let pty = try probe(environment: ["TERM": "dumb"])
        try pty.send("if x:\r\tde = 1\r\tif y:\r\t\tde\t= 2\r")
        for line in ["if x:", "\\tde = 1", "\\tif y:", "\\t\\tde\\t= 2"] { try pty.expectLine(line) }
    }
}

@Suite struct KeyStreamTests {
    private func keys(_ pieces: [[UInt8]]) -> [KeyStream.Key] {
        var stream = KeyStream()
        var keys: [KeyStream.Key] = []
        for piece in pieces {
            stream.append(piece)
            while let key = stream.next(complete: false) { keys.append(key) }
        }
        while let key = stream.next(complete: true) { keys.append(key) }
        return keys
    }

    @Test func aPasteMaySplitAnywhere() {
        let bytes = Array("a\u{1b}[200~é\r\u{1b}[201~b\u{1b}[A".utf8)
        let expected: [KeyStream.Key] = [
            .character("a"), .paste(Array("é\r".utf8)), .character("b"), .character("\u{1b}"), .character("["),
            .character("A"),
        ]
        #expect(keys([bytes]) == expected)
        #expect(keys(bytes.map { [$0] }) == expected)
    }

    @Test func aCharacterMaySplitAnywhereAndABadByteIsOneReplacement() {
        #expect(keys("日€😀".utf8.map { [$0] }) == [.character("日"), .character("€"), .character("😀")])
        #expect(keys([[0xe9, 0x41, 0xff, 0xc3]]) == [.character("\u{fffd}"), .character("A"), .character("\u{fffd}")])
    }

    @Test func anEscapeKeyWaitsForNothingButTheStartOfAPaste() {
        var stream = KeyStream()
        stream.append([0x1b])
        #expect(stream.isAmbiguous)
        #expect(stream.next(complete: false) == nil)
        #expect(stream.next(complete: true) == .character("\u{1b}"))
        stream.append(Array("\u{1b}x".utf8))
        #expect(!stream.isAmbiguous)
        #expect(stream.next(complete: false) == .character("\u{1b}"))
    }

    @Test func inViModeKeysOfSeveralCharactersAreOneAndUnknownOnesNothing() {
        var stream = KeyStream()
        stream.functionKeys = [Array("\u{1b}[A".utf8): "\u{94}", Array("\u{1b}OA".utf8): "\u{94}"]
        stream.append(Array("\u{1b}[Ax\u{1b}OA\u{1b}[1;2Ay\u{1b}OPz\u{1b}[200~p\u{1b}[201~\u{1b}[".utf8))
        var keys: [KeyStream.Key] = []
        while let key = stream.next(complete: false) { keys.append(key) }
        #expect(
            keys == [
                .function("\u{94}"), .character("x"), .function("\u{94}"), .character("y"), .character("z"),
                .paste([UInt8(ascii: "p")]),
            ])
        #expect(stream.isAmbiguous)
        #expect(stream.next(complete: true) == .character("\u{1b}"))
        #expect(stream.next(complete: false) == .character("["))
    }

    @Test(arguments: [
        ("a\rb\r\nc\nd", "a\nb\nc\nd"), ("a\r\rb\r\n\r\nc", "a\n\nb\n\nc"),
        ("\ta\u{0}\u{7}\u{1b}\u{7f}\u{9b}b", "\tab"),
        ("", ""),
    ])
    func pastedTextHasLineEndsOfOneKindAndNoControls(raw: String, text: String) {
        #expect(KeyStream.text(ofPaste: Array(raw.utf8)) == text)
    }
}
