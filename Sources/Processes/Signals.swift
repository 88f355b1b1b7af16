#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Signals as something that poll(2) can wait for.
///
/// A handler does nothing but write a byte into a pipe. The handlers are for the whole process and stay for its life.
package enum Signals {
    /// Writing to a peer that is gone becomes an error instead of the end of the program.
    package static func ignorePipe() {
        signal(SIGPIPE, SIG_IGN)
    }

    /// Children that end can be waited for, also when who started us did not care about theirs.
    package static func noticeChildren() {
        signal(SIGCHLD, SIG_DFL)
    }

    /// Ctrl-C no longer ends the program.
    ///
    /// - Returns: a descriptor that is readable while interrupts wait to be taken; the same one at every call. A
    ///   system call that is waiting when one comes fails with `EINTR`.
    package static func watchInterrupts() -> Int32 {
        interrupts.watch([SIGINT])
    }

    /// - Returns: how many interrupts came since the last call.
    package static func takeInterrupts() -> Int {
        interrupts.take().count
    }

    /// `SIGTERM` and `SIGHUP` no longer end the program at once, so that it can end in order.
    ///
    /// - Returns: a descriptor that is readable while such a signal waits to be taken; the same one at every call.
    package static func watchTermination() -> Int32 {
        terminations.watch([SIGTERM, SIGHUP])
    }

    /// - Returns: the first signal since the last call that asked the program to end.
    package static func takeTermination() -> Int32? {
        terminations.take().first.map { Int32($0) }
    }

    /// From now on it is known when the program is continued after it was stopped (Ctrl-Z).
    package static func watchContinuation() { _ = continuations.watch([SIGCONT]) }

    /// - Returns: whether it was since the last call.
    package static func takeContinuation() -> Bool { !continuations.take().isEmpty }

    private static let continuations = SignalPipe()
    private static let interrupts = SignalPipe()
    private static let terminations = SignalPipe()
}

/// A pipe into which handlers write the numbers of signals.
private struct SignalPipe: Sendable {
    private let readEnd: Int32
    private let writeEnd: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        // Without a pipe (no descriptors left) nothing is ever readable, and signals keep their default effect.
        guard pipe(&ends) == 0 else {
            readEnd = -1
            writeEnd = -1
            return
        }
        for end in ends {
            // A handler must never wait, not even when nobody takes what it writes.
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    func watch(_ signals: [Int32]) -> Int32 {
        guard writeEnd >= 0 else { return -1 }
        for number in signals where !isIgnored(number) {
            writeEnds[Int(number)] = writeEnd
            // No SA_RESTART: what waits has to look at the descriptor.
            var action = handlerAction { number in
                let saved = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(writeEnds[Int(number)], &byte, 1)
                errno = saved
            }
            sigaction(number, &action, nil)
        }
        return readEnd
    }

    func take() -> [UInt8] {
        var taken: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64)
        while true {
            let count = read(readEnd, &buffer, buffer.count)
            guard count > 0 else { return taken }
            taken += buffer[..<count]
        }
    }
}

/// The pipe of each signal: plain memory, because a handler may run at any instruction.
nonisolated(unsafe) private let writeEnds: UnsafeMutablePointer<Int32> = {
    let cells = UnsafeMutablePointer<Int32>.allocate(capacity: 65)
    cells.initialize(repeating: -1, count: 65)
    return cells
}()

/// Whether who started the program wants the signal to have no effect (`nohup`, a background job of a script).
private func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    #if canImport(Glibc)
        let handler = action.__sigaction_handler.sa_handler
    #else
        let handler = action.__sigaction_u.__sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == 1
}

private func handlerAction(_ handler: @escaping @convention(c) (Int32) -> Void) -> sigaction {
    var action = sigaction()
    #if canImport(Glibc)
        action.__sigaction_handler.sa_handler = handler
    #else
        action.__sigaction_u.__sa_handler = handler
    #endif
    return action
}
