internal import Redis

extension Hub {
    /// A hub that somebody else runs.
    /// - Parameters:
    ///   - name: `HOST[:PORT]`, `[IPv6][:PORT]`.
    ///   - passwordFile: holds the shell user's password; line ends around it do not count.
    /// - Throws: `FleetError` for a malformed name or a file that cannot be read.
    package convenience init(named name: String, passwordFile: String?, wake: Int32? = nil) throws(FleetError) {
        let address = try Self.address(name)
        var password: String?
        if let passwordFile {
            let text = String(decoding: try LocalFile.read(passwordFile, most: 4096), as: UTF8.self)
            let trimmed = text.split(whereSeparator: \.isNewline).first.map(String.init)
            guard let trimmed else { throw .file(path: passwordFile, "it holds no password") }
            password = trimmed
        }
        self.init(at: address, password: password, wake: wake)
    }

    static func address(_ name: String) throws(FleetError) -> Address {
        let bad = FleetError.setting("'\(name)' is no hub: write HOST, HOST:PORT or ssh://[USER@]HOST")
        guard !name.contains("/"), !name.contains("@"), !name.contains(where: \.isWhitespace) else { throw bad }
        var (host, port) = (name[...], Substring("\(Wire.defaultPort)"))
        if name.hasPrefix("["), let close = name.firstIndex(of: "]") {
            host = name[name.index(after: name.startIndex)..<close]
            let rest = name[name.index(after: close)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw bad }
            if !rest.isEmpty { port = rest.dropFirst() }
        } else if let colon = name.firstIndex(of: ":"), name.lastIndex(of: ":") == colon {
            (host, port) = (name[..<colon], name[name.index(after: colon)...])
        }
        guard !host.isEmpty, !host.contains("["), !host.contains("]"), port.utf8.allSatisfy(isASCIIDigit),
            let number = Int(port), (1...65_535).contains(number)
        else { throw bad }
        return .tcp(host: String(host), port: number)
    }
}
