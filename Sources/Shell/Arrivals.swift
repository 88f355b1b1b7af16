internal import Fleet

/// Files of boards on their way here: each is written when it is whole.
struct Arrivals {
    struct Saved {
        let file: String
        let size: Int
        /// Why it was not written.
        let error: FleetError?
    }

    private let plan: [(path: String, target: String)]
    private let several: Bool
    /// What has come of the file that a board sends now.
    private var contents: [String: [UInt8]] = [:]
    /// By board and number of the file.
    private(set) var saved: [String: [Int: Saved]] = [:]
    private(set) var failures: [String: [Int: FileFailure]] = [:]

    /// - Parameter several: whether each board has a folder of its own in the target.
    init(_ plan: [(path: String, target: String)], several: Bool) {
        self.plan = plan
        self.several = several
    }

    mutating func take(_ board: String, _ event: FileEvent) {
        switch event {
        case .begins: contents[board] = []
        case .bytes(let bytes): contents[board]? += bytes
        case .ends(let number, let path):
            guard let content = contents.removeValue(forKey: board) else { return }
            // A folder was asked for, and its files come.
            guard path.isEmpty else {
                failures[board, default: [:]][number] = .number(21)
                return
            }
            saved[board, default: [:]][number] = save(content, number, of: board)
        // A folder that is empty, or has what is no file.
        case .entry(let number, _): failures[board, default: [:]][number] = .number(21)
        case .failed(let number, _, let failure):
            contents[board] = nil
            failures[board, default: [:]][number] = failure
        // Nor has an empty folder.
        case .answered(let number) where saved[board]?[number] == nil && failures[board]?[number] == nil:
            failures[board, default: [:]][number] = .number(21)
        default: break
        }
    }

    private func save(_ content: [UInt8], _ number: Int, of board: String) -> Saved {
        let (path, target) = plan[number]
        let file = several ? "\(target)\(board)/\(path.drop { $0 == "/" })" : target
        do throws(FleetError) {
            if let slash = file.lastIndex(of: "/"), slash != file.startIndex {
                try LocalFile.makeFolder(String(file[..<slash]))
            }
            try LocalFile.write(content, to: file)
            return Saved(file: file, size: content.count, error: nil)
        } catch {
            return Saved(file: file, size: content.count, error: error)
        }
    }
}
