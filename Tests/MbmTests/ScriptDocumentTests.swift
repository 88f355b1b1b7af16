import FoundationEssentials
import TestSupport
import Testing

/// What `docs/scripts.md` shows is what happens.
@Suite struct ScriptDocumentTests {
    /// A command and what it prints, as the page shows them.
    private func example(beginning start: String) throws -> (command: String, output: String) {
        let path = URL(filePath: #filePath).appending(path: "../../../docs/scripts.md").standardized
        let page = try String(decoding: Data(contentsOf: path), as: UTF8.self)
        let block = try #require(page.split(separator: "```\n").first { $0.hasPrefix("$ " + start) })
        let command: Substring
        if let end = block.firstRange(of: "\nEOF\n") {
            command = block[..<end.upperBound]
        } else {
            command = block.prefix { $0 != "\n" }
        }
        return (String(command.dropFirst(2)), String(block[command.endIndex...].drop { $0 == "\n" }))
    }

    private func run(_ command: String) throws -> Finished {
        let account = try Account()
        let folder = try Pty.builtProgram("mbm").dropLast("/mbm".count)
        let run = try account.start(
            "/usr/bin/env", ["PATH=\(folder):/usr/local/bin:/usr/bin:/bin", "/bin/sh", "-c", command]
        ).wait(within: 60)
        try account.expectNothingIsLeft()
        return run
    }

    @Test func theScriptInTheMiddleOfAnother() throws {
        let (command, output) = try example(beginning: "mbm --demo 2 <<'EOF'")
        #expect(try run(command) == Finished(0, output))
    }

    @Test func theCheckOfAScript() throws {
        let (command, output) = try example(beginning: "printf")
        let run = try run(command)
        #expect(run == Finished(2, "", output))
    }
}
