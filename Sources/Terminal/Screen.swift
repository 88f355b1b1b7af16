import CLibEdit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Facts about the terminal that the program talks to.
package enum Screen {
    /// One of the program's three streams.
    package enum Stream: Int32 {
        case input = 0
        case output = 1
        case error = 2
    }

    /// - Returns: whether a person sits at the other end of `stream`.
    package static func isTerminal(_ stream: Stream) -> Bool {
        isatty(stream.rawValue) == 1
    }

    /// Whether the terminal understands nothing but characters and line ends (`TERM` is unset, empty or `dumb`).
    package static var isDumb: Bool {
        let name = environment("TERM") ?? ""
        return name.isEmpty || name == "dumb"
    }

    /// Columns of the terminal: what it says itself, else `COLUMNS`, else 80.
    package static var width: Int { size("COLUMNS", \.ws_col) ?? 80 }

    /// Rows of the terminal: what it says itself, else `LINES`, else 24.
    package static var height: Int { size("LINES", \.ws_row) ?? 24 }

    private static func size(_ variable: String, _ dimension: KeyPath<winsize, UInt16>) -> Int? {
        for stream in [Stream.output, .error, .input] {
            var size = winsize()
            if ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0 && size[keyPath: dimension] > 0 {
                return Int(size[keyPath: dimension])
            }
        }
        return environment(variable).flatMap { Int($0) }.flatMap { (1...10_000).contains($0) ? $0 : nil }
    }

    /// Whether the terminal wraps its rows anew when its width changes, as far as one can know.
    package static var reflows: Bool {
        if environment("TMUX") != nil { return true }
        let name = environment("TERM") ?? ""
        return environment("XTERM_VERSION") == nil && environment("STY") == nil && name != "linux"
            && !name.hasPrefix("screen")
    }

    /// - Returns: how many columns `text` takes; characters that take none or are control characters count as 0.
    package static func displayWidth(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return text.utf8.count }
        return text.unicodeScalars.reduce(0) { $0 + (width(ofPrintable: $1) ?? 0) }
    }

    /// Columns of one character; nil if it is none that a terminal prints.
    static func width(ofPrintable scalar: Unicode.Scalar) -> Int? {
        _ = useUTF8
        let columns = wcwidth(wchar_t(bitPattern: scalar.value))
        return columns < 0 ? nil : Int(columns)
    }

    /// Makes C's character functions work on UTF-8: whether they do.
    ///
    /// A program starts in the locale C, where libedit drops every non-ASCII character that is typed and crashes on
    /// one in the prompt. Where the person's locale is not UTF-8 either, C.UTF-8 takes its place.
    static let useUTF8: Bool = {
        for name in ["", "C.UTF-8", "UTF-8", "en_US.UTF-8"] {
            guard setlocale(LC_CTYPE, name) != nil, let codeset = nl_langinfo(nl_item(CODESET)) else { continue }
            if String(cString: codeset) == "UTF-8" { return true }
        }
        return false
    }()

    static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
