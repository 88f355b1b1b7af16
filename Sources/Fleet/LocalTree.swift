internal import Processes
internal import SystemPackage

/// What a folder of this machine holds, or a single file: what boards are to have.
package struct LocalTree: Sendable {
    package struct Item: Equatable, Sendable {
        package enum Kind: Equatable, Sendable {
            case file
            /// One that holds nothing: what holds something is there with it.
            case emptyFolder
        }

        /// Below the folder, names separated by `/`.
        package let path: String
        /// Where it is on this machine.
        package let local: String
        package let kind: Kind
    }

    /// Sorted by path.
    package private(set) var items: [Item] = []
    /// What is neither file nor folder, or a link to nothing: it was left out.
    package private(set) var others: [String] = []

    /// Why one of `others` is left out, as a sentence.
    package static func whyLeftOut(_ path: String) -> String {
        // A name that is no UTF-8 cannot be spelled, so nothing is found under what was made of it.
        let why = LocalFile.exists(path) ? "it is neither file nor folder" : "its name is no UTF-8"
        return "\(path) is left out: \(why)"
    }

    private let leavesOut: Exclusion

    /// Looks at a folder, links followed.
    /// - Throws: `FleetError.file` for what cannot be read, and for a folder that holds itself by a link.
    package init(_ folder: String, without exclusion: Exclusion = Exclusion([])) throws(FleetError) {
        leavesOut = exclusion
        try add(folder, path: "", inside: [])
        items.sort { $0.path < $1.path }
    }

    private mutating func add(_ folder: String, path: String, inside: [[UInt64]]) throws(FleetError) {
        let identity = try LocalFile.identity(folder)
        guard !inside.contains(identity) else { throw .file(path: folder, "this link leads to a folder it is in") }
        let names = try LocalFile.listed(folder)
        let kept = names.filter { !leavesOut.matches(path + $0, isFolder: LocalFile.isFolder("\(folder)/\($0)")) }
        if kept.isEmpty, !path.isEmpty {
            items.append(Item(path: String(path.dropLast()), local: folder, kind: .emptyFolder))
        }
        for name in kept {
            let local = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            if LocalFile.isFolder(local) {
                try add(local, path: path + name + "/", inside: inside + [identity])
            } else if LocalFile.isPlainFile(local) {
                items.append(Item(path: path + name, local: local, kind: .file))
            } else {
                others.append(local)
            }
        }
    }
}

/// Patterns of what is left out (`--exclude`): one without a `/` is for names wherever they are, one with a `/` for
/// paths below the folder; with a `/` at the end it is for folders only.
package struct Exclusion: Equatable, Sendable {
    /// Of every tree: what tools keep beside the files that people write.
    private static let always = ["__pycache__/", ".git/", ".DS_Store", "\(PartialFile.prefix)*"]

    private let patterns: [(pattern: FilePattern, isPath: Bool, isFolder: Bool)]

    /// - Parameter all: whether also what is otherwise left out of every tree is taken, but for mbm's own temporary files.
    package init(_ texts: [String], takingAll all: Bool = false) {
        patterns = ((all ? ["\(PartialFile.prefix)*"] : Self.always) + texts).map { text in
            let isFolder = text.count > 1 && text.hasSuffix("/")
            let name = isFolder ? String(text.dropLast()) : text
            let isPath = name.contains("/")
            return (FilePattern(name.hasPrefix("/") ? String(name.dropFirst()) : name), isPath, isFolder)
        }
    }

    /// Whether a path below the folder, or a folder above it, is left out.
    package func covers(_ path: String, isFolder: Bool) -> Bool {
        let names = path.split(separator: "/").map(String.init)
        return names.indices.contains { index in
            matches(names[...index].joined(separator: "/"), isFolder: isFolder || index < names.count - 1)
        }
    }

    func matches(_ path: String, isFolder: Bool) -> Bool {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return patterns.contains { entry in
            (isFolder || !entry.isFolder) && entry.pattern.matches(entry.isPath ? path : name)
        }
    }

    package static func == (left: Exclusion, right: Exclusion) -> Bool {
        left.patterns.elementsEqual(right.patterns) { $0 == $1 }
    }
}
