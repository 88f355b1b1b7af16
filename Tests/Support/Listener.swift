#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Something foreign that listens on a port; it never answers.
package final class Listener {
    fileprivate let descriptor: Int32

    package init(port: Int) throws {
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw TestSupportError("socket", errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = 0
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0, listen(descriptor, 8) == 0 else {
            let code = errno
            close(descriptor)
            throw TestSupportError("listen on port \(port)", code)
        }
    }

    deinit { close(descriptor) }
}

/// Something foreign that says the same to everybody who connects, and nothing more.
package final class Answerer {
    private let listener: Listener
    private var thread = pthread_t()

    private final class Work {
        let descriptor: Int32
        let answer: [UInt8]

        init(_ descriptor: Int32, _ answer: [UInt8]) {
            self.descriptor = descriptor
            self.answer = answer
        }
    }

    package init(port: Int, answer: String) throws {
        listener = try Listener(port: port)
        let work = Unmanaged.passRetained(Work(listener.descriptor, Array(answer.utf8)))
        let code = pthread_create(&thread, nil, { Answerer.serve($0) }, work.toOpaque())
        guard code == 0 else { throw TestSupportError("pthread_create", code) }
    }

    private static func serve(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let work = argument.map({ Unmanaged<Work>.fromOpaque($0).takeRetainedValue() }) else { return nil }
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let peer = accept(work.descriptor, nil, nil)
            guard peer >= 0 else { return nil }
            // What was asked is taken first, so that closing does not cut off the answer.
            _ = recv(peer, &buffer, buffer.count, 0)
            _ = send(peer, work.answer, work.answer.count, Int32(MSG_NOSIGNAL))
            shutdown(peer, Int32(SHUT_WR))
            while recv(peer, &buffer, buffer.count, 0) > 0 {}
            close(peer)
        }
    }

    deinit {
        shutdown(listener.descriptor, Int32(SHUT_RDWR))
        pthread_join(thread, nil)
    }
}
