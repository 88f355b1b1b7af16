import Foundation
import Processes
import Redis
import TestSupport
import Testing

private let folder = URL(filePath: #filePath).appending(path: "../../../completions").standardized

/// The files in `completions/`, which mbm writes itself: `MBM_WRITE_DOCS=1 Tests/run --filter CompletionScriptTests`.
@Suite struct CompletionScriptTests {
    private static let files = [("bash", "mbm.bash"), ("zsh", "_mbm"), ("fish", "mbm.fish")]

    @Test(arguments: files)
    func theFileIsWhatTheCommandsSay(shell: String, name: String) throws {
        let account = try Account()
        let run = try account.mbm(["--generate-completion-script", shell])
        #expect(run.status == 0, "\(run.errors)")
        let file = folder.appending(path: name)
        if ProcessInfo.processInfo.environment["MBM_WRITE_DOCS"] != nil {
            try Data(run.output.utf8).write(to: file)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == run.output)
    }

    @Test(arguments: files)
    func theShellUnderstandsItsFile(shell: String, name: String) throws {
        let account = try Account()
        // bash is everywhere; what is not installed cannot be asked.
        guard shell == "bash" || FileManager.default.isExecutableFile(atPath: "/usr/bin/\(shell)") else { return }
        let checked = try account.start("/usr/bin/env", [shell, "-n", folder.appending(path: name).path]).wait()
        #expect(checked == Finished(0, ""))
    }

    @Test(arguments: files)
    func everyCommandAndOptionIsInTheFile(shell: String, name: String) throws {
        let account = try Account()
        let script = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        for command in try account.subcommands() {
            #expect(script.contains(command))
            let help = try account.mbm([command, "--help"]).output
            let options = help.split(separator: "\n").flatMap { $0.split(whereSeparator: { " ,<".contains($0) }) }
                .filter { $0.hasPrefix("--") && $0.dropFirst(2).allSatisfy { $0.isLetter || $0 == "-" } }
            for option in options {
                let written = shell == "fish" ? "-l '\(option.dropFirst(2))'" : String(option)
                #expect(script.contains(written), "\(command) \(option)")
            }
        }
    }

    @Test func withoutAHubTheShellIsToldNothingAndAtOnce() throws {
        let account = try Account()
        #expect(try account.completions("board-execute", "esp") == Finished(0, ""))
        account.environment["MBM_HUB"] = "127.0.0.1:\(try freePort())"
        #expect(try account.completions("board-execute", "esp") == Finished(0, ""))
    }

    @Test func aHubThatIsMuteKeepsTheShellForAMomentOnly() throws {
        let account = try Account()
        let port = try freePort()
        let listener = try Listener(port: port)
        account.environment["MBM_HUB"] = "127.0.0.1:\(port)"
        let start = ContinuousClock.now
        #expect(try account.completions("board-execute", "esp") == Finished(0, ""))
        #expect(ContinuousClock.now - start < .seconds(4))
        withExtendedLifetime(listener) {}
    }
}

@Suite(.serialized, .fleet(1)) struct LiveCompletionTests {
    @Test(arguments: [
        (["board-execute", "boa"], ["board-1"]), (["board-list", "esp"], ["esp8266-1", "esp8266-2", "esp8266-10"]),
        (["board-upload", "board-1,esp8266-1"], ["board-1,esp8266-1", "board-1,esp8266-10"]),
        (["board-execute", "esp8266-[1-2]!b"], ["esp8266-[1-2]!board-1"]), (["board-execute", "esp8266-["], []),
        (["board-rename", "board"], ["board-1"]), (["shell", "--use", "b"], ["board-1"]),
        (["board", "board-1", "m"], ["mkdir", "mem_free"]), (["board-up"], ["board-upload"]),
        (["board-execute", "--fo"], ["--fold"]), (["board-execute", "--color", "a"], ["auto", "always"]),
    ])
    func bashCompletes(words: [String], expected: [String]) throws {
        let fleet = try fleet
        try register(fleet)
        let run = try fleet.account.completions(words)
        #expect(run == Finished(0, expected.map { $0 + "\n" }.joined()))
    }

    @Test func theHubOnTheCommandLineIsAsked() throws {
        let fleet = try fleet
        let account = try Account()
        let password = fleet.account.directory.file("home/state/mbm/hub-\(fleet.hub.port)/password")
        let options = ["--hub", "127.0.0.1:\(fleet.hub.port)", "--hub-password-file", password]
        #expect(try account.completions(["board-list"] + options + ["board"]) == Finished(0, "board-1\n"))
    }

    @Test func tabAtAPromptOfBashWritesTheName() throws {
        let fleet = try fleet
        try register(fleet)
        let mbm = try Pty.builtProgram("mbm")
        let path = mbm.split(separator: "/").dropLast().map { "/" + $0 }.joined()
        let terminal = try Pty(
            "/usr/bin/env", ["bash", "--norc", "--noprofile", "-i"],
            environment: fleet.account.environment.merging(
                ["PATH": "\(path):/usr/bin:/bin", "PS1": "ready> ", "TERM": "xterm", "HISTFILE": "/dev/null"]
            ) { $1 })
        try terminal.expect("ready> ", within: 20)
        try terminal.send("source \(folder.path)/mbm.bash && cd / && echo lo''aded\r")
        try terminal.expect("loaded", within: 20)
        try terminal.send("mbm board-execute board\t")
        try terminal.expect("mbm board-execute board-1 ", within: 20)
        try terminal.send("\u{15}exit\r")
        #expect(try terminal.wait() == .status(0))
    }

    @Test(arguments: [
        ("mbm board-execute boa", "mbm:board-execute:board-1"), ("mbm board-rename board", "mbm:board-rename:board-1"),
        ("mbm shell --use b", "mbm:shell:--use:board-1"), ("mbm board-up", "mbm:board-upload"),
        ("mbm board-list 'esp8266-[1-2]!b", "mbm:board-list:esp8266-[1-2]!board-1"),
        ("mbm board-execute --fo", "mbm:board-execute:--fold"), ("mbm board-list es", "mbm:board-list:esp8266-"),
        ("mbm board-list board-1,esp8266-10", "mbm:board-list:board-1,esp8266-10"),
    ])
    func tabAtAPromptOfFishWritesTheName(line: String, words: String) throws {
        let terminal = try fish()
        try terminal.send("\(line)\t")
        // What is typed is read when the completion is done: Ctrl-A goes to the beginning of the line.
        try terminal.send("\u{1}string join -- : \r")
        try terminal.expect("\(words)\r\n", within: 20)
        try terminal.send("exit\r")
        #expect(try terminal.wait() == .status(0))
    }

    @Test func tabAtAPromptOfFishListsTheBoards() throws {
        let terminal = try fish()
        try terminal.send("mbm board-list esp\t")
        try terminal.wait("the list", within: 20) {
            terminal.screen.text.contains { $0.hasPrefix("esp8266-1  esp8266-2  esp8266-10") }
        }
    }

    /// A fish that knows mbm's completions, at its prompt. (It gives the command line to them only where it has one.)
    private func fish() throws -> Pty {
        let fleet = try fleet
        try register(fleet)
        let mbm = try Pty.builtProgram("mbm")
        let path = mbm.split(separator: "/").dropLast().map { "/" + $0 }.joined()
        let terminal = try Pty(
            "/usr/bin/env", ["fish", "--no-config", "-C", "function fish_prompt; echo 'ready> '; end"],
            environment: fleet.account.environment.merging(["PATH": "\(path):/usr/bin:/bin", "TERM": "xterm"]) { $1 })
        try terminal.expect("ready> ", within: 20)
        try terminal.send("source \(folder.path)/mbm.fish; and echo lo''aded\r")
        try terminal.expect("loaded", within: 20)
        try terminal.expect("ready> ", within: 20)
        return terminal
    }

    private func register(_ fleet: RealFleet) throws {
        for name in ["esp8266-10", "esp8266-2", "esp8266-1"] {
            try fleet.hub.ask(Command("HSET", "boardmeta:\(name)", "platform", "esp8266"))
        }
    }
}

extension Account {
    func completions(_ words: String...) throws -> Finished { try completions(words) }

    /// What bash offers for the last of `words`, one a line.
    func completions(_ words: [String]) throws -> Finished {
        let script = """
            source "$1" && PATH=$2:$PATH && shift 2
            COMP_WORDS=(mbm "$@") COMP_CWORD=$#
            COMP_LINE="${COMP_WORDS[*]}" && COMP_POINT=${#COMP_LINE}
            _mbm mbm "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            for word in "${COMPREPLY[@]}"; do printf '%s\\n' "$word"; done
            """
        let mbm = try Pty.builtProgram("mbm")
        let path = mbm.split(separator: "/").dropLast().map { "/" + $0 }.joined()
        return try start(
            "/usr/bin/env", ["bash", "-c", script, "bash", folder.appending(path: "mbm.bash").path, path] + words
        ).wait()
    }

    /// The subcommands that `mbm --help` lists.
    func subcommands() throws -> [String] {
        let lines = try mbm(["--help"]).output.split(separator: "\n")
        let listed = lines.drop { $0 != "SUBCOMMANDS:" }.dropFirst()
        return listed.compactMap { line in
            guard line.hasPrefix("  "), line.dropFirst(2).first?.isLowercase == true else { return nil }
            return line.split { " ,".contains($0) }.first.map(String.init)
        }
    }
}
