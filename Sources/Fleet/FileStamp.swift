internal import SystemPackage

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// What tells a version of a file of this machine from others, without reading it.
package struct FileStamp: Hashable, Sendable {
    private let inode: UInt64
    private let size: Int64
    private let seconds: Int
    private let nanoseconds: Int

    /// - Returns: nil for what is not there (any more), or is no plain file.
    package init?(_ path: String) {
        guard let facts = try? Stat(FilePath(path)), facts.type == .regular else { return nil }
        inode = UInt64(facts.inode.rawValue)
        size = facts.size
        seconds = Int(facts.st_mtim.tv_sec)
        nanoseconds = Int(facts.st_mtim.tv_nsec)
    }
}

/// What a folder held at one moment, by names and stamps: cheap enough to be looked at again and again.
package struct FolderLook: Equatable, Sendable {
    package let tree: LocalTree
    /// By the file's path below the folder.
    package let stamps: [PathKey: FileStamp]

    /// - Throws: `FleetError.file` for what cannot be read, also where something vanishes meanwhile.
    package init(_ folder: String, without exclusion: Exclusion) throws(FleetError) {
        tree = try LocalTree(folder, without: exclusion)
        var stamps: [PathKey: FileStamp] = [:]
        for item in tree.items where item.kind == .file { stamps[PathKey(item.path)] = FileStamp(item.local) }
        self.stamps = stamps
    }

    package static func == (left: FolderLook, right: FolderLook) -> Bool {
        left.stamps == right.stamps && left.tree.items == right.tree.items
    }
}
