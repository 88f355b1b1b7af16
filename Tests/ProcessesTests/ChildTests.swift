import Redis
import TestSupport
import Testing

@testable import Processes

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

private func shell(_ script: String, _ arguments: String..., environment: [String: String]? = nil) -> Program {
    Program("/bin/sh", ["-c", script] + arguments, environment: environment)
}

/// Looks at `condition` until it holds.
private func awaits(_ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < deadline {
        if try condition() { return true }
        pause(.milliseconds(2))
    }
    return false
}

/// Whether a process runs; one that has ended and waits to be collected does not.
private func runs(_ pid: Int32) throws -> Bool {
    guard kill(pid, 0) == 0 else { return false }
    let state = try collect(Program("ps", ["-o", "stat=", "-p", "\(pid)"]), within: .seconds(20)).text
    return !state.isEmpty && !state.hasPrefix("Z")
}

@Suite struct ChildTests {
    init() { Signals.ignorePipe() }

    @Test(arguments: [
        ("exit 0", Ending.exited(0)), ("exit 7", .exited(7)), ("exit 255", .exited(255)),
        ("kill -TERM $$", .signalled(SIGTERM)), ("kill -KILL $$", .signalled(SIGKILL)),
    ])
    func theEndingIsTheProgramsOwn(script: String, ending: Ending) throws {
        let child = try Child(shell(script))
        #expect(child.wait(within: .seconds(20)) == ending)
        #expect(child.ended() == ending)
        child.end()
    }

    @Test func aProgramThatRunsHasNoEnding() throws {
        let child = try Child(Program("cat"), input: .pipe)
        #expect(child.ended() == nil)
        #expect(child.wait(within: .milliseconds(10)) == nil)
        child.closeInput()
        #expect(child.wait(within: .seconds(20)) == .exited(0))
    }

    @Test func aProgramIsFoundInThePath() throws {
        #expect(try collect(Program("echo", ["a b", "", "$HOME"]), within: .seconds(20)).text == "a b  $HOME\n")
    }

    @Test func aMissingProgramIsNamedAndLeavesNoDescriptorOpen() throws {
        for name in ["/no/such/program", "mbm-no-such-program"] {
            #expect(throws: ProcessError.notStarted(name, reason: "No such file or directory")) {
                try collect(Program(name), within: .seconds(20))
            }
        }
        #expect(throws: ProcessError.notStarted("/etc/passwd", reason: "Permission denied")) {
            try collect(Program("/etc/passwd"), within: .seconds(20))
        }
        // Other tests open some meanwhile, though not that many.
        func opened() -> Int { (0..<8192).count { fcntl($0, F_GETFD) >= 0 } }
        let before = opened()
        for _ in 0..<200 { _ = try? collect(Program("/no/such/program"), within: .seconds(20)) }
        #expect(opened() - before < 200)
    }

    @Test func theEnvironmentIsReplacedOrOurs() throws {
        let replaced = try collect(
            Program("/usr/bin/env", environment: ["A": "b=c d", "EMPTY": ""]), within: .seconds(20))
        #expect(Set(replaced.text.split(separator: "\n")) == ["A=b=c d", "EMPTY="])
        #expect(try collect(Program("/usr/bin/env", environment: [:]), within: .seconds(20)).text == "")
        setenv("MBM_TEST_OURS", "yes", 1)
        #expect(try collect(shell("echo $MBM_TEST_OURS"), within: .seconds(20)).text == "yes\n")
    }

    // MARK: Streams

    @Test func nullStreamsHoldNothingAndTakeEverything() throws {
        let child = try Child(shell("cat && echo out && echo error >&2"))
        #expect(child.wait(within: .seconds(20)) == .exited(0))
    }

    @Test func aFileStreamIsAppendedToAndForOurEyesOnly() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("log")
        for word in ["one", "two"] {
            let child = try Child(shell("echo $0; echo error >&2", word), output: .file(path), error: .output)
            #expect(child.wait(within: .seconds(20)) == .exited(0))
        }
        #expect(try directory.read("log") == "one\nerror\ntwo\nerror\n")
        var facts = stat()
        #expect(stat(path, &facts) == 0)
        #expect(facts.st_mode & 0o777 == 0o600)
    }

    @Test func aFileStreamThatCannotBeOpenedIsAnError() throws {
        let directory = try TemporaryDirectory()
        #expect(throws: ProcessError.notStarted("true", reason: "No such file or directory")) {
            try Child(Program("true"), output: .file(directory.file("none/log")))
        }
    }

    @Test func theErrorStreamIsCollectedWhenItGoesWhereOutputGoes() throws {
        let script = shell("echo out; echo error >&2")
        #expect(try collect(script, within: .seconds(20)).text == "out\n")
        #expect(try collect(script, error: .output, within: .seconds(20)).text == "out\nerror\n")
    }

    #if os(Linux)
        @Test func anInheritedStreamIsOurs() throws {
            var buffer = [CChar](repeating: 0, count: 4096)
            let count = readlink("/proc/self/fd/2", &buffer, buffer.count)
            try #require(count > 0)
            let ours = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let theirs = try collect(shell("readlink /proc/self/fd/2"), error: .inherit, within: .seconds(20)).text
            #expect(theirs == ours + "\n")
        }

        /// Links name pipes and sockets by number: none of ours may be open in a child.
        @Test func noDescriptorOfOursIsOpenInAChild() throws {
            let server = try RedisServer(onPort: true)
            let connection = try Connection(to: try #require(server.port))
            let other = try Child(Program("cat"), input: .pipe, output: .pipe)
            let ours = [Signals.watchInterrupts(), Signals.watchTermination(), try descriptor(of: connection)]
            let list = "for d in /proc/self/fd/*; do readlink $d; done"
            let theirs = Set(try collect(shell(list), within: .seconds(20)).text.split(separator: "\n"))
            #expect(theirs.contains("/dev/null"))
            for descriptor in ours {
                var facts = stat()
                #expect(fstat(descriptor, &facts) == 0)
                #expect(!theirs.contains { $0.hasSuffix(":[\(facts.st_ino)]") })
            }
            // The pipes of another child, seen from its side.
            let links = try collect(
                shell("readlink /proc/$0/fd/0; readlink /proc/$0/fd/1", "\(other.pid)"), within: .seconds(20)
            ).text.split(separator: "\n")
            #expect(links.count == 2)
            #expect(theirs.isDisjoint(with: links))
            other.closeInput()
            #expect(other.wait(within: .seconds(20)) == .exited(0))
        }

        /// Found by the port that the server sees it come from.
        private func descriptor(of connection: Connection) throws -> Int32 {
            let info = try connection.run(Command("CLIENT", "INFO")).text ?? ""
            let word = try #require(info.split(separator: " ").first { $0.hasPrefix("addr=") })
            let port = try #require(word.split(separator: ":").last.flatMap { UInt16($0) })
            return try #require(
                (0..<4096).first { descriptor in
                    var address = sockaddr_in()
                    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
                    let status = withUnsafeMutablePointer(to: &address) { address in
                        address.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
                    }
                    return status == 0 && address.sin_family == AF_INET && address.sin_port == port.bigEndian
                })
        }

        @Test func whatWeIgnoreIsNotIgnoredInAChild() throws {
            let status = try collect(Program("cat", ["/proc/self/status"]), within: .seconds(20)).text
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("SigIgn:") })
            let ignored = try #require(UInt64(line.dropFirst("SigIgn:".count).drop { $0 == "\t" }, radix: 16))
            for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { #expect(ignored & 1 << UInt64(signal - 1) == 0) }
        }
    #endif

    // MARK: Groups

    @Test func aGroupOrASessionIsTheChildsOwn() throws {
        for (group, isOwnGroup, isOwnSession) in [
            (Child.Group.ours, false, false), (.new, true, false), (.session, true, true),
        ] {
            let child = try Child(Program("cat"), input: .pipe, group: group)
            #expect((getpgid(child.pid) == child.pid) == isOwnGroup)
            #expect((getsid(child.pid) == child.pid) == isOwnSession)
            child.closeInput()
            #expect(child.wait(within: .seconds(20)) == .exited(0))
        }
    }

    /// The second leaves a process that does not end when it is asked to.
    @Test(arguments: [
        "sleep 60 & echo $! >$0; wait", "(trap '' TERM; echo >$0.set; exec sleep 60) & echo $! >$0; wait",
    ])
    func endingAGroupEndsGrandchildren(script: String) throws {
        let directory = try TemporaryDirectory()
        let child = try Child(shell(script, directory.file("pid")), group: .new)
        let pid = try #require(try grandchild(directory, "pid", isSet: script.contains(".set")))
        #expect(try runs(pid))
        child.end(group: true)
        #expect(child.ended() == .signalled(SIGTERM))
        #expect(try awaits { try !runs(pid) })
        kill(pid, SIGKILL)
    }

    @Test func endingAGroupEndsThoseThatTheFirstProgramLeftBehind() throws {
        let directory = try TemporaryDirectory()
        let child = try Child(shell("sleep 60 & echo $! >$0", directory.file("pid")), group: .new)
        #expect(child.wait(within: .seconds(20)) == .exited(0))
        let pid = try #require(try grandchild(directory, "pid"))
        child.end(group: true)
        #expect(try awaits { try !runs(pid) })
        kill(pid, SIGKILL)
    }

    private func grandchild(_ directory: TemporaryDirectory, _ name: String, isSet: Bool = false) throws -> Int32? {
        _ = awaits {
            access(directory.file(isSet ? "pid.set" : "pid"), F_OK) == 0
                && (try? directory.read(name))?.hasSuffix("\n") ?? false
        }
        return Int32(try directory.read(name).dropLast())
    }

    @Test func aProgramThatDoesNotListenIsEndedByForce() throws {
        let directory = try TemporaryDirectory()
        let child = try Child(shell("trap '' TERM; echo >$0; exec cat", directory.file("ready")), input: .pipe)
        #expect(awaits { access(directory.file("ready"), F_OK) == 0 })
        child.end(patience: .milliseconds(50))
        #expect(child.ended() == .signalled(SIGKILL))
    }

    // MARK: collect

    @Test func aMegabyteIsFedWhileItsEchoIsRead() throws {
        let bytes = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let collected = try collect(Program("cat"), input: bytes, within: .seconds(60))
        #expect(collected == Collected(ending: .exited(0), output: bytes))
    }

    @Test func aProgramThatDoesNotReadItsInputIsNoError() throws {
        let bytes = [UInt8](repeating: 1, count: 1 << 20)
        let collected = try collect(shell("exec <&-; echo done"), input: bytes, within: .seconds(60))
        #expect(collected == Collected(ending: .exited(0), output: Array("done\n".utf8)))
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 70_000])
    func noMoreOutputIsKeptThanWasAskedFor(most: Int) throws {
        let script = shell("head -c 200000 /dev/zero; exit 3")
        let collected = try collect(script, within: .seconds(60), most: most)
        #expect(collected == Collected(ending: .exited(3), output: [UInt8](repeating: 0, count: most)))
    }

    @Test func theTimeLimitEndsTheProgram() throws {
        let directory = try TemporaryDirectory()
        for script in ["echo $$ >$0; exec sleep 60", "echo $$ >$0; exec >&-; exec sleep 60"] {
            #expect(throws: ProcessError.tooSlow("/bin/sh", seconds: 3)) {
                try collect(shell(script, directory.file("pid")), within: .seconds(3))
            }
            let pid = try #require(Int32(try directory.read("pid").dropLast()))
            #expect(try !runs(pid))
        }
    }

    @Test func aWakeDescriptorEndsTheProgram() throws {
        let pipe = try Pipe()
        pipe.write("x")
        for script in ["exec sleep 60", "exec >&-; exec sleep 60"] {
            #expect(throws: ProcessError.interrupted("/bin/sh")) {
                try collect(shell(script), within: .seconds(300), wake: pipe.readEnd)
            }
        }
    }

    @Test(arguments: [
        (
            ProcessError.notStarted("tar", reason: "No such file or directory"),
            "cannot start tar: No such file or directory"
        ),
        (.tooSlow("curl", seconds: 5), "curl did not end within 5 s and was stopped"),
        (.interrupted("curl"), "curl was stopped"),
    ])
    func anErrorIsASentence(error: ProcessError, sentence: String) {
        #expect("\(error)" == sentence)
    }

    @Test func anEndingIsAnEndOfASentence() {
        #expect("tar \(Ending.exited(2))" == "tar ended with status 2")
        #expect("tar \(Ending.signalled(9))" == "tar was ended by signal 9")
    }

    @Test func aProgramIsAnExecutableFileInAFolderOfThePath() throws {
        let directory = try TemporaryDirectory()
        for folder in ["folder", "text", "program"] { #expect(mkdir(directory.file(folder), 0o700) == 0) }
        #expect(mkdir(directory.file("folder/tool"), 0o700) == 0)
        try directory.write("text", to: "text/tool", mode: 0o600)
        try directory.write("#!/bin/sh\n", to: "program/tool", mode: 0o700)
        let path = ["missing", "folder", "text", "program"].map(directory.file).joined(separator: ":")
        #expect(Program.find("tool", in: path) == directory.file("program/tool"))
        #expect(Program.find("other", in: path) == nil)
        #expect(Program.find("tool", in: "") == nil)
    }
}
