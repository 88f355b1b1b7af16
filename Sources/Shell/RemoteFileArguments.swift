package import ArgumentParser

// What follows the names of the verbs that look at boards' files and change them there.

package struct ListArguments: ParsableArguments {
    @Flag(name: .customShort("l"), help: "Also sizes, in bytes.")
    package var long = false

    @Flag(name: .customShort("R"), help: "Everything below, with paths.")
    package var recursive = false

    @Argument(help: "Files and folders of the boards, or patterns; their own folder if left out.")
    package var paths: [String] = []

    package init() {}

    func words() throws -> [RemoteWord] { try (paths.isEmpty ? ["."] : paths).map { try RemoteWord($0) } }
}

package struct CatArguments: ParsableArguments {
    @Flag(help: "Control characters as they are.")
    package var raw = false

    @Argument(help: "Files of the boards, or patterns.")
    package var paths: [String] = []

    package init() {}

    func words() throws -> [RemoteWord] {
        guard !paths.isEmpty else { throw UsageError("cat wants a file: cat PATH…") }
        return try paths.map { try RemoteWord(named: $0) }
    }
}

package struct RemoveArguments: ParsableArguments {
    @Flag(name: .customShort("r"), help: "Folders, too, with all they hold.")
    package var recursive = false

    @Flag(name: .shortAndLong, help: "Ask nothing.")
    package var yes = false

    @Argument(help: "Files of the boards, or patterns.")
    package var paths: [String] = []

    package init() {}

    func words() throws -> [RemoteWord] {
        guard !paths.isEmpty else { throw UsageError("rm wants a file: rm [-r] PATH…") }
        return try paths.map { path in
            let word = try RemoteWord(path)
            guard !word.isTop else {
                throw UsageError("'\(path)' is all that a board has: rm removes what is in it by name")
            }
            return word
        }
    }
}

package struct MakeFolderArguments: ParsableArguments {
    @Flag(name: .customShort("p"), help: "Make those above, too, and mind none that is there.")
    package var parents = false

    @Argument(help: "Folders of the boards.")
    package var paths: [String] = []

    package init() {}

    /// The folders that are to be made.
    func folders() throws -> [String] {
        guard !paths.isEmpty else { throw UsageError("mkdir wants a folder: mkdir [-p] PATH…") }
        return try paths.map { try RemoteWord(named: $0).path }
    }
}

package struct MoveArguments: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Ask nothing.")
    package var yes = false

    @Argument(help: "Files and folders of the boards, or patterns, and where they go: a folder ends in /.")
    package var paths: [String] = []

    package init() {}

    func words() throws -> (sources: [RemoteWord], target: MoveTarget) {
        guard paths.count > 1, let last = paths.last else {
            throw UsageError("mv wants a file and its new name: mv FROM… TO")
        }
        let sources = try paths.dropLast().map { try RemoteWord(named: $0) }
        let target = try MoveTarget(last)
        if sources.count > 1 { try target.checkTakesSeveral() }
        for source in sources where !source.isPattern { _ = try target.path(of: source.path) }
        return (sources, target)
    }
}

package struct RunArguments: ParsableArguments {
    @Argument(parsing: .captureForPassthrough, help: "A program of this machine, and its arguments.")
    package var words: [String] = []

    package init() {}

    func program() throws -> (file: String, arguments: [String]) {
        guard let file = words.first else { throw UsageError("run wants a program: run LOCAL.py [ARG…]") }
        guard !file.isEmpty else { throw UsageError("'' names no file") }
        return (file, Array(words.dropFirst()))
    }
}

/// Where `mv` moves to.
struct MoveTarget: Equatable {
    /// As it was typed.
    let text: String
    let path: String
    let isFolder: Bool

    init(_ text: String) throws(UsageError) {
        guard !text.isEmpty else { throw UsageError("'' names no file") }
        let word = try RemoteWord(text)
        self.text = text
        path = word.path
        isFolder = text.hasSuffix("/") || word.isTop
    }

    func checkTakesSeveral() throws(UsageError) {
        guard !isFolder else { return }
        throw UsageError("several files go to a folder: write its name with a / at the end (\(text)/)")
    }

    /// What becomes of a path.
    func path(of source: String) throws(UsageError) -> String {
        let name = source.split(separator: "/").last.map(String.init) ?? source
        let new = isFolder ? joined(path, name) : path
        guard !new.hasPrefix(source + "/") else { throw UsageError("\(source) cannot be moved into itself") }
        return new
    }
}
