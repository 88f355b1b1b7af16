import BoardClient
import Foundation
import Processes
import Redis
import TestSupport
import Testing

/// How the client is installed, and how small the board's heap is.
enum Installation: String, CaseIterable, CustomTestStringConvertible {
    case source, compiled

    var heap: String { self == .source ? "64k" : "48k" }
    var testDescription: String { "\(rawValue), heap \(heap)" }
}

/// The board client on a real MicroPython with a small heap, in a folder and a process group of its own.
final class ClientBoard {
    var name: String
    let folder: String
    let hub: LocalHub
    private let heap: String
    private var process: Child?

    /// - Parameters:
    ///   - configuration: what `mbm.json` holds; nil: the hub and the name.
    ///   - heap: nil: that of the installation.
    init(
        _ installation: Installation, name: String = "b", on hub: LocalHub, configuration: String? = nil,
        heap: String? = nil, starts: Bool = true
    ) throws {
        self.name = name
        self.hub = hub
        self.heap = heap ?? installation.heap
        let inner = "board-\(UInt32.random(in: 0 ... .max))"
        folder = hub.account.directory.file(inner)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        for module in BoardClient.modules {
            try hub.account.directory.write(module.content, to: "\(inner)/\(module.name)")
        }
        let json = configuration ?? "{\"hub\": \"127.0.0.1:\(hub.port)\", \"name\": \"\(name)\"}"
        try hub.account.directory.write(json, to: "\(inner)/mbm.json")
        if installation == .compiled {
            let script = "cd \"$0\" && for m in mbm_*.py; do \"$1\" -O3 \"$m\" && rm \"$m\" || exit; done"
            let compiler = ProcessInfo.processInfo.environment["MBM_MPY_CROSS"] ?? "mpy-cross"
            let made = try collect(Program("/bin/sh", ["-c", script, folder, compiler]), within: .seconds(60))
            guard made.ending == .exited(0) else { throw TestSupportError("mpy-cross: \(made.ending)") }
        }
        if starts { try start() }
    }

    deinit { cutPower() }

    /// Starts it, once: what it wrote is in `client.log`, how it ended in `status`.
    func start() throws {
        let script = """
            cd "$0" || exit
            { "$1" -X heapsize="$2" -c 'import mbm_client; mbm_client.main()' </dev/null >>/dev/null 2>>client.log
              echo $? >status; } &
            cat >/dev/null
            kill -KILL 0
            """
        unlink(path("status"))
        process = try Child(
            Program("/bin/sh", ["-c", script, folder, Account.micropython(), heap]), input: .pipe, group: .new)
    }

    func cutPower() {
        process?.end(group: true, patience: .zero)
        process = nil
    }

    /// Waits until it is on the hub and does nothing.
    @discardableResult
    func waitUntilIdle(within seconds: Double = 20) throws -> Self {
        try eventually("\(name) is idle; it said: \(log)", within: seconds) {
            try hub.ask(Command("GET", "board:\(name)")).text == "idle"
                && hub.ask(Command("HGET", "boardmeta:\(name)", "client")).text != nil
        }
        return self
    }

    func path(_ file: String) -> String { "\(folder)/\(file)" }
    func bytes(_ file: String) -> [UInt8]? { FileManager.default.contents(atPath: path(file)).map { Array($0) } }
    func text(_ file: String) -> String? { bytes(file).map { String(decoding: $0, as: UTF8.self) } }
    var log: String { text("client.log") ?? "" }

    /// What has not taken its place.
    var unfinished: [String] {
        FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }.filter {
            $0.hasSuffix(".mbm-part")
        }
            ?? []
    }

    func meta(_ field: String) throws -> String? { try hub.ask(Command("HGET", "boardmeta:\(name)", field)).text }

    /// Its MicroPython processes: the client, then its watch.
    var processes: [Int32] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { Int32($0) } ?? []
        return all.sorted().filter { pid in
            let manager = FileManager.default
            guard (try? manager.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")) == folder else { return false }
            let command = manager.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
            return String(decoding: command, as: UTF8.self).contains("heapsize=")
                && !String(decoding: command, as: UTF8.self).hasPrefix("/bin/sh")
                && !String(decoding: command, as: UTF8.self).hasPrefix("sh\0")
        }
    }

    // MARK: Requests

    /// Sends source and waits for the outcome.
    @discardableResult
    func run(_ source: String, echo: Bool = false, within seconds: Double = 20) throws -> Answer {
        try ask(source, echo: echo).wait(within: seconds)
    }

    /// Sends source.
    /// - Parameter typing: whether somebody types.
    func ask(_ source: String, echo: Bool = false, typing: Bool = false) throws -> Request {
        let request = Request(self)
        let options = (echo ? " echo=1" : "") + (typing ? " input=1" : "")
        let head = "# mbm request=\(request.id) reply=\(request.key)\(options) by=tester@here\n"
        try hub.ask(Command("RPUSH", "repl:\(name).command", head + source))
        return request
    }

    /// Sends a file.
    func put(_ content: [UInt8], to path: String, sha256: String) throws -> Request {
        let request = Request(self)
        let transaction = "transaction:\(name):\(request.id)"
        try hub.ask(Command("SET", "file:\(sha256)", content))
        try hub.ask(
            Command(
                "HSET", transaction, "source", "file:\(sha256)", "dest", path, "request", request.id, "reply",
                request.key, "sha256", sha256))
        try hub.ask(Command("RPUSH", "repl:\(name).copy", transaction))
        return request
    }

    /// Sends a manifest.
    /// - Parameter stores: whether it is on the hub as well.
    func ask(
        _ operations: [String], mode: String = "apply", limit: Int = 1 << 30, end: String = "\0",
        stores: Bool = true
    ) throws -> Request {
        let request = Request(self)
        let transaction = "transaction:\(name):\(request.id)"
        let manifest = operations.joined(separator: "\0") + end
        let key = "file:manifest-\(request.id)"
        if stores { try hub.ask(Command("SET", key, manifest)) }
        try hub.ask(
            Command(
                "HSET", transaction, "manifest", key, "size", manifest.utf8.count, "mode", mode, "limit", limit,
                "request", request.id, "reply", request.key, "by", "tester@here"))
        try hub.ask(Command("RPUSH", "repl:\(name).copy", transaction))
        return request
    }

    /// Says something to the request that waits for it.
    func say(_ word: String, to request: Request) throws {
        try hub.ask(Command("RPUSH", "repl:\(name).go.\(request.id)", word))
    }

    func push(_ list: String, _ value: String) throws { try hub.ask(Command("RPUSH", "repl:\(name).\(list)", value)) }
}

/// A request under way.
final class Request {
    let id = String(UInt64.random(in: 1..<1_000_000_000_000_000))
    let key = "reply:" + (0..<32).map { _ in String(Int.random(in: 0..<16), radix: 16) }.joined()
    private let board: ClientBoard

    init(_ board: ClientBoard) { self.board = board }

    func interrupt() throws { try board.push("interrupt", id) }

    /// What has come so far; nil: no outcome yet.
    func look() throws -> Answer? {
        let done = try board.hub.ask(Command("XRANGE", "\(key).done", "-", "+", "COUNT", 1)).elements
        guard let outcome = done.first?.elements.last?.fields else { return nil }
        return Answer(outcome: outcome, pieces: try pieces())
    }

    /// All that the board has sent, its outcome apart.
    func entries() throws -> [[String: Reply]] {
        try board.hub.ask(Command("XRANGE", key, "-", "+")).elements.map { $0.elements.last?.fields ?? [:] }
    }

    func push(_ list: String, _ value: [UInt8]) throws {
        try board.hub.ask(Command("RPUSH", "repl:\(board.name).\(list)", value))
    }

    /// Output in the order of its numbers, one of each.
    func pieces() throws -> [[String: Reply]] {
        var byNumber: [Int: [String: Reply]] = [:]
        for fields in try entries() where fields["want"] == nil {
            byNumber[Int(fields["seq"]?.text ?? "") ?? -1] = fields
        }
        return byNumber.sorted { $0.key < $1.key }.map(\.value)
    }

    func wait(within seconds: Double = 20) throws -> Answer {
        var answer: Answer?
        try eventually("an outcome; the board said: \(board.log)", within: seconds) {
            answer = try look()
            return answer != nil
        }
        guard let answer else { throw TestSupportError("no outcome") }
        return answer
    }
}

/// How a request has ended.
struct Answer {
    let outcome: [String: Reply]
    let pieces: [[String: Reply]]

    var bytes: [UInt8] { pieces.flatMap { $0["out"]?.bytes ?? [] } }
    var output: String { String(decoding: bytes, as: UTF8.self) }
    /// What was said of files.
    var records: [String] {
        output.split(separator: "\0", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
    var ok: Bool { outcome["rc"]?.text == "0" }
    var kind: String? { outcome["class"]?.text }
    var message: String? { outcome["message"]?.text }
    var line: String? { outcome["line"]?.text }
    /// Bytes of output that were dropped.
    var missing: Int { (outcome["length"]?.text.flatMap { Int($0) } ?? 0) - bytes.count }
}
