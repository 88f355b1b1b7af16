import Testing

@testable import Shell

private let verbs: Set<String> = [
    "use", "boards", "ls", "put", "get", "rename", "reset", "forget", "help", "exit", "install", "board-execute",
]

private func verb(_ name: String, _ arguments: String = "") -> Line { .verb(name: name, arguments: arguments) }

@Suite struct LineTests {
    private static let typedVerbs: [(String, Line)] = [
        ("ls", verb("ls")), ("ls ", verb("ls")), ("ls\t", verb("ls")), ("ls\n", verb("ls")), ("ls\r\n", verb("ls")),
        ("ls -1", verb("ls", "-1")), ("ls\t-1", verb("ls", "-1")), ("ls  /lib", verb("ls", "/lib")),
        ("ls /", verb("ls", "/")), ("ls .", verb("ls", ".")), ("ls ..", verb("ls", "..")),
        ("ls ./lib", verb("ls", "./lib")), ("ls ~", verb("ls", "~")),
        ("use a", verb("use", "a")), ("use  a,b", verb("use", "a,b")), ("use a ! b", verb("use", "a ! b")),
        ("use *", verb("use", "*")), ("use * ", verb("use", "* ")), ("use *-1", verb("use", "*-1")),
        ("use @lab & @roof", verb("use", "@lab & @roof")), ("use @*", verb("use", "@*")),
        ("use esp8266-[1-3]", verb("use", "esp8266-[1-3]")), ("use esp8266-[1-", verb("use", "esp8266-[1-")),
        ("use a = b", verb("use", "a = b")), ("use \u{E9}", verb("use", "\u{E9}")),
        ("put -r x", verb("put", "-r x")), ("put --force x", verb("put", "--force x")), ("put -", verb("put", "-")),
        ("put *.py /lib/", verb("put", "*.py /lib/")), ("put \"my file\" 'x'", verb("put", "\"my file\" 'x'")),
        ("put it's", verb("put", "it's")), ("put x\\ ", verb("put", "x\\ ")),
        ("get in.txt", verb("get", "in.txt")), ("get is-1", verb("get", "is-1")), ("get index", verb("get", "index")),
        ("get notes", verb("get", "notes")), ("get not", verb("get", "not")), ("get not x", verb("get", "not x")),
        ("get **", verb("get", "**")), ("get --- 3", verb("get", "--- 3")),
        ("board-execute x", verb("board-execute", "x")),
        ("reset # why", verb("reset", "# why")),
        ("exit", verb("exit")), ("exit()", verb("exit")), ("exit() ", verb("exit")), ("exit( )", verb("exit")),
        ("quit()", verb("quit")), ("help()", verb("help")), ("help ()", verb("help")),
        ("help use", verb("help", "use")),
        ("%ls", verb("ls")), ("%ls -1", verb("ls", "-1")), ("%ls - 1", verb("ls", "- 1")),
        ("%use = 3", verb("use", "= 3")), ("%put (x)", verb("put", "(x)")), ("%exit", verb("exit")),
    ]

    private static let typedPython: [(String, String)] = [
        ("use = 3", "use = 3"), ("use=3", "use=3"), ("use == 3", "use == 3"), ("use =3", "use =3"),
        ("ls.x", "ls.x"), ("ls.sort()", "ls.sort()"), ("ls[0]", "ls[0]"), ("ls [0]", "ls [0]"),
        ("ls(x)", "ls(x)"), ("ls (x)", "ls (x)"), ("help(x)", "help(x)"), ("help (x)", "help (x)"),
        ("exit(1)", "exit(1)"), ("exit();", "exit();"), ("quit", "quit"), ("ls()", "ls()"),
        ("ls, x = 1, 2", "ls, x = 1, 2"), ("ls , x = 1, 2", "ls , x = 1, 2"), ("use: int = 3", "use: int = 3"),
        ("use : int = 3", "use : int = 3"), ("reset;", "reset;"), ("reset ; x", "reset ; x"),
        ("ls < 3", "ls < 3"), ("ls <3", "ls <3"), ("ls >= 3", "ls >= 3"), ("ls != 3", "ls != 3"), ("ls<3", "ls<3"),
        ("ls << 3", "ls << 3"), ("ls >> 3", "ls >> 3"),
        ("ls - 1", "ls - 1"), ("put - 3", "put - 3"), ("put + 3", "put + 3"), ("put\t-\t3", "put\t-\t3"),
        ("put * 3", "put * 3"), ("put ** 3", "put ** 3"), ("put / 3", "put / 3"), ("put // 3", "put // 3"),
        ("put % 3", "put % 3"), ("put @ x", "put @ x"), ("put & x", "put & x"), ("put | x", "put | x"),
        ("put ^ x", "put ^ x"), ("put += 3", "put += 3"), ("put -=3", "put -=3"), ("put //= 3", "put //= 3"),
        ("put @= x", "put @= x"), ("put-3", "put-3"),
        ("get in x", "get in x"), ("get is None", "get is None"), ("get is not None", "get is not None"),
        ("get not in x", "get not in x"), ("get and x", "get and x"), ("get or x", "get or x"),
        ("get in (1, 2)", "get in (1, 2)"), ("get in(1, 2)", "get in(1, 2)"), ("get in'abc'", "get in'abc'"),
        ("exit if x else y", "exit if x else y"), ("get in", "get in"),
        (" ls", "ls"), ("\tls", "ls"), ("  x = 1", "x = 1"), (" %ls", "%ls"), ("\u{C}ls", "ls"),
        ("x", "x"), ("print(1)", "print(1)"), ("import os", "import os"), ("LS", "LS"), ("lsx", "lsx"),
        ("user", "user"),
        ("x = '  ' ", "x = '  ' "), ("\"ls\"", "\"ls\""), ("@ls", "@ls"), (" !ls", "!ls"), ("!ls\nx", "!ls\nx"),
        ("\u{E9} = 1", "\u{E9} = 1"),
        ("if x:\n    ls", "if x:\n    ls"), ("ls\nx", "ls\nx"), ("# a\nls", "# a\nls"), ("use\u{A0}a", "use\u{A0}a"),
    ]

    @Test(arguments: typedVerbs)
    func isTheVerb(_ text: String, _ expected: Line) {
        #expect(Line(text, verbs: verbs) == expected)
    }

    @Test(arguments: [
        ("!ls", "ls"), ("! ls -l ", " ls -l "), ("!", ""), ("!!", "!"), ("!ls\n", "ls"), ("!= 3", "= 3"), ("!#", "#"),
    ])
    func isACommandOfThisMachine(_ text: String, _ command: String) {
        #expect(Line(text, verbs: verbs) == .local(command))
    }

    @Test(arguments: typedPython)
    func isPython(_ text: String, _ expected: String) {
        #expect(Line(text, verbs: verbs) == .python(expected))
    }

    @Test(arguments: ["", " ", "\t", "\n", "\r\n", "# ls", "  # ls", "#"])
    func isNothing(_ text: String) {
        #expect(Line(text, verbs: verbs) == .empty)
    }

    @Test(arguments: [
        ("%foo", "foo"), ("%foo bar", "foo"), ("%", ""), ("% ls", ""), ("%%ls", "%ls"), ("%ls.x", "ls.x"),
        ("%LS", "LS"),
    ])
    func isNoVerb(_ text: String, _ name: String) {
        #expect(Line(text, verbs: verbs) == .unknownVerb(name))
    }

    @Test(arguments: ["ls", "exit()", "help()", "%ls", "use a", "x = 1"])
    func withoutVerbsEveryLineIsPython(text: String) {
        #expect(Line(text, verbs: []) == .python(text))
        #expect(Line("  # nothing", verbs: []) == .empty)
    }
}
