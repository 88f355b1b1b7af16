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
