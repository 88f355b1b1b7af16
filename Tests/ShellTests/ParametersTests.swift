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
        #expect(try splitWords(parameters.expand(text, in: .words)) == words)
    }

    @Test(arguments: hostile) func aValueStaysOneWordWhateverItHolds(value: String) throws {
        let parameters = Parameters(name: value, arguments: [value])
        for text in ["$1", "\"$1\"", "${1}", "$0", "$@", "\"$@\""] {
            #expect(try splitWords(parameters.expand(text, in: .words)) == [value], "\(text)")
        }
        #expect(try splitWords(parameters.expand("a$1'b'\"$1\"", in: .words)) == ["a\(value)b\(value)"])
        #expect(try parameters.expand("$1", in: .text) == value)
    }

    @Test func allArgumentsAreAWordEach() throws {
        let parameters = Parameters(name: "s", arguments: Self.hostile)
        #expect(try splitWords(parameters.expand("x $@ lib/", in: .words)) == ["x"] + Self.hostile + ["lib/"])
        #expect(try splitWords(parameters.expand("\"$@\"", in: .words)) == Self.hostile)
        #expect(try splitWords(Parameters(name: "s", arguments: []).expand("x $@", in: .words)) == ["x"])
    }

    @Test(arguments: [
        ("esp-[$1-$2]", "esp-[1-3]"), ("'$1'", "'1'"), ("$$", "$"), ("\\$1", "$1"), ("a ! $2", "a ! 3"), ("\\a", "\\a"),
    ])
    func aRangeIsText(text: String, expected: String) throws {
        #expect(try Parameters(name: "s", arguments: ["1", "3"]).expand(text, in: .text) == expected)
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
        ("\\$1", false),
    ])
    func whetherAValueIsUsedIsKnownWithoutIt(text: String, isUsed: Bool) throws {
        #expect(try Parameters.isUsed(in: text, .words) == isUsed)
    }
}
