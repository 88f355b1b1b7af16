#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// A TCP connection that never waits: each call does what can be done at once, so that one loop can lead many of them.
/// Writing to a peer that is gone is an error where SIGPIPE is ignored (`Signals.ignorePipe`).
package final class TCPStream {
    /// Why a connection is of no more use.
    package enum Failure: Error, Equatable {
        /// Nobody listens there.
        case refused
        /// The other side has ended it.
        case closed
        /// The system's own reason.
        case system(String)
    }

    /// Read at once at most, so that one peer does not keep the others waiting.
    private static let mostRead = 16_384
    /// Kept for a peer that takes nothing.
    private static let mostUnsent = 65_536

    private let descriptor: Int32
    private var unsent: [UInt8] = []
    /// Whether the connection stands.
    package private(set) var isConnected = false

    /// Begins to connect.
    /// - Parameter host: an IPv4 address: looking up a name would wait.
    package init(to host: String, port: Int) throws(Failure) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else { throw .system("it is no IPv4 address") }
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw Self.failure(errno) }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let status = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard status == 0 || errno == EINPROGRESS || errno == EINTR else {
            let failure = Self.failure(errno)
            close(descriptor)
            throw failure
        }
    }

    deinit { close(descriptor) }

    /// Sends `bytes` as soon as the connection takes them, in calls of `advance()`.
    package func send(_ bytes: [UInt8]) { unsent += bytes }

    /// Does what can be done now.
    /// - Returns: what has come; nothing while nothing came. What came before an end is given before the end is thrown.
    package func advance() throws(Failure) -> [UInt8] {
        try finishConnecting()
        guard isConnected else { return [] }
        try flush()
        return try receive()
    }

    private func finishConnecting() throws(Failure) {
        guard !isConnected else { return }
        var waits = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&waits, 1, 0) > 0 else { return }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
        guard code == 0 else { throw Self.failure(code) }
        isConnected = true
    }

    private func flush() throws(Failure) {
        while !unsent.isEmpty {
            let count = write(descriptor, unsent, unsent.count)
            if count > 0 {
                unsent.removeFirst(count)
            } else if errno == EAGAIN {
                guard unsent.count <= Self.mostUnsent else { throw .system("it takes nothing") }
                return
            } else if errno != EINTR {
                throw Self.failure(errno)
            }
        }
    }

    private func receive() throws(Failure) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: Self.mostRead)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 { return Array(buffer[..<count]) }
            if count == 0 { throw .closed }
            if errno == EAGAIN { return [] }
            if errno != EINTR { throw Self.failure(errno) }
        }
    }

    private static func failure(_ code: Int32) -> Failure {
        switch code {
        case ECONNREFUSED: .refused
        case ECONNRESET, EPIPE: .closed
        default: .system(String(cString: strerror(code)))
        }
    }
}
