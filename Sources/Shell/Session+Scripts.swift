internal import BoardClient
internal import Fleet

/// What holds for the lines of a script while they run.
struct ScriptScope {
    let script: Script
    /// Whether lines after one that failed run.
    let keepsGoing: Bool
    /// How many scripts wait for this one to end.
    let depth: Int
}

extension Session {
    /// More than anybody needs, and few enough that a script that calls itself is told so.
    private static let deepest = 20

    /// Runs the lines of a script; stops at the first that fails.
    /// - Parameter keepGoing: does not stop then.
    /// - Returns: what it came to, of several causes the highest.
    package func run(_ script: Script, keepGoing: Bool = false) -> ExitStatus {
        within(script, keepGoing: keepGoing) {
            var splitter = Statements(verbs: Verb.names)
            var status = ExitStatus.ok
            while let line = script.nextLine() {
                do throws(NulByteError) {
                    guard run(try splitter.feed(line), &status) else { return status }
                } catch {
                    stand(at: error.line)
                    tell("\(error)")
                    status = max(status, .usage)
                    if !keepGoing { return status }
                }
            }
            // While it waited for a line.
            if context.interrupts() > 0 { return .interrupted }
            if let last = splitter.finish() { _ = run([last], &status) }
            return status
        }
    }

    /// Does `body` while the lines of `script` are what runs.
    func within(_ script: Script, keepGoing: Bool, _ body: () -> ExitStatus) -> ExitStatus {
        let outer = (scope, place, output.at)
        defer { (scope, place, output.at) = outer }
        scope = ScriptScope(script: script, keepsGoing: keepGoing, depth: outer.0.map { $0.depth + 1 } ?? 0)
        return body()
    }

    /// Notes which line of the script runs now.
    private func stand(at line: Int) {
        guard let scope else { return }
        output.at = "\(scope.script.name):\(line)"
        place = "\(scope.script.name):\(line): "
    }

    /// Runs statements one by one.
    /// - Parameter status: grows to what they come to.
    /// - Returns: whether to go on.
    func run(_ statements: [Statement], _ status: inout ExitStatus) -> Bool {
        for statement in statements {
            stand(at: statement.firstLine)
            failed = []
            let own = tolerated(run([statement]))
            status = max(status, own)
            if isOver || isInterrupted || rolling?.isBatchOver ?? false { return false }
            if own != .ok, !(scope?.keepsGoing ?? false) { return false }
        }
        return true
    }

    /// A line once the script's arguments are in their places.
    func expanded(_ line: Line) throws -> Line {
        guard case .verb(let name, let arguments) = line, let parameters = scope?.script.parameters,
            let verb = Verb.named(name)
        else { return line }
        return .verb(name: name, arguments: try verb.expand(arguments, parameters).text)
    }

    func source(_ words: [String]) throws -> ExitStatus {
        let (file, arguments) = try sourced(words)
        guard (scope?.depth ?? 0) < Self.deepest else {
            throw UsageError("\(Self.deepest) scripts wait for this one already: does \(file) source itself?")
        }
        return run(
            try Script(file: localPath(file), arguments: arguments), keepGoing: scope?.keepsGoing ?? false)
    }

    func exit(_ words: [String], _ sentence: String) throws -> ExitStatus {
        try takesNothing(words, sentence)
        isOver = true
        return .ok
    }

    /// A path of this machine, in which `~` is the user's home.
    func localPath(_ path: String) -> String {
        guard let home = local.home, path == "~" || path.hasPrefix("~/") else { return path }
        return home + path.dropFirst()
    }

    // MARK: sys.argv

    /// The statement that gives boards the script's arguments, if some of them do not have them yet.
    func argumentStatements(for boards: [String]) -> [String] {
        guard let parameters = scope?.script.parameters, boards.contains(where: { argumentsSent[$0] != parameters })
        else { return [] }
        return [BoardClient.arguments([parameters.name] + parameters.arguments)]
    }

    /// Notes who has the script's arguments now: whoever ran the request.
    func noteArguments(_ result: JobResult) {
        guard let parameters = scope?.script.parameters else { return }
        for (board, outcome) in result.outcomes {
            switch outcome {
            case .ok, .raised, .interrupted: argumentsSent[board] = parameters
            case .silent, .refused: argumentsSent[board] = nil
            }
        }
    }
}
