#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The signals that concern a person at the prompt: a new window size, being stopped, being continued.
///
/// A handler only writes the signal's number into a pipe, which the editor reads where it waits for keys. Handlers are
/// in place only while a line is edited.
final class EditorSignals {
    enum Event: Equatable {
        case resized
        case stopRequested
        case continued
    }

    /// Readable when a signal came.
    let descriptor: Int32
    private let writeEnd: Int32
    private var previous: [(signal: Int32, action: sigaction)] = []

    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        descriptor = ends[0]
        writeEnd = ends[1]
        for end in ends {
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        restore()
        close(descriptor)
        close(writeEnd)
    }

    /// Puts the handlers in place.
    func install() {
        signalPipe.pointee = writeEnd
        for signal in [SIGWINCH, SIGTSTP, SIGCONT] {
            var old = sigaction()
            guard sigaction(signal, nil, &old) == 0 else { continue }
            // A shell without job control starts its programs with SIGTSTP ignored, and they must keep it so.
            if signal == SIGTSTP && isIgnored(old) { continue }
            var new = handlerAction { number in
                let saved = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(signalPipe.pointee, &byte, 1)
                errno = saved
            }
            // A resize must not abort a system call elsewhere; poll(2) returns all the same.
            new.sa_flags = SA_RESTART
            if sigaction(signal, &new, nil) == 0 { previous.append((signal, old)) }
        }
    }

    /// Puts back what was there before `install`.
    func restore() {
        for (signal, action) in previous {
            var old = action
            sigaction(signal, &old, nil)
        }
        previous = []
        _ = take()
    }

    /// - Returns: what happened since the last call.
    func take() -> [Event] {
        var events: [Event] = []
        var buffer = [UInt8](repeating: 0, count: 64)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return events }
            for byte in buffer[..<count] {
                switch Int32(byte) {
                case SIGWINCH: events.append(.resized)
                case SIGTSTP: events.append(.stopRequested)
                default: events.append(.continued)
                }
            }
        }
    }

    /// Stops this process as the terminal's Ctrl-Z does by default; returns when it is continued.
    func stop() {
        restore()
        kill(getpid(), SIGTSTP)
        install()
    }
}

/// Where the handlers write: a plain memory cell, because a handler may run at any instruction.
nonisolated(unsafe) private let signalPipe: UnsafeMutablePointer<Int32> = {
    let cell = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
    cell.initialize(to: -1)
    return cell
}()

#if canImport(Glibc)
    private func handlerAction(_ handler: @escaping @convention(c) (Int32) -> Void) -> sigaction {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handler
        return action
    }

    private func isIgnored(_ action: sigaction) -> Bool {
        unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }
#else
    private func handlerAction(_ handler: @escaping @convention(c) (Int32) -> Void) -> sigaction {
        var action = sigaction()
        action.__sigaction_u.__sa_handler = handler
        return action
    }

    private func isIgnored(_ action: sigaction) -> Bool {
        unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self) == 1
    }
#endif
