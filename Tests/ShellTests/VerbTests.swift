import Redis
import Testing

@testable import Fleet
@testable import Shell

@Suite struct VerbTests {
    @Test(arguments: Verb.all.map(\.name)) func aVerbIsExplained(name: String) throws {
        let verb = try #require(Verb.named(name))
        #expect(verb.synopsis == name || verb.synopsis.hasPrefix(name + " "))
        #expect(verb.example == name || verb.example.hasPrefix(name + " "))
        #expect((1...28).contains(verb.brief.count) && verb.brief.first?.isUppercase == false)
        #expect(!verb.summary.isEmpty && verb.summary.first?.isUppercase == false && verb.summary.last != ".")
        #expect(verb.arguments.isEmpty == (verb.synopsis == name))
    }

    @Test(arguments: Verb.all.map(\.example)) func anExampleIsTheVerb(example: String) {
        guard case .verb(let name, _) = Line(example, verbs: Verb.names) else {
            Issue.record("no verb: \(example)")
            return
        }
        #expect(example.hasPrefix(name))
    }

    @Test func allVerbsFitOnOneScreen() {
        #expect(Session.overview.count <= 23)
        #expect(Session.overview.allSatisfy { $0.count < 80 })
        for verb in Verb.all { #expect(Session.overview.contains { $0.contains("  \(verb.name) ") }) }
        for (title, _) in Verb.groups { #expect(Session.overview.contains { $0.contains(title) }) }
    }

    @Test func namesAreUnique() {
        #expect(Verb.names.count == Verb.all.count)
        #expect(Verb.named("nonsense") == nil)
        #expect(Verb.named("") == nil)
    }

    @Test(arguments: [
        ("pu", "put"), ("putt", "put"), ("pit", "put"), ("upt", "put"), ("boadrs", "boards"), ("board", "boards"),
        ("reneme", "rename"), ("hepl", "help"), ("foret", "forget"), ("exitt", "exit"), ("resett", "reset"),
        ("", nil), ("x", nil), ("l", nil), ("print", nil), ("putput", nil), ("import", nil), ("for", nil), ("日本", nil),
        ("é", nil),
    ])
    func oneSlipIsRecognised(word: String, verb: String?) {
        #expect(Verb.closest(to: word) == verb)
    }
}

@Suite struct ExitStatusTests {
    private static let address = Address.tcp(host: "h", port: 1)

    @Test(arguments: [
        (FleetError.noHub, Shell.ExitStatus.noHub), (.hubOutOfReach(.notRedis(address)), .noHub),
        (.hubLost(address, ""), .noHub), (.wantsPassword(address), .noHub), (.passwordRefused(address), .noHub),
        (.keepsToItself(address), .noHub), (.tooOld(address, version: "6"), .noHub), (.otherReply(""), .noHub),
        (.notOurs(port: 1), .noHub), (.noRedis, .noHub), (.portTaken(1), .noHub), (.notStarted(""), .noHub),
        (.notStopped(log: ""), .noHub), (.unprotected(version: "6"), .noHub),
        (.unknownBoards(["a"], known: 1), .silent), (.nameTaken("a"), .silent),
        (.notRenamed("a", to: "b", ""), .silent),
        (.offline("a"), .silent), (.badName("a"), .usage), (.noHome, .usage), (.file(path: "", ""), .usage),
        (.setting(""), .usage),
    ])
    func anErrorHasItsStatus(error: FleetError, status: Shell.ExitStatus) {
        #expect(Shell.ExitStatus(error) == status)
    }

    @Test func whatCannotBeUnderstoodIsUsage() throws {
        #expect(Shell.ExitStatus(UsageError("no")) == .usage)
        #expect(throws: (any Error).self) { try splitWords("'") }
        do { _ = try splitWords("'") } catch { #expect(Shell.ExitStatus(error) == .usage) }
        do { _ = try BoardRange("[") } catch { #expect(Shell.ExitStatus(error) == .usage) }
    }

    @Test(arguments: [
        (Outcome.ok, Shell.ExitStatus.ok), (.raised(PythonException(kind: "E", message: "")), .raised),
        (.interrupted, .interrupted),
        (.silent(""), .silent), (.refused(""), .silent),
    ])
    func anOutcomeHasItsStatus(outcome: Outcome, status: Shell.ExitStatus) {
        #expect(Shell.ExitStatus(outcome) == status)
    }

    @Test func theHighestApplies() {
        let all: [Shell.ExitStatus] = [.ok, .raised, .usage, .silent, .noHub, .interrupted]
        #expect(all.map(\.rawValue) == [0, 1, 2, 3, 4, 130])
        #expect(all.shuffled().sorted() == all)
    }

    /// They are for people: no case names, no quotes of the program's own types.
    @Test(arguments: [
        FleetError.noHub, .hubOutOfReach(.notRedis(address)), .hubLost(address, "reason"), .wantsPassword(address),
        .passwordRefused(address), .keepsToItself(address), .tooOld(address, version: "6.2"), .otherReply("ERR"),
        .notOurs(port: 7), .noRedis, .portTaken(7), .notStarted("reason"), .notStopped(log: "/log"),
        .unprotected(version: "6.2"), .unknownBoards(["a-1", "a-2"], known: 3), .unknownBoards(["a"], known: 0),
        .badName("a b"), .nameTaken("a"), .notRenamed("a", to: "b", "reason"), .offline("a"), .noHome,
        .file(path: "/p", "reason"), .setting("A sentence"),
    ])
    func anErrorIsASentence(error: FleetError) {
        #expect(!"\(error)".contains("(\"") && !"\(error)".contains("Optional"))
        #expect("\(error)".count > 5)
    }
}
