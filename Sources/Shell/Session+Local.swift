internal import Fleet
internal import Processes

/// What a shell may use of the machine it runs on.
package struct LocalMachine {
    /// The user's home, for `~`.
    package var home: String?
    /// The editor, as the user's shell would run it.
    package var editor: String
    /// The folder for temporary files.
    package var temporary: String
    /// Whether a person is at a terminal.
    package var isInteractive: Bool
    /// Whether the lines come from standard input, which then belongs to nobody else.
    package var readsScript: Bool
    /// Whether mbm was asked to end.
    package var isLeaving: () -> Bool

    package init(
        home: String? = nil, editor: String = "vi", temporary: String = "/tmp", isInteractive: Bool = false,
        readsScript: Bool = false, isLeaving: @escaping () -> Bool = { false }
    ) {
        self.home = home
        self.editor = editor
        self.temporary = temporary
        self.isInteractive = isInteractive
        self.readsScript = readsScript
        self.isLeaving = isLeaving
    }
}

/// - Throws: for a command that is none.
func checkLocal(_ command: String) throws {
    guard !command.utf8.allSatisfy(isBlank) else { throw UsageError("! wants a command of this machine: !COMMAND") }
}

// Programs of this machine.
extension Session {
    /// Runs a command by `/bin/sh`, with the terminal in its hands. A script's arguments are the command's own `$1` ….
    func runLocally(_ command: String) throws -> ExitStatus {
        try checkLocal(command)
        let parameters = scope?.script.parameters.map { [$0.name] + $0.arguments } ?? []
        let ending = try runInForeground(Program("/bin/sh", ["-c", command] + parameters))
        if ending == .exited(0) { return .ok }
        if isInterrupted {
            // The terminal has shown ^C in the line where the cursor still is.
            if local.isInteractive { output.note("") } else { tell("interrupted") }
            return .interrupted
        }
        tell(sentence(ending))
        return .usage
    }

    private func runInForeground(_ program: Program) throws -> Ending {
        let ending = try Processes.runInForeground(
            program, input: local.readsScript ? .null : .inherit, output: output.style.isJSON ? .error : .inherit,
            isLeaving: local.isLeaving)
        // Ctrl-C was for the program. If it ended by it, so does the line.
        if context.interrupts() > 0, ending.isByInterrupt { noteInterrupt() }
        return ending
    }

    private func sentence(_ ending: Ending) -> String {
        switch ending {
        case .exited(let status): "exited with status \(status)"
        case .signalled: "\(ending)"
        }
    }

    // MARK: Typed lines

    /// Runs what somebody typed, or pasted as a whole.
    package func type(_ text: String) -> ExitStatus {
        do {
            let statements = try Statements.split(text, verbs: Verb.names)
            if statements.contains(where: \.isPython) { lastBlock = text }
            return run(statements)
        } catch {
            tell("\(error)")
            return .usage
        }
    }

    /// What `edit` has run since this was last asked: it belongs into the history.
    package func takeEdited() -> String? {
        defer { edited = nil }
        return edited
    }

    /// Opens the last Python in the user's editor and runs what was saved; or a file of boards, which is put back.
    func edit(_ words: [String]) throws -> ExitStatus {
        guard words.count <= 1 else { throw UsageError("edit takes one file of boards, or nothing: edit [REMOTE]") }
        guard local.isInteractive, scope == nil else { throw UsageError.noEditor }
        if let path = words.first { return try edit(file: path) }
        let folder = try makeEditFolder()
        defer { LocalFile.remove(folder) }
        let file = "\(folder)/block.py"
        let before = lastBlock.isEmpty || lastBlock.hasSuffix("\n") ? lastBlock : lastBlock + "\n"
        try LocalFile.write(Array(before.utf8), to: file, isPrivate: true)
        if let why = try openEditor(file) { throw UsageError("nothing is sent: \(why)") }
        let text = String(decoding: try LocalFile.read(file), as: UTF8.self)
        guard text != before else { throw UsageError("nothing is sent: nothing was changed") }
        guard !text.allSatisfy(\.isWhitespace) else { throw UsageError("nothing is sent: the file is empty") }
        var block = text
        while block.last?.isNewline ?? false { block.removeLast() }
        edited = block
        return type(block)
    }

    /// A folder of the person's own for what is edited.
    func makeEditFolder() throws -> String {
        let folder = "\(local.temporary)/mbm-edit-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        try LocalFile.makeFolder(folder, isPrivate: true)
        return folder
    }

    /// Has the person edit a file.
    /// - Returns: why what is in the file now does not count; nil: it does.
    func openEditor(_ file: String) throws -> String? {
        // What Ctrl-C and Ctrl-\ mean is for the editor to say: the shell around it waits.
        let command = "trap : INT QUIT; \(local.editor) \"$1\""
        let ending = try runInForeground(Program("/bin/sh", ["-c", command, "sh", file]))
        guard ending != .exited(0) else { return nil }
        return "\(local.editor) \(sentence(ending)) (VISUAL or EDITOR name another editor)"
    }
}

extension Statement {
    fileprivate var isPython: Bool {
        if case .python = content { true } else { false }
    }
}

extension Ending {
    /// As shells tell it of what they ran, or of themselves.
    fileprivate var isByInterrupt: Bool { self == .signalled(2) || self == .exited(130) }
}
