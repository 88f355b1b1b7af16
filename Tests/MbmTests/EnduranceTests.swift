import TestSupport
import Testing

#if os(Linux)
    import Glibc

    /// A prompt that is used all day.
    @Suite struct EnduranceTests {
        @Test(.timeLimit(.minutes(20))) func twoThousandLinesAreNotLostAndTakeNoMemory() throws {
            let account = try Account()
            let terminal = try account.terminal(["--demo", "1"])
            try terminal.expect("demo-1>>> ", within: 60)
            try terminal.send("n = 0\r")
            try terminal.expect("demo-1>>> ")
            var sizes: [Int] = []
            for hundred in 0..<20 {
                // In pieces that a terminal has room for.
                for _ in 0..<10 {
                    let lines = (0..<10).map { "n += 1  # \(hundred) \($0) \(String(repeating: "x", count: 40))\r" }
                    try terminal.send(lines.joined())
                    for _ in 0..<10 { try terminal.expect("demo-1>>> ", within: 60) }
                }
                try terminal.waitUntilInputIsRead()
                sizes.append(try residentBytes(terminal.pid))
            }
            try terminal.send("n\r")
            try terminal.expect("2000\r\n", within: 60)
            let growth = sizes[19] - sizes[0]
            #expect(growth < 10_000_000, "\(sizes)")
            try terminal.expect("demo-1>>> ")
            try terminal.send("\u{04}")
            #expect(try terminal.wait(within: 30) == .status(0))
            try account.expectNothingIsLeft()
        }

        private func residentBytes(_ pid: Int32) throws -> Int {
            let file = try #require(fopen("/proc/\(pid)/status", "r"))
            defer { fclose(file) }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = fread(&bytes, 1, bytes.count, file)
            let lines = String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
            let words = try #require(lines.first { $0.hasPrefix("VmRSS:") }).split { $0 == " " || $0 == "\t" }
            return 1024 * (try #require(Int(words[1])))
        }
    }
#endif
