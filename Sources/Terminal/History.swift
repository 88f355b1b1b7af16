/// What was typed earlier, in memory and in a file that several shells append to at once.
package final class History {
    /// How many entries are taken from the file and kept.
    package static let limit = 2000

    /// Each once, where it was typed last; oldest first. What this shell has added comes after what others have.
    package private(set) var entries: [String] = []
    /// Counts the changes of `entries`.
    package private(set) var changes = 0
    /// From the file: what was there at the start, and what others have appended since.
    private var shared: [String] = []
    private var own: [String] = []
    private let file: HistoryFile?
    /// How far the file was read.
    private var mark: HistoryFile.Mark?
    private let warn: (String) -> Void
    private var hasWarned = false

    /// - Parameters:
    ///   - path: the file, which need not exist, in a directory that does; nil keeps the history in memory only.
    ///   - warn: is told once, in a sentence, when the file cannot be used.
    package init(path: String?, warn: @escaping (String) -> Void = { _ in }) {
        self.warn = warn
        file = path.map(HistoryFile.init)
        attempt { (file) throws(HistoryFile.Failure) in
            var found = try file.load(last: Self.limit)
            if found.isMuchLonger, file.compact(to: Self.limit) { found = try file.load(last: Self.limit) }
            (shared, mark) = (found.entries, found.mark)
        }
        update()
    }

    /// Adds what was typed, unless it is blank or repeats the last entry.
    ///
    /// - Returns: whether it was added.
    @discardableResult
    package func add(_ text: String) -> Bool {
        guard text != entries.last, !text.allSatisfy(\.isWhitespace) else { return false }
        attempt { (file) throws(HistoryFile.Failure) in take(try file.append(text, after: mark, last: Self.limit)) }
        own.append(text)
        update()
        return true
    }

    /// Takes in what other shells have added.
    package func refresh() {
        attempt { (file) throws(HistoryFile.Failure) in
            guard let found = try file.changes(after: mark, last: Self.limit) else { return }
            take(found)
            update()
        }
    }

    private func take(_ found: HistoryFile.Found) {
        shared = found.isAddition ? shared + found.entries : found.entries
        mark = found.mark
    }

    private func update() {
        shared = shared.lastOfEach.suffix(Self.limit)
        own = own.lastOfEach.suffix(Self.limit)
        entries = (shared + own).lastOfEach.suffix(Self.limit)
        changes += 1
    }

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

extension [String] {
    /// Every text once, where it stands last.
    var lastOfEach: [String] {
        var seen: Set<String> = []
        return reversed().filter { seen.insert($0).inserted }.reversed()
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
