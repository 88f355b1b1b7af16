internal import Processes
package import Redis

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A real redis-server of a test's own, on a Unix socket in a temporary directory and, if asked for, on a free port of
/// loopback. It ends when the test lets go of it, and also when the test's process is gone: a shell beside it reads a
/// pipe from us, and ends it at the end of that pipe.
package final class RedisServer {
    package let socket: Address
    /// nil: it listens on the Unix socket alone.
    package private(set) var port: Address?
    /// Of the server itself.
    package private(set) var pid: Int32 = 0
    private let directory: TemporaryDirectory
    private let arguments: [String]
    private var keeper: Child?
    private let password: String?

    /// Starts it and waits until it answers.
    /// - Parameter password: what it wants of whoever connects.
    package init(onPort: Bool = false, password: String? = nil) throws {
        self.password = password
        let directory = try TemporaryDirectory()
        self.directory = directory
        let path = directory.file("redis.sock")
        socket = .unix(path: path)
        let number = onPort ? try freePort() : 0
        if onPort { port = .tcp(host: "127.0.0.1", port: number) }
        arguments =
            ["--port", "\(number)", "--bind", "127.0.0.1", "--unixsocket", path, "--dir", directory.path, "--save", ""]
            + (password.map { ["--requirepass", $0] } ?? [])
        try start()
    }

    deinit { kill() }

    /// Ends it at once, as a crash would, and waits until it is gone. What it held is lost.
    package func kill() {
        guard let keeper else { return }
        signal(SIGKILL)
        keeper.closeInput()
        if keeper.wait(within: .seconds(10)) == nil { keeper.end(patience: .zero) }
        self.keeper = nil
    }

    /// Starts it again after `kill()`, on the same addresses.
    package func start() throws {
        let script = "redis-server \"$@\" >/dev/null 2>&1 & read -r line; kill -KILL $!; wait $! 2>/dev/null"
        keeper = try Child(Program("/bin/sh", ["-c", script, "redis"] + arguments), input: .pipe)
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            do {
                let login = password.map { [Command("AUTH", $0)] } ?? []
                let info = try Connection(to: socket).run(login + [Command("INFO", "server")]).last?.text ?? ""
                let line = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("process_id:") }
                pid = line.flatMap { Int32($0.dropFirst("process_id:".count)) } ?? 0
                if pid > 0 { return }
            } catch {
                guard ContinuousClock.now < deadline else { throw error }
            }
            usleep(2000)
        }
    }

    /// Sends the server's process a signal.
    package func signal(_ number: Int32) {
        if pid > 0 { _ = sendSignal(pid, number) }
    }

    /// A connection over the Unix socket.
    package func connect(wake: Int32? = nil) throws -> Connection { try Connection(to: socket, wake: wake) }
}

private func sendSignal(_ pid: Int32, _ number: Int32) -> Int32 {
    #if canImport(Glibc)
        Glibc.kill(pid, number)
    #else
        Darwin.kill(pid, number)
    #endif
}
