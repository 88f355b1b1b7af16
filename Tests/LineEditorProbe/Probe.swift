import Processes
import Shell
import Terminal

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A program around the line editor for the tests: shows what `readLine` gave, one line each.
///
/// Arguments: `--history FILE`, `--prompt TEXT`, `--watch` (a line from descriptor 3 is printed above the prompt, the
/// line `leave` ends the editing), `--blocks` (Enter begins lines and indents them as the shell does), `--hints` (those of
/// the shell), `--notes` (verbs with their summaries are completed).
@main
struct Probe {
    static func main() {
        var arguments = CommandLine.arguments.dropFirst().makeIterator()
        var prompt = "probe> "
        var path: String?
        var watches = false
        var options: Set<String> = []
        while let argument = arguments.next() {
            switch argument {
            case "--history": path = arguments.next()
            case "--prompt": prompt = arguments.next() ?? prompt
            case "--watch": watches = true
            case "--blocks", "--hints", "--notes": options.insert(argument)
            default: exit(2)
            }
        }
        run(prompt: prompt, history: History(path: path) { say("warning: \($0)") }, watches: watches, options)
    }

    private static func run(prompt: String, history: History, watches: Bool, _ options: Set<String>) {
        let interrupts = LineEditor.Interrupts(descriptor: Signals.watchInterrupts(), take: Signals.takeInterrupts)
        let program = LineEditor(
            program: "mbm", history: history, interrupts: interrupts,
            visible: { visible($0, keepingLines: false) },
            complete: { options.contains("--notes") ? completeVerb($0) : complete($0) })
        guard let editor = program else {
            say("no terminal")
            exit(3)
        }
        let termination = Signals.watchTermination()
        editor.watches = [LineEditor.Watch(descriptor: termination) { .leave }]
        if watches {
            editor.watches.append(LineEditor.Watch(descriptor: 3) { [unowned editor] in announce(editor) })
        }
        if options.contains("--blocks") {
            editor.sends = {
                Statements.sends(before: $0.before, after: $0.after, isWhole: $0.isWhole, verbs: Verb.names)
            }
            editor.indentation = Statements.indentation
        }
        if options.contains("--hints") { editor.hint = Verb.hint }
        while true {
            switch editor.readLine(prompt: prompt) {
            case .line("busy"): beBusy()
            case .line("leaves"): editor.leaves = true
            case .left: say("left")
            case .line(let text): say("line \(quoted(text))")
            case .interrupted: say("interrupted")
            case .end:
                say(Signals.takeTermination().map { "end by \($0)" } ?? "end")
                exit(0)
            }
        }
    }

    /// A job: the terminal is not edited on until Ctrl-C.
    private static func beBusy() {
        say("busy")
        var waited = [pollfd(fd: Signals.watchInterrupts(), events: Int16(POLLIN), revents: 0)]
        while Signals.takeInterrupts() == 0 { _ = poll(&waited, 1, -1) }
        say("idle")
    }

    private static func announce(_ editor: LineEditor) -> LineEditor.Watch.Answer {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(3, &buffer, buffer.count)
        let text = String(decoding: buffer[..<max(0, count)], as: UTF8.self)
        if text == "leave\n" { return .leave }
        editor.printAbove(text)
        return .stay
    }

    private static func complete(_ request: CompletionRequest) -> Completion {
        let word = String(request.text.reversed().prefix { $0 != " " }.reversed())
        let many = (1...150).map { Completion.Candidate("many-\($0)") }
        let odd = ["odd-日本", "odd-\u{1b}[31mred", "odd-new\nline"].map { Completion.Candidate($0) }
        let all =
            ["demo-1", "demo-2", "demo-12", "exit", "größe"].map { Completion.Candidate($0) } + many + odd
            + [Completion.Candidate("dir", suffix: "/")]
        return Completion(all.filter { $0.text.hasPrefix(word) }, replacing: word.count)
    }

    private static func completeVerb(_ request: CompletionRequest) -> Completion {
        let verbs = Verb.all.filter { $0.name.hasPrefix(request.text) }
        return Completion(verbs.map { Completion.Candidate($0.name, note: $0.summary) }, replacing: request.text.count)
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\n": "\\n"
            case "\t": "\\t"
            default: String(scalar)
            }
        }
        return "<" + escaped.joined() + ">"
    }

    private static func say(_ text: String) {
        print(text)
        fflush(nil)
    }
}
