import Testing

@testable import Fleet

@Suite struct TelnetTests {
    private static let will: UInt8 = 251
    private static let wont: UInt8 = 252
    private static let ask: UInt8 = 253
    private static let dont: UInt8 = 254
    private static let command: UInt8 = 255

    /// Bytes that come, the text among them, and what they are answered with.
    private static let cases: [(bytes: [UInt8], text: [UInt8], answers: [UInt8])] = [
        // Text is text, also a NUL that stands alone and what is no UTF-8.
        (Array("a\r\nb".utf8), Array("a\r\nb".utf8), []), ([0, 97, 0, 128, 254], [0, 97, 0, 128, 254], []),
        // A carriage return as such.
        ([97, 13, 0, 98, 13, 10, 0], [97, 13, 98, 13, 10, 0], []),
        // The byte of commands itself is doubled.
        ([97, command, command, 98], [97, command, 98], []),
        // Every option is refused; what the other side does not do needs no answer.
        ([command, will, 1, command, ask, 34], [], [command, dont, 1, command, wont, 34]),
        ([command, wont, 1, command, dont, 34], [], []),
        ([97, command, will, 255, 98], [97, 98], [command, dont, 255]),
        // The answer to our own sign of life.
        ([command, will, 6, command, wont, 6], [], []),
        // Commands without an option, and negotiations that we never agreed to.
        ([command, 241, 97, command, 249, 98], [97, 98], []),
        ([97, command, 250, 24, 1, 97, command, command, 240, 98, command, 240, 99], [97, 99], []),
        ([97, command, 250, 24, 1, 2, 3], [97], []), ([97, command], [97], []), ([97, command, will], [97], []),
    ]

    @Test(arguments: cases)
    func commandsAreTakenOutAndAnswered(bytes: [UInt8], text: [UInt8], answers: [UInt8]) {
        #expect(collect([bytes]) == [text, answers])
        #expect(collect(bytes.map { [$0] }) == [text, answers], "in pieces of one byte")
    }

    @Test func theOrderOfTextAndCommandsIsKept() {
        var telnet = Telnet()
        let events = telnet.take(Array("ab".utf8) + [255, 252, 1] + Array("c".utf8) + [255, 251, 3])
        #expect(events == [.text([97, 98]), .answer([]), .text([99]), .answer([255, 254, 3])])
    }

    private func collect(_ pieces: [[UInt8]]) -> [[UInt8]] {
        var telnet = Telnet()
        var (text, answers): ([UInt8], [UInt8]) = ([], [])
        for event in pieces.flatMap({ telnet.take($0) }) {
            switch event {
            case .text(let bytes): text += bytes
            case .answer(let bytes): answers += bytes
            }
        }
        return [text, answers]
    }
}

@Suite struct ConsoleDialogueTests {
    private let start = ContinuousClock.now
    private let console: TelnetConsole
    private let options: [UInt8] = [255, 251, 1, 255, 252, 3, 255, 251, 34]
    private let refusals: [UInt8] = [255, 254, 1, 255, 254, 34]

    init() throws { console = try #require(TelnetConsole.parse("w 10.0.0.1 somebody secret")).console }

    /// With and without the blanks that later firmware added.
    @Test(arguments: ["", " "]) func itLogsInAndThenGivesWhatIsPrinted(blank: String) {
        var dialogue = ConsoleDialogue(console)
        func hear(_ bytes: [UInt8]) -> [String] {
            let printed = dialogue.take(bytes, at: start)
            return [printed, dialogue.takeAnswers(at: start)].map { String(decoding: $0, as: UTF8.self) }
        }
        let refused = String(decoding: refusals, as: UTF8.self)
        #expect(hear(Array("Micro Python v1.8 on 2016; WiPy with CC3200\r\n".utf8)) == ["", ""])
        #expect(hear(options) == ["", refused])
        #expect(hear(Array("Login a".utf8)) == ["", ""])
        #expect(hear(Array("s:\(blank)".utf8)) == ["", "somebody\r\n"])
        // Sent now, it would be lost.
        #expect(hear(Array("Password:\(blank)".utf8)) == ["", ""])
        #expect(
            hear(options) == [
                "",
                String(decoding: refusals[..<3], as: UTF8.self) + "secret\r\n"
                    + String(decoding: refusals[3...], as: UTF8.self),
            ])
        #expect(dialogue.phase == .verdict)
        #expect(hear(Array("\r\nLogin succeeded!\r\n\(String(repeating: "busy ", count: 99))".utf8)) == ["", ""])
        #expect(dialogue.phase == .open)
        #expect(hear(Array("Login as: 1\r\n".utf8)) == ["Login as: 1\r\n", ""])
    }

    @Test func withoutOptionsThePasswordFollowsAfterAWhile() {
        var dialogue = ConsoleDialogue(console)
        _ = dialogue.take(Array("login as:".utf8), at: start)
        _ = dialogue.take(Array("password:".utf8), at: start)
        #expect(dialogue.takeAnswers(at: start + .milliseconds(499)) == Array("somebody\r\n".utf8))
        #expect(dialogue.takeAnswers(at: start + .milliseconds(500)) == Array("secret\r\n".utf8))
        #expect(dialogue.takeAnswers(at: start + .seconds(9)) == [])
    }

    @Test(arguments: ["\r\nInvalid credentials, try again.\r\n", "\r\nLogin as: "])
    func aWrongPasswordIsNotTriedAgain(verdict: String) {
        var dialogue = ConsoleDialogue(console)
        for text in ["Login as: ", "Password: "] { _ = dialogue.take(Array(text.utf8) + options, at: start) }
        _ = dialogue.takeAnswers(at: start)
        #expect(dialogue.take(Array(verdict.utf8), at: start) == [])
        #expect(dialogue.phase == .refused)
        _ = dialogue.take(Array("Login as: Password: ".utf8) + options, at: start)
        #expect(!dialogue.takeAnswers(at: start + .seconds(9)).contains(UInt8(ascii: "s")))
    }

    @Test func whoNeverAsksIsToldNothing() {
        var dialogue = ConsoleDialogue(console)
        for _ in 0..<1000 { _ = dialogue.take(Array("Password: Login succeeded! >>> ".utf8), at: start) }
        #expect(dialogue.takeAnswers(at: start + .seconds(9)) == [])
        #expect(dialogue.phase == .name)
    }
}

@Suite struct TelnetConsoleTests {
    @Test(arguments: [
        ("wipy-1 192.168.1.20", "wipy-1", "192.168.1.20:23", "micro", "python", false),
        ("w\t10.0.0.1:2323", "w", "10.0.0.1:2323", "micro", "python", false),
        ("w 10.0.0.1 me s#cret:1", "w", "10.0.0.1:23", "me", "s#cret:1", true),
        ("w   10.0.0.1:65535  micro  python", "w", "10.0.0.1:65535", "micro", "python", true),
    ])
    func aLineNamesBoardPlaceAndLogin(
        value: String, board: String, place: String, login: String, password: String, isOwn: Bool
    ) throws {
        let parsed = try #require(TelnetConsole.parse(value))
        #expect(parsed.board == board)
        #expect(parsed.console.place == place)
        #expect((parsed.console.login, parsed.console.password) == (login, password))
        #expect(parsed.console.hasOwnPassword == isOwn)
    }

    @Test(arguments: [
        "w", "w 10.0.0.1 me", "w 10.0.0.1 me secret more", "w:1 10.0.0.1", "w 10.0.0", "w 10.0.0.1.1", "w 10.0.0.256",
        "w 10.0.0.01", "w 10.0.0.1:", "w 10.0.0.1:0", "w 10.0.0.1:65536", "w 10.0.0.1:1:1", "w wipy.local", "w ::1",
        "w 10.0.0.-1", "w 10.0.0.+1", "w 10.0.0.1:+1", "w 10.0.0.1 mé secret", "w 10.0.0.1 me secr\u{7}t",
        "w ١٠.0.0.1", "w 99999999999999999999.0.0.1",
    ])
    func whatCannotBeIsNone(value: String) { #expect(TelnetConsole.parse(value) == nil) }
}
