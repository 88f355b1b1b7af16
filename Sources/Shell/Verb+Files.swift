// Files of boards: each verb is here, what it does is in a `Session+….swift`.
extension Verb {
    static let files = [ls, put, get, sync, drift]

    private static let ls = Verb(
        name: "ls", synopsis: "ls [PATH]", brief: "list files", summary: "list files on the selected boards",
        example: "ls lib",
        arguments: [.remotePath], check: { _ = try listedFolder(splitWords($0)) }
    ) { try $0.ls(splitWords($1)) }

    private static let put = Verb(
        name: "put", synopsis: "put [-r] [-v] [--each] [--exclude PATTERN] LOCAL… [REMOTE]",
        brief: "copy files to boards",
        summary: "copy files to the selected boards, verified; REMOTE ends in / for a folder; -r: folders",
        example: "put main.py settings.json lib/", arguments: [.localPath, .anyPath],
        check: { _ = try PutPlan.ends(PutArguments(of: "put", splitWords($0)).paths) }
    ) { try $0.put(PutArguments(of: "put", splitWords($1))) }

    private static let get = Verb(
        name: "get", synopsis: "get REMOTE… [LOCAL]", brief: "copy files from boards",
        summary: "copy files from the selected boards; several boards: to BOARD/REMOTE",
        example: "get main.py backup/", arguments: [.remotePath, .anyPath],
        check: { _ = try transfers(splitWords($0), verb: "get") }
    ) { try $0.get(splitWords($1)) }

    private static let sync = Verb(
        name: "sync",
        synopsis: "sync [--dry-run] [--delete] [--yes] [--mpy] [--watch] [-v] [--each] [--exclude PATTERN] "
            + "DIR [REMOTE]",
        brief: "make boards hold a folder",
        summary: "make boards' files equal to a folder's; --delete: remove what it does not hold; --watch: go on",
        example: "sync --dry-run app", arguments: [.localPath, .remotePath],
        check: { _ = try SyncOrder.ends("sync", SyncArguments(of: "sync", splitWords($0)).paths) }
    ) { try $0.sync(SyncArguments(of: "sync", splitWords($1))) }

    private static let drift = Verb(
        name: "drift", synopsis: "drift [--mpy] [-v] [--exclude PATTERN] DIR [REMOTE]",
        brief: "who differs from a folder",
        summary: "show which boards' files differ from those of a folder, and in which",
        example: "drift app", arguments: [.localPath, .remotePath],
        check: { _ = try SyncOrder.ends("drift", DriftArguments(of: "drift", splitWords($0)).paths) }
    ) { try $0.drift(DriftArguments(of: "drift", splitWords($1))) }
}
