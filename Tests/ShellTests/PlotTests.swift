import Testing

@testable import Shell

@Suite struct PlotTests {
    @Test(
        arguments: [
            ("a.read()", "a.read()", 1.0, nil), ("a.read() every 5", "a.read()", 5, nil),
            ("x  every 0.5 --csv a'b'", "x", 0.5, "ab"), ("x --csv out.csv every 2", "x", 2, "out.csv"),
            ("f(1, 2) --csv f", "f(1, 2)", 1, "f"), (" 'a every 5'.count('a') ", "'a every 5'.count('a')", 1, nil),
            ("every", nil, 1, nil), ("x every 0", nil, 1, nil), ("x every soon", "x every soon", 1, nil),
            ("", nil, 1, nil),
            ("--csv f", nil, 1, nil), ("every 5", nil, 1, nil),
        ] as [(String, String?, Double, String?)])
    func theOrderIsReadFromItsEnd(arguments: String, expression: String?, seconds: Double, file: String?) {
        let order = try? PlotOrder(arguments)
        #expect(order?.expression == expression)
        guard expression != nil else { return }
        #expect(order?.seconds == seconds)
        #expect(order?.file == file)
    }

    @Test(
        arguments: [
            ("12\n", 12), ("-0.5\r\n", -0.5), ("noise\n3.25\n", 3.25), ("True\n", 1), ("False", 0), ("1e3", 1000),
            ("nan", nil), ("inf", nil), ("'12'\n", nil), ("", nil), ("(1, 2)\n", nil), ("None\n", nil),
        ] as [(String, Double?)])
    func anAnswerIsANumberOrNot(answer: String, number: Double?) {
        #expect(Series.number(Array(answer.utf8)) == number)
    }

    @Test(arguments: [
        (0.0, "0"), (12, "12"), (-3, "-3"), (3.14159265, "3.14159"), (1234.56789, "1234.57"), (123_456.7, "123457.0"),
        (0.000123456, "0.00012"), (1e300, "1e+300"), (-27.25, "-27.25"),
    ])
    func numbersAreShort(number: Double, text: String) {
        #expect(short(number) == text)
    }

    @Test func barsGoFromTheLowestToTheHighest() {
        var series = Series()
        for number in [1.0, 2, 3, 4, 5, 6, 7, 8] { series.add(number) }
        #expect(series.sparkline(8) == "▁▂▃▄▅▆▇█")
        #expect(series.sparkline(3) == "▆▇█")
        #expect(series.sparkline(0) == "")
        #expect((series.lowest, series.highest) == (1, 8))
        var flat = Series()
        for _ in 0..<3 { flat.add(5) }
        #expect(flat.sparkline(10) == "▁▁▁")
    }
}
