internal import Fleet

// What the words after a verb mean, as far as the text alone tells: for the verb itself, and for `mbm --check`, which
// looks at scripts without a hub.

/// - Throws: for a malformed range.
@Sendable func checkRange(_ text: String) throws { _ = try BoardRange(text) }

/// - Throws: `sentence`, if there are words.
func takesNothing(_ words: [String], _ sentence: String) throws {
    guard words.isEmpty else { throw UsageError(sentence) }
}

let resetTakesNothing = "reset takes no argument: it restarts the selected boards"
let infoTakesNothing = "info takes no argument: it is about the selected boards"
let diffTakesNothing = "diff takes no argument: it is about the last line"

/// The board that `rename` is for, and its new name.
func renaming(_ words: [String]) throws -> (name: String, new: String) {
    guard words.count == 2 else { throw UsageError("rename wants a board and its new name: rename BOARD NAME") }
    for name in words where !isValidBoardName(name) { throw FleetError.badName(name) }
    return (words[0], words[1])
}

/// The board that `forget` is for.
func forgotten(_ words: [String]) throws -> String {
    guard words.count == 1 else { throw UsageError("forget wants one board: forget BOARD") }
    guard isValidBoardName(words[0]) else { throw FleetError.badName(words[0]) }
    return words[0]
}

/// The verb that `help` is asked for; nil: all.
func explained(_ words: [String]) throws -> Verb? {
    guard let word = words.first else { return nil }
    guard let verb = Verb.named(word.hasPrefix("%") ? String(word.dropFirst()) : word) else {
        throw UsageError("\(word) is no verb; `help` lists them")
    }
    return verb
}

/// The file that `source` runs, and the arguments it is given.
func sourced(_ words: [String]) throws -> (file: String, arguments: [String]) {
    guard let file = words.first else { throw UsageError("source wants a file: source FILE [ARG…]") }
    guard !file.isEmpty else { throw UsageError("'' names no file") }
    return (file, Array(words.dropFirst()))
}

/// What `log` is to do.
enum TranscriptRequest: Equatable {
    case tell
    case end
    case begin(String)
}

func transcriptRequest(_ words: [String]) throws -> TranscriptRequest {
    guard words.count <= 1 else { throw UsageError("log takes one file: log [FILE]") }
    switch words.first {
    case nil: return .tell
    case "off": return .end
    case "": throw UsageError("'' names no file")
    case let file?: return .begin(file)
    }
}

/// Which file goes where: with two or more words the last is the target, with more than two it ends in `/`.
/// - Parameter several: files of several boards: the target is a folder, in which each board has its own.
func transfers(_ words: [String], verb: String, several: Bool = false) throws -> [(source: String, target: String)] {
    let isGet = verb == "get"
    guard let first = words.first else {
        throw UsageError("\(verb) wants a file: \(verb) \(isGet ? "REMOTE… [LOCAL]" : "LOCAL… [REMOTE]")")
    }
    guard !words.contains("") else { throw UsageError("'' names no file") }
    let remote = isGet ? words.dropLast(words.count > 1 ? 1 : 0) : (words.count > 1 ? words.suffix(1) : [])
    for path in remote { try checkRemote(path) }
    let sources = words.count > 1 ? Array(words.dropLast()) : [first]
    let target = words.count > 1 ? words[words.count - 1] : ""
    if words.count > 2, !target.hasSuffix("/") {
        throw UsageError("several files go to a folder: write its name with a / at the end (\(target)/)")
    }
    if several, !target.isEmpty, !target.hasSuffix("/") {
        throw UsageError("several boards: the target is a folder with one for each board: write \(target)/")
    }
    return try sources.map { source in
        guard let name = source.split(separator: "/").last, !source.hasSuffix("/"), name != ".", name != ".." else {
            throw UsageError("\(source) is a folder, \(verb) takes files")
        }
        if several { return (source, target) }
        return (source, target.isEmpty || target.hasSuffix("/") ? target + name : target)
    }
}

/// - Throws: for a path that leaves its folder or cannot be meant.
private func checkRemote(_ path: String) throws {
    guard !path.split(separator: "/").contains("..") else {
        throw UsageError("\(path): a path on a board has no '..'")
    }
    guard !path.contains(":") else {
        throw UsageError("\(path): a path on a board has no ':'; which boards is said by `use`")
    }
}
