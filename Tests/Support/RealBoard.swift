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
    private var process: Child?

    /// Writes the board's folder with `mbm board-client` and starts it.
    package init(_ name: String, on hub: LocalHub) throws {
        self.name = name
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
        process = try Child(Program("/bin/sh", ["-c", script, folder, micropython]), input: .pipe, group: .new)
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
