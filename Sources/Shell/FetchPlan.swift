internal import Fleet

/// A file of a board, and where it goes on this machine.
struct Fetch {
    /// Where it is on the board.
    let remote: String
    let destination: LocalDestination
    /// Where it goes below the destination.
    let below: String
    /// In bytes, as the board has said; nil: not asked for.
    var size: Int?
    /// In lower-case hexadecimal digits; nil: not asked for.
    var sha256: String?

    var local: String { destination.place(below) }
}

/// What is to come from one board.
struct FetchPlan {
    private(set) var files: [Fetch] = []
    /// Folders that hold nothing.
    private(set) var folders: [(destination: LocalDestination, below: String)] = []
    /// What cannot come, by where it is on the board.
    var failures: [(path: String, failure: FileFailure)] = []
    /// What is neither file nor folder.
    var others: [String] = []
    // By the bytes of paths: equal text may be different names.
    private var origins: [[UInt8]: String] = [:]

    /// - Throws: where another file of the board would go to the same place.
    mutating func add(_ file: Fetch) throws(UsageError) {
        guard file.remote.utf8.count <= 1024 else {
            failures.append((file.remote, .number(36)))
            return
        }
        if let other = origins.updateValue(file.remote, forKey: Array(file.local.utf8)) {
            guard !other.utf8.elementsEqual(file.remote.utf8) else { return }
            throw UsageError(
                visible("\(other) and \(file.remote) would both become \(file.local)", keepingLines: false))
        }
        files.append(file)
    }

    mutating func add(folder below: String, in destination: LocalDestination) { folders.append((destination, below)) }

    /// Takes a folder of the board.
    /// - Parameters:
    ///   - remote: the folder; empty: the board's own.
    ///   - entries: all that is below, relative to it.
    ///   - below: where it goes below the destination; empty: its content goes there.
    mutating func add(
        tree remote: String, _ entries: [FileEntry], to below: String, in destination: LocalDestination
    ) throws(UsageError) {
        let root = remote.isEmpty || remote.hasSuffix("/") ? remote : remote + "/"
        let target = below.isEmpty ? "" : below + "/"
        // Those that something is in need not be made: they come with it.
        var filled: Set<[UInt8]> = []
        for entry in entries {
            if let slash = entry.path.lastIndex(of: "/") { filled.insert(Array(entry.path[..<slash].utf8)) }
        }
        // In an order that all boards have: those that are asked for the same files are asked together.
        for entry in entries.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
            switch entry.kind {
            case .file(let size, let sha256):
                try add(
                    Fetch(
                        remote: root + entry.path, destination: destination, below: target + entry.path, size: size,
                        sha256: sha256))
            case .folder:
                if !filled.contains(Array(entry.path.utf8)) { add(folder: target + entry.path, in: destination) }
            case .other: others.append(root + entry.path)
            }
        }
        if entries.isEmpty, !below.isEmpty { add(folder: below, in: destination) }
    }
}
