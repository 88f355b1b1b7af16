/// Where a WiPy shows what it prints, as the user's own configuration names it. Hubs and boards name addresses, too; those
/// are never connected to.
package struct TelnetConsole: Equatable, Sendable {
    private static let usualPort = 23
    private static let usualLogin = "micro"
    private static let usualPassword = "python"

    /// An IPv4 address in digits, which is what a WiPy speaks: looking up a name would keep other boards waiting.
    let host: String
    let port: Int
    let login: String
    let password: String
    /// Whether the configuration says login and password, which nobody else should read then.
    let hasOwnPassword: Bool

    /// `ADDRESS:PORT`.
    var place: String { "\(host):\(port)" }

    /// Reads the value of a setting `wipy`: `NAME ADDRESS[:PORT] [LOGIN PASSWORD]`.
    /// - Returns: the console and whose it is; nil where the value cannot be meant.
    static func parse(_ value: String) -> (board: String, console: TelnetConsole)? {
        let words = value.split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 2 || words.count == 4, isValidBoardName(words[0]) else { return nil }
        let parts = words[1].split(separator: ":", omittingEmptySubsequences: false)
        let port = parts.count == 1 ? usualPort : number(parts[1], upTo: 65_535) ?? 0
        guard parts.count <= 2, port > 0, isAddress(parts[0]) else { return nil }
        // What a telnet of ASCII can say.
        guard words.allSatisfy({ $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } }) else { return nil }
        let isOwn = words.count == 4
        let console = TelnetConsole(
            host: String(parts[0]), port: port, login: isOwn ? words[2] : usualLogin,
            password: isOwn ? words[3] : usualPassword, hasOwnPassword: isOwn)
        return (words[0], console)
    }

    private static func isAddress(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { number($0, upTo: 255) != nil }
    }

    private static func number(_ text: Substring, upTo most: Int) -> Int? {
        guard text.utf8.allSatisfy(isASCIIDigit), text.count <= 5, let number = Int(text), number <= most else {
            return nil
        }
        // `010` means 8 to some.
        return text.count > 1 && text.hasPrefix("0") ? nil : number
    }
}
