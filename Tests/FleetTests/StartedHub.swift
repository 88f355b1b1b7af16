import Processes
import Redis
import TestSupport

@testable import Fleet

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A hub of a test's own, started as mbm starts one, in a temporary state folder and on a free port; ended with it.
final class StartedHub {
    let server: HubServer
    let places: Places
    let pid: Int32
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        places = try Places(environment: ["HOME": directory.path, "XDG_STATE_HOME": directory.path])
        server = HubServer(in: places, port: try freePort())
        try server.start(path: "")
        let info = try server.hub().run(Command("INFO", "server")).text ?? ""
        let line = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("process_id:") }
        pid = line.flatMap { Int32($0.dropFirst("process_id:".count)) } ?? 0
    }

    deinit {
        // Whatever a test has made of it.
        if pid > 0, server.isUp { kill(pid, SIGKILL) }
    }

    /// As boards come: over TCP, without a password.
    func stranger() throws -> Connection { try Connection(to: .tcp(host: "127.0.0.1", port: server.port)) }
}
