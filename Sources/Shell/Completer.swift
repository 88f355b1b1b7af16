internal import Fleet

/// What Tab offers, by where the cursor is. Completing looks and asks, it never runs what is typed.
package final class Completer {
    /// One way to go on.
    package struct Candidate: Equatable, Sendable {
        /// Takes the place of what was typed of it.
        package let text: String
        /// What follows it when it is the only one.
        package let suffix: String
        /// What a list of candidates shows.
        package let label: String
        /// What the list says about it; empty: nothing.
        package let note: String

        init(_ text: String, suffix: String = "", label: String? = nil, note: String = "") {
            self.text = text
            self.suffix = suffix
            self.label = label ?? text
            self.note = visible(note, keepingLines: false)
        }
    }

    /// Candidates, and how many characters before the cursor they take the place of.
    package typealias Offer = (candidates: [Candidate], replacing: Int)

    static let nothing: Offer = ([], 0)

    /// How long boards may take for a list.
    private static let patience = Duration.milliseconds(300)
    /// How long the hub may keep a person waiting. It is not lost because it was busy for a moment.
    private static let hubPatience = Duration.seconds(1)

    let session: Session
    let survey: Survey
    /// When the list has to be there.
    private(set) var end = ContinuousClock.now

    package init(_ session: Session) {
        self.session = session
        survey = Survey(session)
    }

    /// - Parameter text: what was typed, up to the cursor; of a block or a paste all lines.
    package func complete(_ text: String) -> Offer {
        let (candidates, replacing) = offer(text)
        return (candidates.count > Self.longestList ? Self.inColumns(candidates) : candidates, replacing)
    }

    /// A list with notes has a line for each candidate; a longer one than this has columns, with the notes in them.
    private static let longestList = 15

    private static func inColumns(_ candidates: [Candidate]) -> [Candidate] {
        let widths = candidates.filter { !$0.note.isEmpty }.map { displayWidth($0.label.unicodeScalars) }
        let width = min(widths.max() ?? 0, 24)
        return candidates.map { candidate in
            guard !candidate.note.isEmpty else { return candidate }
            let padding = max(0, width - displayWidth(candidate.label.unicodeScalars)) + 2
            let label = candidate.label + String(repeating: " ", count: padding) + candidate.note
            return Candidate(candidate.text, suffix: candidate.suffix, label: label)
        }
    }

    private func offer(_ text: String) -> Offer {
        let usual = session.hub.patience
        session.hub.patience = min(usual, Self.hubPatience)
        defer { session.hub.patience = usual }
        end = .now + Self.patience
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = lines.popLast() ?? ""
        // In a block, or where Python is being indented, Tab indents.
        if line.allSatisfy({ $0 == " " || $0 == "\t" }), !text.isEmpty {
            return ([Candidate(String(repeating: " ", count: 4 - (line.contains("\t") ? 0 : line.count % 4)))], 0)
        }
        let verbs = session.isConnected ? [] : Verb.names
        if !lines.isEmpty, Statements.isIncomplete(lines.joined(separator: "\n"), verbs: verbs) {
            return python(text, on: session.selection)
        }
        return complete(line: String(line), on: session.selection)
    }

    /// Completes one line.
    /// - Parameter boards: those that it would go to.
    func complete(line: String, on boards: [String]) -> Offer {
        if session.isConnected || line.first?.isWhitespace ?? false { return python(line, on: boards) }
        if line.hasPrefix("!") { return words(String(line.dropFirst()), localPaths) }
        let isEscaped = line.hasPrefix("%")
        let word = isEscaped ? line.dropFirst() : line[...]
        if word.utf8.allSatisfy(isIdentifierByte) {
            let verbs = verbs(from: word)
            if isEscaped || word.isEmpty { return (verbs, word.count) }
            let (names, _) = python(line, on: boards)
            return (verbs + names.filter { Verb.named($0.text) == nil }, word.count)
        }
        // A word that is not finished may look like one of Python's: `put in`.
        if case .verb(let name, let arguments) = Line(line + "x", verbs: Verb.names), let verb = Verb.named(name) {
            return complete(String(arguments.dropLast()), of: verb, on: boards)
        }
        return isEscaped ? Self.nothing : python(line, on: boards)
    }

    private func verbs(from typed: Substring) -> [Candidate] {
        Verb.all.filter { $0.name.hasPrefix(typed) }.sorted { $0.name < $1.name }
            .map { Candidate($0.name, suffix: " ", note: $0.brief) }
    }

    /// Adds what has to be said with a list, if there will be one: what several candidates have in common goes in first.
    func offer(_ candidates: [Candidate], replacing typed: String, _ tally: Tally) -> Offer {
        let common = candidates.dropFirst().reduce(candidates.first?.text ?? "") { common, candidate in
            String(zip(common, candidate.text).prefix { $0 == $1 }.map(\.0))
        }
        let isList = tally.isCut || candidates.count > 1 && (common == typed || !common.hasPrefix(typed))
        // What goes in with a remark is what is there.
        let remarks = isList ? tally.remarks.map { Candidate(typed, label: $0) } : []
        return (candidates + remarks, typed.count)
    }
}

/// The beginning of a text, as far as it fits into `width` characters.
func cut(_ text: String, to width: Int) -> String {
    text.count > width ? text.prefix(width - 1) + "…" : text
}
