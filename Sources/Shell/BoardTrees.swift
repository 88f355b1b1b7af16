internal import Fleet

/// What boards say that they have: their answers to queries about files.
final class BoardTrees {
    /// What one board says to one query.
    struct Answer {
        var entries: [FileEntry] = []
        var failures: [(path: String, failure: FileFailure)] = []
        /// Whether all has been said.
        var isComplete = false
    }

    /// Who says that there is more is not believed, or has to be asked folder by folder.
    private static let most = 20_000

    private(set) var answers: [String: [Int: Answer]] = [:]
    private var counts: [String: Int] = [:]

    /// - Returns: nil if the board has said nothing to it.
    subscript(board: String, query: Int) -> Answer? { answers[board]?[query] }

    func take(_ board: String, _ event: FileEvent) {
        switch event {
        case .entry(let query, let entry):
            counts[board, default: 0] += 1
            guard counts[board, default: 0] <= Self.most else {
                if counts[board] == Self.most + 1 {
                    fail(board, query, "", .other("it has more than \(Self.most) files and folders"))
                }
                return
            }
            answers[board, default: [:]][query, default: Answer()].entries.append(entry)
        case .failed(let query, let path, let failure): fail(board, query, path, failure)
        case .answered(let query): answers[board, default: [:]][query, default: Answer()].isComplete = true
        default: break
        }
    }

    private func fail(_ board: String, _ query: Int, _ path: String, _ failure: FileFailure) {
        answers[board, default: [:]][query, default: Answer()].failures.append((path, failure))
    }
}

extension FileEntry {
    var isFolder: Bool { kind == .folder }
}

/// Files by which a board is one: what removes or overwrites what nobody has named leaves them alone.
enum ClientFiles {
    /// The folders and the configuration of the original client.
    private static let original = ["redis_cloudclient/", "uredis_modular/", "bootconfig/"]
    private static let named: Set = ["mbm.json", ".mbm-note", "etc/device_config.json", "main.py.bootconfig"]

    /// Whether a file belongs to a board's client, or is its configuration, which holds secrets.
    /// - Parameter path: from the folder that the client works in.
    static func own(_ path: String) -> Bool {
        if named.contains(path) || path.hasSuffix(".mbm-part") { return true }
        let isProgram = path.hasSuffix(".py") || path.hasSuffix(".mpy")
        if path.hasPrefix("mbm_"), isProgram, !path.contains("/") { return true }
        let inner = path.hasPrefix("lib/") ? String(path.dropFirst(4)) : path
        return original.contains { inner.hasPrefix($0) || inner + "/" == $0 }
    }

    /// Whether it is one of those, or what a board starts with.
    static func isNeeded(_ path: String) -> Bool { own(path) || path == "boot.py" || path == "main.py" }
}

extension ClientFiles {
    /// Whether a board needs a file, in whatever way it is named.
    /// - Parameter path: as a board is asked for it. Which folder the client works in is not known here: in an absolute
    ///   path any may be it. Some file systems do not tell small letters from capitals.
    static func contain(_ path: String) -> Bool {
        let path = path.lowercased()
        guard path.hasPrefix("/") else { return isNeeded(path) }
        let names = path.split(separator: "/")
        return names.indices.contains { isNeeded(names[$0...].joined(separator: "/")) }
    }
}
