package import Fleet

/// Lines that come from somewhere else than a prompt.
package struct Script {
    /// A script may have this many bytes.
    private static let most = 1 << 24

    /// What stands before the number of a line in messages.
    package let name: String
    /// What `$1` and `sys.argv` are; nil: a `$` is a character like others.
    let parameters: Parameters?
    /// The lines, one at a call, without their ends; nil after the last.
    let nextLine: () -> String?

    /// - Parameter lines: gives the next line, without its end, at each call, then nil.
    package init(name: String, arguments: [String]? = nil, lines: @escaping () -> String?) {
        self.name = name
        parameters = arguments.map { Parameters(name: name, arguments: $0) }
        nextLine = lines
    }

    package init(name: String, arguments: [String]? = nil, text: String) {
        // To Swift, CR LF is one character.
        var rest = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }[...]
        self.init(name: name, arguments: arguments) { rest.popFirst().map(String.init) }
    }

    /// - Throws: `FleetError.file`
    package init(file: String, arguments: [String]?) throws(FleetError) {
        let text = String(decoding: try LocalFile.read(file, most: Self.most), as: UTF8.self)
        self.init(name: file, arguments: arguments, text: text)
    }

    /// All lines that are left.
    func lines() -> [String] { Array(sequence(state: ()) { _ in nextLine() }) }
}
