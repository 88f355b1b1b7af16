internal import Fleet

/// How mbm ends; of several causes the highest applies.
package enum ExitStatus: Int32, Comparable, Sendable {
    case ok = 0
    /// A board raised an exception.
    case raised = 1
    /// Usage, a line that could not be understood, a local file that is not there.
    case usage = 2
    /// A board was silent, offline, unknown or refused.
    case silent = 3
    /// No hub, or it was lost during a job.
    case noHub = 4
    case interrupted = 130

    package static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.rawValue < right.rawValue }

    init(_ outcome: Outcome) {
        switch outcome {
        case .ok: self = .ok
        case .raised: self = .raised
        case .interrupted: self = .interrupted
        case .silent, .refused: self = .silent
        }
    }

    /// What an error that ended a line, or the start of mbm, comes to.
    package init(_ error: any Error) {
        switch error {
        case let error as FleetError: self.init(error)
        default: self = .usage
        }
    }

    private init(_ error: FleetError) {
        switch error {
        case .unknownBoards, .nameTaken, .notRenamed, .offline, .busy: self = .silent
        case .badName, .file, .setting, .noHome: self = .usage
        default: self = .noHub
        }
    }
}

/// What is wrong with a line, in a sentence.
package struct UsageError: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }

    init(unknownVerb name: String) { self.init("%\(name) is no verb; `help` lists them") }

    static let noEditor = UsageError("edit opens an editor, and needs a person at a terminal")
}
