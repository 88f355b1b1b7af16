internal import CHiredis

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// One connection to a Redis server. hiredis only encodes and decodes; the waiting is done here, with poll(2), so that
/// every wait has a bound and a signal can shorten it. (hiredis' own waiting swallows EINTR.)
///
/// After any error but `RedisError.refused` the connection is closed for good: make another one.
package final class Connection {
    package let address: Address
    private let context: UnsafeMutablePointer<redisContext>
    /// Readable when the person pressed Ctrl-C: a wait then lasts one second more at most.
    private let wake: Int32?
    /// What ended the connection: replies that come later belong to nothing.
    private var failure: RedisError?

    /// Connects to `address`.
    /// - Parameters:
    ///   - limit: how long the connection may take to be made; looking up a name is not part of it.
    ///   - wake: a descriptor that is readable once the person wants waits to end; nil: there is none.
    /// - Throws: `unreachable`
    package init(to address: Address, within limit: Duration = .seconds(5), wake: Int32? = nil) throws(RedisError) {
        let made: UnsafeMutablePointer<redisContext>? =
            switch address {
            case .unix(let path), .forwarded(let path, _): redisConnectUnixWithTimeout(path, timeval(limit))
            case .tcp(let host, let port): redisConnectWithTimeout(host, Int32(clamping: port), timeval(limit))
            }
        guard let made else { throw .unreachable(address, "out of memory") }
        guard made.pointee.err == 0 else {
            let reason = Self.reason(made)
            redisFree(made)
            throw .unreachable(address, reason)
        }
        _ = fcntl(made.pointee.fd, F_SETFL, fcntl(made.pointee.fd, F_GETFL) | O_NONBLOCK)
        _ = fcntl(made.pointee.fd, F_SETFD, FD_CLOEXEC)
        if case .tcp = address { redisEnableKeepAlive(made) }
        made.pointee.flags &= ~REDIS_BLOCK  // EAGAIN then means "later" to hiredis, no error
        self.address = address
        self.wake = wake
        context = made
    }

    deinit { redisFree(context) }

    /// Whether the server has closed the connection while nothing was asked. Looks, and does not wait.
    package var isStale: Bool {
        var descriptor = pollfd(fd: context.pointee.fd, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) > 0
    }

    /// Sends `commands` in one go and gives their replies in the same order; an error reply is among them as
    /// `Reply.error`.
    /// - Parameter limit: for all replies together. A blocking command's own time must fit in it.
    /// - Throws: `lost`, `silent`, `notRedis`
    package func run(_ commands: [Command], within limit: Duration = .seconds(5)) throws(RedisError) -> [Reply] {
        if let failure { throw failure }
        do {
            return try exchange(commands, within: limit)
        } catch {
            failure = error
            throw error
        }
    }

    private func exchange(_ commands: [Command], within limit: Duration) throws(RedisError) -> [Reply] {
        var deadline = ContinuousClock.now + limit
        for command in commands { append(command) }
        var written: Int32 = 0
        while written == 0 {
            try check(redisBufferWrite(context, &written))
            if written == 0 { try wait(for: POLLOUT, until: &deadline, limit) }
        }
        var replies: [Reply] = []
        replies.reserveCapacity(commands.count)
        while replies.count < commands.count {
            if let reply = try nextReply() {
                replies.append(reply)
                continue
            }
            try wait(for: POLLIN, until: &deadline, limit)
            try check(redisBufferRead(context))
        }
        return replies
    }

    /// Sends one command and gives its reply.
    /// - Throws: like `run(_:within:)` for several, and `refused` for an error reply.
    @discardableResult
    package func run(_ command: Command, within limit: Duration = .seconds(5)) throws(RedisError) -> Reply {
        let reply = try run([command], within: limit)[0]
        if case .error(let text) = reply { throw .refused(text) }
        return reply
    }

    private func append(_ command: Command) {
        let lengths = command.words.map(\.count)
        // In one piece, and without a look at each byte: a word may be a whole file.
        var flat: [UInt8] = []
        flat.reserveCapacity(lengths.reduce(0, +))
        for word in command.words { flat += word }
        flat.withUnsafeBytes { bytes in
            var offset = 0
            var words: [UnsafePointer<CChar>?] = lengths.map { length in
                defer { offset += length }
                return bytes.baseAddress.map { ($0 + offset).assumingMemoryBound(to: CChar.self) }
            }
            _ = redisAppendCommandArgv(context, Int32(words.count), &words, lengths)
        }
    }

    private func nextReply() throws(RedisError) -> Reply? {
        var raw: UnsafeMutableRawPointer?
        try check(redisGetReplyFromReader(context, &raw))
        guard let raw else { return nil }
        defer { freeReplyObject(raw) }
        return Reply(copying: raw.assumingMemoryBound(to: redisReply.self))
    }

    /// Waits until the socket is ready for `event`.
    private func wait(
        for event: Int32, until deadline: inout ContinuousClock.Instant, _ limit: Duration
    ) throws(RedisError) {
        var wakes = wake
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { throw .silent(address, seconds: Int(limit.components.seconds)) }
            var descriptors = [pollfd(fd: context.pointee.fd, events: Int16(event), revents: 0)]
            if let wakes { descriptors.append(pollfd(fd: wakes, events: Int16(POLLIN), revents: 0)) }
            let ready = poll(&descriptors, nfds_t(descriptors.count), left.milliseconds)
            if ready < 0 && errno != EINTR { throw .lost(address, String(cString: strerror(errno))) }
            if descriptors[0].revents != 0 { return }
            if descriptors.count > 1, descriptors[1].revents != 0 {
                deadline = min(deadline, ContinuousClock.now + .seconds(1))
                wakes = nil
            }
        }
    }

    private func check(_ status: Int32) throws(RedisError) {
        guard status != REDIS_OK else { return }
        throw context.pointee.err == REDIS_ERR_PROTOCOL ? .notRedis(address) : .lost(address, Self.reason(context))
    }

    private static func reason(_ context: UnsafeMutablePointer<redisContext>) -> String {
        withUnsafePointer(to: &context.pointee.errstr) {
            $0.withMemoryRebound(to: CChar.self, capacity: 128) { String(cString: $0) }
        }
    }
}

extension timeval {
    fileprivate init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: Int(seconds), tv_usec: numericCast(attoseconds / 1_000_000_000_000))
    }
}

extension Duration {
    /// For poll(2): rounded up, so that a wait never spins on its last fraction; a long one is made of several.
    fileprivate var milliseconds: Int32 {
        let (seconds, attoseconds) = components
        return Int32(clamping: min(seconds, 1_000_000) * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
    }
}
