#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a person types while a program runs: lines that the terminal itself echoes and edits, as it does for any program.
///
/// One thing of the terminal's mode is changed: the key Ctrl-] ends a line as Enter does, so that it is seen at once.
/// Whatever becomes of this process, it leaves a terminal behind that works.
package final class TypedInput {
    package enum Piece: Equatable, Sendable {
        /// What Enter has sent, with LF at its end; without it when Ctrl-D has sent it.
        case text([UInt8])
        /// Ctrl-D on an empty line.
        case end
    }

    /// Ctrl-].
    private static let leaveKey: UInt8 = 0x1d
    /// How much is kept that nobody has taken, in bytes.
    package static let limit = 1 << 16

    private let descriptor: Int32
    private let longest: Int
    /// What the key that ends lines was before.
    private var former: UInt8?
    private var pieces: [Piece] = []
    private var start = 0
    private var size = 0

    /// Whether Ctrl-] was pressed, or the terminal is gone.
    package private(set) var hasLeft = false
    /// Whether something was typed that there was no room for.
    private var hasOverflowed = false
    private var hasToldOverflow = false
    /// Whether the last thing that the terminal echoed was the end of a line; for the one who asks to take back.
    package var hasEndedLine = false

    /// - Parameters:
    ///   - descriptor: a terminal.
    ///   - longest: longer pieces come in several, in bytes.
    package init(descriptor: Int32 = Screen.Stream.input.rawValue, longest: Int) {
        self.descriptor = descriptor
        self.longest = longest
    }

    /// Begins with what was typed before anybody looked.
    package func begin(typedAhead: [UInt8] = []) {
        hasLeft = false
        hasOverflowed = false
        hasToldOverflow = false
        hasEndedLine = false
        pieces = []
        start = 0
        size = 0
        // Enter is CR where a line is edited.
        add(typedAhead.map { $0 == UInt8(ascii: "\r") ? UInt8(ascii: "\n") : $0 })
        former = nil
        endLinesWithLeaveKey()
    }

    /// Gives the terminal back as it was.
    /// - Returns: what was typed that nobody has taken, up to an end of input.
    package func finish() -> [UInt8] {
        if let former, var mode = mode(), key(&mode) == Self.leaveKey {
            setKey(&mode, former)
            tcsetattr(descriptor, TCSANOW, &mode)
        }
        former = nil
        var rest: [UInt8] = []
        while case .text(let bytes) = next() { rest += bytes }
        drop()
        return rest
    }

    /// Takes in what was typed since the last call. Does not wait.
    package func look() {
        // A shell may have changed the mode while we were stopped.
        endLinesWithLeaveKey()
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !hasLeft {
            var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, 0) > 0 else { return }
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 {
                take(buffer[..<count])
            } else if polled.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 {
                hasLeft = true
            } else if count == 0 {
                pieces.append(.end)
            } else {
                return
            }
        }
    }

    /// Takes the next piece that was typed; nil: there is none.
    package func next() -> Piece? {
        guard start < pieces.count else { return nil }
        let piece = pieces[start]
        if case .text(let bytes) = piece { size -= bytes.count }
        start += 1
        if start == pieces.count {
            pieces = []
            start = 0
        }
        return piece
    }

    /// Whether something was typed that there was no room for; once.
    package func takeOverflow() -> Bool {
        defer { hasToldOverflow = hasOverflowed }
        return hasOverflowed && !hasToldOverflow
    }

    /// Puts a piece before all others.
    package func giveBack(_ piece: Piece) {
        if case .text(let bytes) = piece { size += bytes.count }
        pieces = [piece] + pieces[start...]
        start = 0
    }

    /// Forgets what nobody has taken, as the terminal does at Ctrl-C.
    package func drop() {
        while next() != nil {}
    }

    private func take(_ bytes: ArraySlice<UInt8>) {
        if bytes.contains(Self.leaveKey) {
            hasLeft = true
            return
        }
        hasEndedLine = bytes.last == UInt8(ascii: "\n")
        add(Array(bytes))
    }

    /// Cuts into lines, and long lines into pieces.
    private func add(_ bytes: [UInt8]) {
        guard size + bytes.count <= Self.limit else {
            hasOverflowed = true
            return
        }
        size += bytes.count
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            // All but the last were followed by a line end.
            var rest = line.endIndex < bytes.endIndex ? bytes[line.startIndex...line.endIndex] : line
            while !rest.isEmpty {
                pieces.append(.text(Array(rest.prefix(longest))))
                rest = rest.dropFirst(longest)
            }
        }
    }

    // MARK: The terminal's mode

    private func endLinesWithLeaveKey() {
        guard var mode = mode(), key(&mode) != Self.leaveKey else { return }
        if former == nil { former = key(&mode) }
        setKey(&mode, Self.leaveKey)
        tcsetattr(descriptor, TCSANOW, &mode)
    }

    private func mode() -> termios? {
        var mode = termios()
        return tcgetattr(descriptor, &mode) == 0 ? mode : nil
    }

    /// The key that ends a line besides Enter.
    private func key(_ mode: inout termios) -> UInt8 {
        withUnsafeBytes(of: &mode.c_cc) { $0[Int(VEOL)] }
    }

    private func setKey(_ mode: inout termios, _ key: UInt8) {
        withUnsafeMutableBytes(of: &mode.c_cc) { $0[Int(VEOL)] = key }
    }
}
