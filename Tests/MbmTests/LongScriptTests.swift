import TestSupport
import Testing

/// A script of ten thousand lines through a pipe: no answer is missing, and the shell does not grow.
@Suite(.serialized, .fleet(1)) struct LongScriptTests {
    @Test(.timeLimit(.minutes(10))) func noLineIsLostAndNoMemory() throws {
        let fleet = try fleet
        let memory = "!grep VmRSS: /proc/$PPID/status\n"
        let lines = (1...10_000).map { "\($0)\n" + ($0 == 100 || $0 == 10_000 ? memory : "") }
        try fleet.account.directory.write(lines.joined(), to: "work/long.mbm")
        let run = try fleet.account.start(
            "/bin/sh", ["-c", "cat long.mbm | \"$0\" \"$@\"", Pty.builtProgram("mbm")] + fleet.options
        ).wait(within: 500)
        #expect(run.status == 0)
        #expect(run.errors == "")
        let output = run.output.split(separator: "\n")
        #expect(output.filter { !$0.hasPrefix("VmRSS") } == (1...10_000).map { "\($0)" }[...].map { Substring($0) })
        let sizes = output.filter { $0.hasPrefix("VmRSS") }.compactMap { Int($0.filter(\.isNumber)) }
        try #require(sizes.count == 2, "\(sizes)")
        #expect(sizes[1] - sizes[0] < 10 * 1024, "kB: \(sizes)")
    }
}
