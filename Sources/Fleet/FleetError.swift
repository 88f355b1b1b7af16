package import Redis

/// What can go wrong between a shell and its boards; `description` is what people see.
package enum FleetError: Error, Equatable, CustomStringConvertible {
    // the hub
    case noHub
    case hubOutOfReach(RedisError)
    case hubLost(Address, String)
    case wantsPassword(Address)
    case passwordRefused(Address)
    case keepsToItself(Address)
    case tooOld(Address, version: String)
    case otherReply(String)
    case notOurs(port: Int)
    /// It has no memory left for so many bytes.
    case hubFull(Int)
    // starting one
    case noRedis
    case portTaken(Int)
    case notStarted(String)
    case notStopped(log: String)
    case unprotected(version: String)
    /// The server's program passed over the rules of access.
    case open(String)
    /// What holds secrets, on a file system that keeps no rights.
    case readableByOthers(String)
    case foreignAddress(String, own: [String])
    /// The ssh to this machine failed.
    case ssh(String, String)
    // boards
    case unknownBoards([String], known: Int)
    case badName(String)
    case nameTaken(String)
    case notRenamed(String, to: String, String)
    case offline(String)
    case busy(String, with: String?)
    // files of this machine
    case noHome
    case file(path: String, String)
    case setting(String)

    package var description: String {
        switch self {
        case .noHub:
            "no hub is running: start mbm's shell or `mbm server-start`, or name one with --hub HOST[:PORT]"
        case .hubOutOfReach(let error): "no hub: \(error)"
        case .hubLost(let address, let reason): "the hub at \(address) went away: \(reason)"
        case .wantsPassword(let address):
            "the hub at \(address) wants a password: give the file that holds it with --hub-password-file"
        case .passwordRefused(let address):
            "the hub at \(address) refused the password: check --hub-password-file (MBM_HUB_PASSWORD_FILE)"
        case .keepsToItself(let address):
            "the hub at \(address) lets in nobody from other machines (protected mode): give it a password"
        case .tooOld(let address, let version):
            "the hub at \(address) is Redis \(version); mbm needs 7.0 or later"
        case .otherReply(let text): "the hub answered something unexpected: \(text)"
        case .notOurs(let port):
            "port \(port) is in use by a hub that is not yours: name it with --hub 127.0.0.1:\(port), or start your own with --port"
        case .hubFull(let bytes):
            "the hub has no memory left for a file of \(bytes) bytes (its maxmemory): wait until what it keeps for others "
                + "has expired, an hour at most"
        case .noRedis:
            "redis-server is not installed, and the hub needs it: apt install redis-server (7.0 or later)"
        case .portTaken(let port): "port \(port) is in use by another program: choose another one with --port"
        case .notStarted(let reason): "the hub did not start: \(reason)"
        case .notStopped(let log): "the hub did not stop; its log is \(log)"
        case .unprotected(let version):
            "the redis-server installed here is \(version), which cannot be protected; mbm needs 7.0 or later"
        case .open(let program):
            "the hub was ended again: \(program) lets in anyone without a password, whatever its rules of access say"
        case .readableByOthers(let path):
            "the hub cannot be protected: other users of this machine may read \(path), and its file system keeps no "
                + "rights: set XDG_STATE_HOME to a folder on one that does"
        case .foreignAddress(let address, let own):
            "\(address) is no address of this machine: --bind takes one of its own (\(own.joined(separator: ", ")))"
        case .ssh(let host, let reason): "no hub: ssh to \(host) failed: \(reason)"
        case .unknownBoards(let names, let known):
            (names.count == 1 ? "unknown board: " : "unknown boards: ") + fold(names)
                + (known == 0 ? " (no board has registered on this hub yet)" : " (`boards` lists those known)")
        case .badName(let name):
            "'\(name)' cannot be a board's name: 1 to 64 letters, digits, '-', '_' and '.', a letter or digit first"
        case .nameTaken(let name): "the name \(name) is in use by another board"
        case .notRenamed(let name, let new, let reason): "\(name) was not renamed to \(new): \(reason)"
        case .offline(let name): "\(name) is offline"
        case .busy(let name, _): "\(name): \(reason)"
        case .noHome: "no home directory: set HOME (or XDG_STATE_HOME, XDG_DATA_HOME and XDG_CONFIG_HOME)"
        case .file(let path, let reason): "\(path): \(reason)"
        case .setting(let sentence): sentence
        }
    }

    /// The same in a sentence that has named the board.
    var reason: String {
        guard case .busy(_, let user) = self else { return description }
        return "it is busy" + (user.map { " with a job of \($0)" } ?? "")
    }
}
