import Testing

@testable import Shell

@Suite struct PythonCursorTests {
    private static func name(_ place: String, _ start: String) -> PythonCursor { .name(place: place, start: start) }

    @Test(arguments: [
        ("", name("", "")), ("ma", name("", "ma")), ("machine.", name("machine", "")),
        ("machine.Pin.OU", name("machine.Pin", "OU")), ("x = ma", name("", "ma")),
        ("x=machine.P", name("machine", "P")),
        ("print(machine.P", name("machine", "P")), ("[a.b, c.d", name("c", "d")), ("{a: b.c", name("b", "c")),
        ("x[a.b", name("a", "b")), ("a+b.c", name("b", "c")), ("a -b.c", name("b", "c")), ("~a.b", name("a", "b")),
        ("not a.b", name("a", "b")), ("return a.b", name("a", "b")), ("a if b.c", name("b", "c")),
        ("x; y.z", name("y", "z")), ("if x: y.z", name("y", "z")), ("f(k=v.w", name("v", "w")),
        ("*a.b", name("a", "b")),
        ("_a._b", name("_a", "_b")), ("x1.y2", name("x1", "y2")), ("größe.l", name("größe", "l")),
        ("'a', b.c", name("b", "c")), ("'it''s', b", name("", "b")), ("''", name("", "")),
        ("\"\".join, b", name("", "b")),
        ("'''a'b''', c", name("", "c")), (#"'\'', c"#, name("", "c")), ("'#', c.d", name("c", "d")),
        ("for i in range(3):\n    ma", name("", "ma")), ("f(a,\n  b.c", name("b", "c")),
        ("x = 'open\ny", name("", "y")), ("# it's\nx", name("", "x")), ("a \\\n  b.c", name("b", "c")),
        ("(yield a.b", name("a", "b")), ("def f(a=b.c", name("b", "c")), ("importer.x", name("importer", "x")),
        ("impo", name("", "impo")), ("fromage = x.y", name("x", "y")),
    ])
    func namesAndAttributesAreFoundWhereverTheyStand(text: String, expected: PythonCursor) {
        #expect(PythonCursor(upTo: text) == expected)
    }

    @Test(arguments: [
        "f().x", "f(a).x.y", "x[0].y", "(a).b", "{}.k", "'abc'.up", "\"\".", "1.", "1.e", "12.x", "0x1f", "1e5", "a..b",
        ".x", "...", "x .y", "'ma", "\"machine.P", "'''a\nmachine.P", "\"\"\"a\"\"", "f'{machine.P", "# ma",
        "x  # ma.b",
        "r'\\'ma", "def fo", "class Fo", "import machine as ma", "with open(f) as fo", "except OSError as e", "5ma",
        "x = 'a\\\nma", "async def fo",
    ])
    func nothingIsAskedBehindCallsAndInStrings(text: String) {
        #expect(PythonCursor(upTo: text) == .nothing)
    }

    @Test(arguments: [
        ("import ", PythonCursor.module(package: "", start: "")), ("import ma", .module(package: "", start: "ma")),
        ("import a, ma", .module(package: "", start: "ma")), ("import a,ma", .module(package: "", start: "ma")),
        ("import umqtt.si", .module(package: "umqtt", start: "si")),
        ("import a.b.c", .module(package: "a.b", start: "c")),
        ("from ma", .module(package: "", start: "ma")), ("from umqtt.", .module(package: "umqtt", start: "")),
        ("    import ma", .module(package: "", start: "ma")), ("try: import ma", .module(package: "", start: "ma")),
        ("x = 1; import ma", .module(package: "", start: "ma")),
        ("try:\n    import ma", .module(package: "", start: "ma")),
        ("from machine ", .importWord(start: "")), ("from machine im", .importWord(start: "im")),
        ("from machine import ", .member(module: "machine", start: "")),
        ("from machine import Pi", .member(module: "machine", start: "Pi")),
        ("from a.b import c, d", .member(module: "a.b", start: "d")),
        ("from a import (b,\n    c", .member(module: "a", start: "c")),
        ("from a import(b", .member(module: "a", start: "b")),
        ("import a b", .nothing), ("import a as b", .nothing), ("import a as b, c", .module(package: "", start: "c")),
        ("from .a", .nothing), ("from a import b as c", .nothing), ("from a import b.c", .nothing),
        ("from . import a", .nothing), ("from a xx b", .nothing), ("import 1", .nothing), ("import a..", .nothing),
    ])
    func importsTakeModules(text: String, expected: PythonCursor) {
        #expect(PythonCursor(upTo: text) == expected)
    }
}
