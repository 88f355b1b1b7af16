internal import BoardClient
internal import Fleet

// Programs of this machine run on boards.
extension Session {
    /// More than a board has room for.
    private static let longestProgram = 1 << 20

    package func run(_ arguments: RunArguments) throws -> ExitStatus {
        let (file, words) = try arguments.program()
        let boards = try selected()
        let program = try Self.program(localPath(file), file)
        // They stay on the board: the script that this line is in has to give its own anew.
        for board in boards { argumentsSent[board] = nil }
        let source = BoardClient.arguments([file] + words) + "\0" + program
        return try answer(.source(source, echo: false), on: boards).0
    }

    private static func program(_ path: String, _ name: String) throws -> String {
        let bytes = try LocalFile.read(path, most: Manifest.largestFile)
        guard bytes.count <= longestProgram else {
            throw UsageError(
                "\(name) has \(bytes.count) bytes, and a program \(longestProgram) at most: "
                    + "`put` what it needs on the boards and import it")
        }
        guard !bytes.contains(0) else { throw UsageError("\(name) holds a NUL byte: this is no Python") }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw UsageError("\(name) is no UTF-8: this is no Python that a board could read")
        }
        // What some editors put before it is no Python.
        return text.unicodeScalars.first == "\u{feff}" ? String(text.unicodeScalars.dropFirst()) : text
    }
}
