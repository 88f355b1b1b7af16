import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Demos on machines that are not as one expects.
@Suite struct DemoTests {
    @Test func aHomeOfStrangeNameIsNoObstacle() throws {
        let account = try Account()
        let folder = account.directory.file("tmp/o'm\"e $x\\")
        mkdir(folder, 0o700)
        account.environment["TMPDIR"] = folder
        account.environment["XDG_STATE_HOME"] = folder
        let run = try account.mbm(["--demo", "1", "-c", "print(1)", "-c", "exit"])
        #expect(run == Finished(0, "1\n"))
        let port = ["--port", "\(try freePort())"]
        #expect(try account.mbm(["server-start"] + port).status == 0)
        #expect(try account.mbm(["server-stop"] + port) == Finished(0, "Service is shutdown\n"))
    }

    @Test func aPathThatIsTooLongForASocketIsTold() throws {
        let account = try Account()
        let folder = account.directory.file("tmp/" + String(repeating: "x", count: 80))
        mkdir(folder, 0o700)
        account.environment["TMPDIR"] = folder
        let run = try account.mbm(["--demo", "1", "-c", "1"])
        #expect(run.status == 4)
        #expect(run.errors.hasPrefix("mbm: the hub did not start: the path of its socket, "))
        #expect(run.errors.hasSuffix(": set XDG_STATE_HOME (TMPDIR for --demo) to a shorter one\n"))
        try account.expectNothingIsLeft()
    }

    @Test func aFolderForTemporaryFilesThatIsNotThereIsTold() throws {
        let account = try Account()
        account.environment["TMPDIR"] = account.directory.file("tmp/nowhere")
        let run = try account.mbm(["--demo", "1", "-c", "1"])
        #expect(run.status == 2)
        #expect(
            run.errors
                == "mbm: \(account.directory.file("tmp/nowhere")): this folder for temporary files is not there: correct TMPDIR\n"
        )
        #expect(access(account.directory.file("tmp/nowhere"), F_OK) != 0)
    }

    @Test func anInstallationThatWasBrokenOffIsBegunAnew() throws {
        let account = try Account()
        account.environment["MBM_MICROPYTHON"] = nil
        let run = { try account.mbm(["--demo", "1", "-c", "print(6 * 7)"], within: 300) }
        let first = try run()
        #expect(first.output == "42\n" && first.errors.contains("installing MicroPython"), "\(first)")
        #expect(try run() == Finished(0, "42\n"))
        let folder = account.directory.file("home/data/mbm")
        let versions = try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.contains(".re") }
        for name in ["complete", "bin/pip", "bin/micropython"] {
            for version in versions { unlink("\(folder)/\(version)/\(name)") }
        }
        let again = try run()
        #expect(again.output == "42\n" && again.errors.contains("installing MicroPython"), "\(again)")
    }

    @Test(arguments: ["/bin/false", "nowhere", "./with blank"])
    func aMicroPythonThatIsNoneIsTold(program: String) throws {
        let account = try Account()
        account.environment["MBM_MICROPYTHON"] = program
        let run = try account.mbm(["--demo", "1", "-c", "1"])
        #expect(
            run
                == Finished(
                    2, "",
                    "mbm: MBM_MICROPYTHON is \(program), which does not run as MicroPython: correct or unset it\n"))
    }

    @Test func aMicroPythonMayBeNamedFromHere() throws {
        let account = try Account()
        symlink(try Account.micropython(), account.work + "/python")
        account.environment["MBM_MICROPYTHON"] = "./python"
        #expect(try account.mbm(["--demo", "1", "-c", "1"]) == Finished(0, "1\n"))
    }

    @Test func ctrlCEndsADemoThatIsStarting() throws {
        let account = try Account()
        // Boards that never come.
        let script = "#!/bin/sh\n[ \"$2\" = 'print(6 * 7)' ] && echo 42 || exec sleep 60\n"
        try account.directory.write(script, to: "work/slow", mode: 0o700)
        account.environment["MBM_MICROPYTHON"] = account.work + "/slow"
        let demo = try account.terminal(["--demo", "2"])
        try eventually("two boards are being waited for") {
            try account.leftovers().filter { $0.hasPrefix("sleep") }.count == 2
        }
        try demo.send("\u{03}")
        #expect(try demo.wait() == .status(130), "\(demo.transcript)")
        try account.expectNothingIsLeft()
    }

    @Test func closedStandardStreamsAreNobodysFiles() throws {
        let account = try Account()
        let mbm = try Pty.builtProgram("mbm")
        let script = "exec \"$0\" --demo 1 -c 'print(1)' <&- >&-"
        let run = try account.start("/bin/sh", ["-c", script, mbm]).wait()
        #expect(run.status == 2)
        #expect(run.errors == "mbm: cannot write: Bad file descriptor\n")
        try account.expectNothingIsLeft()
    }

    @Test func aFullDiskAndAReaderWhoLeavesEndTheShell() throws {
        let account = try Account()
        let mbm = try Pty.builtProgram("mbm")
        let full = try account.start("/bin/sh", ["-c", "exec \"$0\" --demo 1 -c 1 >/dev/full", mbm]).wait()
        #expect(full == Finished(2, "", "mbm: cannot write: No space left on device\n"))
        let loop = "for i in range(3000): print(i)"
        let head = try account.start("/bin/sh", ["-c", "\"$0\" --demo 1 -c \"$1\" | head -n 1", mbm, loop]).wait()
        #expect(head == Finished(0, "0\n"))
        try account.expectNothingIsLeft()
    }
}
