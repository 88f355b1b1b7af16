internal import Processes
internal import Redis

/// The Unix socket of a hub on another machine, brought here by `ssh` as a child process: the person's own
/// configuration, keys and agent say how. Needs nothing on the other side but a hub of the same user there.
///
/// One connection of ssh does it all, so that it asks for a passphrase once: it becomes the master of a control socket,
/// over which the place of the hub and its password are asked for (in pipes: arguments can be seen by others) and the
/// forwarding is ordered. It is ended with mbm, however mbm ends, and the folder of the sockets is removed.
package final class Tunnel {
    /// `[USER@]HOST`, for messages.
    private let host: String
    private let words: [String]
    private let ssh: String
    private let folder: String
    /// The socket on the other side that leads here.
    private var forwarded: String?
    private let isBatch: Bool
    private let wake: Int32?
    private var keeper: Child?

    /// A Unix socket's path has room for 103 bytes everywhere; ssh adds 17 to that of its own while it makes it.
    private static let longestFolder = 103 - 17 - "/ctl".utf8.count

    /// Waits for ssh and for a reader of standard input, which ends when mbm does, also when mbm is killed: then nothing
    /// is left. What the keyboard sends to mbm (Ctrl-C) is not for ssh.
    private static let keeperScript = """
        folder=$0
        trap '' INT QUIT TERM HUP
        exec 3<&0
        "$@" </dev/null >/dev/null 2>"$folder/log" 3<&- &
        ssh=$!
        {
            cat >/dev/null
            [ -e "$folder/ended" ] || kill -KILL $ssh
        } <&3 >/dev/null 2>&1 &
        exec 3<&-
        wait $ssh
        : >"$folder/ended"
        wait
        rm -rf "$folder"
        """

    /// Runs on the other machine: says where the hub of this user is and its password. The line before them tells them
    /// from what a person's own start-up files may print.
    private static let question = """
        case ${XDG_STATE_HOME-} in /*) state=$XDG_STATE_HOME ;; *) state=$HOME/.local/state ;; esac
        for hub in "$state/mbm/hub-\(Wire.defaultPort)" "$state"/mbm/hub-*; do
            if [ -S "$hub/hub.sock" ] && [ -r "$hub/password" ]; then
                printf '\\n%s\\n%s\\n' mbm-hub "$hub/hub.sock"
                cat "$hub/password"
                exit
            fi
        done
        printf '\\n%s\\n' mbm-none

        """

    /// - Parameters:
    ///   - name: `ssh://[USER@]HOST[:PORT]`; HOST may be a name of the person's ssh configuration, PORT is ssh's.
    ///   - temporary: the folder for temporary files.
    ///   - path: the value of PATH.
    ///   - isBatch: whether nobody is there whom ssh could ask.
    /// - Throws: `FleetError` for a malformed name and where there is no ssh.
    package init(
        _ name: String, temporary: String, path: String, isBatch: Bool, wake: Int32?
    ) throws(FleetError) {
        let target = try Self.target(name)
        host = target.host
        words = target.words
        guard let ssh = Program.find("ssh", in: path) else {
            throw .ssh(host, "ssh is not installed: apt install openssh-client")
        }
        self.ssh = ssh
        self.isBatch = isBatch
        self.wake = wake
        folder = "\(temporary)/mbm-ssh-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        guard folder.utf8.count <= Self.longestFolder else {
            throw .ssh(host, "the path \(folder) is too long for its sockets: set TMPDIR to a shorter one")
        }
    }

    /// The hub at its other end.
    package func hub() -> Hub {
        Hub(at: .forwarded(path: "\(folder)/hub.sock", from: "ssh://\(host)"), wake: wake) { () throws(FleetError) in
            try self.open()
        }
    }

    static func target(_ name: String) throws(FleetError) -> (host: String, words: [String]) {
        let bad = FleetError.setting("'\(name)' is no hub: write ssh://HOST, ssh://USER@HOST or ssh://USER@HOST:PORT")
        guard name.hasPrefix("ssh://") else { throw bad }
        var host = name.dropFirst("ssh://".count)
        if host.hasSuffix("/") { host.removeLast() }
        var words: [String] = []
        if let at = host.lastIndex(of: "@") {
            let user = host[..<at]
            guard isPlain(user, "._-+") else { throw bad }
            words = ["-l", String(user)]
            host = host[host.index(after: at)...]
        }
        var port: Substring?
        if host.hasPrefix("["), let close = host.firstIndex(of: "]") {
            let rest = host[host.index(after: close)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw bad }
            port = rest.isEmpty ? nil : rest.dropFirst()
            host = host[host.index(after: host.startIndex)..<close]
        } else if let colon = host.firstIndex(of: ":") {
            (host, port) = (host[..<colon], host[host.index(after: colon)...])
        }
        if let port {
            guard port.utf8.allSatisfy(isASCIIDigit), let number = Int(port), (1...65_535).contains(number) else {
                throw bad
            }
            words += ["-p", "\(number)"]
        }
        guard isPlain(host, "._-:%") else { throw bad }
        // The name as it was given, for messages: words are for ssh alone.
        return (String(name.dropFirst("ssh://".count)), words + ["--", String(host)])
    }

    /// Nothing that ssh could take for an option or a shell for its own.
    private static func isPlain(_ text: Substring, _ marks: String) -> Bool {
        !text.isEmpty && !text.hasPrefix("-")
            && text.utf8.allSatisfy { byte in
                isASCIIDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || marks.utf8.contains(byte)
            }
    }

    // MARK: Opening

    /// Makes sure that the socket is here.
    /// - Returns: the hub's password.
    private func open() throws(FleetError) -> String {
        do throws(FleetError) {
            if hasEnded { try connect() }
            let (socket, password) = try ask()
            if forwarded != socket {
                if forwarded != nil { try connect() }
                try forward(socket)
            }
            return password
        } catch {
            end()
            throw error
        }
    }

    private func end() {
        forwarded = nil
        guard let keeper else { return }
        keeper.closeInput()
        if keeper.wait(within: .seconds(5)) == nil { keeper.end(patience: .zero) }
        self.keeper = nil
        LocalFile.remove(folder)
    }

    /// Whether no ssh runs.
    private var hasEnded: Bool {
        guard let keeper, keeper.ended() == nil else { return true }
        return LocalFile.names(in: folder).contains("ended")
    }

    private func connect() throws(FleetError) {
        end()
        try LocalFile.makeFolder(folder, isPrivate: true)
        // Whatever the person's configuration orders for other uses of that host would be in the way here.
        let options = [
            "ControlMaster=yes", "ControlPersist=no", "ClearAllForwardings=yes", "ForwardAgent=no", "ForwardX11=no",
            "PermitLocalCommand=no", "RemoteCommand=none", "ConnectTimeout=10", "ServerAliveInterval=15",
        ]
        do {
            keeper = try Child(
                Program(
                    "/bin/sh",
                    ["-c", Self.keeperScript, folder, ssh] + common + options.flatMap { ["-o", $0] } + ["-N"] + words),
                // ssh asks at the terminal only if it is in its foreground.
                input: .pipe, group: isBatch ? .new : .ours)
        } catch {
            throw .ssh(host, "\(error)")
        }
        let deadline = ContinuousClock.now + .seconds(isBatch ? 30 : 180)
        while !LocalFile.names(in: folder).contains("ctl") {
            if hasEnded { throw failure() }
            guard ContinuousClock.now < deadline else { throw failure("no answer") }
            if pause(.milliseconds(10), wake: wake) { throw failure("interrupted") }
        }
    }

    /// Options of every call.
    private var common: [String] {
        // In a path, ssh has names of its own that begin with %.
        ["-T", "-S", "\(folder)/ctl".replacing("%", with: "%%")]
            + (isBatch ? ["-o", "BatchMode=yes"] : [])
    }

    /// Options of calls over the connection that stands. The person's configuration has nothing to say there, and
    /// without the connection ssh must not make one of its own.
    private var over: [String] { common + ["-F", "none", "-o", "ProxyCommand=exit 1"] }

    /// Where the hub is on the other side, and its password.
    private func ask() throws(FleetError) -> (socket: String, password: String) {
        let program = Program(ssh, over + words + ["exec sh"])
        let answer: String
        do {
            answer = try collect(
                program, input: Array(Self.question.utf8), within: .seconds(20), most: 1 << 16, wake: wake
            ).text
        } catch {
            throw failure("\(error)")
        }
        let lines = answer.split(separator: "\n")
        if lines.last == "mbm-none" {
            throw .ssh(host, "no hub is running there: start one with `mbm server-start`")
        }
        guard let mark = lines.lastIndex(of: "mbm-hub"), lines.count == mark + 3, lines[mark + 1].hasPrefix("/") else {
            throw failure("it did not say where its hub is")
        }
        return (String(lines[mark + 1]), String(lines[mark + 2]))
    }

    private func forward(_ socket: String) throws(FleetError) {
        func escaped(_ path: String) -> String {
            path.replacing("\\", with: "\\\\").replacing(":", with: "\\:")
        }
        let order = "\(escaped("\(folder)/hub.sock")):\(escaped(socket))"
        let program = Program(
            ssh,
            over + ["-O", "forward", "-o", "ExitOnForwardFailure=yes", "-L", order] + words)
        let ended: Collected
        do {
            ended = try collect(program, error: .output, within: .seconds(20), wake: wake)
        } catch {
            throw failure("\(error)")
        }
        guard ended.ending == .exited(0) else { throw failure(ended.text) }
        forwarded = socket
    }

    /// What ssh said last, in a sentence.
    private func failure(_ otherwise: String = "it ended without a word") -> FleetError {
        let log = (try? LocalFile.read("\(folder)/log")) ?? []
        let said = String(decoding: log, as: UTF8.self).split(whereSeparator: \.isNewline).last.map(String.init)
        let reason = String((said ?? otherwise).unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7f })
        return .ssh(host, "\(reason) (`ssh \(words.joined(separator: " "))` must work)")
    }
}
