internal import Processes

/// A private hub on loopback and boards on it, each a MicroPython process in a folder of its own. All of it is gone when
/// the shell ends, in whatever way.
package final class Demo {
    package let boards: [String]
    private let server: HubServer
    private let folder: String
    private let keeper: Child

    /// Starts hub and boards in one process group and waits at its standard input, which ends when the shell does, also
    /// when the shell is killed; then nothing of the group is left, nor its folder.
    private static let keeperScript = """
        folder=$0 server=$1 micropython=$2
        shift 2
        trap '' TERM INT HUP
        "$server" "$folder/hub/redis.conf" >"$folder/hub/redis.log" 2>&1 &
        for board; do
            (
                trap - TERM INT HUP
                cd "$folder/$board" || exit
                while "$micropython" -c 'import mbm_client; mbm_client.main()' ||
                    [ $? = 137 ]; do :; done >>client.log 2>&1
            ) </dev/null &
        done
        cat
        kill -TERM 0
        rm -rf "$folder"
        kill -KILL 0
        """

    /// Starts a hub and `count` boards, named `demo-1` …
    /// - Parameters:
    ///   - micropython: the program.
    ///   - temporary: the folder for temporary files (TMPDIR).
    ///   - path: the value of PATH.
    /// - Throws: `FleetError`
    package init(boards count: Int, micropython: String, temporary: String, path: String) throws(FleetError) {
        guard LocalFile.isFolder(temporary) else {
            throw .file(path: temporary, "this folder for temporary files is not there: correct TMPDIR")
        }
        let program = try HubServer.program(path: path)
        boards = (1...count).map { "demo-\($0)" }
        var attempt = 0
        while true {
            attempt += 1
            let folder = "\(temporary)/mbm-demo-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
            // Below the ports that the system gives to outgoing connections.
            let server = HubServer(folder: "\(folder)/hub", port: Int.random(in: 20_000..<32_000), reach: .loopback)
            do throws(FleetError) {
                keeper = try Self.start(server, boards, folder: folder, program: program, micropython: micropython)
                self.server = server
                self.folder = folder
                return
            } catch {
                guard server.portWasTaken, attempt < 5 else {
                    LocalFile.remove(folder)
                    throw error
                }
                LocalFile.remove(folder)
            }
        }
    }

    private static func start(
        _ server: HubServer, _ boards: [String], folder: String, program: String, micropython: String
    ) throws(FleetError) -> Child {
        try LocalFile.makeFolder(folder, isPrivate: true)
        try server.prepare()
        for board in boards {
            try BoardFolder.write(
                to: "\(folder)/\(board)", configuration: .init(hub: ["127.0.0.1:\(server.port)"], name: board))
        }
        let keeper: Child
        do {
            keeper = try Child(
                Program("/bin/sh", ["-c", keeperScript, folder, program, micropython] + boards), input: .pipe,
                group: .new)
        } catch {
            throw .notStarted("\(error)")
        }
        try server.waitUntilReady { keeper.ended() != nil || server.portWasTaken }
        return keeper
    }

    /// A connection for the shell.
    package func hub(wake: Int32?) throws(FleetError) -> Hub { try server.hub(wake: wake) }

    /// Waits until all boards have registered.
    /// - Parameter isInterrupted: whether the person wants the wait to end.
    /// - Throws: `FleetError.setting` naming boards that did not come, and what they said.
    package func waitForBoards(_ hub: Hub, isInterrupted: () -> Bool) throws(FleetError) {
        let deadline = ContinuousClock.now + .seconds(20) + .milliseconds(500) * boards.count
        while true {
            let missing = zip(boards, try hub.boards(boards)).filter { $1 == nil || $1?.state == .offline }.map(\.0)
            if missing.isEmpty { return }
            guard ContinuousClock.now < deadline, !isInterrupted(), keeper.ended() == nil else {
                let said = (try? LocalFile.read("\(folder)/\(missing[0])/client.log")) ?? []
                throw .setting(
                    "these demo boards did not start: \(fold(missing)). \(missing[0]) said: "
                        + (said.isEmpty ? "nothing" : String(decoding: said.suffix(500), as: UTF8.self)))
            }
            pause(.milliseconds(20))
        }
    }

    /// Ends hub and boards and waits until they are gone.
    package func end() {
        keeper.closeInput()
        _ = keeper.wait(within: .seconds(5))
        // It may have been killed itself: then what it kept is still there.
        keeper.end(group: true, patience: .zero)
        LocalFile.remove(folder)
    }
}
