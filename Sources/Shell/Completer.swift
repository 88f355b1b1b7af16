internal import BoardClient
internal import Fleet

/// What Tab offers, by where the cursor is. Completing looks and asks, it never runs what is typed.
package struct Completer {
    /// One way to go on.
    package struct Candidate: Equatable, Sendable {
        /// Takes the place of what was typed of it.
        package let text: String
        /// What follows it when it is the only one.
        package let suffix: String
        /// What a list of candidates shows.
        package let label: String
        /// What it means, in a few words; nil if its name says it all.
        package let note: String?

        init(_ text: String, suffix: String = "", label: String? = nil, note: String? = nil) {
            self.text = text
            self.suffix = suffix
            self.label = label ?? text
            self.note = note
        }
    }

    /// How long boards may take to say which files they have.
    private static let patience = Duration.milliseconds(1000)

    private let session: Session

    package init(_ session: Session) { self.session = session }

    /// - Parameter text: the line up to the cursor.
    /// - Returns: the candidates, and how many characters before the cursor they take the place of.
    package func complete(_ text: String) -> (candidates: [Candidate], replacing: Int) {
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
        // In a block, or where Python is being indented, Tab indents.
        if line.allSatisfy({ $0 == " " || $0 == "\t" }), !text.isEmpty {
            return ([Candidate(String(repeating: " ", count: 4 - (line.contains("\t") ? 0 : line.count % 4)))], 0)
        }
        if session.isConnected { return ([], 0) }
        guard line.count == text.count, text.first?.isWhitespace == false || text.isEmpty else { return ([], 0) }
        let isEscaped = text.hasPrefix("%")
        let typed = isEscaped ? text.dropFirst() : text[...]
        guard let blank = typed.firstIndex(of: " ") else {
            return (verbs(from: typed), typed.count)
        }
        guard let verb = Verb.named(String(typed[..<blank])) else { return ([], 0) }
        return complete(String(typed[typed.index(after: blank)...]), of: verb)
    }

    private func verbs(from typed: Substring) -> [Candidate] {
        Verb.all.filter { $0.name.hasPrefix(typed) }.sorted { $0.name < $1.name }
            .map { Candidate($0.name, suffix: " ", note: $0.summary) }
    }

    /// Completes within the arguments of a verb.
    private func complete(_ arguments: String, of verb: Verb) -> (candidates: [Candidate], replacing: Int) {
        guard let last = verb.arguments.last else { return ([], 0) }
        if verb.arguments.first == .range { return boards(inRange: arguments) }
        let word = CursorWord(upTo: arguments)
        let kind = word.before.count < verb.arguments.count ? verb.arguments[word.before.count] : last
        let replacing = String(String.UnicodeScalarView(arguments.unicodeScalars.dropFirst(word.start))).count
        let names: [String]
        switch kind {
        case .verb: names = Verb.names.sorted()
        case .board: names = known
        case .localPath: names = localPaths(word.text)
        case .remotePath: names = remotePaths(word.text)
        case .group: names = ((try? session.hub.groups()) ?? []).map(\.name)
        case .job: names = session.detached.map { "\($0.number)" }
        case .setting: names = Setting.all.map(\.name)
        case .settingValue: names = word.before.last.flatMap(Setting.named)?.values ?? []
        case .range, .text: names = []
        }
        let note: (String) -> String? = { kind == .verb ? Verb.named($0)?.summary : nil }
        return (names.filter { $0.hasPrefix(word.text) }.map { candidate($0, word, note: note) }, replacing)
    }

    private func candidate(_ name: String, _ word: CursorWord, note: (String) -> String?) -> Candidate {
        let isFolder = name.hasSuffix("/")
        let label = name.split(separator: "/").last.map { String($0) + (isFolder ? "/" : "") }
        return Candidate(
            word.written(name, isWhole: !isFolder), suffix: isFolder ? "" : " ", label: label, note: note(name))
    }

    private var known: [String] { (try? session.hub.knownBoards()) ?? [] }

    /// The board at the end of a range; inside brackets there are numbers to type.
    private func boards(inRange range: String) -> (candidates: [Candidate], replacing: Int) {
        guard let typed = Self.board(atEndOf: range) else { return ([], 0) }
        return (known.filter { $0.hasPrefix(typed) }.map { Candidate($0) }, typed.count)
    }

    private static func board(atEndOf range: String) -> Substring? {
        guard range.count(where: { $0 == "[" }) == range.count(where: { $0 == "]" }) else { return nil }
        return range[(range.lastIndex { ",!&^ ".contains($0) }.map { range.index(after: $0) } ?? range.startIndex)...]
    }

    /// How a range can go on, for the shells of the system: they replace all of it.
    /// - Parameter known: the names of boards.
    package static func ranges(from range: String, known: [String]) -> [String] {
        guard let typed = board(atEndOf: range) else { return [] }
        return known.filter { $0.hasPrefix(typed) && isValidBoardName($0) }.map { range.dropLast(typed.count) + $0 }
    }

    /// Names in the folder that `typed` is in, as paths; folders end in `/`.
    private func localPaths(_ typed: String) -> [String] {
        let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
        let showsHidden = typed.dropFirst(folder.count).hasPrefix(".")
        return LocalFile.names(in: folder.isEmpty ? "." : folder)
            .filter { showsHidden || !$0.hasPrefix(".") }
            .map { folder + $0 + (LocalFile.isFolder(folder + $0) ? "/" : "") }
    }

    /// The same on the selected boards: what any of them has.
    private func remotePaths(_ typed: String) -> [String] {
        guard !session.selection.isEmpty else { return [] }
        let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
        var answers = Answers()
        let result = try? JobLoop.run(
            .source(BoardClient.list(folder.isEmpty ? "." : folder), echo: false), on: session.selection,
            hub: session.hub, user: session.context.user, timeout: session.context.timeout, limit: Self.patience,
            interrupts: { 0 },
            report: { note in
                if case .event(let event) = note { answers.take(event) }
            })
        let listed = (result?.outcomes ?? []).filter { $0.outcome == .ok }
            .flatMap { board, _ in
                String(decoding: answers.outputs[board] ?? [], as: UTF8.self).split(whereSeparator: \.isNewline)
            }
        return Set(listed.map { folder + $0 }).sorted()
    }
}
