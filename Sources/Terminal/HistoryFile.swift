#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file of a history: nobody else's to read, a line for each entry, appended to by several shells. When it has grown
/// long, a shell writes a shorter one in its place; a lock on the file keeps that and appending apart.
struct HistoryFile {
    struct Failure: Error {
        let reason: String
    }

    /// Up to where a file was read.
    struct Mark: Equatable {
        fileprivate let device: dev_t
        fileprivate let inode: ino_t
        fileprivate var offset: off_t
    }

    struct Found {
        /// Oldest first.
        var entries: [String]
        /// Nil if there is no file.
        var mark: Mark?
        /// Whether they come after what was read before, else in place of it.
        var isAddition = false
        /// Whether the file holds much more than these.
        var isMuchLonger = false
    }

    let path: String
    /// More than this is never read, however long the entries are.
    private static let mostBytes = 16 << 20
    /// A file shorter than this is not worth shortening.
    private static let fewBytes = 1 << 16
    /// How long to wait for a lock, in steps of 2 ms. Who holds it may be stopped: then we do without.
    private static let lockTries = 250

    /// - Returns: the last entries; none if there is no file yet. Bytes that are no UTF-8 become U+FFFD.
    func load(last count: Int) throws(Failure) -> Found {
        guard let descriptor = try open(O_RDONLY) else { return Found(entries: []) }
        defer { close(descriptor) }
        return try load(descriptor, last: count)
    }

    /// - Parameter mark: how far the file was read.
    /// - Returns: what came since, or everything if it is another file now; nil if nothing has changed.
    func changes(after mark: Mark?, last count: Int) throws(Failure) -> Found? {
        var facts = stat()
        // Looked at before each line that is typed: mostly this is all.
        guard stat(path, &facts) == 0 else { return nil }
        if let mark, mark.isIn(facts), mark.offset == facts.st_size { return nil }
        guard let descriptor = try open(O_RDONLY) else { return nil }
        defer { close(descriptor) }
        return try changes(descriptor, after: mark, last: count)
    }

    /// Appends an entry; others may be doing the same.
    ///
    /// - Returns: what others have appended before it, as `changes` does.
    func append(_ entry: String, after mark: Mark?, last count: Int) throws(Failure) -> Found {
        let (descriptor, _) = try openLocked(O_RDWR | O_APPEND | O_CREAT)
        defer { close(descriptor) }
        var found = try changes(descriptor, after: mark, last: count)
        // A line that was cut off (a full disk) must not swallow this one.
        let start = endsInMiddleOfLine(descriptor) ? "\n" : ""
        let bytes = Array((start + HistoryLine.encode(entry) + "\n").utf8)
        // One call: with O_APPEND nobody's bytes come between these, also where there are no locks.
        guard write(descriptor, bytes, bytes.count) == bytes.count else { throw Failure.system() }
        found.mark?.offset += off_t(bytes.count)
        return found
    }

    /// Writes a file with nothing but the last entries in place of this one.
    ///
    /// - Returns: false if somebody else is at it, or there is no room: then all stays as it was.
    func compact(to count: Int) -> Bool {
        guard let (descriptor, isLocked) = try? openLocked(O_RDWR) else { return false }
        defer { close(descriptor) }
        guard isLocked, let bytes = try? tail(descriptor, lines: .max).bytes else { return false }
        let lines = Self.entries(bytes).lastOfEach.suffix(count).map { HistoryLine.encode($0) + "\n" }
        let new = Array(lines.joined().utf8)
        var name = Array("\(path).XXXXXX".utf8CString)
        // The system makes it with mode 0600.
        let copy = mkstemp(&name)
        guard copy >= 0 else { return false }
        defer { close(copy) }
        if write(copy, new, new.count) == new.count, fsync(copy) == 0, rename(name, path) == 0 { return true }
        unlink(name)
        return false
    }

    private func load(_ descriptor: Int32, last count: Int) throws(Failure) -> Found {
        let (bytes, start) = try tail(descriptor, lines: count)
        let mark = try Mark(descriptor, offset: start + off_t(bytes.count))
        let isMuchLonger = start > max(2 * bytes.count, Self.fewBytes)
        return Found(entries: Self.entries(bytes).suffix(count), mark: mark, isMuchLonger: isMuchLonger)
    }

    private func changes(_ descriptor: Int32, after mark: Mark?, last count: Int) throws(Failure) -> Found {
        let now = try Mark(descriptor, offset: lseek(descriptor, 0, SEEK_END))
        guard let mark, mark.device == now.device, mark.inode == now.inode, mark.offset <= now.offset,
            now.offset - mark.offset <= Self.mostBytes
        else { return try load(descriptor, last: count) }
        var bytes = try read(descriptor, from: mark.offset, Int(now.offset - mark.offset))
        // A line may be half written where there are no locks.
        let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        bytes.removeSubrange(end...)
        let read = Mark(device: mark.device, inode: mark.inode, offset: mark.offset + off_t(end))
        return Found(entries: Self.entries(bytes), mark: read, isAddition: true)
    }

    private static func entries(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: UInt8(ascii: "\n")).map { line in
            HistoryLine.decode(String(decoding: line.filter { $0 != 0 }, as: UTF8.self))
        }
    }

    // MARK: Opening

    /// Opens the file and locks it, so that nobody puts another in its place.
    ///
    /// - Returns: also whether there is a lock: some file systems have none.
    private func openLocked(_ flags: Int32) throws(Failure) -> (descriptor: Int32, isLocked: Bool) {
        for _ in 0..<100 {
            guard let descriptor = try open(flags) else { throw Failure(reason: "is not there") }
            let isLocked = lock(descriptor)
            var (mine, current) = (stat(), stat())
            if !isLocked || fstat(descriptor, &mine) == 0 && lstat(path, &current) == 0 && mine.isSameFile(as: current)
            {
                return (descriptor, isLocked)
            }
            // Somebody has shortened the history while we waited.
            close(descriptor)
        }
        throw Failure(reason: "is replaced again and again")
    }

    private func lock(_ descriptor: Int32) -> Bool {
        for _ in 0..<Self.lockTries {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK || errno == EINTR else { return false }
            usleep(2000)
        }
        return false
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

    // MARK: Reading

    private func endsInMiddleOfLine(_ descriptor: Int32) -> Bool {
        let end = lseek(descriptor, 0, SEEK_END)
        var last: UInt8 = 0
        return end > 0 && pread(descriptor, &last, 1, end - 1) == 1 && last != UInt8(ascii: "\n")
    }

    /// - Returns: the end of the file that holds the given number of lines, read from the back, because the file grows
    ///   for years and the program has to start at once; and where it begins.
    private func tail(_ descriptor: Int32, lines: Int) throws(Failure) -> (bytes: [UInt8], start: off_t) {
        var start = lseek(descriptor, 0, SEEK_END)
        guard start >= 0 else { throw Failure.system() }
        var pieces: [[UInt8]] = []
        var size = 0
        var ends = 0
        while start > 0 && ends <= lines && size < Self.mostBytes {
            let length = min(Int(start), 64 << 10)
            let piece = try read(descriptor, from: start - off_t(length), length)
            start -= off_t(length)
            size += length
            ends += piece.count { $0 == UInt8(ascii: "\n") }
            pieces.append(piece)
        }
        let bytes = Array(pieces.reversed().joined())
        // Not the start of the file: the first line may have lost its beginning.
        guard start > 0, let firstEnd = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return (bytes, start) }
        return (Array(bytes[(firstEnd + 1)...]), start + off_t(firstEnd + 1))
    }

    private func read(_ descriptor: Int32, from start: off_t, _ length: Int) throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: length)
        guard pread(descriptor, &bytes, length, start) == length else { throw Failure.system() }
        return bytes
    }
}

extension HistoryFile.Mark {
    fileprivate init(_ descriptor: Int32, offset: off_t) throws(HistoryFile.Failure) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw HistoryFile.Failure.system() }
        self.init(device: facts.st_dev, inode: facts.st_ino, offset: offset)
    }

    fileprivate func isIn(_ facts: stat) -> Bool { device == facts.st_dev && inode == facts.st_ino }
}

extension stat {
    fileprivate func isSameFile(as other: stat) -> Bool { st_dev == other.st_dev && st_ino == other.st_ino }
}

extension HistoryFile.Failure {
    /// What the system said last.
    fileprivate static func system() -> Self {
        Self(reason: String(cString: strerror(errno)))
    }
}
