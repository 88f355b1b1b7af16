import Processes

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A real MicroPython that runs the board client in a folder and a process group of its own; ended when the test lets go
/// of it, also when the tests are killed.
package final class RealBoard {
    package let name: String
    package let folder: String
    private let micropython: String
    private let storage: String?
    private var process: Child?

    /// Writes the board's folder with `mbm board-client` and starts it.
    /// - Parameter storage: gives it a file system of its own of that size (`256k`), which only the board sees. Needs the
    ///   right to mount one, as root or in a user namespace.
    package init(_ name: String, on hub: LocalHub, storage: String? = nil) throws {
        self.name = name
        self.storage = storage
        folder = hub.account.directory.file("boards-\(name)")
        micropython = try Account.micropython()
        let written = try hub.account.mbm(["board-client", folder])
        guard written.status == 0 else { throw TestSupportError("board-client: \(written)") }
        let configuration = "{\"hub\": [\"127.0.0.1:\(hub.port)\"], \"name\": \"\(name)\"}\n"
        try hub.account.directory.write(configuration, to: "boards-\(name)/mbm.json")
        try start()
    }

    deinit { crash() }

    /// Starts it (again); a reset ends the program, and it is started once more, as a board's own restart would.
    package func start() throws {
        let script = """
            cd "$0" || exit
            while "$1" -c 'import mbm_client; mbm_client.main()' ||
                [ $? = 137 ]; do :; done </dev/null >>/dev/null 2>>client.log &
            cat >/dev/null
            kill -KILL 0
            """
        guard let storage else {
            process = try Child(Program("/bin/sh", ["-c", script, folder, micropython]), input: .pipe, group: .new)
            return
        }
        // The file system goes with the processes that see it.
        let mount = """
            mkdir -p fs && mount -t tmpfs -o size="$2" none fs && cp *.py mbm.json fs && exec sh -c "$3" "$0/fs" "$1"
            """
        let namespaces = getuid() == 0 ? "--mount" : "--mount --map-root-user"
        process = try Child(
            Program(
                "/bin/sh",
                [
                    "-c", "cd \"$0\" && exec unshare \(namespaces) sh -c \"$4\" \"$0\" \"$1\" \"$2\" \"$3\"", folder,
                    micropython, storage, script, mount,
                ]), input: .pipe, group: .new)
    }

    /// Takes its power away.
    package func crash() {
        process?.end(group: true, patience: .zero)
        process = nil
    }

    /// Nothing of it runs until `resume`.
    package func freeze() { signal(SIGSTOP) }
    package func resume() { signal(SIGCONT) }

    private func signal(_ number: Int32) {
        if let process { kill(-process.pid, number) }
    }

    package func path(_ file: String) -> String { "\(folder)/\(file)" }
    package func has(_ file: String) -> Bool { access(path(file), F_OK) == 0 }
}
