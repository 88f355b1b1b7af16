/// Where a server listens.
package enum Address: Equatable, Sendable, CustomStringConvertible {
    case unix(path: String)
    case tcp(host: String, port: Int)
    /// A Unix socket here that leads to another machine; `from` is what people know it by.
    case forwarded(path: String, from: String)

    package var description: String {
        switch self {
        case .unix(let path): path
        case .forwarded(_, let origin): origin
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }
}

/// Why a command got no answer. After any of these but `refused` the connection is of no more use.
package enum RedisError: Error, Equatable, CustomStringConvertible {
    /// Nothing could be reached at the address; the text is the system's reason.
    case unreachable(Address, String)
    /// The connection broke.
    case lost(Address, String)
    /// No reply within the time allowed, in seconds.
    case silent(Address, seconds: Int)
    /// What answered speaks another protocol.
    case notRedis(Address)
    /// The server's own error reply, e.g. `NOPERM …`.
    case refused(String)

    package var description: String {
        switch self {
        case .unreachable(let address, let reason): "cannot connect to \(address): \(reason)"
        case .lost(let address, let reason): "lost the connection to \(address): \(reason)"
        case .silent(let address, let seconds): "\(address) did not answer within \(seconds) s"
        case .notRedis(let address): "what listens at \(address) is not Redis"
        case .refused(let text): "the server refused a command: \(text)"
        }
    }
}
