// Files of boards: each verb is here, what it does is in a `Session+….swift`.
extension Verb {
    static let files = [ls, cat, put, get, sync, drift, rm, mkdir, mv, backup, restore]

    private static let ls = Verb(
        name: "ls", synopsis: "ls [-l] [-R] [PATH…]", brief: "list files",
        summary: "list files of the selected boards; -l: also sizes; -R: everything below",
        example: "ls -l lib/*.py", arguments: [.remotePath],
        check: { _ = try ListArguments(of: "ls", splitWords($0)).words() }
    ) { try $0.ls(ListArguments(of: "ls", splitWords($1))) }

    private static let cat = Verb(
        name: "cat", synopsis: "cat [--raw] PATH…", brief: "show what is in files",
        summary: "show what is in files of the selected boards; --raw: control characters as they are",
        example: "cat main.py", arguments: [.remotePath],
        check: { _ = try CatArguments(of: "cat", splitWords($0)).words() }
    ) { try $0.cat(CatArguments(of: "cat", splitWords($1))) }

    private static let rm = Verb(
        name: "rm", synopsis: "rm [-r] [-y] PATH…", brief: "remove files",
        summary: "remove files from the selected boards; -r: folders, too; -y: ask nothing",
        example: "rm -r lib/old", arguments: [.remotePath],
        check: { _ = try RemoveArguments(of: "rm", splitWords($0)).words() }
    ) { try $0.rm(RemoveArguments(of: "rm", splitWords($1))) }

    private static let mkdir = Verb(
        name: "mkdir", synopsis: "mkdir [-p] PATH…", brief: "make folders",
        summary: "make folders on the selected boards; -p: those above, too, and mind none that is there",
        example: "mkdir -p data/today", arguments: [.remotePath],
        check: { _ = try MakeFolderArguments(of: "mkdir", splitWords($0)).folders() }
    ) { try $0.mkdir(MakeFolderArguments(of: "mkdir", splitWords($1))) }

    private static let mv = Verb(
        name: "mv", synopsis: "mv [-y] FROM… TO", brief: "rename and move files",
        summary: "rename files and folders of the selected boards; TO ends in / for a folder; -y: ask nothing",
        example: "mv main.py old/", arguments: [.remotePath],
        check: { _ = try MoveArguments(of: "mv", splitWords($0)).words() }
    ) { try $0.mv(MoveArguments(of: "mv", splitWords($1))) }

    static let run = Verb(
        name: "run", synopsis: "run LOCAL.py [ARG…]", brief: "run a program from here",
        summary: "run a program of this machine on the selected boards, without storing it; ARG… are sys.argv[1:]",
        example: "run blink.py 3", arguments: [.localPath, .text],
        check: { _ = try RunArguments(of: "run", splitWords($0)).program() }
    ) { try $0.run(RunArguments(of: "run", splitWords($1))) }

    static let info = Verb(
        name: "info", synopsis: "info", brief: "what boards are",
        summary: "firmware, memory, file system, uptime, clock and machine of the selected boards",
        example: "info", arguments: [], check: { try takesNothing(splitWords($0), infoTakesNothing) }
    ) { session, text in
        try takesNothing(splitWords(text), infoTakesNothing)
        return try session.info()
    }

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
        name: "restore", synopsis: "restore [--delete] [-y] [-v] DIR BOARD", brief: "write a backup to a board",
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
