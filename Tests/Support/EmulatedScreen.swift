#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a person sees of a program's output: pyte, a terminal emulator, in a program of its own that is started when
/// somebody looks first.
package final class EmulatedScreen {
    /// What is shown at a time.
    package struct Shown: Equatable {
        /// The rows from the top, without blanks at their ends, up to the last that holds anything.
        var text: [String]
        var row = 0
        var column = 0
        var bells = 0
    }

    private var socket: Int32 = -1
    private var pid: pid_t = 0
    private var unsent: [UInt8] = []
    private var received: [UInt8] = []
    private var shown: Shown?

    package init(columns: Int, rows: Int) {
        resize(columns: columns, rows: rows)
    }

    deinit {
        guard socket >= 0 else { return }
        close(socket)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    }

    package var text: [String] { show().text }
    /// The cursor, counted from 0.
    package var cursor: (row: Int, column: Int) { (show().row, show().column) }
    /// How often the bell rang.
    package var bells: Int { show().bells }

    /// Changes the size as xterm does: what no longer fits is cut off, nothing is wrapped anew.
    package func resize(columns: Int, rows: Int) {
        send("size \(columns) \(rows)\n".utf8)
    }

    /// Takes output as it comes.
    package func feed(_ bytes: some Collection<UInt8>) {
        send("feed \(bytes.count)\n".utf8)
        send(bytes)
    }

    private func send(_ bytes: some Sequence<UInt8>) {
        unsent += bytes
        shown = nil
    }

    private func show() -> Shown {
        if let shown { return shown }
        unsent += "show\n".utf8
        let result: Shown
        do {
            if socket < 0 { try start() }
            try exchange()
            result = try takeShown()
        } catch {
            result = Shown(text: ["no screen: \(error)"])
        }
        shown = result
        return result
    }

    private func start() throws {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
            throw TestSupportError("socketpair", errno)
        }
        defer { close(ends[1]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        socket = ends[0]
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
        let code = String(decoding: PackageResources.screen_py, as: UTF8.self)
        pid = try Pty.spawn(
            try Self.python(), ["-c", code], environment: ["PATH": "/usr/bin:/bin"], terminal: "/dev/null",
            descriptors: [ends[1]])
    }

    /// A Python that has pyte: next to the MicroPython of the tests, else the one in the PATH.
    private static func python() throws -> String {
        func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }
        let folders = variable("MBM_MICROPYTHON").split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let candidates =
            [folders.joined(separator: "/")] + variable("PATH").split(separator: ":").map(String.init)
        guard let folder = candidates.first(where: { access("\($0)/python3", X_OK) == 0 }) else {
            throw TestSupportError("there is no python3 in the PATH")
        }
        return folder + "/python3"
    }

    /// Sends what is unsent and receives the answer to `show`.
    private func exchange() throws {
        received = []
        while !isComplete {
            let events = Int16(unsent.isEmpty ? POLLIN : POLLIN | POLLOUT)
            var polled = [pollfd(fd: socket, events: events, revents: 0)]
            guard poll(&polled, 1, 30_000) > 0 else { throw TestSupportError("the emulator is silent") }
            if polled[0].revents & Int16(POLLOUT) != 0 {
                let count = unsent.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, noSignal) }
                if count > 0 { unsent.removeFirst(count) }
                if count < 0 && errno == EPIPE { throw Self.hasEnded }
            }
            guard polled[0].revents & ~Int16(POLLOUT) != 0 else { continue }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = read(socket, &buffer, buffer.count)
            guard count > 0 else { throw Self.hasEnded }
            received += buffer[..<count]
        }
    }

    private static let hasEnded = TestSupportError("the emulator has ended: is pyte installed?")

    private var lines: [Substring] {
        String(decoding: received, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }

    private var isComplete: Bool {
        guard let count = lines.first?.split(separator: " ").last.flatMap({ Int($0) }) else { return false }
        return lines.count == count + 2
    }

    private func takeShown() throws -> Shown {
        let numbers = lines[0].split(separator: " ").compactMap { Int($0) }
        guard numbers.count == 4 else { throw TestSupportError("the emulator says \(lines[0])") }
        return Shown(
            text: lines.dropFirst().dropLast().map(String.init), row: numbers[0], column: numbers[1],
            bells: numbers[2])
    }
}

#if canImport(Glibc)
    private let noSignal = Int32(MSG_NOSIGNAL)
#else
    private let noSignal: Int32 = 0
#endif
