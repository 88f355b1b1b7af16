#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// A program that was started. It inherits no ignored signal, and of our descriptors only its standard three: all others
/// that we open are close-on-exec.
package final class Child {
    package let pid: Int32
    /// The end of the pipe that the program reads as its standard input, if `.pipe` was asked for.
    private var input: Int32?
    /// The end of the pipe that the program writes to, if `.pipe` was asked for.
    private let output: Int32?
    private var ending: Ending?

    /// Where a standard stream of the program leads.
    package enum Stream: Sendable {
        case null
        case inherit
        case pipe
        /// Appended to; made with mode 0600.
        case file(String)
        /// For the error stream: where output goes.
        case output
        /// For output: where our errors go.
        case error
    }

    /// Whose signals the program gets.
    package enum Group: Sendable {
        /// Ours: Ctrl-C reaches it too.
        case ours
        /// A new one, in the background of our terminal.
        case new
        /// A session of its own: it outlives the terminal.
        case session
    }

    /// Starts `program`.
    /// - Throws: `ProcessError.notStarted`
    package init(
        _ program: Program, input: Stream = .null, output: Stream = .null, error: Stream = .null, group: Group = .ours
    ) throws(ProcessError) {
        var plan = SpawnPlan(program, group: group)
        self.input = try plan.connect(input, to: STDIN_FILENO)
        self.output = try plan.connect(output, to: STDOUT_FILENO)
        _ = try plan.connect(error, to: STDERR_FILENO)
        pid = try plan.start()
    }

    deinit {
        closeInput()
        if let output { close(output) }
    }

    /// Ends the program's standard input.
    package func closeInput() {
        if let input { close(input) }
        input = nil
    }

    /// How the program ended, or nil while it runs.
    package func ended() -> Ending? {
        if ending == nil {
            var status: Int32 = 0
            if waitpid(pid, &status, WNOHANG) == pid { ending = Ending(waitStatus: status) }
        }
        return ending
    }

    /// Waits until the program has ended, at most `limit`; nil if it still runs then.
    package func wait(within limit: Duration) -> Ending? {
        let deadline = ContinuousClock.now + limit
        while ended() == nil, ContinuousClock.now < deadline { usleep(2000) }
        return ended()
    }

    /// Asks the program (or its whole group) to end, and ends it by force after `patience`. Of a group nothing is left,
    /// also when the program itself has ended before.
    package func end(group: Bool = false, patience: Duration = .seconds(3)) {
        if ended() == nil {
            kill(group ? -pid : pid, SIGTERM)
            if wait(within: patience) == nil {
                kill(pid, SIGKILL)
                _ = wait(within: .seconds(3))
            }
        }
        if group { kill(-pid, SIGKILL) }
    }

    /// Why an exchange with the program was broken off.
    fileprivate enum Stop: Error {
        case tooSlow, interrupted
    }

    /// Reads what the program wrote, while feeding it `bytes`, until it closes its output.
    /// - Parameters:
    ///   - most: bytes kept; what comes after them is read and dropped.
    ///   - wake: a descriptor that is readable when the person wants it to end (Ctrl-C).
    fileprivate func exchange(
        _ bytes: [UInt8], most: Int, until deadline: ContinuousClock.Instant, wake: Int32?
    ) throws(Stop) -> [UInt8] {
        guard let output else { return [] }
        var collected: [UInt8] = []
        var rest = bytes[...]
        if rest.isEmpty { closeInput() }
        if let input { _ = fcntl(input, F_SETFL, O_NONBLOCK) }
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { throw .tooSlow }
            var waits = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
            waits.append(pollfd(fd: input ?? -1, events: Int16(POLLOUT), revents: 0))
            waits.append(pollfd(fd: wake ?? -1, events: Int16(POLLIN), revents: 0))
            // After an error (a signal, mostly) nothing is known of the descriptors.
            guard poll(&waits, 3, left.milliseconds) > 0 else { continue }
            if waits[2].revents != 0 { throw .interrupted }
            if let input, waits[1].revents != 0 {
                let count = rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
                if count > 0 { rest = rest.dropFirst(count) }
                if rest.isEmpty || (count < 0 && errno != EAGAIN && errno != EINTR) { closeInput() }
            }
            guard waits[0].revents != 0 else { continue }
            let count = read(output, &buffer, buffer.count)
            if count == 0 { return collected }
            if count > 0 { collected.append(contentsOf: buffer[..<min(count, most - collected.count)]) }
        }
    }

    /// Waits until the program has ended.
    fileprivate func wait(until deadline: ContinuousClock.Instant, wake: Int32?) throws(Stop) -> Ending {
        while true {
            if let ending = ended() { return ending }
            guard ContinuousClock.now < deadline else { throw .tooSlow }
            var waits = pollfd(fd: wake ?? -1, events: Int16(POLLIN), revents: 0)
            if poll(&waits, 1, 2) > 0 { throw .interrupted }
        }
    }
}

/// What a program that ran to its end gave.
package struct Collected: Equatable, Sendable {
    package let ending: Ending
    package let output: [UInt8]

    package var text: String { String(decoding: output, as: UTF8.self) }
}

/// Runs a program to its end and collects what it wrote.
/// - Parameters:
///   - input: what it reads as standard input.
///   - error: where its error stream leads; `.output` collects it too.
///   - limit: how long it may take; it is ended then.
///   - most: bytes of output kept.
///   - wake: readable when the person wants it to end.
/// - Throws: `ProcessError`
package func collect(
    _ program: Program, input: [UInt8] = [], error: Child.Stream = .null, within limit: Duration,
    most: Int = 1 << 24, wake: Int32? = nil
) throws(ProcessError) -> Collected {
    let deadline = ContinuousClock.now + limit
    // A group of its own: what it starts ends with it.
    let child = try Child(program, input: .pipe, output: .pipe, error: error, group: .new)
    do {
        let output = try child.exchange(input, most: most, until: deadline, wake: wake)
        return Collected(ending: try child.wait(until: deadline, wake: wake), output: output)
    } catch {
        child.end(group: true)
        switch error {
        case .tooSlow: throw .tooSlow(program.path, seconds: Int(limit.components.seconds))
        case .interrupted: throw .interrupted(program.path)
        }
    }
}
