import Processes
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

private let prompt = "board-[1-2]>>> "

/// What a person at a terminal does with programs and files of their own machine.
@Suite(.serialized, .fleet(2)) struct LocalProgramTests {
    /// Writes an editor: a script of `sh` whose `$1` is the file.
    private func editor(_ script: String) throws -> [String: String] {
        try fleet.account.directory.write("#!/bin/sh\n\(script)\n", to: "work/editor", mode: 0o700)
        return ["EDITOR": try fleet.account.work + "/editor"]
    }

    private func leave(_ terminal: Pty) throws {
        try terminal.wait("the prompt") { terminal.transcript.hasSuffix(">>> ") }
        try terminal.send("\u{04}")
        #expect(try terminal.wait() == .status(0), "\(terminal.transcript)")
    }

    private func read(_ name: String) throws -> String { try fleet.account.directory.read("work/\(name)") }

    // MARK: edit

    @Test func theLastBlockIsEditedRunAndRemembered() throws {
        let fleet = try fleet
        let environment = try editor(
            "cp \"$1\" seen; stat -c '%a %n' \"$1\" \"${1%/*}\" | sed 's:/.*/::' >modes; tty; sed -i 's/1/2/; s/x$/x * 21/' \"$1\""
        )
        let terminal = try fleet.prompt(environment: environment)
        try terminal.send("if 1:\r    x = 1\r    x\r\r")
        try terminal.expect("\r\n1\r\n")
        try terminal.expect(prompt)
        // A verb is no block.
        try terminal.send("ls mbm.json\r")
        try terminal.expect(prompt)
        try terminal.send("edit\r")
        try terminal.expect("/dev/pts/")
        try terminal.expect("\r\n42\r\n")
        try terminal.expect(prompt)
        #expect(try read("seen") == "if 1:\n    x = 1\n    x\n")
        let modes = try read("modes")
        #expect(modes.hasPrefix("600 block.py\n700 mbm-edit-"), "\(modes)")
        // It is the block that `edit` would open next, and what the history has last.
        try terminal.send("\u{1b}[A")
        try terminal.expect("x * 21")
        try terminal.send("\r")
        try terminal.expect("\r\n42\r\n")
        try terminal.expect(prompt)
        try leave(terminal)
        #expect(
            try collect(Program("ls", ["-A", fleet.account.directory.file("tmp")]), within: .seconds(5)).text == "")
    }

    @Test(arguments: [
        ("true", "nothing is sent: nothing was changed\r\n"), ("exit 3", " exited with status 3 (VISUAL or EDITOR"),
        ("echo '1/0' >\"$1\"; kill -9 $$", " exited with status 137 (VISUAL or EDITOR"),
        (": >\"$1\"", "nothing is sent: the file is empty\r\n"), ("echo ' ' >\"$1\"", "the file is empty\r\n"),
        ("rm \"$1\"", "No such file or directory\r\n"), ("printf 'a\\0b' >\"$1\"", "holds a NUL byte"),
    ])
    func whatIsNotSavedIsNotSent(script: String, sentence: String) throws {
        let fleet = try fleet
        let terminal = try fleet.prompt(environment: try editor(script))
        try terminal.send("'a line'\r")
        try terminal.expect("\r\n'a line'\r\n")
        try terminal.send("edit\r")
        try terminal.expect(sentence)
        try terminal.expect(prompt)
        #expect(!terminal.transcript.contains("ZeroDivisionError"))
        try leave(terminal)
        #expect(
            try collect(Program("ls", ["-A", fleet.account.directory.file("tmp")]), within: .seconds(5)).text == "")
    }

    @Test func ctrlCAndCtrlBackslashInTheEditorLeaveTheShellAlone() throws {
        // An editor that takes Ctrl-C itself, as they do, and leaves the terminal as no shell wants it.
        let environment = try editor(
            "trap 'echo INT' INT; trap 'echo QUIT; stty raw -echo; exit 0' QUIT; echo ready; while :; do sleep 0.05; done"
        )
        let terminal = try fleet.prompt(environment: environment)
        try terminal.send("edit\r")
        try terminal.expect("ready\r\n")
        try terminal.send("\u{03}")
        try terminal.expect("INT\r\n")
        try terminal.send("\u{1c}")
        try terminal.expect("QUIT")
        try terminal.expect("nothing is sent: nothing was changed\r\n")
        try terminal.send("6 * 7\r")
        try terminal.expect("\r\n42\r\n")
        try leave(terminal)
    }

    @Test func editIsForPeople() throws {
        let run = try fleet.run("edit\n")
        #expect(run == Finished(2, "", "<stdin>:1: edit opens an editor, and needs a person at a terminal\n"))
    }

    // MARK: !COMMAND

    @Test func aCommandHasTheTerminalAndItsStatusIsTold() throws {
        let terminal = try fleet.prompt()
        try terminal.send("!read line; echo \"got $line\"\r")
        try terminal.expect("!read line")
        try terminal.expect("\r\n")
        try terminal.send("typed\r")
        try terminal.expect("got typed\r\n")
        try terminal.expect(prompt)
        try terminal.send("!exit 3\r")
        try terminal.expect("exited with status 3\r\n")
        try terminal.send("!echo be'g'un; exec sleep 100\r")
        try terminal.expect("begun\r\n")
        try terminal.send("\u{03}")
        try terminal.expect("^C\r\n")
        try terminal.expect(prompt)
        try terminal.send("'still here'\r")
        try terminal.expect("\r\n'still here'\r\n")
        try leave(terminal)
    }

    @Test func sigtermEndsTheCommandAndTheShellInOrder() throws {
        let terminal = try fleet.prompt()
        try terminal.send("!echo be'g'un; exec sleep 100\r")
        try terminal.expect("begun\r\n")
        terminal.signal(SIGTERM)
        #expect(try terminal.wait() == .status(0), "\(terminal.transcript)")
    }

    // MARK: log

    @Test func theTranscriptHoldsWhatIsTypedAndShown() throws {
        let terminal = try fleet.prompt(environment: ["NO_COLOR": ""])
        try terminal.send("'before'\r")
        try terminal.expect(prompt)
        try terminal.send("log\r")
        try terminal.expect("no transcript is kept\r\n")
        try terminal.send("log my.log\r")
        try terminal.expect("the transcript goes to my.log\r\n")
        try terminal.expect(prompt)
        try terminal.send("for i in range(2):\r    print('\\x1b[31m', i)\r\r")
        try terminal.expect(prompt)
        try terminal.send("%nope\r")
        try terminal.expect("%nope is no verb")
        try terminal.expect(prompt)
        try terminal.send("log off\r")
        try terminal.expect("the transcript in my.log is complete\r\n")
        try terminal.send("'after'\r")
        try terminal.expect(prompt)
        try terminal.send("log off\r")
        try terminal.expect("no transcript is kept: log FILE begins one\r\n")
        try leave(terminal)
        let continuation = String(repeating: " ", count: prompt.count)
        let log = try read("my.log")
        #expect(
            log == """
                the transcript goes to my.log
                \(prompt)for i in range(2):
                \(continuation)    print('\\x1b[31m', i)
                \(continuation)
                \(header("board-[1-2]"))␛[31m 0
                ␛[31m 1
                \(prompt)%nope
                %nope is no verb; `help` lists them
                \(prompt)log off

                """)
        var facts = stat()
        #expect(stat(try fleet.account.work + "/my.log", &facts) == 0)
        #expect(facts.st_mode & 0o777 == 0o600)
        // Another shell goes on in the same file.
        #expect(try fleet.run("log my.log\n7\n").status == 0)
        #expect(try read("my.log").hasSuffix("log off\nthe transcript goes to my.log\n\(header("board-[1-2]"))7\n"))
    }

    @Test func aFullDiskEndsTheTranscriptAndNothingElse() throws {
        let run = try fleet.run("log /dev/full\n1\n2\n")
        #expect(
            run
                == Finished(
                    0,
                    "the transcript goes to /dev/full\n"
                        + ["1", "2"].map { header("board-[1-2]") + "\($0)\n" }.joined(),
                    "the transcript ends here: /dev/full: No space left on device\n"))
        let nowhere = try fleet.run("log nowhere/my.log\n")
        #expect(nowhere == Finished(2, "", "<stdin>:1: nowhere/my.log: No such file or directory\n"))
        #expect(mkfifo(try fleet.account.work + "/pipe", 0o600) == 0)
        #expect(try fleet.run("log pipe\n").status == 2)
    }

    // MARK: mbmrc

    private func startup(_ text: String, mode: mode_t = 0o600) throws {
        let account = try fleet.account
        _ = try account.start("/bin/mkdir", ["-p", account.directory.file("home/config/mbm")]).wait()
        try account.directory.write(text, to: "home/config/mbm/mbmrc", mode: mode)
    }

    private func removeStartup() { _ = (try? fleet.account.directory.file("home/config/mbm/mbmrc")).map { unlink($0) } }

    @Test func mbmrcRunsBeforeTheFirstPromptAndGoesOnAfterErrors() throws {
        defer { removeStartup() }
        try startup("# mine\nuse board-2\n%nope\n\nls nowhere\n'from ' + 'mbmrc'\nedit\n")
        let path = try fleet.account.directory.file("home/config/mbm/mbmrc")
        let terminal = try fleet.prompt()
        let shown = terminal.transcript
        #expect(shown.contains("\(path):3: %nope is no verb; `help` lists them\r\n"), "\(shown)")
        #expect(shown.contains("\(path):5: board-2: nowhere: no such file or directory\r\n"))
        #expect(shown.contains("\r\n'from mbmrc'\r\n"))
        #expect(shown.contains("\(path):7: edit opens an editor"))
        // What the command line selects is selected, whatever mbmrc says.
        #expect(shown.hasSuffix(prompt))
        try terminal.send("%x\r")
        try terminal.expect("%x is no verb")
        try leave(terminal)
        // Scripts do not read it, nor does -n.
        #expect(try fleet.run("1\n") == Finished(0, header("board-[1-2]") + "1\n"))
        let without = try fleet.prompt(["-n"])
        #expect(!without.transcript.contains("mbmrc"))
        try leave(without)
        let plain = try fleet.account.terminal(["--port", "\(fleet.hub.port)"])
        try plain.expect("board-2>>> ", within: 20)
        try leave(plain)
    }

    @Test func mbmrcMayLeaveAndMayBeInterrupted() throws {
        defer { removeStartup() }
        try startup("exit\n")
        let leaving = try fleet.account.terminal(fleet.options)
        #expect(try leaving.wait(within: 20) == .status(0))
        #expect(!leaving.transcript.contains(prompt))
        try startup("!echo waiting; exec sleep 100\n'not reached'\n")
        let waiting = try fleet.account.terminal(fleet.options)
        try waiting.expect("waiting\r\n", within: 20)
        try waiting.send("\u{03}")
        try waiting.expect(prompt)
        #expect(!waiting.transcript.contains("reached"))
        try leave(waiting)
    }

    @Test(arguments: [0o620, 0o602, 0o666]) func mbmrcThatOthersMayWriteIsRefused(mode: Int) throws {
        defer { removeStartup() }
        try startup("!touch ran\n", mode: mode_t(mode))
        let path = try fleet.account.directory.file("home/config/mbm/mbmrc")
        let terminal = try fleet.prompt()
        #expect(
            terminal.transcript.contains("\(path): others may write it, so it was not read: chmod go-w \(path)\r\n"),
            "\(terminal.transcript)")
        try leave(terminal)
        #expect((try? read("ran")) == nil)
    }
}
