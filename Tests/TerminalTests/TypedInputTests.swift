import TestSupport
import Testing

@testable import Terminal

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What is typed while a program runs, on a real terminal.
@Suite struct TypedInputTests {
    private final class Terminal {
        let keyboard: Int32
        let descriptor: Int32

        init() throws {
            var ends: (Int32, Int32) = (-1, -1)
            guard openpty(&ends.0, &ends.1, nil, nil, nil) == 0 else { throw TestSupportError("openpty", errno) }
            (keyboard, descriptor) = ends
        }

        deinit {
            close(keyboard)
            close(descriptor)
        }

        func type(_ text: String) {
            let bytes = Array(text.utf8)
            #expect(write(keyboard, bytes, bytes.count) == bytes.count)
        }

        /// The key that ends lines besides Enter.
        var endKey: UInt8 {
            get {
                var mode = termios()
                tcgetattr(descriptor, &mode)
                return withUnsafeBytes(of: &mode.c_cc) { $0[Int(VEOL)] }
            }
            set {
                var mode = termios()
                tcgetattr(descriptor, &mode)
                withUnsafeMutableBytes(of: &mode.c_cc) { $0[Int(VEOL)] = newValue }
                tcsetattr(descriptor, TCSANOW, &mode)
            }
        }
    }

    private func text(_ text: String) -> TypedInput.Piece { .text(Array(text.utf8)) }

    /// Looks until there are so many pieces.
    private func pieces(_ count: Int, of input: TypedInput) throws -> [TypedInput.Piece] {
        var pieces: [TypedInput.Piece] = []
        try eventually("\(count) pieces, after \(pieces)") {
            input.look()
            while pieces.count < count, let piece = input.next() { pieces.append(piece) }
            return pieces.count == count
        }
        return pieces
    }

    @Test func linesComeWithEnterAndCtrlDAndWithoutThemNothing() throws {
        let terminal = try Terminal()
        let input = TypedInput(descriptor: terminal.descriptor, longest: 512)
        input.begin()
        terminal.type("on\u{7f}ne\r")
        #expect(try pieces(1, of: input) == [text("one\n")])
        #expect(input.hasEndedLine)
        terminal.type("a\u{4}")
        #expect(try pieces(1, of: input) == [text("a")])
        terminal.type("\u{4}")
        #expect(try pieces(1, of: input) == [.end])
        terminal.type("größe\rx\r")
        #expect(try pieces(2, of: input) == [text("größe\n"), text("x\n")])
        terminal.type("open")
        input.look()
        #expect(input.next() == nil && !input.hasLeft)
        #expect(input.finish() == [])
    }

    @Test(arguments: ["", "half a line", "a line\r"]) func theLeaveKeyIsSeenAtOnce(before: String) throws {
        let terminal = try Terminal()
        let input = TypedInput(descriptor: terminal.descriptor, longest: 512)
        input.begin()
        terminal.type(before + "\u{1d}")
        try eventually("left") {
            input.look()
            return input.hasLeft
        }
        // Another time begins anew.
        input.begin()
        #expect(!input.hasLeft)
    }

    @Test func theTerminalIsAsBeforeAfterwards() throws {
        let terminal = try Terminal()
        terminal.endKey = 0x05
        let input = TypedInput(descriptor: terminal.descriptor, longest: 512)
        input.begin()
        #expect(terminal.endKey == 0x1d)
        // As a shell may do while this program is stopped.
        terminal.endKey = 0
        input.look()
        #expect(terminal.endKey == 0x1d)
        _ = input.finish()
        #expect(terminal.endKey == 0x05)
        // What somebody else has chosen meanwhile stays.
        input.begin()
        terminal.endKey = 0x06
        _ = input.finish()
        #expect(terminal.endKey == 0x06)
    }

    @Test func whatNobodyTookComesBackUpToAnEnd() throws {
        let terminal = try Terminal()
        let input = TypedInput(descriptor: terminal.descriptor, longest: 4)
        input.begin(typedAhead: Array("first\rsecond".utf8))
        terminal.type("third\r")
        terminal.type("\u{4}")
        terminal.type("last\r")
        var all: [TypedInput.Piece] = []
        try eventually("all of it") {
            input.look()
            while let piece = input.next() { all.append(piece) }
            return all.last == text("\n") && all.contains(.end)
        }
        let texts = all.map { if case .text(let bytes) = $0 { String(decoding: bytes, as: UTF8.self) } else { "end" } }
        #expect(texts == ["firs", "t\n", "seco", "nd", "thir", "d\n", "end", "last", "\n"])
        for piece in all.reversed() { input.giveBack(piece) }
        #expect(input.next() == text("firs"))
        input.giveBack(text("firs"))
        #expect(String(decoding: input.finish(), as: UTF8.self) == "first\nsecondthird\n")
        #expect(input.finish() == [])
    }

    @Test func whatIsTooMuchIsDroppedAndToldOnce() throws {
        let terminal = try Terminal()
        let input = TypedInput(descriptor: terminal.descriptor, longest: 512)
        input.begin(typedAhead: [UInt8](repeating: UInt8(ascii: "x"), count: TypedInput.limit - 10))
        #expect(!input.takeOverflow())
        terminal.type("twelve bytes\r")
        try eventually("the overflow") {
            input.look()
            return input.takeOverflow()
        }
        #expect(!input.takeOverflow())
        terminal.type("\u{1d}")
        try eventually("left") {
            input.look()
            return input.hasLeft
        }
        input.drop()
        #expect(input.finish() == [])
    }

    @Test func aTerminalThatIsGoneIsLeft() throws {
        var ends: (Int32, Int32) = (-1, -1)
        #expect(openpty(&ends.0, &ends.1, nil, nil, nil) == 0)
        defer { close(ends.1) }
        let input = TypedInput(descriptor: ends.1, longest: 512)
        input.begin()
        close(ends.0)
        try eventually("left") {
            input.look()
            return input.hasLeft
        }
        #expect(input.next() == nil)
    }
}
