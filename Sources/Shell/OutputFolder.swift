package import Fleet

/// A folder with a file for each board, which holds what the board printed, byte for byte.
package final class OutputFolder {
    private let path: String
    /// The boards whose files were begun.
    private var begun: Set<String> = []
    private var failure: FleetError?

    /// - Parameter path: made (0700) if it is not there.
    /// - Throws: `FleetError.file`
    package init(_ path: String) throws(FleetError) {
        self.path = path
        if !LocalFile.isFolder(path) { try LocalFile.makeFolder(path, isPrivate: true) }
    }

    /// Begins the files of boards that have none of this run: what was there is replaced.
    func begin(_ boards: [String]) {
        // A name that is none would lead out of the folder.
        for board in boards where isValidBoardName(board) && begun.insert(board).inserted {
            attempt { () throws(FleetError) in _ = try OpenFile(replacing: "\(path)/\(board)") }
        }
    }

    func take(_ event: Job.Event) {
        guard case .output(let board, let bytes) = event, begun.contains(board) else { return }
        attempt { () throws(FleetError) in try OpenFile(goingOnWith: "\(path)/\(board)").write(bytes) }
    }

    /// What went wrong since this was last asked.
    func takeFailure() -> FleetError? {
        defer { failure = nil }
        return failure
    }

    private func attempt(_ action: () throws(FleetError) -> Void) {
        do throws(FleetError) {
            try action()
        } catch {
            failure = failure ?? error
        }
    }
}
