import Processes

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A real sshd on loopback with keys and a configuration of its own, which lets this user in by key; ended when the test
/// lets go of it, also when the tests are killed. Who logs in has the state folder of `account`, as its own user has.
package final class SSHServer {
    package let port: Int
    private let directory: TemporaryDirectory
    private let server: Child

    /// Also puts a program `ssh` into the PATH of `account` that reads a configuration of the test's own instead of the
    /// home's that the system names, and writes its arguments and environment down in `spied`.
    package init(for account: Account) throws {
        directory = try TemporaryDirectory()
        port = try freePort()
        guard
            let sshd = ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].first(where: { (path: String) in
                access(path, X_OK) == 0
            })
        else {
            throw TestSupportError("there is no sshd: run the tests with Tests/run, which installs it")
        }
        for key in ["host", "user", "stranger"] {
            let made = try collect(
                Program("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", directory.file(key)]),
                within: .seconds(20))
            guard made.ending == .exited(0) else { throw TestSupportError("ssh-keygen: \(made.text)") }
        }
        try directory.write(directory.read("user.pub"), to: "authorized")
        try directory.write(
            """
            Port \(port)
            ListenAddress 127.0.0.1
            HostKey \(directory.file("host"))
            AuthorizedKeysFile \(directory.file("authorized"))
            PidFile none
            UsePAM no
            StrictModes no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin yes
            SetEnv XDG_STATE_HOME=\(account.directory.file("home/state"))

            """, to: "sshd_config")
        let script = "\"$@\" & cat >/dev/null; kill -KILL 0"
        server = try Child(
            Program(
                "/bin/sh",
                ["-c", script, "sh", sshd, "-D", "-f", directory.file("sshd_config"), "-E", directory.file("log")]),
            input: .pipe, group: .new)
        try install(for: account)
        try eventually("sshd listens: \((try? directory.read("log")) ?? "")") {
            (try? directory.read("log"))?.contains("Server listening") ?? false
        }
    }

    deinit { server.end(group: true, patience: .zero) }

    private func install(for account: Account) throws {
        try use("user")
        mkdir(directory.file("bin"), 0o700)
        try directory.write(
            """
            #!/bin/sh
            { printf '%s\\n' "$@"; env; } >>'\(directory.file("spied"))'
            exec /usr/bin/ssh -F '\(directory.file("ssh_config"))' "$@"

            """, to: "script")
        // A copy: a file that was open for writing here cannot run while another test's child is just being started.
        _ = try collect(
            Program(
                "/bin/sh",
                ["-c", "cp \"$0\" \"$1\"; chmod 700 \"$1\"", directory.file("script"), directory.file("bin/ssh")]),
            within: .seconds(20))
        account.environment["PATH", default: ""] = "\(directory.file("bin")):\(account.environment["PATH"] ?? "")"
    }

    /// Chooses the client's key: `user` is let in, `stranger` is not.
    /// - Parameter knownHost: whether the client knows the server's key.
    package func use(_ key: String, knownHost: Bool = true) throws {
        let known = try "[127.0.0.1]:\(port) " + directory.read("host.pub")
        try directory.write(knownHost ? known : "", to: "known")
        try directory.write(
            """
            Host fleet
                HostName 127.0.0.1
                Port \(port)
            Host *
                IdentityFile \(directory.file(key))
                IdentitiesOnly yes
                UserKnownHostsFile \(directory.file("known"))
                LocalForward 127.0.0.1:1 127.0.0.1:1
                RemoteCommand echo not this

            """, to: "ssh_config")
    }

    /// Arguments and environment of every ssh that was started.
    package var spied: String { (try? directory.read("spied")) ?? "" }

    /// What the clients' names are, and what the server says of itself.
    package var log: String { (try? directory.read("log")) ?? "" }
}
