import Processes

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A person who uses mbm: home, temporary files and environment are in a directory of the test's own.
package final class Account {
    /// Removed with all that is in it when the test lets go of the account.
    package let directory: TemporaryDirectory
    /// All that programs get; nothing of the test's own environment.
    package var environment: [String: String]
    private var runs = 0

    package init() throws {
        directory = try TemporaryDirectory()
        for folder in ["home", "tmp", "work", "runs"] { mkdir(directory.file(folder), 0o700) }
        environment = [
            "HOME": directory.file("home"), "TMPDIR": directory.file("tmp"), "USER": "tester", "LANG": "C.UTF-8",
            "XDG_STATE_HOME": directory.file("home/state"), "XDG_DATA_HOME": directory.file("home/data"),
            "XDG_CONFIG_HOME": directory.file("home/config"), "PATH": "/usr/local/bin:/usr/bin:/bin",
            "MBM_MICROPYTHON": try Self.micropython(), "SWIFT_BACKTRACE": "enable=no",
            // Tests of colour unset it.
            "NO_COLOR": "1",
        ]
    }

    /// The program that runs boards.
    package static func micropython() throws -> String {
        guard let path = getenv("MBM_MICROPYTHON").map({ String(cString: $0) }), access(path, X_OK) == 0 else {
            throw TestSupportError("MBM_MICROPYTHON names no program: run the tests with Tests/run, which installs one")
        }
        return path
    }

    /// Where programs run.
    package var work: String { directory.file("work") }

    /// Starts a program and does not wait for it.
    /// - Parameter input: its standard input.
    package func start(_ program: String, _ arguments: [String], input: [UInt8] = []) throws -> Run {
        runs += 1
        let name = "runs/\(runs)"
        for (kind, content) in [("in", input), ("out", []), ("err", [])] {
            try directory.write(content, to: "\(name).\(kind)")
        }
        return try Run(program, arguments, in: self, name: name)
    }

    /// Starts mbm and does not wait for it.
    package func start(_ arguments: [String], input: String = "") throws -> Run {
        try start(Pty.builtProgram("mbm"), arguments, input: Array(input.utf8))
    }

    /// Runs mbm to its end.
    package func mbm(_ arguments: [String], input: String = "", within seconds: Double = 60) throws -> Finished {
        try start(arguments, input: input).wait(within: seconds)
    }

    /// mbm on a terminal.
    package func terminal(
        _ arguments: [String], environment: [String: String] = [:], columns: Int = 80, rows: Int = 24
    ) throws -> Pty {
        // The folder of a program on a terminal is the test's own, so a shell goes to the account's first.
        try Pty(
            "/bin/sh", ["-c", "cd \"$0\" && exec \"$@\"", work, Pty.builtProgram("mbm")] + arguments,
            environment: self.environment.merging(environment) { $1 }, columns: columns, rows: rows)
    }
}

/// How a program that a test ran has ended.
package struct Finished: Equatable {
    package let status: Int32
    package let output: String
    package let errors: String

    package init(_ status: Int32, _ output: String, _ errors: String = "") {
        self.status = status
        self.output = output
        self.errors = errors
    }
}

/// A program that a test has started; ended with the programs of its group when the test lets go of it.
package final class Run {
    private let child: Child
    private let account: Account
    private let name: String
    package var pid: Int32 { child.pid }

    init(_ program: String, _ arguments: [String], in account: Account, name: String) throws {
        self.account = account
        self.name = name
        let script = "cd \"$0\" || exit; base=$1; shift; exec \"$@\" <\"$base.in\" >\"$base.out\" 2>\"$base.err\""
        child = try Child(
            Program(
                "/bin/sh", ["-c", script, account.work, account.directory.file(name), program] + arguments,
                environment: account.environment),
            group: .new)
    }

    deinit { child.end(group: true, patience: .zero) }

    /// What it has written so far.
    package var output: String { (try? account.directory.read("\(name).out")) ?? "" }
    package var errors: String { (try? account.directory.read("\(name).err")) ?? "" }

    package func signal(_ number: Int32) { kill(child.pid, number) }

    /// Waits until it has ended; a status of 128 and more is a signal, as in shells.
    package func wait(within seconds: Double = 60) throws -> Finished {
        guard let ending = child.wait(within: .milliseconds(Int(seconds * 1000))) else {
            throw TestSupportError("mbm did not end within \(seconds) s; it wrote:\n\(output)\nand:\n\(errors)")
        }
        switch ending {
        case .exited(let status): return Finished(status, output, errors)
        case .signalled(let number): return Finished(128 + number, output, errors)
        }
    }
}

/// Waits until a condition is true, looking every few milliseconds.
/// - Parameter what: the condition in words, for the failure.
package func eventually(
    _ what: @autoclosure () -> String, within seconds: Double = 20, _ condition: () throws -> Bool
) throws {
    let deadline = ContinuousClock.now + .milliseconds(Int(seconds * 1000))
    while try !condition() {
        guard ContinuousClock.now < deadline else { throw TestSupportError("not within \(seconds) s: \(what())") }
        pause(.milliseconds(5))
    }
}
