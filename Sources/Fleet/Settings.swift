/// The values of all settings: at first as the user's own file `config` gives them (`NAME VALUE` a line, `#` begins a
/// comment), later as `set` changes them. `Setting.all` says what each is.
package struct Settings: Equatable, Sendable {
    /// When text is coloured.
    package enum Color: String, CaseIterable, Sendable {
        case auto, always, never
    }

    /// How the answers of several boards are shown.
    package enum Output: String, CaseIterable, Sendable {
        /// Boards with the same answer under one header, at the end.
        case fold
        /// Lines as they come, each with its board's name.
        case live
        /// One board after the other, each under a header of its own.
        case plain
        /// An object for each board and line.
        case json
    }

    /// In seconds. With less, boards that are well would count as silent: they show a sign of life every 5.
    package static let timeouts = 6...86_400

    package var hub: String?
    package var hubPasswordFile: String?
    /// How many seconds a board may show no sign of life.
    package var timeout = 10
    /// How many boards work at once; nil: all.
    package var jobs: Int?
    package var color = Color.auto
    package var output = Output.fold
    package var notify = true
    package var hints = true
    package var timing = false
    /// The program that makes .mpy files; nil: `mpy-cross` in the PATH.
    package var mpyCross: String?
    package var prompt = "{boards}>>>"
    /// The telnet consoles of WiPys, by name.
    package var consoles: [String: TelnetConsole] = [:]
    /// The file that gives them, whether it is there or not.
    package private(set) var path = "config"

    /// All as it is when nothing is set.
    package init() {}

    /// Reads `config`; one that is not there says nothing.
    /// - Throws: `FleetError.setting` naming file and line.
    package init(places: Places) throws(FleetError) {
        path = "\(places.config)/config"
        guard LocalFile.names(in: places.config).contains("config") else { return }
        let text = String(decoding: try LocalFile.read(path), as: UTF8.self)
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let place = "\(path):\(index + 1)"
            try take(line.trimmed, at: place)
            guard !consoles.values.contains(where: \.hasOwnPassword) || LocalFile.isPrivate(path) else {
                throw .setting("\(place): this line holds a password that others may read: chmod 600 \(path)")
            }
        }
    }

    private mutating func take(_ line: Substring, at place: String) throws(FleetError) {
        guard !line.isEmpty, !line.hasPrefix("#") else { return }
        let name = line.prefix { !$0.isWhitespace }
        let value = String(line.dropFirst(name.count).trimmed)
        guard !value.isEmpty else { throw .setting("\(place): \(name) has no value: write NAME VALUE") }
        do {
            try set(String(name), to: value)
        } catch {
            throw .setting("\(place): \(error)")
        }
    }

    /// - Throws: `FleetError.setting` for a name that no setting has, or a value that it does not take.
    package mutating func set(_ name: String, to value: String) throws(FleetError) {
        guard let setting = Setting.named(name) else {
            let names = Setting.all.map(\.name)
            throw .setting(
                "there is no setting \(name); there are \(names.dropLast().joined(separator: ", "))"
                    + " and \(names.last ?? "")")
        }
        guard setting.take(&self, value) else {
            throw .setting("\(name) takes \(setting.wanted)" + (setting.isSecret ? "" : ", not \(value)"))
        }
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var rest = self
        while rest.first?.isWhitespace ?? false { rest.removeFirst() }
        while rest.last?.isWhitespace ?? false { rest.removeLast() }
        return rest
    }
}
