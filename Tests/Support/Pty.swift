#if canImport(Glibc)
    package import Glibc
#else
    package import Darwin
#endif

/// A program on a terminal of its own, as a person would run it; ended when the test lets go of it.
///
/// Waiting is by condition with a bound, never by time alone.
package final class Pty {
    /// A condition that did not come true in time, with what was seen instead.
    package struct Timeout: Error, CustomStringConvertible {
        package let description: String
    }

    /// How a program ended.
    package enum Exit: Equatable {
        case status(Int32)
        case signal(Int32)
    }

    /// Everything that the program wrote.
    package private(set) var output: [UInt8] = []
    /// What a person sees now.
    package let screen: EmulatedScreen
    package let pid: pid_t

    private var master: Int32
    private let terminal: String
    private var expected = 0
    private var exit: Exit?

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: its path.
    ///   - environment: all of it; TERM, PATH and HOME have defaults (HOME one that does not exist).
    ///   - directory: where it runs.
    ///   - descriptors: open descriptors that it gets as 3, 4, …
    package init(
        _ program: String, _ arguments: [String] = [], environment: [String: String] = [:], columns: Int = 80,
        rows: Int = 24, descriptors: [Int32] = []
    ) throws {
        screen = EmulatedScreen(columns: columns, rows: rows)
        let ends = try Self.open()
        master = ends.master
        terminal = ends.name
        // Held until the program has it: a terminal that nobody has open is one that was hung up.
        defer { close(ends.slave) }
        let defaults = [
            "TERM": "xterm-256color", "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent",
            "SWIFT_BACKTRACE": "enable=no",
        ]
        do {
            try Self.setSize(master, columns, rows)
            pid = try Self.spawn(
                program, arguments, environment: defaults.merging(environment) { $1 }, terminal: ends.name,
                descriptors: descriptors)
        } catch {
            close(master)
            throw error
        }
    }

    deinit {
        if exit == nil {
            // The program is the leader of its session, so that this reaches what it started, too.
            kill(-pid, SIGKILL)
            kill(pid, SIGKILL)
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        }
        hangUp()
    }

    /// Takes the terminal away, as closing its window does.
    package func hangUp() {
        if master >= 0 { close(master) }
        master = -1
    }

    /// Types a text; Enter is `\r`, as on a keyboard.
    package func send(_ text: String, within seconds: Double = 10) throws {
        try send(Array(text.utf8), within: seconds)
    }

    /// Sends bytes, taking output meanwhile so that neither side waits for the other.
    package func send(_ bytes: [UInt8], within seconds: Double = 10) throws {
        let deadline = Deadline(seconds)
        var sent = 0
        while sent < bytes.count {
            var polled = [pollfd(fd: master, events: Int16(POLLIN | POLLOUT), revents: 0)]
            guard deadline.left > 0, poll(&polled, 1, deadline.left) >= 0 || errno == EINTR else {
                throw timeout("\(bytes.count - sent) bytes were not taken", seconds)
            }
            if polled[0].revents & Int16(POLLIN) != 0 { _ = readOnce() }
            guard polled[0].revents & Int16(POLLOUT) != 0 else { continue }
            // Small pieces: the terminal may have room for less than it seems, and writing would wait.
            let piece = bytes[sent..<min(sent + 256, bytes.count)]
            let count = piece.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
            if count > 0 { sent += count }
        }
    }

    /// Waits until the program has written a text after what was expected last.
    ///
    /// - Returns: everything written in between, with the text.
    @discardableResult
    package func expect(_ text: String, within seconds: Double = 10) throws -> String {
        let pattern = Array(text.utf8)
        try wait("\"\(text)\"", within: seconds) { Self.find(pattern, in: self.output, from: self.expected) != nil }
        let found = Self.find(pattern, in: output, from: expected) ?? output.count
        defer { expected = found + pattern.count }
        return String(decoding: output[expected..<(found + pattern.count)], as: UTF8.self)
    }

    /// Waits until the rows that hold something are these, blanks at their ends left out.
    package func expectScreen(_ rows: [String], within seconds: Double = 10) throws {
        let rows = rows.map(Self.withoutBlanksAtEnd)
        try wait("the screen\n\(rows.joined(separator: "\n"))\n", within: seconds) { self.screen.text == rows }
    }

    /// Waits until the last rows that hold something are these.
    package func expectScreen(endingWith rows: [String], within seconds: Double = 10) throws {
        let rows = rows.map(Self.withoutBlanksAtEnd)
        try wait("a screen that ends in\n\(rows.joined(separator: "\n"))\n", within: seconds) {
            Array(self.screen.text.suffix(rows.count)) == rows
        }
    }

    /// A terminal does not tell blanks from places where nothing is.
    private static func withoutBlanksAtEnd(_ row: String) -> String {
        String(row.reversed().drop { $0 == " " }.reversed())
    }

    /// Waits until a condition is true, looking at it whenever output has come.
    ///
    /// - Parameter what: the condition in words, for the failure.
    package func wait(_ what: String, within seconds: Double = 10, until condition: () -> Bool) throws {
        let deadline = Deadline(seconds)
        while !condition() {
            guard deadline.left > 0 else { throw timeout("did not see \(what)", seconds) }
            guard waitForOutput(min(deadline.left, 100)) else {
                if condition() { return }
                throw timeout("the program ended before \(what)", seconds)
            }
        }
    }

    /// Waits until the program has read everything that was typed.
    package func waitUntilInputIsRead(within seconds: Double = 10) throws {
        let deadline = Deadline(seconds)
        let slave = Glibc.open(terminal, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard slave >= 0 else { throw TestSupportError("open \(terminal)", errno) }
        defer { close(slave) }
        var waiting: Int32 = 1
        while ioctl(slave, UInt(FIONREAD), &waiting) == 0 && waiting > 0 {
            guard deadline.left > 0 else { throw timeout("\(waiting) bytes of input were not read", seconds) }
            _ = waitForOutput(2)
        }
    }

    /// Gives the terminal another size, which the program is told by SIGWINCH.
    package func resize(columns: Int, rows: Int) throws {
        screen.resize(columns: columns, rows: rows)
        try Self.setSize(master, columns, rows)
    }

    /// Sends the program a signal.
    package func signal(_ number: Int32) {
        kill(pid, number)
    }

    /// Waits until the program has ended, taking its output.
    package func wait(within seconds: Double = 10) throws -> Exit {
        let deadline = Deadline(seconds)
        while true {
            if let exit { return exit }
            var status: Int32 = 0
            if waitpid(pid, &status, WNOHANG) == pid {
                while readOnce() {}
                let signal = status & 0x7f
                exit = signal == 0 ? .status(status >> 8 & 0xff) : .signal(signal)
                continue
            }
            guard deadline.left > 0 else { throw timeout("did not end", seconds) }
            // Output that stays unread could keep the program from ending; once it has closed the terminal, its end
            // is near, and there is nothing left to poll.
            if !waitForOutput(min(deadline.left, 20)) { usleep(2000) }
        }
    }

    /// The output as text, control characters as they are.
    package var transcript: String { String(decoding: output, as: UTF8.self) }

    /// - Returns: false when the program has closed the terminal.
    private func waitForOutput(_ milliseconds: Int32) -> Bool {
        var polled = [pollfd(fd: master, events: Int16(POLLIN), revents: 0)]
        guard poll(&polled, 1, milliseconds) > 0 else { return true }
        return readOnce()
    }

    /// - Returns: whether there was anything.
    private func readOnce() -> Bool {
        var polled = [pollfd(fd: master, events: Int16(POLLIN), revents: 0)]
        guard poll(&polled, 1, 0) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(master, &buffer, buffer.count)
        guard count > 0 else { return false }
        output += buffer[..<count]
        screen.feed(buffer[..<count])
        return true
    }

    private func timeout(_ what: String, _ seconds: Double) -> Timeout {
        let shown = screen.text.map { "  |" + $0 }.joined(separator: "\n")
        let tail = String(decoding: output.suffix(2000), as: UTF8.self).debugDescription
        return Timeout(description: "\(what) within \(seconds) s; screen:\n\(shown)\nlast output: \(tail)")
    }

    private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = pattern.first, bytes.count >= start + pattern.count else { return nil }
        return (start...(bytes.count - pattern.count)).first {
            bytes[$0] == first && bytes[$0..<($0 + pattern.count)].elementsEqual(pattern)
        }
    }

    private static func setSize(_ descriptor: Int32, _ columns: Int, _ rows: Int) throws {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        guard ioctl(descriptor, UInt(TIOCSWINSZ), &size) == 0 else { throw TestSupportError("TIOCSWINSZ", errno) }
    }
}

/// A point in time that something must happen before.
private struct Deadline {
    private let end: ContinuousClock.Instant

    init(_ seconds: Double) {
        end = .now + .milliseconds(Int(seconds * 1000))
    }

    /// Milliseconds until then, at least 0.
    var left: Int32 {
        let duration = ContinuousClock.now.duration(to: end).components
        return Int32(max(0, duration.seconds * 1000 + duration.attoseconds / 1_000_000_000_000_000))
    }
}
