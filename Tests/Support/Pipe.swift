#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A pipe to give a program to read from.
package final class Pipe {
    package let readEnd: Int32
    private var writeEnd: Int32

    package init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw TestSupportError("pipe", errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        closeWriteEnd()
        close(readEnd)
    }

    /// Writes a text that fits the pipe.
    package func write(_ text: String) {
        let bytes = Array(text.utf8)
        #if canImport(Glibc)
            _ = Glibc.write(writeEnd, bytes, bytes.count)
        #else
            _ = Darwin.write(writeEnd, bytes, bytes.count)
        #endif
    }

    package func closeWriteEnd() {
        if writeEnd >= 0 { close(writeEnd) }
        writeEnd = -1
    }
}
