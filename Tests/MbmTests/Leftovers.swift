import TestSupport
import Processes

extension Account {
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
