internal import Processes

/// A connection to the telnet console of a WiPy. It never waits: a loop that leads other boards, too, calls `advance()`.
final class ConsoleConnection {
    enum Event: Equatable {
        /// It is logged in: what the board prints from now on comes.
        case open
        case printed([UInt8])
        /// It is of no more use; why, to stand after where it is.
        case failed(String)
    }

    private enum Pace {
        /// For connecting and logging in together.
        static let login = Duration.seconds(5)
        /// A console has one connection: it takes a moment after the end of the last until it listens again.
        static let refused = Duration.seconds(2)
        static let again = Duration.milliseconds(100)
        /// A WiPy ends connections on which nothing comes; after 5 minutes, or less if it was told so.
        static let signOfLife = Duration.seconds(3)
    }

    let console: TelnetConsole
    private let start: ContinuousClock.Instant
    private var dialogue: ConsoleDialogue
    private var stream: TCPStream?
    /// When to try again to connect, or to show a sign of life.
    private var next: ContinuousClock.Instant
    private var hasFailed = false
    /// When something last came, or the connection was begun.
    private(set) var lastHeard: ContinuousClock.Instant

    init(to console: TelnetConsole, at now: ContinuousClock.Instant) {
        self.console = console
        dialogue = ConsoleDialogue(console)
        (start, next, lastHeard) = (now, now, now)
    }

    /// Whether it is logged in, or was.
    var isOpen: Bool { dialogue.phase == .open }

    /// Does what can be done now; after a failure nothing more.
    func advance(at now: ContinuousClock.Instant) -> [Event] {
        guard !hasFailed else { return [] }
        do throws(TCPStream.Failure) {
            return try exchange(at: now)
        } catch {
            stream = nil
            if error == .refused, now - start < Pace.refused {
                next = now + Pace.again
                return []
            }
            return fail(reason(error))
        }
    }

    private func exchange(at now: ContinuousClock.Instant) throws(TCPStream.Failure) -> [Event] {
        if stream == nil {
            guard now >= next else { return [] }
            stream = try TCPStream(to: console.host, port: console.port)
        }
        guard let stream else { return [] }
        let wasOpen = isOpen
        let bytes = try stream.advance()
        if !bytes.isEmpty { lastHeard = now }
        let printed = dialogue.take(bytes, at: now)
        stream.send(dialogue.takeAnswers(at: now))
        if dialogue.phase == .refused { return fail("refused the login") }
        if !isOpen, now - start >= Pace.login {
            return fail(stream.isConnected ? "does not let us in" : "cannot be reached: no answer")
        }
        if isOpen, now >= next {
            stream.send(Telnet.signOfLife)
            next = now + Pace.signOfLife
        }
        return (isOpen && !wasOpen ? [.open] : []) + (printed.isEmpty ? [] : [.printed(printed)])
    }

    private func fail(_ why: String) -> [Event] {
        hasFailed = true
        stream = nil
        return [.failed(why)]
    }

    private func reason(_ failure: TCPStream.Failure) -> String {
        switch failure {
        case .refused: "refuses the connection (it takes one at a time)"
        case .closed: isOpen ? "closed the connection" : "closed the connection before it let us in"
        case .system(let reason): isOpen ? "was lost: \(reason)" : "cannot be reached: \(reason)"
        }
    }
}
