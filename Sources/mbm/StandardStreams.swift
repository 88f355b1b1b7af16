import ArgumentParser
import Processes
import SystemPackage
import Terminal

/// Writing without buffers, so that nothing is lost or out of order however mbm ends.
enum StandardStreams {
    /// Makes sure that 0 to 2 are taken (`mbm <&- >&-`): a file or connection that gets such a number would be read as
    /// a script, or written to.
    static func establish() {
        while let null = try? FileDescriptor.open(FilePath("/dev/null"), .readOnly) {
            guard null.rawValue > 2 else { continue }
            try? null.close()
            return
        }
    }

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
    /// Whoever is at the terminal says yes or no; nil: nobody is.
    static func question(_ machine: Machine) -> ((String) -> Bool)? {
        guard Screen.isTerminal(.input), Screen.isTerminal(.error) else { return nil }
        return { text in
            var isOver = false
            let answer = Question.ask(text, wake: machine.wake) {
                isOver = isOver || Signals.takeInterrupts() > 0
                return isOver
            }
            return ["y", "yes"].contains(answer?.lowercased())
        }
    }

    static func write(error bytes: [UInt8]) { _ = try? FileDescriptor.standardError.writeAll(bytes) }
}
