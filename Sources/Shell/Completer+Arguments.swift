internal import Fleet

// The arguments of verbs.
extension Completer {
    /// A way to go on with a word, and what a list says about it.
    typealias Choice = (name: String, note: String)

    /// Completes within the arguments of a verb.
    func complete(_ arguments: String, of verb: Verb, on boards: [String]) -> Offer {
        let word = CursorWord(upTo: arguments)
        if let option = word.before.last.flatMap(verb.option), let value = option.value {
            return value == "FILE" ? words(arguments, localPaths) : Self.nothing
        }
        let options = verb.literals.filter { $0.word.hasPrefix("-") && $0.word.hasPrefix(word.text) }
        if word.text.hasPrefix("-"), !options.isEmpty {
            return words(arguments) { _ in options.map { ($0.word, $0.value ?? "") } }
        }
        if let offer = rest(arguments, of: verb, on: boards) { return offer }
        let position = verb.position(behind: word.before)
        guard let last = verb.arguments.last else { return Self.nothing }
        let kind = position < verb.arguments.count ? verb.arguments[position] : last
        switch kind {
        case .board: return board(arguments)
        case .localPath: return words(arguments, localPaths)
        case .remotePath: return remotePaths(arguments, on: boards, withLocal: false)
        case .anyPath: return remotePaths(arguments, on: boards, withLocal: true)
        default:
            let keywords = position > 0 ? verb.literals.filter { !$0.word.hasPrefix("-") }.map { ($0.word, "") } : []
            return words(arguments) { _ in choices(kind, word) + keywords }
        }
    }

    /// What is not made of words: a range, a line, an expression.
    private func rest(_ arguments: String, of verb: Verb, on boards: [String]) -> Offer? {
        if verb.arguments == [.range, .line] {
            guard let colon = colon(in: arguments) else { return range(arguments) }
            let line = String(arguments[colon...].dropFirst().drop(while: \.isWhitespace))
            return complete(line: line, on: (try? session.boards(in: String(arguments[..<colon]))) ?? [])
        }
        if verb.arguments.first == .range { return range(arguments) }
        if verb.arguments.last == .range, let sign = arguments.firstIndex(of: "=") {
            return range(String(arguments[arguments.index(after: sign)...]))
        }
        guard let index = verb.arguments.firstIndex(where: { $0 == .line || $0 == .python }) else { return nil }
        var rest = arguments.drop(while: \.isWhitespace)
        for _ in 0..<index {
            rest = rest.drop { !$0.isWhitespace }
            guard !rest.isEmpty else { return nil }
            rest = rest.drop(while: \.isWhitespace)
        }
        if verb.arguments[index] == .line { return complete(line: String(rest), on: boards) }
        return expression(String(rest), of: verb, on: boards)
    }

    /// The colon that ends the range of `on`.
    private func colon(in arguments: String) -> String.Index? {
        zip(arguments.indices, arguments.indices.dropFirst())
            .first { arguments[$0] == ":" && arguments[$1].isWhitespace }?.0
    }

    /// Python, and behind it the words of the verb.
    private func expression(_ text: String, of verb: Verb, on boards: [String]) -> Offer {
        let (candidates, replacing) = python(text, on: boards)
        let typed = text[(text.lastIndex(of: " ").map(text.index(after:)) ?? text.startIndex)...]
        let before = text.dropLast(typed.count)
        guard before.last == " ", !before.allSatisfy(\.isWhitespace) else { return (candidates, replacing) }
        let keywords = verb.literals.map(\.word).filter { !$0.hasPrefix("-") && $0.hasPrefix(typed) }
        guard !keywords.isEmpty else { return (candidates, replacing) }
        let names = replacing == typed.count ? candidates : []
        return (keywords.map { Candidate($0, suffix: " ") } + names, typed.count)
    }

    private func choices(_ kind: Verb.Argument, _ word: CursorWord) -> [Choice] {
        switch kind {
        case .verb: Verb.all.sorted { $0.name < $1.name }.map { ($0.name, $0.brief) }
        case .group: groupNames()
        case .job: session.detached.map { ("\($0.number)", cut("\(fold($0.loop.boards)): \($0.line)", to: 60)) }
        case .setting: Setting.all.map { ($0.name, note(on: $0)) }
        case .settingValue: values(of: word.before.last.flatMap(Setting.named))
        default: []
        }
    }

    private func note(on setting: Setting) -> String {
        let value = setting.show(session.context.settings)
        return value.isEmpty ? setting.summary : "\(value) · \(setting.summary)"
    }

    /// Those there are, and the one that is set.
    private func values(of setting: Setting?) -> [Choice] {
        guard let setting, !setting.isForStart else { return [] }
        let now = setting.show(session.context.settings)
        let others = setting.values.contains(now) || now.isEmpty ? [] : [now]
        return (setting.values + others).map { ($0, $0 == now ? "now" : "") }
    }

    // MARK: Words

    /// Completes the word at the cursor, in its quotes.
    /// - Parameter choices: what there is, given what the word means so far; paths of folders end in `/`.
    func words(_ arguments: String, _ choices: (String) -> [Choice]) -> Offer {
        let word = CursorWord(upTo: arguments)
        let fitting = choices(word.text).filter { $0.name.hasPrefix(word.text) }
        return (fitting.map { candidate($0, word) }, typed(arguments, word).count)
    }

    /// The word as it stands there, with its quotes.
    func typed(_ arguments: String, _ word: CursorWord) -> String {
        String(String.UnicodeScalarView(arguments.unicodeScalars.dropFirst(word.start)))
    }

    func candidate(_ choice: Choice, _ word: CursorWord) -> Candidate {
        let isFolder = choice.name.hasSuffix("/")
        let label = choice.name.split(separator: "/").last.map { String($0) + (isFolder ? "/" : "") }
        return Candidate(
            word.written(choice.name, isWhole: !isFolder), suffix: isFolder ? "" : " ", label: label,
            note: choice.note)
    }
}

extension Verb {
    /// The words of its synopsis that are typed as they stand there (`-d`, `every`, `=`), and what follows each
    /// (`SECONDS`).
    var literals: [(word: String, value: String?)] {
        let words = synopsis.split(separator: " ").dropFirst().map { text in
            (text: text.filter { !"[]".contains($0) }, isLast: text.hasSuffix("]"))
        }
        return words.indices.compactMap { index in
            let word = words[index]
            guard word.text.hasPrefix("-") || word.text.allSatisfy({ !$0.isUppercase }) else { return nil }
            let next = word.isLast || index + 1 == words.endIndex ? nil : words[index + 1].text
            return (word.text, next)
        }
    }

    /// The option of that name.
    func option(_ name: String) -> (word: String, value: String?)? {
        name.hasPrefix("-") ? literals.first { $0.word == name } : nil
    }

    /// How many arguments stand before the one at the cursor, options and their values not counted.
    func position(behind words: [String]) -> Int {
        var count = 0
        var isValue = false
        for word in words {
            let option = isValue ? nil : option(word)
            if option == nil, !isValue { count += 1 }
            isValue = option?.value != nil
        }
        return count
    }
}
