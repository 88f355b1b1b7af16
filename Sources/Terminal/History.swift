/// What was typed earlier, in memory and in a file that several shells may append to at once.
package final class History {
    /// How many entries are taken from the file and kept.
    package static let limit = 2000

    /// Oldest first.
    package private(set) var entries: [String] = []
    /// Counts the changes of `entries`.
    package private(set) var changes = 0
    private let file: HistoryFile?
    private let warn: (String) -> Void
    private var hasWarned = false

    /// - Parameters:
    ///   - path: the file, which need not exist, in a directory that does; nil keeps the history in memory only.
    ///   - warn: is told once, in a sentence, when the file cannot be used.
    package init(path: String?, warn: @escaping (String) -> Void = { _ in }) {
        self.warn = warn
        file = path.map(HistoryFile.init)
        attempt { (file) throws(HistoryFile.Failure) in entries = try file.load(last: Self.limit) }
        entries = entries.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }

    /// Adds what was typed, unless it is blank or repeats the last entry.
    ///
    /// - Returns: whether it was added.
    @discardableResult
    package func add(_ text: String) -> Bool {
        guard text != entries.last, !text.allSatisfy(\.isWhitespace) else { return false }
        entries.append(text)
        changes += 1
        if entries.count > Self.limit { entries.removeFirst() }
        attempt { (file) throws(HistoryFile.Failure) in try file.append(text) }
        return true
    }

    package func refresh() {}

    private func attempt(_ action: (HistoryFile) throws(HistoryFile.Failure) -> Void) {
        guard let file else { return }
        do {
            try action(file)
        } catch {
            if !hasWarned { warn("history is not kept: \(file.path): \(error.reason)") }
            hasWarned = true
        }
    }
}

/// One entry as a line of the file: `\n` stands for a line end, `\\` for a backslash, everything else for itself. A
/// backslash before anything else, which we never write, stands for itself too.
enum HistoryLine {
    static func encode(_ entry: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in entry.unicodeScalars {
            switch scalar {
            case "\\": line.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": line.append(contentsOf: "\\n".unicodeScalars)
            default: line.append(scalar)
            }
        }
        return String(line)
    }

    static func decode(_ line: String) -> String {
        var entry = String.UnicodeScalarView()
        var scalars = line.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            guard scalar == "\\", let next = scalars.next() else {
                entry.append(scalar)
                continue
            }
            switch next {
            case "n": entry.append("\n")
            case "\\": entry.append("\\")
            default: entry.append(contentsOf: [scalar, next])
            }
        }
        return String(entry)
    }
}
