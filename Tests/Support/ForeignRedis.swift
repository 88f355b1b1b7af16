import Processes
package import Redis

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A Redis server that mbm has not started, on loopback; ended when the test lets go of it.
package final class ForeignRedis {
    package let port: Int
    private let directory: TemporaryDirectory
    private let server: Child

    /// - Parameter settings: lines of its configuration.
    package init(_ settings: [String] = []) throws {
        directory = try TemporaryDirectory()
        port = try freePort()
        let lines = ["port \(port)", "bind 127.0.0.1", "save \"\"", "dir \(directory.path)"] + settings
        try directory.write(lines.map { $0 + "\n" }.joined(), to: "redis.conf")
        let script = "\"$@\" >/dev/null 2>&1 & cat >/dev/null; kill -KILL 0"
        server = try Child(
            Program(
                "/bin/sh",
                ["-c", script, "sh", "redis-server", directory.file("redis.conf")]), input: .pipe, group: .new)
        try eventually("redis-server answers") { (try? ask(Command("PING"))) != nil }
    }

    deinit { server.end(group: true, patience: .zero) }

    @discardableResult
    package func ask(_ command: Command) throws -> Reply {
        try Connection(to: .tcp(host: "127.0.0.1", port: port)).run([command])[0]
    }
}
