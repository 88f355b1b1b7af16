/// What the user's own file `config` says: `NAME VALUE` a line, `#` begins a comment.
package struct Settings: Equatable, Sendable {
    /// When text is coloured.
    package enum Color: String, CaseIterable, Sendable {
        case auto, always, never
    }

    /// In seconds. With less, boards that are well would count as silent: they show a sign of life every 5.
    package static let timeouts = 6...86_400
    private static let names = "color, hub, hub-password-file, jobs, timeout and wipy"

    package var hub: String?
    package var hubPasswordFile: String?
    /// How many seconds a board may show no sign of life.
    package var timeout: Int?
    /// How many boards work at once.
    package var jobs: Int?
    package var color: Color?
    /// The telnet consoles of WiPys, by name.
    package var consoles: [String: TelnetConsole] = [:]
    /// The file that says so, whether it is there or not.
    package let path: String

    /// Reads `config`; one that is not there says nothing.
    /// - Throws: `FleetError.setting` naming file and line.
    package init(places: Places) throws(FleetError) {
        path = "\(places.config)/config"
        guard LocalFile.names(in: places.config).contains("config") else { return }
        let text = String(decoding: try LocalFile.read(path), as: UTF8.self)
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            try take(line.trimmed, at: "\(path):\(index + 1)")
        }
    }

    private mutating func takeConsole(_ value: String, at place: String) throws(FleetError) {
        let parsed: (board: String, console: TelnetConsole)
        do throws(FleetError) {
            parsed = try TelnetConsole.parse(value)
        } catch {
            throw .setting("\(place): \(error)")
        }
        if parsed.console.hasOwnPassword, !LocalFile.isPrivate(path) {
            throw .setting("\(place): this line holds a password, and other users may read the file: chmod 600 \(path)")
        }
        consoles[parsed.board] = parsed.console
    }

    private mutating func take(_ line: Substring, at place: String) throws(FleetError) {
        guard !line.isEmpty, !line.hasPrefix("#") else { return }
        let name = line.prefix { !$0.isWhitespace }
        let value = String(line.dropFirst(name.count).trimmed)
        guard !value.isEmpty else { throw .setting("\(place): \(name) has no value: write NAME VALUE") }
        func wanted(_ what: String) -> FleetError { .setting("\(place): \(name) takes \(what), not \(value)") }
        switch name {
        case "hub": hub = value
        case "hub-password-file": hubPasswordFile = value
        case "timeout":
            let range = Self.timeouts
            guard let seconds = Int(value), range.contains(seconds) else {
                throw wanted("\(range.lowerBound) to \(range.upperBound) seconds")
            }
            timeout = seconds
        case "jobs":
            guard let count = Int(value), count >= 1 else { throw wanted("a number of 1 or more") }
            jobs = count
        case "color":
            guard let choice = Color(rawValue: value) else { throw wanted("auto, always or never") }
            color = choice
        case "wipy": try takeConsole(value, at: place)
        default: throw .setting("\(place): there is no setting \(name); there are \(Self.names)")
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
