import Processes
import TestSupport

extension Account {
    /// Waits until nothing runs for this account any more and its folder for temporary files is empty.
    func expectNothingIsLeft() throws {
        try eventually("nothing of \((try? leftovers()) ?? []) is left", within: 10) { try leftovers() == [] }
    }

    /// Processes that name the account's folder, and what is in its folder for temporary files.
    func leftovers() throws -> [String] {
        let script = """
            ls -A "$TMPDIR"
            for folder in /proc/[0-9]*; do
                [ "${folder#/proc/}" = $$ ] && continue
                if tr '\\0' ' ' <"$folder/cmdline" 2>/dev/null | grep -qF -- "$TMPDIR" ||
                    readlink "$folder/cwd" 2>/dev/null | grep -qF -- "$TMPDIR"; then
                    tr '\\0' ' ' <"$folder/cmdline" 2>/dev/null
                    echo
                fi
            done
            """
        let listed = try collect(
            Program("/bin/sh", ["-c", script], environment: environment), within: .seconds(20))
        return listed.text.split(separator: "\n").map(String.init)
    }
}
