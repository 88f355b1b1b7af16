import Testing

@testable import Shell

/// What `mbm --check` says of scripts.
@Suite struct ScriptCheckTests {
    private func faults(_ text: String, _ arguments: [String]? = nil) -> [String] {
        Script(name: "s", arguments: arguments, text: text).check()
    }

    @Test(arguments: [
        "", "\n\n# only comments (\n", "x = 1\n", "use esp8266-[1-3]\nls lib\nput a b c/\n!make (\n",
        "  x = 1\n  y = 2\n", "def f():\n    return {\n'a': 1}\n\n    # comment\n  # another\n    x\nf()\n",
        "x = '''\n(\n  '\n'''\n", "x = [1,\n\n2,\n]\n", "x = 1 + \\\n  2\n", "if x: y\nelse: z\n", "s = 'a\\\nb'\n",
        "if x:\n\ty\n\tz\n", "class A:\n    def f(self):\n        pass\n\n    @b\n    def g(self):\n        pass\n",
        "try:\n    a\nexcept E:\n    b\nfinally:\n    c\n", "f(lambda: 1)\nx[1:]\n", "print('#', \"'\") # it's\n",
        "x = {\n'a':\n1\n}\n", "r'\\\\'\n", "if (a and\n    b):\n    c\n", "\u{C}def f():\n  x\n", "x = '\\''\r\ny\r\n",
    ])
    func whatCanBeUnderstoodIsSilent(text: String) {
        #expect(faults(text) == [])
    }

    @Test(arguments: [
        ("x = (1\n", ["s:1: \"(\" is never closed"]), ("x = 1)\n", ["s:1: \")\" closes nothing"]),
        ("\nx = (1]\n", ["s:2: \"]\" does not close the \"(\" before it"]),
        ("x = 'a\ny\n", ["s:1: this string is not closed"]),
        ("x\ny = '''\nz\n", ["s:2: the string that begins here is never closed"]),
        ("x = 1 + \\", ["s:1: nothing follows the backslash"]),
        ("if x:\ny\n", ["s:1: the block that the colon begins is missing"]),
        ("if x:\n", ["s:1: the block that the colon begins is missing"]),
        ("if x:\n  y\n    z\n", ["s:3: this line is indented, and nothing before it begins a block"]),
        ("if x\n    y\n", ["s:1: a colon is missing at the end of what begins here"]),
        ("if x:\n    y\n  z\n", ["s:3: this indentation is none of those of the lines above"]),
        ("%nope\n", ["s:1: %nope is no verb; `help` lists them"]),
        ("!\n", ["s:1: ! wants a command of this machine: !COMMAND"]),
        ("x\0y\n", ["s:1: the line holds a NUL byte, this is no text"]),
    ])
    func whatCannotBeIsNamedWithItsLine(text: String, expected: [String]) {
        #expect(faults(text) == expected)
    }

    @Test("Every line that is wrong is named, and none that is well")
    func allAreNamed() {
        let text = """
            %nope
            print((1)
            ls ../b
            x = {
                'a': 'b,
                'c': 'd',
            }
            print('well')
            if x:
                y = [1
                z
            reset now
            g = (2,
            put
            h = '
            def f():
                return )
            last = 1)
            """
        let lines = faults(text).compactMap { $0.split(separator: ":").dropFirst().first.flatMap { Int($0) } }
        #expect(lines == [1, 2, 3, 5, 10, 12, 13, 14, 15, 17, 18])
    }

    /// A verb that accepts everything is none that could be checked: each has arguments that it refuses.
    private static let refused = [
        "use": "a[", "boards": "a,", "ls": "../a", "cat": "", "rm": ".", "mkdir": "", "mv": "a", "run": "",
        "info": "now", "put": "", "get": "a b c", "rename": "a", "reset": "now",
        "forget": "a b", "source": "", "edit": "", "log": "a b", "help": "nonsense", "exit": "now", "quit": "1",
        "on": "a ls", "group": "a b", "diff": "now", "watch": "never", "plot": "", "jobs": "x", "connect": "a[",
        "set": "nonsense 1", "backup": "", "restore": "a", "sync": "a --watch --dry-run", "drift": "",
    ]

    @Test(arguments: Verb.all.map(\.name)) func everyVerbLooksAtItsArguments(name: String) throws {
        let arguments = try #require(Self.refused[name], "add what \(name) refuses")
        #expect(faults("%\(name) \(arguments)\n").count == 1)
        let verb = try #require(Verb.named(name))
        if name != "edit" { try verb.check(String(verb.example.dropFirst(name.count).drop { $0 == " " })) }
    }

    @Test func argumentsThatAreNotKnownYetAreNoFault() {
        let text = "use esp-[$1-\nrename $1 $2\nput $@\nls $x\nls '$1' ../b\n"
        // Without arguments, lines that use some are left alone.
        #expect(faults(text, []).map { $0.prefix(4) } == ["s:4:", "s:5:"])
        #expect(faults(text, ["a", "b"]).map { $0.prefix(4) } == ["s:1:", "s:4:", "s:5:"])
        #expect(faults("rename $1 $2\n", ["a"]) == ["s:1: argument 2 is missing: s was given one"])
        // Where there are no arguments, a $ is a character like others.
        #expect(faults("ls $x\n") == [])
    }

    @Test func aLineIsShownWithItsControlCharacters() {
        #expect(faults("%\u{1b}[31m\n") == ["s:1: %␛[31m is no verb; `help` lists them"])
    }

    @Test func muchThatIsWrongTakesNoLongTime() {
        let found = faults(String(repeating: "f((1)\n", count: 2000))
        #expect(found.count > 100)
        #expect(found.last?.hasSuffix("from here on nothing was looked at") == true)
    }
}
