#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Something foreign that listens on a port of this machine and answers whatever a test wants, or nothing: for what a
/// real server cannot be made to do on demand.
package final class Listener {
    package let port: Int
    private let descriptor: Int32

    /// - Parameter wanted: the port; 0: a free one of loopback.
    package init(port wanted: Int = 0) throws {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw TestSupportError("socket", errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: wanted).bigEndian
        address.sin_addr.s_addr = wanted == 0 ? UInt32(0x7f00_0001).bigEndian : 0
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let status = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && listen(descriptor, 5) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard status else { throw TestSupportError("bind", errno) }
    }

    deinit {
        // Ends the wait of the thread that answers.
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    /// Whether somebody has connected and was not taken yet.
    package var hasVisitor: Bool {
        var waits = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waits, 1, 0) > 0
    }

    /// Takes connections one after the other on a thread of its own, waits for the first bytes of each, answers with
    /// `text` and closes; until this listener is gone.
    package func answer(_ text: String) throws {
        let answer = Answer(descriptor: dup(descriptor), bytes: Array(text.utf8))
        try startThread {
            defer { close(answer.descriptor) }
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let client = accept(answer.descriptor, nil, nil)
                guard client >= 0 else { return }
                _ = recv(client, &buffer, buffer.count, 0)
                _ = answer.bytes.withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                shutdown(client, Int32(SHUT_WR))
                // Until the other side has closed: closing first could take back what it has not read yet.
                while recv(client, &buffer, buffer.count, 0) > 0 {}
                close(client)
            }
        }
    }

    private struct Answer: Sendable {
        let descriptor: Int32
        let bytes: [UInt8]
    }
}

/// Runs `body` on a thread of its own: what waits must not take the threads that tests run on.
package func startThread(_ body: @escaping @Sendable () -> Void) throws {
    final class Box {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let box = Unmanaged.passRetained(Box(body))
    #if canImport(Glibc)
        var thread = pthread_t()
        let status = pthread_create(
            &thread, &attributes,
            { box in
                if let box { Unmanaged<Box>.fromOpaque(box).takeRetainedValue().body() }
                return nil
            }, box.toOpaque())
    #else
        var thread: pthread_t?
        let status = pthread_create(
            &thread, &attributes,
            { box in
                Unmanaged<Box>.fromOpaque(box).takeRetainedValue().body()
                return nil
            }, box.toOpaque())
    #endif
    guard status == 0 else {
        box.release()
        throw TestSupportError("pthread_create", status)
    }
}
