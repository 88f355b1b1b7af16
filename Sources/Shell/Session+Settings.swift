internal import Fleet

// The verb `set`.
extension Session {
    func set(_ arguments: String) throws -> ExitStatus {
        switch try SettingChange(arguments, context.settings) {
        case .show(let settings):
            for line in table(settings.map { [$0.name, $0.show(context.settings), $0.summary] }) { output.line(line) }
        case .change(let settings):
            context.settings = settings
            applySettings()
        }
        return .ok
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

/// What `set` is to do.
enum SettingChange {
    case show([Setting])
    case change(Settings)

    /// - Parameter settings: as they are.
    init(_ arguments: String, _ settings: Settings) throws {
        let text = arguments.drop(while: \.isWhitespace)
        let name = String(text.prefix { !$0.isWhitespace })
        // What quotes do not hold together is all the same one value.
        let value = try splitWords(String(text.dropFirst(name.count))).joined(separator: " ")
        guard !name.isEmpty else {
            self = .show(Setting.all)
            return
        }
        if let setting = Setting.named(name) {
            guard !text.dropFirst(name.count).allSatisfy(\.isWhitespace) else {
                self = .show([setting])
                return
            }
            guard !setting.isForStart else {
                throw UsageError("\(name) counts when mbm starts: write `\(name) \(value)` into the file config")
            }
        }
        var changed = settings
        try changed.set(name, to: value)
        self = .change(changed)
    }
}
