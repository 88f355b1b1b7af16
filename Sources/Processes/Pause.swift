#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// Waits; a signal ends the wait early.
package func pause(_ duration: Duration) {
    poll(nil, 0, duration.milliseconds)
}

/// Waits until `wake` is readable, at most `duration`.
/// - Returns: whether it is.
package func pause(_ duration: Duration, wake: Int32?) -> Bool {
    var waits = pollfd(fd: wake ?? -1, events: Int16(POLLIN), revents: 0)
    return poll(&waits, 1, duration.milliseconds) > 0
}

extension Duration {
    /// For poll(2): rounded up, so that a wait never spins on its last fraction; a long one is cut.
    var milliseconds: Int32 {
        let (seconds, attoseconds) = components
        let rest = attoseconds / 1_000_000_000_000_000 + (attoseconds % 1_000_000_000_000_000 > 0 ? 1 : 0)
        return Int32(clamping: min(seconds, 1_000_000) * 1000 + rest)
    }
}
