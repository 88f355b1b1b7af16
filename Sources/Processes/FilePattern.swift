#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// A pattern for names of files, as shells and fnmatch(3) read it: `*`, `?`, `[a-z]`; a backslash takes the meaning of
/// the next character away.
package struct FilePattern: Equatable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// Whether it means more than one name.
    package var isPattern: Bool { text.contains { "*?[".contains($0) } }

    /// Whether it matches a path, in which no wildcard stands for a `/`.
    /// - Parameter hidden: whether wildcards stand for a dot at the beginning of a name, too.
    package func matches(_ path: String, hidden: Bool = true) -> Bool {
        fnmatch(text, path, FNM_PATHNAME | (hidden ? 0 : FNM_PERIOD)) == 0
    }
}
