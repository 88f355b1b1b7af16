#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file of a history: nobody else's to read, appended to with one write per entry.
struct HistoryFile {
    struct Failure: Error {
        let reason: String
    }

    let path: String
    /// More than this is never read, however long the entries are.
    private static let mostBytes = 16 << 20

    /// - Returns: the last entries, oldest first; none if there is no file yet. Bytes that are no UTF-8 become U+FFFD.
    func load(last count: Int) throws(Failure) -> [String] {
        guard let descriptor = try open(O_RDONLY) else { return [] }
        defer { close(descriptor) }
        let lines = try tail(descriptor, lines: count).split(separator: UInt8(ascii: "\n"))
        return lines.suffix(count).map { line in
            HistoryLine.decode(String(decoding: line.filter { $0 != 0 }, as: UTF8.self))
        }
    }

    /// Appends an entry; others may be doing the same.
    func append(_ entry: String) throws(Failure) {
        guard let descriptor = try open(O_RDWR | O_APPEND | O_CREAT) else { return }
        defer { close(descriptor) }
        // A line that was cut off (a full disk) must not swallow this one.
        let start = endsInMiddleOfLine(descriptor) ? "\n" : ""
        let bytes = Array((start + HistoryLine.encode(entry) + "\n").utf8)
        // One call: with O_APPEND nobody's bytes come between these.
        guard write(descriptor, bytes, bytes.count) == bytes.count else { throw Failure.system() }
    }

    /// - Returns: nil if there is no file and none is to be made.
    private func open(_ flags: Int32) throws(Failure) -> Int32? {
        // A link could lead our lines anywhere; a pipe would let us wait for ever.
        let descriptor = Self.open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT && flags & O_CREAT == 0 { return nil }
            if errno == ELOOP { throw Failure(reason: "is a symbolic link") }
            throw Failure.system()
        }
        do {
            try secure(descriptor)
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func open(_ path: String, _ flags: Int32) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, flags, 0o600)
        #else
            Darwin.open(path, flags, 0o600)
        #endif
    }

    /// Makes sure that the file is a person's own, and takes away what others may do with it.
    private func secure(_ descriptor: Int32) throws(Failure) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw Failure.system() }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw Failure(reason: "is not a plain file") }
        guard facts.st_uid == geteuid() else { throw Failure(reason: "belongs to somebody else") }
        if facts.st_mode & 0o077 != 0 && fchmod(descriptor, 0o600) != 0 { throw Failure.system() }
    }

    private func endsInMiddleOfLine(_ descriptor: Int32) -> Bool {
        let end = lseek(descriptor, 0, SEEK_END)
        var last: UInt8 = 0
        return end > 0 && pread(descriptor, &last, 1, end - 1) == 1 && last != UInt8(ascii: "\n")
    }

    /// - Returns: the end of the file that holds the given number of lines, read from the back, because the file grows
    ///   for years and the program has to start at once.
    private func tail(_ descriptor: Int32, lines: Int) throws(Failure) -> [UInt8] {
        var start = lseek(descriptor, 0, SEEK_END)
        guard start >= 0 else { throw Failure.system() }
        var pieces: [[UInt8]] = []
        var size = 0
        var ends = 0
        while start > 0 && ends <= lines && size < Self.mostBytes {
            let length = min(Int(start), 64 << 10)
            var piece = [UInt8](repeating: 0, count: length)
            guard pread(descriptor, &piece, length, start - off_t(length)) == length else { throw Failure.system() }
            start -= off_t(length)
            size += length
            ends += piece.count { $0 == UInt8(ascii: "\n") }
            pieces.append(piece)
        }
        let bytes = Array(pieces.reversed().joined())
        // Not the start of the file: the first line may have lost its beginning.
        guard start > 0, let firstEnd = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return bytes }
        return Array(bytes[(firstEnd + 1)...])
    }
}

extension HistoryFile.Failure {
    /// What the system said last.
    fileprivate static func system() -> Self {
        Self(reason: String(cString: strerror(errno)))
    }
}
