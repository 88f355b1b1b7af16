internal import Fleet

// The verb `set`.
extension Session {
    func set(_ arguments: String) throws -> ExitStatus {
        let text = arguments.drop(while: \.isWhitespace)
        let name = String(text.prefix { !$0.isWhitespace })
        guard !name.isEmpty else {
            let rows = Setting.all.map { [$0.name, $0.show(context.settings), $0.summary] }
            for line in table(rows) { output.line(line) }
            return .ok
        }
        let value = try value(of: text.dropFirst(name.count))
        if let setting = Setting.named(name) {
            guard let value else {
                for line in table([[name, setting.show(context.settings), setting.summary]]) { output.line(line) }
                return .ok
            }
            guard !setting.isForStart else {
                throw UsageError("\(name) counts when mbm starts: write `\(name) \(value)` into the file config")
            }
        }
        try context.settings.set(name, to: value ?? "")
        applySettings()
        return .ok
    }

    /// What follows the name: one word, which quotes may hold together, or all of the line.
    private func value(of text: Substring) throws -> String? {
        guard !text.allSatisfy(\.isWhitespace) else { return nil }
        let words = try splitWords(String(text))
        return words.count == 1 ? words[0] : words.joined(separator: " ")
    }

    /// Makes what is set hold for what is written from now on.
    func applySettings() {
        output.style.isJSON = context.settings.output == .json
        output.style.hasColor =
            switch context.settings.color {
            case .always: true
            case .never: false
            case .auto: context.isColorTerminal
            }
    }
}
