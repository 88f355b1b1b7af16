/// What the user's own file `config` says: `NAME VALUE` a line, `#` begins a comment.
package struct Settings: Equatable, Sendable {
    package var hub: String?
    package var hubPasswordFile: String?

    /// Reads `config`; one that is not there says nothing.
    /// - Throws: `FleetError.setting` naming file and line.
    package init(places: Places) throws(FleetError) {
        let path = "\(places.config)/config"
        guard LocalFile.names(in: places.config).contains("config") else { return }
        let text = String(decoding: try LocalFile.read(path), as: UTF8.self)
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            try take(line.trimmed, at: "\(path):\(index + 1)")
        }
    }

    private mutating func take(_ line: Substring, at place: String) throws(FleetError) {
        guard !line.isEmpty, !line.hasPrefix("#") else { return }
        let name = line.prefix { !$0.isWhitespace }
        let value = String(line.dropFirst(name.count).trimmed)
        guard !value.isEmpty else { throw .setting("\(place): \(name) has no value: write NAME VALUE") }
        switch name {
        case "hub": hub = value
        case "hub-password-file": hubPasswordFile = value
        default: throw .setting("\(place): there is no setting \(name); there are hub and hub-password-file")
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
