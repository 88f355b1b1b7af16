import Testing

@testable import Fleet

@Suite struct RangeFoldTests {
    @Test(arguments: [
        ([], ""),
        (["a"], "a"),
        (["a1"], "a1"),
        (["007"], "007"),
        (["a1", "a2"], "a[1-2]"),
        (["1", "2", "3"], "[1-3]"),
        (["a1", "a3", "a7"], "a[1,3,7]"),
        (["a1", "a2", "a3", "a5", "a7", "a8"], "a[1-3,5,7-8]"),
        (["a3", "a2", "a1"], "a[3,2,1]"),
        (["a5", "a6", "a1", "a2"], "a[5-6,1-2]"),
        (["esp8266-1", "esp8266-2", "esp8266-3", "esp32-1"], "esp8266-[1-3],esp32-1"),
        (["esp32-1", "esp8266-1"], "esp32-1,esp8266-1"),
        (["esp8266-1-relay", "esp8266-2-relay"], "esp8266-[1-2]-relay"),
        (["a1b", "a2c"], "a1b,a2c"),
        (["a1", "b", "a2"], "a1,b,a2"),
        (["a1", "a02"], "a1,a02"),
        (["a0", "a01"], "a0,a01"),
        (["a01", "a1"], "a01,a1"),
        (["a9", "a10"], "a[9-10]"),
        (["a09", "a10"], "a[09-10]"),
        (["a10", "a09"], "a[10,09]"),
        (["a98", "a99", "a100"], "a[98-100]"),
        (["a098", "a099", "a100"], "a[098-100]"),
        (["a99", "a0100"], "a99,a0100"),
        (["a09", "a10", "a011"], "a[09-10],a011"),
        (["a00", "a01"], "a[00-01]"),
        (["a1", "a1", "a2", "a1"], "a[1-2]"),
        (["a2-1", "a2-2", "a3-1"], "a2-[1-2],a3-1"),
        (["a18446744073709551615", "a18446744073709551616"], "a[18446744073709551615,18446744073709551616]"),
        (["caf\u{E9}1", "caf\u{E9}2", "a1", "a2"], "caf\u{E9}1,caf\u{E9}2,a[1-2]"),
        (["-1", "-2"], "-1,-2"),
        ([""], ""),
    ])
    func folds(_ names: [String], _ expected: String) {
        #expect(fold(names) == expected)
    }

    @Test(arguments: 0..<200)
    func foldingAndExpandingGivesBackTheNames(_ seed: UInt64) throws {
        var random = SplitMix(seed)
        let prefixes = ["a", "esp8266-", "a0", "b-1-", "", "x."]
        let suffixes = ["", "", "", "-relay", "b"]
        var number = 0
        var names: [String] = []
        while names.count < 60 {
            number = Int.random(in: 0..<4, using: &random) > 0 ? number + 1 : Int.random(in: 0..<130, using: &random)
            let width = [1, 1, 2, 3].randomElement(using: &random) ?? 1
            let digits = String(number)
            let padded = String(repeating: "0", count: max(0, width - digits.count)) + digits
            let prefix = prefixes[Int.random(in: 0..<(names.count / 20 + 1), using: &random)]
            let name = prefix + padded + (suffixes.randomElement(using: &random) ?? "")
            if !names.contains(name) { names.append(name) }
        }
        let folded = fold(names)
        #expect(try BoardRange(folded).names(known: { [] }, group: { _ in nil }) == names, "\(folded)")
        #expect(folded.utf8.count <= names.joined(separator: ",").utf8.count)
    }

    @Test(.timeLimit(.minutes(20))) func foldsAFleetLargerThanAny() {
        #expect(fold((1...100_000).map { "node\($0)" }) == "node[1-100000]")
        let digits = String(repeating: "7", count: 100_000)
        #expect(fold([digits, digits + "1"]) == "\(digits),\(digits)1")
    }
}

@Suite struct BoardNameTests {
    @Test(arguments: [
        ("a", true), ("1", true), ("esp8266-1", true), ("A.b_c-", true), (String(repeating: "n", count: 64), true),
        (String(repeating: "n", count: 65), false), ("", false), ("-a", false), ("_a", false), (".", false),
        ("..", false), ("a:b", false), ("a b", false), ("a\n", false), ("a/b", false), ("\u{E9}", false),
        ("a\u{301}", false), ("a*", false), ("\u{FF11}", false),
    ])
    func knowsWhatABoardCanBeCalled(_ name: String, _ valid: Bool) {
        #expect(isValidBoardName(name) == valid)
    }

    @Test func sortsByNumber() {
        let sorted = [
            "", "-", "1", "01", "2", "10", "a", "a0", "a00", "a1", "a1-9", "a01-10", "a2", "a10",
            "a99999999999999999999",
            "a100000000000000000000", "aa", "esp32-1", "esp8266-2", "esp8266-2-relay", "esp8266-010", "esp8266-11",
            "\u{E9}1",
        ]
        for seed in 0..<50 as Range<UInt64> {
            var random = SplitMix(seed)
            #expect(sorted.shuffled(using: &random).sortedNaturally() == sorted.sortedNaturally())
        }
        let expected = [
            "", "-", "01", "1", "2", "10", "a", "a0", "a00", "a1", "a1-9", "a01-10", "a2", "a10",
            "a99999999999999999999",
            "a100000000000000000000", "aa", "esp32-1", "esp8266-2", "esp8266-2-relay", "esp8266-010", "esp8266-11",
            "\u{E9}1",
        ]
        #expect(sorted.sortedNaturally() == expected)
    }

    @Test func theOrderIsTotal() {
        let names = ["a1", "a01", "a1b", "a01b", "a001", "a", "a10", "a-1", "1", "01", "", "a1.0", "a01.00"]
        for a in names {
            for b in names {
                #expect([standsBefore(a, b), standsBefore(b, a)].filter { $0 }.count == (a == b ? 0 : 1))
                for c in names where standsBefore(a, b) && standsBefore(b, c) { #expect(standsBefore(a, c)) }
            }
        }
    }
}

/// Random numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
