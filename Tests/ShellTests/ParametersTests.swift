import Testing

@testable import Shell

/// The arguments of a script in the arguments of its verbs.
@Suite struct ParametersTests {
    private static let hostile = ["a b", "'", "\"", "\\", "$1", "", "\"\u{301}", "a\nb", "é *", "'; use x"]

    @Test(arguments: [
        ("", []), ("a", ["a"]), ("$1", ["main.py"]), ("lib/$1", ["lib/main.py"]), ("${1}x", ["main.pyx"]),
        ("$0 $#", ["s.mbm", "11"]), ("$2", ["a b"]), ("\"$2\"", ["a b"]), ("x$2/y", ["xa b/y"]),
        ("${10}", ["ten"]), ("$10", ["main.py0"]), ("${11}", ["eleven"]),
        ("$$1", ["$1"]), ("'$1'", ["$1"]), ("\\$1", ["$1"]), ("\"\\$1\"", ["$1"]), ("\"$$\"", ["$"]),
        ("'a'$1'$1'", ["amain.py$1"]), ("\"'$1'\"", ["'main.py'"]), ("\\'$1", ["'main.py"]), ("\\\\$1", ["\\main.py"]),
    ])
    func valuesTakeTheirPlaceInWords(text: String, words: [String]) throws {
        let arguments = ["main.py", "a b"] + (3...9).map { "\($0)" } + ["ten", "eleven"]
        let parameters = Parameters(name: "s.mbm", arguments: arguments)
        #expect(try splitWords(parameters.expand(text, in: .words).text) == words)
    }

    @Test(arguments: hostile) func aValueStaysOneWordWhateverItHolds(value: String) throws {
        let parameters = Parameters(name: value, arguments: [value])
        for text in ["$1", "\"$1\"", "${1}", "$0", "$@", "\"$@\""] {
            #expect(try splitWords(parameters.expand(text, in: .words).text) == [value], "\(text)")
        }
        #expect(try splitWords(parameters.expand("a$1'b'\"$1\"", in: .words).text) == ["a\(value)b\(value)"])
        #expect(try parameters.expand("$1", in: .text).text == value)
    }

    @Test func allArgumentsAreAWordEach() throws {
        let parameters = Parameters(name: "s", arguments: Self.hostile)
        #expect(try splitWords(parameters.expand("x $@ lib/", in: .words).text) == ["x"] + Self.hostile + ["lib/"])
        #expect(try splitWords(parameters.expand("\"$@\"", in: .words).text) == Self.hostile)
        #expect(try splitWords(Parameters(name: "s", arguments: []).expand("x $@", in: .words).text) == ["x"])
    }

    @Test(arguments: [
        ("esp-[$1-$2]", "esp-[1-3]"), ("'$1'", "'1'"), ("$$", "$"), ("\\$1", "$1"), ("a ! $2", "a ! 3"), ("\\a", "\\a"),
    ])
    func aRangeIsText(text: String, expected: String) throws {
        #expect(try Parameters(name: "s", arguments: ["1", "3"]).expand(text, in: .text).text == expected)
    }

    @Test(arguments: [
        ("$1", "argument 1 is missing: s was given none"), ("${12}", "argument 12 is missing"), ("$x", "before \"x\""),
        ("a $", "at the end"), ("$ 1", "before a blank"), ("${1", "not closed"), ("${x}", "there is no ${x}"),
        ("${}", "there is no ${}"), ("${+1}", "there is no ${+1}"), ("\"$HOME\"", "before \"H\""),
        ("${99999999999999999999}", "there is no"),
    ])
    func whatIsNotThereIsSaid(text: String, sentence: String) {
        let parameters = Parameters(name: "s", arguments: [])
        #expect { try parameters.expand(text, in: .words) } throws: { "\($0)".contains(sentence) }
    }

    @Test(arguments: [
        ("$1", true), ("$#", true), ("$@", true), ("$0", true), ("'$1'", false), ("$$", false), ("a", false),
        ("\\$1", false), ("${12}", true),
    ])
    func whetherThereIsAValueIsKnownWithoutIt(text: String, hasValues: Bool) throws {
        var parameters = Parameters(name: "s", arguments: [])
        parameters.isOpen = true
        #expect(try parameters.expand(text, in: .words).hasValues == hasValues)
    }

    @Test(arguments: [
        ("use", "$1", "a b"), ("use", "+$1", "+a b"), ("boards", "$2-*", "'1/0'-*"), ("group", "lab = $1", "lab = a b"),
        ("put", "$1 $3", "'a b' 2"), ("on", "$1: ls $1", "a b: %ls 'a b'"), ("on", "a: print('$1')", "a: print('$1')"),
        ("on", "$1:  x", "a b: x"), ("watch", "$3 ls $1", "2 %ls 'a b'"), ("watch", "$3", "2 "),
        ("watch", "2 print('$1')", "2 print('$1')"), ("watch", "2 on $1: print($1)", "2 %on a b: print($1)"),
        ("plot", "x['$1'] every $3", "x['$1'] every $3"), ("set", "jobs $3", "jobs 2"),
    ])
    func everyVerbTakesValuesInItsOwnWay(name: String, text: String, expected: String) throws {
        let verb = try #require(Verb.named(name))
        let parameters = Parameters(name: "s", arguments: ["a b", "'1/0'", "2"])
        #expect(try verb.expand(text, parameters).text == expected)
    }

    /// A line is what the script says; no value becomes one, or part of one.
    @Test(arguments: [
        ("on", "$1: x", "a: 1/0"), ("on", "$1: x", "a:"), ("on", "$1: x", "a:\n1/0"), ("watch", "$1", "2 1/0"),
        ("watch", "$1 x", "2\t1/0"),
    ])
    func noValueBecomesALine(name: String, text: String, value: String) throws {
        let verb = try #require(Verb.named(name))
        #expect(throws: UsageError.self) { try verb.expand(text, Parameters(name: "s", arguments: [value])) }
    }
}
