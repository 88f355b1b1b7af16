#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Where things that tests need are found.
enum Scenery {
    /// The folder of the package.
    static var package: String {
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    }

    static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Waits until `condition` is true; looks again and again.
/// - Throws: `TestSupportError` naming what did not come true.
package func waitUntil(
    _ what: @autoclosure () -> String, within limit: Duration = .seconds(10), _ condition: () throws -> Bool
) throws {
    let deadline = ContinuousClock.now + limit
    while try !condition() {
        guard ContinuousClock.now < deadline else { throw TestSupportError("not within \(limit): \(what())") }
        usleep(5000)
    }
}
