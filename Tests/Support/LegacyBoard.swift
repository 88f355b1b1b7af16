internal import Processes
internal import Redis

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A board that runs the original client, unchanged, on MicroPython's Unix port; what is missing there of a board's
/// firmware is in `Tests/LegacyClient/firmware.py`. It has a folder of its own, which is all that it sees of the file
/// system, and starts anew when it is reset, as a board does. It is gone when the test lets go of it, also when the tests
/// are killed.
package final class LegacyBoard {
    /// What the board says of itself and how its firmware behaves.
    package struct Model: Sendable {
        /// `sys.platform`. A `WiPy` has no output on the hub and its file system is at `/flash`.
        package var platform = "esp8266"
        /// Up to 1.9.2 all is well; 1.9.3 and 1.9.4 mute the board after a piece of output of more than 80 bytes; from
        /// 1.10 on the client does not start.
        package var firmware = "1.9.2"
        /// What a WiPy says is its address.
        package var address = "127.0.0.1"
        /// Whether its small writes are delayed as on a board, about 40 ms for each command that it sends to the hub.
        /// Without that a program runs in milliseconds instead of half a second.
        package var isSlow = true
        /// How large a file of the board's can become, in bytes, as if its file system were full then.
        package var largestFile: Int?

        package static let esp8266 = Model()
        /// For tests that ask what a board does and not when.
        package static let hasty = Model(isSlow: false)
        package static let wipy = Model(platform: "WiPy", isSlow: false)

        package static func small(_ largestFile: Int) -> Model { Model(isSlow: false, largestFile: largestFile) }
        package static func firmware(_ version: String) -> Model { Model(firmware: version, isSlow: false) }
    }

    private let directory: TemporaryDirectory
    private let hub: LocalHub
    private let keeper: Child
    /// How often it has been started at least, once it has done what it was told.
    private var starts = 1

    /// Power and reset: starts the program again whenever it was killed, ends everything when standard input ends.
    private static let keeperScript = """
        cd "$2" || exit
        trap '' TERM INT HUP
        (
            trap - TERM INT HUP
            cd board || exit
            trap '' XFSZ
            [ -z "$3" ] || ulimit -f "$3"
            status=137
            while [ "$status" = 137 ]; do
                "$1" -c "$0" &
                echo "$!" >../pid
                wait "$!"
                status=$?
                sleep 0.2
            done
        ) </dev/null >>log 2>&1 &
        cat
        kill -KILL 0
        """

    /// Switches a board on; `register()` waits until the hub knows it.
    /// - Parameter name: nil: it asks the hub for a number and is `esp8266-1` or the like.
    /// - Throws: `TestSupportError`, also where the original client cannot be had.
    package init(_ name: String? = nil, _ model: Model = .hasty, on hub: LocalHub) throws {
        let client = try OriginalClient.folder()
        self.hub = hub
        directory = try TemporaryDirectory()
        for folder in ["board", "board/etc"] { mkdir(directory.file(folder), 0o700) }
        let copied = try collect(
            Program("/bin/cp", ["-R", "\(client)/lib", directory.file("board/lib")]), within: .seconds(10))
        guard copied.ending == .exited(0) else { throw TestSupportError("the client was not copied to the board") }
        // As the client's own `service.enable()` writes it.
        try directory.write("import redis_cloudclient\nredis_cloudclient.start()\n", to: "board/main.py")
        var settings = ["redis_server": "127.0.0.1", "redis_port": String(hub.port)]
        settings["name"] = name
        let json = settings.map { "\"\($0)\": \"\($1)\"" }.joined(separator: ", ")
        try directory.write("{\(json)}", to: "board/etc/device_config.json")
        let boot = "'\(model.platform)', '\(model.firmware)', '\(model.address)', \(model.isSlow ? "True" : "False")"
        keeper = try Child(
            Program(
                "/bin/sh",
                [
                    "-c", Self.keeperScript, "import firmware; firmware.boot(\(boot))",
                    Account.micropython(), directory.path, model.largestFile.map { String($0 / 512) } ?? "",
                ],
                environment: ["PATH": "/usr/bin:/bin", "MICROPYPATH": OriginalClient.source]),
            input: .pipe, group: .new)
    }

    deinit { cutPower() }

    // MARK: What it is

    /// The name in its settings, which a rename changes; empty before it has one.
    package var name: String {
        let settings = (try? read("etc/device_config.json")) ?? ""
        // {"name": "esp8266-1", …}, in any order
        let words = settings.split(separator: "\"")
        guard let key = words.firstIndex(of: "name"), key + 2 < words.count else { return "" }
        return String(words[key + 2])
    }

    /// What its serial line showed since it was switched on: its own words and all output.
    package var log: String { (try? directory.read("log")) ?? "" }

    /// The path of the file with that.
    package var logFile: String { directory.file("log") }

    /// The folder of the test code around the original client.
    package static var testCode: String { OriginalClient.source }

    /// The path, on this machine, of a file of the board's.
    package func file(_ path: String) -> String { directory.file("board/\(path)") }

    /// The text of a file of the board's.
    package func read(_ path: String) throws -> String { try directory.read("board/\(path)") }

    // MARK: What is done to it

    /// Waits until the board has started and is idle on the hub. (One that names itself shows up a little earlier, and
    /// drops what it is sent then.)
    @discardableResult
    package func register(within seconds: Double = 20) throws -> LegacyBoard {
        try eventually("board \(name) is idle; its log:\n\(log)", within: seconds) {
            guard keeper.ended() == nil else { throw TestSupportError("board \(name) has ended: \(log)") }
            return try hasStarted && hub.ask(Command("GET", "board:\(name)")).text == "idle"
                && hub.ask(Command("GET", "boardinfo:\(name)")).text != nil
        }
        return self
    }

    /// Presses its reset button; `register()` then waits until it is back.
    package func reset() throws {
        starts = startLines.count + 1
        try eventually("board \(name) has a process", within: 5) {
            guard let pid = pid_t(try directory.read("pid").filter(\.isNumber)), pid > 1 else { return false }
            return kill(pid, SIGKILL) == 0
        }
    }

    /// Whether the client has come to its loop since the last reset.
    private var hasStarted: Bool {
        let starts = startLines
        guard starts.count >= self.starts, let last = starts.last else { return false }
        return log.split(separator: "\n")[last...].contains { $0.hasPrefix("Registering with the server as ") }
    }

    /// The numbers of the log's lines with which the client began.
    private var startLines: [Int] {
        log.split(separator: "\n").enumerated().filter { $1.hasSuffix("Redis CloudClient starting") }.map(\.offset)
    }

    /// Switches it off for good.
    package func cutPower() {
        keeper.closeInput()
        if keeper.wait(within: .seconds(5)) == nil { keeper.end(group: true, patience: .zero) }
    }
}

/// What a `LegacyBoard` is made of.
private enum OriginalClient {
    /// The folder of the package.
    private static var root: String {
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    }

    /// Where our part of it is.
    static var source: String { "\(root)/Tests/LegacyClient" }

    /// The folder that the client was fetched into. Fetched once, and then never again.
    static func folder() throws -> String { try fetched.get() }

    private static let fetched = Result { () throws(TestSupportError) -> String in
        let folder = "\(root)/.build/original-client"
        do {
            let fetch = try collect(
                Program("python3", ["\(source)/fetch.py", folder]), error: .output, within: .seconds(180))
            guard fetch.ending == .exited(0) else { throw TestSupportError(fetch.text) }
            return folder
        } catch {
            throw TestSupportError("\(error)")
        }
    }
}
