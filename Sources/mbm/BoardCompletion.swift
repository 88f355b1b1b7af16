import ArgumentParser
import Fleet
import Shell

/// What the Tab key of the system's shells gets for boards: live names, from the hub that the command would use. It asks
/// at most for a moment, and where there is no hub it stays silent.
enum BoardCompletion {
    private static let patience = Duration.milliseconds(800)

    static var range: CompletionKind {
        .custom { words, _, typed in Completer.ranges(from: typed, known: known(words)) }
    }

    static var board: CompletionKind {
        .custom { words, _, typed in known(words).filter { $0.hasPrefix(typed) && isValidBoardName($0) } }
    }

    /// - Parameter words: the command line, which may name a hub.
    private static func known(_ words: [String]) -> [String] {
        var chosen: [String] = []
        for option in ["--hub", "--hub-password-file", "--port"] {
            guard let index = words.lastIndex(of: option), index + 1 < words.count else { continue }
            chosen += [option, words[index + 1]]
        }
        guard let options = try? HubOptions.parse(chosen), let machine = try? Machine(),
            let hub = try? options.connect(machine)
        else { return [] }
        hub.patience = patience
        return (try? hub.knownBoards()) ?? []
    }
}
