import Testing

@testable import Shell

private let verbs: Set<String> = ["use", "ls", "put", "reset", "exit", "help"]

/// What a script comes to: `LINE:` and the text, a verb marked with `%`.
private func split(_ text: String) throws -> [String] {
    try Statements.split(text, verbs: verbs).map(show)
}

private func show(_ statement: Statement) -> String {
    switch statement.content {
    case .empty: "\(statement.firstLine): empty"
    case .verb(let name, let arguments): "\(statement.firstLine):%\(name) \(arguments)"
    case .unknownVerb(let name): "\(statement.firstLine):%?\(name)"
    case .local(let command): "\(statement.firstLine):!\(command)"
    case .python(let text): "\(statement.firstLine):\(text)"
    }
}

@Suite struct StatementsTests {
    private static let scripts: [(String, [String])] = [
        ("", []), ("\n\n", []), ("# a\n  # b\n", []),
        ("x = 1", ["1:x = 1"]), ("x = 1\ny = 2\n", ["1:x = 1", "2:y = 2"]), ("\n# c\n\nx", ["4:x"]),
        ("use a\nls\nx\n", ["1:%use a", "2:%ls ", "3:x"]), ("%nope\nx", ["1:%?nope", "2:x"]),
        ("use a[1-\nput it's \"x\nls (\nx", ["1:%use a[1-", "2:%put it's \"x", "3:ls (\nx"]),
        ("!ls (\n! echo '\nx", ["1:!ls (", "2:! echo '", "3:x"]), ("x = [\n!ls\n]", ["1:x = [\n!ls\n]"]),
        ("if x:\n    !ls\n!ls", ["1:if x:\n    !ls", "3:!ls"]),
        ("x = 1  # (\ny", ["1:x = 1  # (", "2:y"]),
        // Blocks
        ("for i in x:\n    print(i)\nls\n", ["1:for i in x:\n    print(i)", "3:%ls "]),
        ("for i in x:\n    ls\n    use = 3\n", ["1:for i in x:\n    ls\n    use = 3"]),
        ("def f():\n\n    x\n\n\n    ls\n\ny", ["1:def f():\n\n    x\n\n\n    ls", "8:y"]),
        ("def f():\n    x\n# c\n\n# d\ndef g():\n    y\n", ["1:def f():\n    x", "6:def g():\n    y"]),
        ("def f():\n    x\n# c\n    y\n", ["1:def f():\n    x\n# c\n    y"]),
        ("if x:\n    a\nelif y:\n    b\nelse:\n    c\nd", ["1:if x:\n    a\nelif y:\n    b\nelse:\n    c", "7:d"]),
        ("if x: a\n\n# why\nelse: b\nc", ["1:if x: a\n\n# why\nelse: b", "5:c"]),
        ("if x: a\nls", ["1:if x: a", "2:%ls "]),
        (
            "try:\n    a\nexcept(OSError):\n    b\nfinally :\n    c",
            ["1:try:\n    a\nexcept(OSError):\n    b\nfinally :\n    c"]
        ),
        ("if x:\n    a\nelse_ = 3", ["1:if x:\n    a", "3:else_ = 3"]),
        ("for i in x:\n    a\nelse:\n    b", ["1:for i in x:\n    a\nelse:\n    b"]),
        ("while True:\n\tx\n\ty\nz", ["1:while True:\n\tx\n\ty", "4:z"]),
        ("@a\n@b(\n1)\n\n# c\ndef f():\n    x\ny", ["1:@a\n@b(\n1)\n\n# c\ndef f():\n    x", "8:y"]),
        ("@a\nasync def f():\n    x\nls", ["1:@a\nasync def f():\n    x", "4:%ls "]),
        ("@a\nx = 1", ["1:@a", "2:x = 1"]), ("@a\nls\n", ["1:@a", "2:%ls "]),
        ("def f():\n    x\n@a\ndef g():\n    y", ["1:def f():\n    x", "3:@a\ndef g():\n    y"]),
        (
            "class A:\n    @p\n    def f(self): pass\n\n    x = 1\nA()",
            ["1:class A:\n    @p\n    def f(self): pass\n\n    x = 1", "6:A()"]
        ),
        ("if(x):\n  y\nz", ["1:if(x):\n  y", "3:z"]), ("iffy = 1\nformat(x)", ["1:iffy = 1", "2:format(x)"]),
        ("match x:\n    case 1:\n        ls\ny", ["1:match x:\n    case 1:\n        ls", "4:y"]),
        ("else:\n    x\ny", ["1:else:\n    x", "3:y"]),
        // Lines that go on
        ("x = (1,\n\nls\n  2)\ny", ["1:x = (1,\n\nls\n  2)", "5:y"]), ("x = [\n# ]\n]\ny", ["1:x = [\n# ]\n]", "4:y"]),
        ("x = '''a\nls\n\n  # \"\"\"\n'''\ny", ["1:x = '''a\nls\n\n  # \"\"\"\n'''", "6:y"]),
        ("x = \"\"\"a\\\"\"\"\n\"\"\"\ny", ["1:x = \"\"\"a\\\"\"\"\n\"\"\"", "3:y"]),
        ("x = '''\n:'''\ny", ["1:x = '''\n:'''", "3:y"]),
        ("x = 1 + \\\n2\ny", ["1:x = 1 + \\\n2", "3:y"]), ("x = 1 + \\\n\ny", ["1:x = 1 + \\\n", "3:y"]),
        ("x = 1 \\ \ny", ["1:x = 1 \\ ", "2:y"]), ("x # \\\ny", ["1:x # \\", "2:y"]),
        ("x = 'a\\\nls'\ny", ["1:x = 'a\\\nls'", "3:y"]), ("x = '('\ny", ["1:x = '('", "2:y"]),
        ("x = r'\\'\ny'", ["1:x = r'\\'", "2:y'"]), ("x = ''\ny = \"\"\nz", ["1:x = ''", "2:y = \"\"", "3:z"]),
        ("def f(a,\nb):\n    x\ny", ["1:def f(a,\nb):\n    x", "4:y"]),
        ("if x:\n    y = '''\nls\n'''\n    z\nw", ["1:if x:\n    y = '''\nls\n'''\n    z", "6:w"]),
        ("if x:\n    y = (\n1)\n    z\nw", ["1:if x:\n    y = (\n1)\n    z", "5:w"]),
        // Certain errors wait for nothing
        ("x = 'abc\nls", ["1:x = 'abc", "2:%ls "]), ("print(']\nls", ["1:print(']", "2:%ls "]),
        ("x = (]\nls", ["1:x = (]", "2:%ls "]), ("x)\nls", ["1:x)", "2:%ls "]),
        ("if x:\n    'abc\n    ls\ny", ["1:if x:\n    'abc\n    ls", "4:y"]),
        // The end of the input
        ("for i in x:", ["1:for i in x:"]), ("x = (1,", ["1:x = (1,"]), ("@a\n\n", ["1:@a"]),
        ("x = '''\n\n", ["1:x = '''\n\n"]),
        // Ends of lines, blanks
        ("x\r\nif y:\r\n  z\r\n\r\n  w\r\nls\r\n", ["1:x", "2:if y:\n  z\n\n  w", "6:%ls "]),
        ("x\ry\r", ["1:x", "2:y"]),
        ("\u{C}\nx\n\u{C}def f():\n    y\n\u{C}\n    z\n", ["2:x", "3:def f():\n    y\n\u{C}\n    z"]),
        ("if x:\n\u{C}    y\nz", ["1:if x:\n    y", "3:z"]),
        (" ls\n x = 1", ["1:ls", "2:x = 1"]),
        (
            "    for i in x:\n        if i:\n            a\n\n    else:\n        b\n    ls\n",
            ["1:for i in x:\n    if i:\n        a\n\nelse:\n    b", "7:ls"]
        ),
        ("  if x:\n    '''\n  a'''\n    b\nls", ["1:if x:\n  '''\n  a'''\n  b", "5:%ls "]),
        ("\tif x:\n\t\ty\n\tz", ["1:if x:\n\ty", "3:z"]),
        ("caf\u{E9} = 1\n\u{1F40D}", ["1:caf\u{E9} = 1", "2:\u{1F40D}"]),
    ]

    @Test(arguments: scripts)
    func splitsScripts(_ text: String, _ expected: [String]) throws {
        #expect(try split(text) == expected)
    }

    /// The whole point of feeding lines: nothing waits that does not have to.
    @Test func statementsComeOutAsSoonAsTheyAreComplete() throws {
        var statements = Statements(verbs: verbs, firstLine: 10)
        let steps: [(String, [String])] = [
            ("x = 1\n", ["10:x = 1"]), ("ls\r\n", ["11:%ls "]), ("if x:", []), ("    y", []), ("", []),
            ("use a", ["12:if x:\n    y", "15:%use a"]), ("f(", []), (")", ["16:f(\n)"]),
            ("def f():", []), ("  x", []), ("def g():", ["18:def f():\n  x"]), ("  y", []),
            ("# end", []),
        ]
        for (line, expected) in steps {
            #expect(try statements.feed(line).map(show) == expected, "\(line)")
        }
        #expect(statements.finish().map(show) == "20:def g():\n  y")
        #expect(statements.finish() == nil)
        #expect(try statements.feed("z").map(show) == ["23:z"])
    }

    @Test func aNulByteIsRefused() throws {
        var statements = Statements(verbs: verbs)
        #expect(try statements.feed("x").count == 1)
        #expect(throws: NulByteError(line: 2)) { try statements.feed("y\u{0}") }
        #expect(try statements.feed("z").map(show) == ["3:z"])
    }

    private static let typed: [(String, Bool)] = [
        ("", false), ("x = 1", false), ("print(1)", false), ("x = (", true), ("x = (\n\n", true),
        ("x = [1,\n2]", false),
        ("x = {", true), ("x = '''", true), ("x = '''\n\n", true), ("x = '''a'''", false), ("x = \"\"\"'''", true),
        ("x = 1 + \\", true), ("x = 1 + \\\n2", false), ("x = 'abc", false), ("x = 'abc\\", true), ("f('(", false),
        ("# (", false), ("x # (", false), ("x = '#('", false), ("x = ('#'", true), ("(]", false), (")", false),
        ("if x:", true), ("if x: y", true), ("if x: y\n", false), ("if x: y\n   ", false), ("if x:\n    y", true),
        ("if x:\n    y\n", false), ("if x:\n    y\n    # z", true), ("if x:\n    y\nelse:", true),
        ("for i in x:\n", false), ("while x:", true), ("try:", true), ("with x:", true), ("def f():", true),
        ("class A:", true), ("async def f():", true), ("@a", true), ("@a\ndef f():\n  x", true), ("@a\n", false),
        ("match x:", false), ("iffy", false), ("format", false), ("fro i in x:", false), ("  if x:", true),
        ("if x:\n    y\nz", true), ("if x:\n    y\nz\n", false), ("x = 1\nif y:", true), ("# c\nif y:", true),
        ("if x:\n    y = '''\n", true), ("if x:\n    y = (\n", true), ("lambda: 1", false),
        ("ls (", true), ("use a[1-", false), ("put it's", false), ("ls", false), ("%foo (", false), ("x\u{0}(", false),
        ("if x:\r\n  y\r\n", false), ("if x:\r  y", true),
    ]

    @Test(arguments: typed)
    func knowsWhatIsIncomplete(_ text: String, _ incomplete: Bool) {
        #expect(Statements.isIncomplete(text, verbs: verbs) == incomplete)
    }

    @Test(.timeLimit(.minutes(20))) func longScripts() throws {
        let body = String(repeating: "    x = '''a\n\n(\n''' + (1, # comment\n2)\n", count: 5_000)
        #expect(try split("def f():\n\(body)ls").count == 2)
        #expect(try split(String(repeating: "x = 1\n", count: 10_000)).count == 10_000)
        #expect(try split("x = " + String(repeating: "(\n", count: 20_000)).count == 1)
        #expect(try split("@a\n" + String(repeating: "# c\n", count: 20_000)).count == 1)
        #expect(try split(String(repeating: "\"'\\", count: 100_000)).count == 1)
        #expect(Statements.isIncomplete(String(repeating: "if x:\n  y\n", count: 2_000), verbs: verbs) == false)
    }
}
