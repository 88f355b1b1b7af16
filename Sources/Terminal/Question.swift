#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A question at the terminal that a person answers with a line.
package enum Question {
    private static let longest = 4096

    /// Shows a question and waits for a line. What was typed before it does not count, and is gone.
    /// - Parameters:
    ///   - text: harmless for a terminal.
    ///   - wake: readable when it may be time to give up.
    ///   - isOver: whether it is.
    /// - Returns: the line, or nil: there was none.
    package static func ask(_ text: String, wake: Int32, isOver: () -> Bool) -> String? {
        let input = Screen.Stream.input.rawValue
        tcflush(input, TCIFLUSH)
        show(Array(text.utf8))
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: longest)
        while !isOver(), line.count < longest {
            var waits = [
                pollfd(fd: input, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&waits, 2, 500) > 0, waits[0].revents != 0 else { continue }
            let count = read(input, &buffer, buffer.count)
            guard count > 0 else { break }
            line += buffer[..<count]
            if let end = line.firstIndex(of: UInt8(ascii: "\n")) {
                return String(decoding: line[..<end], as: UTF8.self)
            }
        }
        show([UInt8(ascii: "\n")])
        return nil
    }

    private static func show(_ bytes: [UInt8]) {
        _ = write(Screen.Stream.error.rawValue, bytes, bytes.count)
    }
}
