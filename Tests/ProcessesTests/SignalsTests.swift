import Processes
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite(.serialized) struct SignalsTests {
    private func isReadable(_ descriptor: Int32, within milliseconds: Int32) -> Bool {
        var polled = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        // A signal that comes meanwhile ends the wait early.
        for _ in 0..<5 {
            let count = poll(&polled, 1, milliseconds)
            if count >= 0 || errno != EINTR { return count == 1 }
        }
        return false
    }

    @Test func interruptsAreCountedAndTaken() {
        // Tests may be run where interrupts are ignored.
        signal(SIGINT, SIG_DFL)
        let descriptor = Signals.watchInterrupts()
        #expect(descriptor == Signals.watchInterrupts())
        #expect(Signals.takeInterrupts() == 0)
        #expect(!isReadable(descriptor, within: 0))
        for _ in 0..<2 {
            // To the process: a test's own thread may block signals.
            kill(getpid(), SIGINT)
            #expect(isReadable(descriptor, within: 5000))
            #expect(Signals.takeInterrupts() == 1)
        }
        #expect(!isReadable(descriptor, within: 0))
    }

    @Test func aRequestToEndIsGivenOnce() {
        signal(SIGHUP, SIG_DFL)
        let descriptor = Signals.watchTermination()
        #expect(Signals.takeTermination() == nil)
        kill(getpid(), SIGHUP)
        #expect(isReadable(descriptor, within: 5000))
        #expect(Signals.takeTermination() == SIGHUP)
        #expect(Signals.takeTermination() == nil)
    }

    @Test func writingToNobodyIsAnError() throws {
        Signals.ignorePipe()
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        #expect(write(ends[1], "x", 1) == -1)
        #expect(errno == EPIPE)
        close(ends[1])
    }
}
