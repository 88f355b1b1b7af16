import ArgumentParser
import SystemPackage

/// Writing without buffers, so that nothing is lost or out of order however mbm ends.
enum StandardStreams {
    static func print(_ text: String) { write(Array(text.utf8)) }

    /// When nobody reads our output any more (`mbm … | head`), there is nothing left to do: that is no error.
    static func write(_ bytes: [UInt8]) {
        do {
            try FileDescriptor.standardOutput.writeAll(bytes)
        } catch {
            if error as? Errno == .brokenPipe { Mbm.exit(withError: ExitCode.success) }
            note("mbm: cannot write: \(error)")
            Mbm.exit(withError: ExitCode(2))
        }
    }

    static func note(_ text: String) { _ = try? FileDescriptor.standardError.writeAll(Array((text + "\n").utf8)) }
}

extension StandardStreams {
    static func write(error bytes: [UInt8]) { _ = try? FileDescriptor.standardError.writeAll(bytes) }
}
