#if canImport(Glibc)
    package import Glibc
#else
    package import Darwin
#endif

/// A directory of a test's own, removed with everything in it when the test lets go of it.
package final class TemporaryDirectory {
    package let path: String

    /// Fails the test run when the system has no room for a directory.
    package init() throws {
        var template = Array("/tmp/mbm-test-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw TestSupportError("mkdtemp", errno) }
        path = String(cString: made)
    }

    deinit {
        remove(path)
    }

    /// - Returns: the path of a file in the directory.
    package func file(_ name: String) -> String {
        path + "/" + name
    }

    /// Writes a file, replacing one that is there.
    package func write(_ text: String, to name: String, mode: mode_t = 0o600) throws {
        try write(Array(text.utf8), to: name, mode: mode)
    }

    package func write(_ bytes: [UInt8], to name: String, mode: mode_t = 0o600) throws {
        let descriptor = open(file(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw TestSupportError("open \(name)", errno) }
        defer { close(descriptor) }
        guard Self.write(bytes, to: descriptor) == bytes.count, fchmod(descriptor, mode) == 0 else {
            throw TestSupportError("write \(name)", errno)
        }
    }

    /// - Returns: the text of a file.
    package func read(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    /// - Returns: what a file holds.
    package func bytes(_ name: String) throws -> [UInt8] {
        let descriptor = open(file(name), O_RDONLY)
        guard descriptor >= 0 else { throw TestSupportError("open \(name)", errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Self.read(descriptor, &buffer)
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes, bytes.count)
        #else
            Darwin.write(descriptor, bytes, bytes.count)
        #endif
    }

    private static func read(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, &buffer, buffer.count)
        #else
            Darwin.read(descriptor, &buffer, buffer.count)
        #endif
    }

    /// - Returns: the names of everything in it.
    package func files() -> [String] { Self.names(in: path).sorted() }

    private static func names(in path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.filter { $0 != "." && $0 != ".." }
    }

    private func remove(_ path: String) {
        for name in Self.names(in: path) {
            let inner = path + "/" + name
            // A link is removed, never followed.
            if unlink(inner) != 0 { remove(inner) }
        }
        rmdir(path)
    }
}

/// A system call of a test's scenery that failed.
package struct TestSupportError: Error, CustomStringConvertible {
    package let description: String

    package init(_ action: String, _ code: Int32) {
        description = "\(action): \(String(cString: strerror(code)))"
    }

    package init(_ description: String) {
        self.description = description
    }
}
