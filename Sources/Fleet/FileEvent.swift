/// What boards tell of files while a job with a `Manifest` runs. The number is that of the operation, from 0; paths are
/// relative to the operation's own (empty: that itself), and never lead out of it. All of it is untrusted text.
package enum FileEvent: Equatable, Sendable {
    /// A change was made, or would be made.
    case done(Int, FileChange.Effect)
    /// So many bytes of a file have been compared with what is there, or have come. About once a second.
    case progress(Int, bytes: Int)
    /// The operation failed, or of a query the part of it at `path`.
    case failed(Int, path: String, FileFailure)
    /// Something that the board has.
    case entry(Int, FileEntry)
    /// The content of a file comes next.
    case begins(Int, path: String, size: Int)
    /// The next bytes of that file.
    case bytes([UInt8])
    /// All of that file has come, and its SHA-256 is right.
    case ends(Int, path: String)
    /// All is said about a query.
    case answered(Int)
}

/// A file or folder that a board has.
package struct FileEntry: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// - Parameter sha256: lower-case hexadecimal digits; nil: not asked for.
        case file(size: Int, sha256: String?)
        case folder
        /// A link, or what is neither file nor folder: boards that are Linux machines have them. Never followed.
        case other
    }

    package let path: String
    package let kind: Kind

    package init(path: String, kind: Kind) {
        self.path = path
        self.kind = kind
    }
}

/// Why an operation on a file failed on a board.
package enum FileFailure: Equatable, Hashable, Sendable {
    /// One of MicroPython's error numbers.
    case number(Int)
    /// The file system is full.
    /// - Parameters:
    ///   - needed: the size of the file, in bytes.
    ///   - free: what was free without it; nil: not known.
    case full(needed: Int, free: Int?)
    /// What arrived is not what was sent.
    case differs
    /// Its content could not be had: the local file has changed or is gone.
    case gone
    /// Part of what the board sent was lost on the way.
    case incomplete
    /// A path that leads out of the folder it should be in, or is no text.
    case badName
    /// What an older board said instead.
    case other(String)
    /// It was not tried: a sentence says why.
    case notTried(String)

    /// For people.
    package var sentence: String {
        switch self {
        case .number, .other: exception.sentence
        case .full(let needed, let free?): "the file system is full: \(needed) bytes needed, \(free) free"
        case .full: "the file system is full"
        case .differs: "it did not arrive as it was sent; nothing was written"
        case .gone: "its content could not be had"
        case .incomplete: "it did not arrive whole"
        case .badName: "it has an unusable name"
        case .notTried(let why): why
        }
    }

    /// As a board tells what ends a job.
    package var exception: PythonException {
        switch self {
        case .number(let number): PythonException(kind: "OSError", message: "[Errno \(number)]")
        case .full: PythonException(kind: "OSError", message: "[Errno 28] ENOSPC")
        case .other(let text): PythonException(kind: text, message: "")
        default: PythonException(kind: "ValueError", message: sentence)
        }
    }
}
