// Files of boards: each verb is here, what it does is in a `Session+….swift`.
extension Verb {
    static let files = [ls, put, get, sync, drift, backup, restore]

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
        name: "get", synopsis: "get [-r] [-v] [--each] [--exclude PATTERN] REMOTE… [LOCAL]",
        brief: "copy files from boards",
        summary:
            "copy files from the selected boards, verified; several boards: to BOARD/REMOTE; -r: folders; patterns in quotes",
        example: "get main.py backup/", arguments: [.remotePath, .anyPath],
        check: { _ = try GetRequest(GetArguments(of: "get", splitWords($0))) }
    ) { try $0.get(GetArguments(of: "get", splitWords($1))) }

    private static let backup = Verb(
        name: "backup", synopsis: "backup [--delete] [-v] [--each] DIR", brief: "save all files of boards",
        summary:
            "make DIR/BOARD what each selected board has, but for its client; --delete: also remove what it has no more",
        example: "backup boards/", arguments: [.localPath],
        check: { _ = try BackupArguments(of: "backup", splitWords($0)).checkedFolder() }
    ) { try $0.backup(BackupArguments(of: "backup", splitWords($1))) }

    private static let restore = Verb(
        name: "restore", synopsis: "restore [--delete] [-v] DIR BOARD", brief: "write a backup to a board",
        summary:
            "write what `backup DIR` saved to a board, verified; DIR may be another board's folder in it; "
            + "--delete: remove the rest",
        example: "restore boards/ esp8266-1", arguments: [.localPath, .board],
        check: { _ = try RestoreArguments(of: "restore", splitWords($0)).checked() }
    ) { try $0.restore(RestoreArguments(of: "restore", splitWords($1))) }

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
