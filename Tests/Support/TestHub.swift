package import Fleet
internal import Processes
package import Redis

/// A hub of a test's own on loopback, as mbm starts it, with its access rules. It is gone when the test lets go of it,
/// also when the tests are killed.
package final class TestHub {
    package let server: HubServer
    /// Sees all and may do all.
    package let redis: Connection
    private let directory: TemporaryDirectory
    /// Ends the server when its standard input ends, which the end of the tests brings about.
    private let watcher: Child

    package var port: Int { server.port }

    package init() throws {
        directory = try TemporaryDirectory()
        server = try Self.start(in: directory)
        redis = try Connection(to: .unix(path: directory.file("hub/hub.sock")))
        try redis.run(Command("AUTH", "mbm", directory.read("hub/password")))
        let facts = try redis.run(Command("INFO", "server")).text ?? ""
        let line = facts.split(whereSeparator: \.isNewline).first { $0.hasPrefix("process_id:") }
        guard let pid = line?.split(separator: ":").last else { throw TestSupportError("the hub has no process id") }
        watcher = try Child(
            Program("/bin/sh", ["-c", "cat; kill -KILL \"$0\"", String(pid)]), input: .pipe, group: .session)
    }

    deinit {
        try? server.stop()
        watcher.end(group: true)
    }

    private static func start(in directory: TemporaryDirectory) throws -> HubServer {
        var attempt = 0
        while true {
            attempt += 1
            // Below the ports that the system gives to outgoing connections.
            let port = Int.random(in: 20_000..<32_000)
            let server = HubServer(folder: directory.file("hub"), port: port, reach: .loopback)
            do {
                try server.start(path: Scenery.variable("PATH") ?? "")
                return server
            } catch {
                guard attempt < 5, error == .portTaken(port) || error == .notOurs(port: port) else { throw error }
            }
        }
    }

    /// What the access rules refused; empty when all was allowed.
    package func refusals() throws -> [Reply] { try redis.run(Command("ACL", "LOG")).elements }

    /// The text of a key, nil if it is not there.
    package func text(_ key: String) throws -> String? { try redis.run(Command("GET", key)).text }
}
