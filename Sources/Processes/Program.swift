#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// A program to start: found by its path or, without a slash, in the PATH.
package struct Program: Sendable {
    package var path: String
    package var arguments: [String]
    /// Replaces the environment; nil: ours. Secrets never go here nor into the arguments: `ps` shows both.
    package var environment: [String: String]?

    package init(_ path: String, _ arguments: [String] = [], environment: [String: String]? = nil) {
        self.path = path
        self.arguments = arguments
        self.environment = environment
    }

    /// The first executable file called `name` in the folders of `path` (the value of PATH).
    package static func find(_ name: String, in path: String) -> String? {
        func isProgram(_ path: String) -> Bool {
            var facts = stat()
            return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
        }
        return path.split(separator: ":").lazy.map { "\($0)/\(name)" }.first(where: isProgram)
    }
}

/// How a program ended.
package enum Ending: Equatable, Sendable, CustomStringConvertible {
    case exited(Int32)
    case signalled(Int32)

    package var description: String {
        switch self {
        case .exited(let status): "ended with status \(status)"
        case .signalled(let number): "was ended by signal \(number)"
        }
    }

    init(waitStatus status: Int32) {
        let signal = status & 0x7f
        self = signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
    }
}

/// Why a program could not be started or did not end by itself.
package enum ProcessError: Error, Equatable, CustomStringConvertible {
    case notStarted(String, reason: String)
    case tooSlow(String, seconds: Int)
    /// The person wanted it to end.
    case interrupted(String)

    package var description: String {
        switch self {
        case .notStarted(let program, let reason): "cannot start \(program): \(reason)"
        case .tooSlow(let program, let seconds): "\(program) did not end within \(seconds) s and was stopped"
        case .interrupted(let program): "\(program) was stopped"
        }
    }
}
