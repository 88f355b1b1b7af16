/// What a person can set. This one table feeds the file `config`, the verb `set`, Tab, the reference page and their
/// tests.
package struct Setting: Sendable {
    package let name: String
    /// One line for people: what it does.
    package let summary: String
    /// The values there are, or the most usual ones, for Tab.
    package let values: [String]
    /// Whether mbm looks at it only when it starts, so that `set` shows it and cannot change it.
    package let isForStart: Bool
    /// Whether a value may hold what is for nobody's eyes.
    var isSecret = false
    /// What is wanted, for messages: `timeout takes WHAT, not VALUE`.
    let wanted: String
    /// As it would be written in `config`; empty: not set.
    package let show: @Sendable (Settings) -> String
    /// - Returns: whether the value can be meant; nothing is changed if not.
    let take: @Sendable (inout Settings, String) -> Bool

    package static func named(_ name: String) -> Setting? { all.first { $0.name == name } }

    package static let all: [Setting] = [
        choice("color", "when text is coloured (auto: at a terminal)", \.color),
        Setting(
            name: "hints", summary: "faint words after a verb that say what it takes", values: ["on", "off"],
            switching: \.hints),
        Setting(
            name: "hub", summary: "the hub to use, HOST[:PORT] or ssh://[USER@]HOST", values: [], isForStart: true,
            wanted: "a hub", show: { $0.hub ?? "" }
        ) { settings, value in
            settings.hub = value
            return true
        },
        Setting(
            name: "hub-password-file", summary: "the file that holds that hub's password", values: [],
            isForStart: true, wanted: "a file", show: { $0.hubPasswordFile ?? "" }
        ) { settings, value in
            settings.hubPasswordFile = value
            return true
        },
        Setting(
            name: "jobs", summary: "how many boards work at once", values: ["all", "1", "10"], isForStart: false,
            wanted: "a number of 1 or more, or all", show: { $0.jobs.map { "\($0)" } ?? "all" }
        ) { settings, value in
            let count = Int(value)
            guard value == "all" || count ?? 0 >= 1 else { return false }
            settings.jobs = count
            return true
        },
        Setting(
            name: "mpy-cross", summary: "the program that makes .mpy files for `sync --mpy` (also MBM_MPY_CROSS)",
            values: [], isForStart: false, wanted: "a program", show: { $0.mpyCross ?? "" }
        ) { settings, value in
            settings.mpyCross = value
            return true
        },
        Setting(
            name: "notify", summary: "tell of boards that come, go or are renamed while the prompt is up",
            values: ["on", "off"], switching: \.notify),
        choice("output", "how several boards answer: folded, lines as they come, one by one, JSON", \.output),
        Setting(
            name: "prompt", summary: "the prompt; {boards} is the selection, {count} how many it has, {hub} the hub",
            values: [], isForStart: false, wanted: "a text", show: { $0.prompt }
        ) { settings, value in
            settings.prompt = value
            return true
        },
        Setting(
            name: "timeout", summary: "seconds that a board may show no sign of life", values: ["10", "60"],
            isForStart: false,
            wanted: "\(Settings.timeouts.lowerBound) to \(Settings.timeouts.upperBound) seconds",
            show: { "\($0.timeout)" }
        ) { settings, value in
            guard let seconds = Int(value), Settings.timeouts.contains(seconds) else { return false }
            settings.timeout = seconds
            return true
        },
        Setting(
            name: "timing", summary: "tell after each line how long its boards took", values: ["on", "off"],
            switching: \.timing),
        Setting(
            name: "wipy", summary: "a line for each WiPy: where its telnet console is, which shows what it prints",
            values: [], isForStart: true, isSecret: true,
            wanted: "NAME ADDRESS[:PORT] [LOGIN PASSWORD], ADDRESS in the form 192.168.1.20",
            show: { settings in
                settings.consoles.keys.sortedNaturally().map { "\($0) \(settings.consoles[$0]?.place ?? "")" }
                    .joined(separator: ", ")
            }
        ) { settings, value in
            guard let (board, console) = TelnetConsole.parse(value) else { return false }
            settings.consoles[board] = console
            return true
        },
    ]
}

extension Setting {
    /// A setting that is on or off.
    private init(
        name: String, summary: String, values: [String], switching path: any WritableKeyPath<Settings, Bool> & Sendable
    ) {
        self.init(
            name: name, summary: summary, values: values, isForStart: false, wanted: "on or off",
            show: { $0[keyPath: path] ? "on" : "off" },
            take: { settings, value in
                guard ["on", "off"].contains(value) else { return false }
                settings[keyPath: path] = value == "on"
                return true
            })
    }

    /// A setting with a few values.
    private static func choice<Value: CaseIterable & RawRepresentable<String> & SendableMetatype>(
        _ name: String, _ summary: String, _ path: any WritableKeyPath<Settings, Value> & Sendable
    ) -> Setting {
        let values = Value.allCases.map(\.rawValue)
        return Setting(
            name: name, summary: summary, values: values, isForStart: false,
            wanted: values.dropLast().joined(separator: ", ") + " or " + (values.last ?? ""),
            show: { $0[keyPath: path].rawValue },
            take: { settings, value in
                guard let choice = Value(rawValue: value) else { return false }
                settings[keyPath: path] = choice
                return true
            })
    }
}
