internal import BoardClient
internal import Fleet

// Paths, on this machine and on boards.
extension Completer {
    /// Names in the folder that `typed` is in, as paths; folders end in `/`.
    func localPaths(_ typed: String) -> [Choice] {
        let (folder, start) = Self.parts(of: typed)
        return LocalFile.names(in: folder.isEmpty ? "." : folder)
            .filter { Self.isOffered($0, start) }
            .map { (folder + $0 + (LocalFile.isFolder(folder + $0) ? "/" : ""), "") }
    }

    /// Completes a path on boards.
    /// - Parameter withLocal: whether it may also be one on this machine; notes tell where each is.
    func remotePaths(_ arguments: String, on boards: [String], withLocal: Bool) -> Offer {
        let word = CursorWord(upTo: arguments)
        let (folder, start) = Self.parts(of: word.text)
        let place = folder.count > 1 ? String(folder.dropLast()) : folder
        let tally = tally(.init(kind: .files, place: place), from: start, on: boards) { answer in
            answer.split(separator: "\t").map(String.init).filter { Self.isOffered($0, start) }
        }
        var notes = Dictionary(uniqueKeysWithValues: tally.counts.keys.map { (folder + $0, tally.share(of: $0)) })
        if boards.count == 1 { notes = notes.mapValues { _ in "" } }
        if withLocal {
            notes = notes.mapValues { $0.isEmpty ? "on \(boards[0])" : "on \($0)" }
            for (path, _) in localPaths(word.text) { notes[path] = notes[path].map { "here, \($0)" } ?? "here" }
        }
        let choices = notes.keys.sortedNaturally().filter { $0.hasPrefix(word.text) }.map { ($0, notes[$0] ?? "") }
        return offer(choices.map { candidate($0, word) }, replacing: typed(arguments, word), tally)
    }

    private static func parts(of path: String) -> (folder: String, start: String) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        return (folder, String(path.dropFirst(folder.count)))
    }

    /// Whether a person can type the name of a file, and wants to see it.
    private static func isOffered(_ name: String, _ start: String) -> Bool {
        name.hasPrefix(start) && (!name.hasPrefix(".") || start.hasPrefix("."))
            && name == visible(name, keepingLines: false)
    }
}
