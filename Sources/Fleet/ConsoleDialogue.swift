/// What is said at the telnet console of a WiPy: logs in, then gives what the board prints. It holds no connection: bytes
/// go in and come out, so that its tests need no board.
///
/// The firmware forgets what comes between its request for the password and the options that it sends right after it: a
/// password that is sent too early is never read.
struct ConsoleDialogue {
    enum Phase: Equatable {
        /// Waits to be asked for the name, then for the password.
        case name, password
        /// Was asked for the password, and waits for the options that follow.
        case options(since: ContinuousClock.Instant)
        case verdict
        /// Logged in.
        case open
        /// Name or password were wrong.
        case refused
    }

    /// How long after its request a password is sent where no options follow.
    private static let patience = Duration.milliseconds(500)
    private static let mostText = 256

    private let console: TelnetConsole
    private(set) var phase = Phase.name
    private var telnet = Telnet()
    private var answers: [UInt8] = []
    /// The last of what came since we said something.
    private var heard = ""

    init(_ console: TelnetConsole) { self.console = console }

    /// Takes the next bytes.
    /// - Returns: what the board prints.
    mutating func take(_ bytes: [UInt8], at now: ContinuousClock.Instant) -> [UInt8] {
        var printed: [UInt8] = []
        for event in telnet.take(bytes) {
            switch event {
            case .answer(let answer):
                answers += answer
                if case .options = phase { sendPassword() }
            case .text(let text) where phase == .open: printed += text
            case .text(let text): hear(text, at: now)
            }
        }
        return printed
    }

    /// What is to be sent now.
    mutating func takeAnswers(at now: ContinuousClock.Instant) -> [UInt8] {
        if case .options(let since) = phase, now - since >= Self.patience { sendPassword() }
        defer { answers = [] }
        return answers
    }

    /// Prompts are as all firmware of the WiPy has them, with and without a blank at the end.
    private mutating func hear(_ bytes: [UInt8], at now: ContinuousClock.Instant) {
        heard += String(decoding: bytes, as: UTF8.self).lowercased()
        defer { heard = String(heard.suffix(Self.mostText)) }
        let isAsked = { [heard] (prompt: String) in heard.hasSuffix(prompt) || heard.hasSuffix(prompt + " ") }
        switch phase {
        case .name where isAsked("login as:"):
            say(console.login)
            phase = .password
        case .password where isAsked("password:"): phase = .options(since: now)
        case .verdict where heard.contains("login succeeded!"): phase = .open
        // Asked once more, it has not been enough.
        case .verdict where heard.contains("invalid credentials") || isAsked("login as:"): phase = .refused
        default: break
        }
    }

    private mutating func sendPassword() {
        say(console.password)
        phase = .verdict
    }

    /// A line and its end in one piece: older firmware takes what it reads at once for all of it.
    private mutating func say(_ word: String) {
        answers += Array("\(word)\r\n".utf8)
        heard = ""
    }
}
