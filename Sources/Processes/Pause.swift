#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// Waits; a signal ends the wait early.
package func pause(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    poll(nil, 0, Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000))
}
