/// Where a WiPy shows what it prints, as the user's own configuration names it. Hubs and boards name addresses, too; those
/// are never connected to.
package struct TelnetConsole: Equatable, Sendable {
    private static let usualPort = 23
    private static let usualLogin = "micro"
    private static let usualPassword = "python"
    private static let form = "NAME ADDRESS[:PORT] [LOGIN PASSWORD]"

    /// An IPv4 address in digits, which is what a WiPy speaks: looking up a name would keep other boards waiting.
    let host: String
    let port: Int
    let login: String
    let password: String
    /// Whether the configuration says login and password, which nobody else should read then.
    let hasOwnPassword: Bool

    /// `ADDRESS:PORT`.
    var place: String { "\(host):\(port)" }

    /// Reads the value of a setting `wipy`.
    /// - Returns: the console and whose it is.
    /// - Throws: what is wrong with it, to stand after the place of the line; without the password.
    static func parse(_ value: String) throws(FleetError) -> (board: String, console: TelnetConsole) {
        let words = value.split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 2 || words.count == 4 else { throw .setting("wipy takes \(form)") }
        guard isValidBoardName(words[0]) else { throw .setting("wipy takes \(form): \(FleetError.badName(words[0]))") }
        let parts = words[1].split(separator: ":", omittingEmptySubsequences: false)
        let port = parts.count == 1 ? usualPort : number(parts[1], upTo: 65_535) ?? 0
        guard parts.count <= 2, port > 0, isAddress(parts[0]) else {
            throw .setting("wipy takes \(form), and ADDRESS is like 192.168.1.20, not \(words[1])")
        }
        guard words.dropFirst(2).allSatisfy({ $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } }) else {
            throw .setting("wipy takes \(form), and a WiPy's LOGIN and PASSWORD are ASCII")
        }
        let isOwn = words.count == 4
        return (
            words[0],
            TelnetConsole(
                host: String(parts[0]), port: port, login: isOwn ? words[2] : usualLogin,
                password: isOwn ? words[3] : usualPassword, hasOwnPassword: isOwn)
        )
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
