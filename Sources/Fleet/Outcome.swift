/// How a board ended a job.
package enum Outcome: Equatable, Hashable, Sendable {
    case ok
    case raised(PythonException)
    case interrupted
    /// No answer will come; the text says why and what became of the request.
    case silent(String)
    /// The board was not asked; the text says why.
    case refused(String)
}

/// An exception that ended a job, as the board told it. All of it is untrusted text.
package struct PythonException: Equatable, Hashable, Sendable {
    /// Its class, e.g. `OSError`.
    package let kind: String
    /// `str()` of it, e.g. `[Errno 2] ENOENT`.
    package let message: String
    /// The line of the source sent that it came from; nil: not known.
    package let line: Int?
    /// Which of the request's statements raised it, counted from 0.
    package let statement: Int

    package init(kind: String, message: String, line: Int? = nil, statement: Int = 0) {
        self.kind = kind
        self.message = message
        self.line = line
        self.statement = statement
    }

    /// For people: what MicroPython's error numbers mean, else class and message.
    package var sentence: String {
        if kind == "OSError", let number = errorNumber, let meaning = Self.meanings[number] { return meaning }
        return message.isEmpty ? kind : "\(kind): \(message)"
    }

    /// `[Errno 28] ENOSPC` and the bare `28` both mean 28.
    var errorNumber: Int? {
        guard message.hasPrefix("[Errno ") else { return Int(message) }
        return Int(message.dropFirst(7).prefix { $0.isASCII && $0.isNumber })
    }

    /// py/mperrno.h, the same numbers on all ports.
    private static let meanings = [
        1: "this is not permitted", 2: "no such file or directory", 13: "permission denied", 17: "it exists already",
        20: "not a directory",
        21: "it is a directory",
        22: "this cannot be", 28: "the file system is full", 30: "the file system is read-only",
        36: "the name is too long", 39: "the directory is not empty", 40: "folders lie too deep in each other",
        84: "a name is no UTF-8",
    ]
}
