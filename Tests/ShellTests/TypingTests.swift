import Testing

@testable import Shell

@Suite struct TypingTests {
    /// The cursor is at `|`.
    private static let enters: [(String, sends: Bool, sendsWhole: Bool)] = [
        ("x = 1|", true, true), ("|", true, true), ("x = (1,|", false, false), ("x = '''a|", false, false),
        ("x = 1 + \\|", false, false), ("if x:|", false, true), ("if x: y|", false, true),
        ("if x:\n    y|", false, true), ("if x:\n    y\n|", true, true), ("if x:\n    y\n    |", true, true),
        ("if x:\n    y\n|   ", true, true), ("if x:|\n    y\n", false, false), ("if x:\n    y|\n", true, true),
        ("if x:\n    y|\n  \n", true, true), ("if x:\n    y|z", false, true), ("if x:\n|    y", false, true),
        ("x = (1,\n2|)", true, true), ("x = (1,|\n2)", false, false), ("if x:\n    y = (1,|", false, false),
        ("use a[1-|", true, true), ("put a(|", true, true), ("@a|", false, true), ("x\ny|", true, true),
    ]

    @Test(arguments: enters) func enterSends(_ text: String, _ sends: Bool, _ sendsWhole: Bool) {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        for (isWhole, expected) in [(false, sends), (true, sendsWhole)] {
            #expect(
                Statements.sends(before: parts[0], after: parts[1], isWhole: isWhole, verbs: ["use", "put"]) == expected
            )
        }
    }

    private static let indentations: [(String, String)] = [
        ("", ""), ("x = 1", ""), ("if x:", "    "), ("if x: # why:", "    "), ("if x: y", ""), ("# why:", ""),
        ("if x:\n    y", "    "), ("if x:\n    if y:", "        "), ("if x:\n  y", "  "), ("if x:\n  if y:", "      "),
        ("if x:\n\ty", "\t"), ("if x:\n\tif y:", "\t\t"), ("if x:\n\treturn", ""), ("if x:\n\tif y:\n\t\tpass", "\t"),
        ("def f():\n    return 1", ""), ("def f():\n    if x:\n        raise E", "    "),
        ("while x:\n   break", ""), ("while x:\n      continue", "    "), ("while x:\n    passed = 1", "    "),
        ("pass", ""), ("if x: return", ""),
        // A statement of several lines
        ("def f(a,\n      b):", "    "), ("if x:\n    y = (1,\n         2)", "    "), ("if x:\n    y = (1,", "    "),
        ("if x:\n    y = (1,\n         2,", "         "), ("def f():\n    return (1,\n            2)", ""),
        ("x = {1:", ""), ("x = [\n    1:", "    "), ("def f():\n    '''Does.", "    "),
        ("def f():\n    '''Does:\n  this", "  "), ("def f():\n    '''Does.'''", "    "), ("    x = \\\n  1", "    "),
        // Blank lines
        ("if x:\n    y\n", ""), ("if x:\n    y\n    ", "    "), ("if x:\n    y\n  ", "  "),
    ]

    @Test(arguments: indentations) func aLineBeginsWithItsIndentation(_ text: String, _ indentation: String) {
        #expect(Statements.indentation(after: text) == indentation)
    }
}

@Suite struct HintTests {
    @Test(arguments: [
        ("put", " LOCAL… [REMOTE]"), ("put ", "LOCAL… [REMOTE]"), ("put a.py", " [LOCAL…] [REMOTE]"),
        ("put a.py ", "[LOCAL…] [REMOTE]"), ("put a.py b.py ", "[LOCAL…] [REMOTE]"), ("%put ", "LOCAL… [REMOTE]"),
        ("put 'a b", " [LOCAL…] [REMOTE]"), ("put 'a ", " [LOCAL…] [REMOTE]"), ("rename ", "BOARD NAME"),
        ("rename a", " NAME"), ("rename a ", "NAME"), ("rename a b", nil), ("rename a b ", nil), ("use", " [BOARDS]"),
        ("use ", "[BOARDS]"), ("use a", nil), ("use a,b c", nil), ("ls ", "[-l] [-R] [PATH…]"), ("exit", nil),
        ("exit ", nil),
        ("", nil), ("pu", nil), ("x = 1", nil), ("put = 1", nil), ("put(", nil), (" put ", nil), ("put x\n", nil),
        ("help()", nil), ("nonsense ", nil), ("put -", " [-r] [-v] [--each] [--exclude PATTERN] [LOCAL…] [REMOTE]"),
        ("put -r ", "LOCAL… [REMOTE]"), ("put --exclude ", "PATTERN LOCAL… [REMOTE]"), ("%", nil), ("%nonsense ", nil),
    ])
    func whatIsLeftIsShown(line: String, hint: String?) {
        #expect(Verb.hint(line) == hint)
    }

    @Test(arguments: [
        ("set [NAME [VALUE]]", "", "[NAME [VALUE]]"), ("set [NAME [VALUE]]", "a ", "[VALUE]"),
        ("set [NAME [VALUE]]", "a b", ""), ("get [-r] REMOTE… [LOCAL]", "", "[-r] REMOTE… [LOCAL]"),
        ("get [-r] REMOTE… [LOCAL]", "-r ", "REMOTE… [LOCAL]"),
        ("get [-r] REMOTE… [LOCAL]", "a ", "[-r] [REMOTE…] [LOCAL]"),
        ("get [-r] REMOTE… [LOCAL]", "a -r ", "[REMOTE…] [LOCAL]"), ("rm [-n COUNT] PATH", "-n ", "COUNT PATH"),
        ("rm [-n COUNT] PATH", "-n 3 ", "PATH"), ("rm [-n COUNT] PATH", "-x ", "[-n COUNT]"), ("bare", "x", ""),
        ("plot EXPR [every SECONDS] [--csv FILE]", "x ", "[every SECONDS] [--csv FILE]"),
        ("plot EXPR [every SECONDS] [--csv FILE]", "x + 1 ", "[every SECONDS] [--csv FILE]"),
        ("plot EXPR [every SECONDS] [--csv FILE]", "x every ", "SECONDS [--csv FILE]"),
        ("plot EXPR [every SECONDS] [--csv FILE]", "x every 2 ", "[--csv FILE]"),
        ("group [-d] [NAME] [= BOARDS]", "a ", "[-d] [= BOARDS]"),
        ("group [-d] [NAME] [= BOARDS]", "a = ", "[-d] BOARDS"), ("jobs [N [cancel]]", "1 ", "[cancel]"),
        ("jobs [N [cancel]]", "1 cancel ", ""),
    ])
    func whatWasTypedIsTakenOff(synopsis: String, arguments: String, rest: String) {
        #expect(Synopsis(synopsis).rest(after: arguments) == rest)
    }
}
