internal import Crypto

/// What is to become of one file or folder of a board. Missing folders above it are made.
package enum FileChange: Equatable, Sendable {
    /// A file with this content.
    /// - Parameters:
    ///   - size: in bytes.
    ///   - sha256: of the content, in lower-case hexadecimal digits.
    case file(String, size: Int, sha256: String)
    case folder(String)
    /// A file or an empty folder; what is not there is no error.
    case remove(String)
    /// A folder that must not be there yet, in one that is: nothing above it is made.
    case makeFolder(String)
    /// A file or a folder gets another name. A file that has it is replaced, a folder that has it is an error.
    case move(String, to: String)

    /// Of a move: where it is now.
    package var path: String {
        switch self {
        case .file(let path, _, _), .folder(let path), .remove(let path), .makeFolder(let path), .move(let path, _):
            path
        }
    }

    /// Everything that it names.
    var paths: [String] {
        if case .move(let path, let target) = self { [path, target] } else { [path] }
    }

    /// What was done; of a trial: what would be done.
    package enum Effect: Equatable, Hashable, Sendable {
        /// The board had it already, or had nothing to remove.
        case unchanged
        case created, replaced, removed
    }
}

/// What a shell wants to know of a board's files.
package enum FileQuery: Equatable, Sendable {
    /// Names and sizes of all that is below a folder (empty: the board's own), or of one file.
    case list(String)
    /// Size and SHA-256 of a file.
    case hash(String)
    /// The content of a file, or of all files below a folder.
    case send(String)
    /// Names and sizes of what is in a folder (empty: the board's own), not below it; or of one file.
    case names(String)
    /// The content of a file; a folder is an error.
    case content(String)

    package var path: String {
        switch self {
        case .list(let path), .hash(let path), .send(let path), .names(let path), .content(let path): path
        }
    }
}

/// Operations on files, which boards apply in their order: one job for any number of files. It is stored on the hub
/// once for all boards, as files are, and its records end with NUL, which no path holds.
package struct Manifest: Equatable, Sendable {
    package enum Operations: Equatable, Sendable {
        /// - Parameter isTrial: whether boards only tell what they would do.
        case changes([FileChange], isTrial: Bool)
        case queries([FileQuery])
    }

    package let operations: Operations
    /// As it goes to boards.
    let bytes: [UInt8]
    let sha256: String

    /// The most bytes that a file can have: the hub takes no larger value (proto-max-bulk-len).
    package static let largestFile = 16 << 20
    /// In bytes of UTF-8.
    private static let longestPath = 1024
    private static let largest = 8 << 20
    /// How many folders may lie in each other: boards list no more (mbm_files_walk.py).
    private static let deepest = 15

    /// - Parameter isTrial: whether boards only tell what they would do.
    /// - Throws: `FleetError.file` for a path or a size that cannot be.
    package init(_ changes: [FileChange], isTrial: Bool = false) throws(FleetError) {
        var text = ""
        for change in changes {
            for path in change.paths {
                try Self.check(path, isFile: true)
                try Self.checkDepth(path)
            }
            switch change {
            case .file(let path, let size, let sha256):
                guard (0...Self.largestFile).contains(size) else {
                    throw .file(path: path, "it has \(size) bytes; \(Self.largestFile >> 20) MB are the most")
                }
                text += "file \(size) \(sha256) \(path)\0"
            case .folder(let path): text += "folder \(path)\0"
            case .remove(let path): text += "remove \(path)\0"
            case .makeFolder(let path): text += "make \(path)\0"
            case .move(let path, let target): text += "move \(path.unicodeScalars.count) \(path) \(target)\0"
            }
        }
        try self.init(.changes(changes, isTrial: isTrial), text)
    }

    /// - Throws: `FleetError.file` for a path that cannot be.
    package init(_ queries: [FileQuery]) throws(FleetError) {
        var text = ""
        for query in queries {
            switch query {
            case .list(let path):
                try Self.check(path, isFile: false)
                text += "list \(path)\0"
            case .hash(let path):
                try Self.check(path, isFile: true)
                text += "hash \(path)\0"
            case .send(let path):
                try Self.check(path, isFile: false)
                text += "send \(path)\0"
            case .names(let path):
                try Self.check(path, isFile: false)
                text += "names \(path)\0"
            case .content(let path):
                try Self.check(path, isFile: true)
                text += "content \(path)\0"
            }
        }
        try self.init(.queries(queries), text)
    }

    private init(_ operations: Operations, _ text: String) throws(FleetError) {
        self.operations = operations
        bytes = Array(text.utf8)
        sha256 = hexadecimal(SHA256.hash(data: bytes))
        guard bytes.count <= Self.largest else {
            throw .setting("\(count) files at once are too many: \(bytes.count) bytes of names and hashes")
        }
    }

    private static func checkDepth(_ path: String) throws(FleetError) {
        guard !path.hasPrefix("/"), path.split(separator: "/").count > deepest + 1 else { return }
        throw .file(path: path, "its folders lie too deep: \(deepest) in each other are the most")
    }

    private static func check(_ path: String, isFile: Bool) throws(FleetError) {
        if isFile, path.isEmpty || path.utf8.last == UInt8(ascii: "/") {
            throw .file(path: path, "this names no file")
        }
        if path.utf8.contains(0) { throw .file(path: path, "a path on a board has no NUL") }
        if path.utf8.count > longestPath {
            throw .file(path: path, "a path on a board has \(longestPath) bytes at most")
        }
    }

    /// How many operations there are.
    package var count: Int {
        switch operations {
        case .changes(let changes, _): changes.count
        case .queries(let queries): queries.count
        }
    }

    /// How the board is to take it.
    var mode: String {
        switch operations {
        case .changes(_, let isTrial): isTrial ? "check" : "apply"
        case .queries: "read"
        }
    }

    /// Whether boards only tell something, and write nothing.
    var isHarmless: Bool { mode != "apply" }
}

/// The SHA-256 of a file's content as boards and hubs have it: lower-case hexadecimal digits.
package func sha256(_ content: [UInt8]) -> String { hexadecimal(SHA256.hash(data: content)) }

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
