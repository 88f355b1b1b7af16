internal import BoardClient
internal import Fleet

// Names, attributes and modules that boards know.
extension Completer {
    private static let keywords = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
        "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
        "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ]

    /// Completes Python.
    /// - Parameter text: a line or a block, up to the cursor.
    func python(_ text: String, on boards: [String]) -> Offer {
        guard !boards.isEmpty else { return Self.nothing }
        switch PythonCursor(upTo: text) {
        case .nothing: return Self.nothing
        case .importWord(let start):
            return ("import".hasPrefix(start) ? [Candidate("import", suffix: " ")] : [], start.count)
        case .name(let place, let start):
            // Where nothing was typed of it, what lines have named is what a person may look for.
            let isAny = place.isEmpty && start.isEmpty
            let keywords = place.isEmpty && !isAny ? Self.keywords : []
            return names(.init(kind: .python, place: isAny ? "." : place), start, boards, keywords)
        case .member(let module, let start):
            return names(.init(kind: .python, place: "from \(module)"), start, boards)
        case .module(let package, let start):
            // The board client's own are for those who ask for them.
            let tally = tally(.init(kind: .modules, place: package), from: start, on: boards) { answer in
                Self.modules(in: answer, package).filter { !$0.hasPrefix("mbm_") || start.hasPrefix("mbm") }
            }
            return offer(tally, start, boards)
        }
    }

    private func names(
        _ question: Survey.Question, _ start: String, _ boards: [String], _ keywords: [String] = []
    ) -> Offer {
        var tally = tally(question, from: start, on: boards) { $0.split(separator: "\t").map(String.init) }
        tally.addToAll(keywords)
        return offer(tally, start, boards)
    }

    private func offer(_ tally: Tally, _ start: String, _ boards: [String]) -> Offer {
        let names = tally.counts.keys.filter { Self.isOffered($0, start) }
            .sorted { ($0.hasPrefix("_") ? 1 : 0, $0) < ($1.hasPrefix("_") ? 1 : 0, $1) }
        let candidates = names.map { Candidate($0, note: tally.isCommon($0) ? "" : tally.share(of: $0)) }
        return offer(candidates, replacing: start, tally)
    }

    /// Whether it can be typed, and a person wants to see it.
    private static func isOffered(_ name: String, _ start: String) -> Bool {
        guard name.hasPrefix(start), !name.hasPrefix("_") || start.hasPrefix("_") else { return false }
        return name.utf8.allSatisfy(isIdentifierByte) && name == visible(name, keepingLines: false)
            && !(name.first?.isNumber ?? true)
    }

    /// The modules that a board has told: lines with the firmware's table, then the names of files and of what is loaded.
    private static func modules(in answer: String, _ package: String) -> [String] {
        var lines = answer.split(separator: "\n", omittingEmptySubsequences: false)
        let files = (lines.popLast() ?? "").split(separator: "\t").map(String.init)
        // Firmware that has no such table explains the text instead.
        let end = lines.lastIndex { $0.hasPrefix("Plus any modules on the filesystem") } ?? lines.startIndex
        let prefix = package.isEmpty ? "" : package.replacing(".", with: "/") + "/"
        let firmware = lines[..<end].joined(separator: " ").split(whereSeparator: \.isWhitespace)
            .filter { $0.hasPrefix(prefix) }
            .compactMap {
                $0.dropFirst(prefix.count).split(whereSeparator: { "/.".contains($0) }).first.map(String.init)
            }
        return files + firmware
    }

    // MARK: Asking

    /// Asks boards, and counts who has what.
    /// - Parameter names: the names in an answer.
    func tally(
        _ question: Survey.Question, from start: String, on boards: [String], names: (String) -> [String]
    ) -> Tally {
        var tally = Tally(asked: boards.count)
        guard session.canNotice, !boards.isEmpty else { return tally }
        for answer in survey.answers(to: question, from: start, of: boards, until: end) {
            tally.add(names(answer))
            tally.isCut = tally.isCut || Survey.isCut(answer)
        }
        return tally
    }
}
