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
            {
                grep -lzF -- "$TMPDIR" /proc/[0-9]*/cmdline
                find /proc/[0-9]*/cwd -maxdepth 0 -lname "*$TMPDIR*"
            } 2>/dev/null | while read -r file; do
                # These programs name it, too, and are gone by now.
                { tr '\\0' ' ' <"${file%/*}/cmdline" && echo; } 2>/dev/null
            done
            """
        let listed = try collect(
            Program("/bin/sh", ["-c", script], environment: environment), within: .seconds(20))
        return listed.text.split(separator: "\n").map(String.init)
    }
}
