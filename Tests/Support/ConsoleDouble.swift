import Processes

/// A double of a WiPy's telnet console in front of a board that is real: it stands in for hardware that cannot run here.
/// What it does and why is in `Tests/LegacyClient/telnet_console.py`. Ended when the test lets go of it, also when the
/// tests are killed.
package final class ConsoleDouble {
    package let port: Int
    private let directory: TemporaryDirectory
    private let program: Child

    /// - Parameter options: `--login NAME`, `--password WORD`, `--idle SECONDS`, `--mute`, `--until TEXT`.
    package init(of board: LegacyBoard, _ options: [String] = []) throws {
        directory = try TemporaryDirectory()
        port = try freePort()
        let script = "\(LegacyBoard.testCode)/telnet_console.py"
        program = try Child(
            Program("python3", [script, String(port), board.logFile] + options), input: .pipe,
            output: .file(directory.file("said")), error: .output, group: .new)
        try eventually("the console listens: \(said)") { said.contains("listening") }
    }

    deinit { program.end(group: true, patience: .zero) }

    private var said: String { (try? directory.read("said")) ?? "" }
}
