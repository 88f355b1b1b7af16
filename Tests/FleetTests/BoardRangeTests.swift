import Foundation
import Testing

@testable import Fleet

/// The cases of `range-cases.json`, and the boards and groups that some of them are resolved against.
private struct RangeCases: Decodable {
    struct Registry: Decodable {
        let all: [String]
        let groups: [String: String]
    }
    struct Case: Decodable, CustomTestStringConvertible {
        let expr: String
        let expect: [String]?
        let ordered: Bool
        let registry: Bool?

        var testDescription: String { expr }
    }
    let registry: Registry
    let cases: [Case]

    static let shared = (try? JSONDecoder().decode(RangeCases.self, from: Data(PackageResources.range_cases_json)))
}

private let lab = ["esp8266-1", "esp8266-2", "esp8266-10", "esp32-1", "wipy2-1", "wipy2-3"]
private let groups = [
    "lab": "esp8266-[1-2],wipy2-1", "g1": "wipy2-[1,3]", "g2": "esp32-1", "both": "@g1,@g2", "empty": "",
    "wild": "esp*", "ok": "esp32-1", "self": "a,@self", "a": "@b", "b": "x1,@c", "c": "@a", "broken": "x[1-",
    "lost": "@nowhere",
]

private func names(_ expression: String) throws(RangeError) -> [String] {
    try BoardRange(expression).names(known: { lab }, group: { groups[$0] })
}

private func refusal(_ expression: String) -> RangeError? {
    do {
        _ = try names(expression)
        return nil
    } catch {
        return error
    }
}

@Suite struct BoardRangeTests {
    @Test func theCasesAreThere() {
        #expect(RangeCases.shared?.cases.count ?? 0 > 100)
    }

    @Test(arguments: RangeCases.shared?.cases ?? [])
    private func givesTheNamesOfTheCase(_ each: RangeCases.Case) throws {
        let registry = each.registry == true ? RangeCases.shared?.registry : nil
        let names = try? BoardRange(each.expr).names(known: { registry?.all ?? [] }, group: { registry?.groups[$0] })
        if each.ordered {
            #expect(names == each.expect)
        } else {
            #expect(names.map(Set.init) == each.expect.map(Set.init))
            #expect(names?.count == each.expect?.count)
        }
    }

    @Test(
        arguments: [
            ("", []),
            ("\t\r\n ", []),
            ("a\tb\r\nc\n", ["a", "b", "c"]),
            (" a  ,\tb ! a ", ["b"]),
            ("a[\t1 -\n2 / 1 , 07 ]", ["a1", "a2", "a07"]),
            ("a[1-1]", ["a1"]),
            ("a[00-0]", ["a00"]),
            ("a[08-9]", ["a08", "a09"]),
            ("a[098-0101]", nil),
            ("a[98-0101]", nil),
            ("a[0001-2]", ["a0001", "a0002"]),
            ("a[1-2/2]", ["a1"]),
            ("a[1-2]b[1-5/2]", ["a1b1", "a1b3", "a1b5", "a2b1", "a2b3", "a2b5"]),
            ("a[1-3]-", ["a1-", "a2-", "a3-"]),
            ("[01-02]", ["01", "02"]),
            ("a[2,1,2]", ["a2", "a1"]),
            ("b a b", ["b", "a"]),
            ("a!a", []),
            ("a[1-3]^a[3,2,2]", ["a1"]),
            ("a1^a2^a1", ["a2"]),
            ("a1!a1 a1", ["a1"]),
            ("a[3,1,2]&a[1-3]", ["a3", "a1", "a2"]),
            ("a[1-3] - a2", ["a1", "a3"]),
            ("a[1-3],- a2,a2", ["a1", "a3", "a2"]),
            (
                "a[9223372036854775806-9223372036854775808]",
                ["a9223372036854775806", "a9223372036854775807", "a9223372036854775808"]
            ),
            ("a[18446744073709551614-18446744073709551615]", ["a18446744073709551614", "a18446744073709551615"]),
            ("a[0-18446744073709551615/18446744073709551615]", ["a0", "a18446744073709551615"]),
            ("a[1-18446744073709551615/18446744073709551615]", ["a1"]),
            ("a[18446744073709551616]", ["a18446744073709551616"]),
            (
                "a[000000000000000000000000000001-2]",
                ["a000000000000000000000000000001", "a000000000000000000000000000002"]
            ),
        ] as [(String, [String]?)])
    func evaluates(_ expression: String, _ expected: [String]?) {
        #expect((try? names(expression)) == expected)
    }

    @Test(arguments: [
        ("@lab", ["esp8266-1", "esp8266-2", "wipy2-1"]),
        ("@both", ["wipy2-1", "wipy2-3", "esp32-1"]),
        ("@g[1-2]", ["wipy2-1", "wipy2-3", "esp32-1"]),
        ("@*&@g[2,1]", ["esp32-1", "wipy2-1", "wipy2-3"]),
        ("@empty", []),
        ("@empty,x", ["x"]),
        ("@ok", ["esp32-1"]),
        ("@*", lab),
        ("*", lab),
        ("**", lab),
        ("*-1", ["esp8266-1", "esp32-1", "wipy2-1"]),
        ("esp8266-?", ["esp8266-1", "esp8266-2"]),
        ("esp8266-??", ["esp8266-10"]),
        ("?*[1,3]", ["esp8266-1", "esp32-1", "wipy2-1", "wipy2-3"]),
        ("*2*-[1-2]", ["esp8266-1", "esp32-1", "wipy2-1", "esp8266-2"]),
        ("w?py[1-3]-*", ["wipy2-1", "wipy2-3"]),
        ("@wild&*-1", ["esp8266-1", "esp32-1"]),
        ("wipy2-3,*", ["wipy2-3", "esp8266-1", "esp8266-2", "esp8266-10", "esp32-1", "wipy2-1"]),
        ("esp8266-[1-9]&*", ["esp8266-1", "esp8266-2"]),
        ("nothing*", []),
        ("-*", []),
        ("new-1 @lab", ["new-1", "esp8266-1", "esp8266-2", "wipy2-1"]),
    ])
    func asksForBoardsAndGroups(_ expression: String, _ expected: [String]) throws {
        #expect(try names(expression) == expected)
    }

    @Test(
        arguments: [
            ("a,,b", 3, .missingBoard), (",", 1, .missingBoard), ("a&", 3, .missingBoard), ("a ! ", 5, .missingBoard),
            ("a,!b", 3, .missingBoard), ("-", 1, .missingBoard), ("a,-", 4, .missingBoard),
            ("a,-,-,b", 5, .missingBoard),
            ("a!-,b", 3, .missingBoard), ("a,-!b", 4, .missingBoard), ("-,a", 1, .missingBoard),
            ("a,-b", 3, .badFirstCharacter), ("_a", 1, .badFirstCharacter), (".", 1, .badFirstCharacter),
            ("..", 1, .badFirstCharacter), ("-[1-3]", 1, .badFirstCharacter), ("@-x", 2, .badFirstCharacter),
            ("a{1..3}", 2, .reserved("{")), ("a%b", 2, .reserved("%")), ("x,a:b", 3, .unknownFilter("a")),
            ("platform:", 10, .missingValue(.platform)),
            ("a@b", 2, .reserved("@")), ("@@a", 2, .reserved("@")), ("a/b", 2, .reserved("/")),
            ("a\u{0}", 2, .reserved("\u{0}")), ("b\u{F6}se", 2, .reserved("\u{F6}")),
            ("a\u{A0}b", 2, .reserved("\u{A0}")),
            ("a\tb\u{1B}[1]", 4, .reserved("\u{1B}")), ("\u{1F600}", 1, .reserved("\u{1F600}")),
            ("a(b)", 2, .reserved("(")), ("a\\", 2, .reserved("\\")), ("'a'", 1, .reserved("'")),
            ("a+b", 2, .reserved("+")),
            ("a[", 2, .bracketNotClosed), ("a[1", 2, .bracketNotClosed), ("a[1-", 2, .bracketNotClosed),
            ("a[1-2/2", 2, .bracketNotClosed), ("a[1,", 2, .bracketNotClosed), ("]", 1, .bracketNotOpen),
            ("a[1]]", 5, .bracketNotOpen), ("a[[1]]", 3, .bracketInBracket), ("a[1[2]]", 4, .bracketInBracket),
            ("a[]", 3, .missingNumber), ("a[ ]", 4, .missingNumber), ("a[1,]", 5, .missingNumber),
            ("a[,1]", 3, .missingNumber), ("a[1-]", 5, .missingNumber), ("a[1-,2]", 5, .missingNumber),
            ("a[-1]", 3, .notANumber("-")), ("a[--1]", 3, .notANumber("-")), ("a[1-2-3]", 6, .notANumber("-")),
            ("a[x]", 3, .notANumber("x")), ("a[1 2]", 5, .notANumber("2")), ("a[1_0]", 4, .notANumber("_")),
            ("a[+1]", 3, .notANumber("+")), ("a[1*]", 4, .notANumber("*")), ("a[?]", 3, .notANumber("?")),
            ("a[\u{FF11}-3]", 3, .notANumber("\u{FF11}")), ("a[1-\u{0663}]", 5, .notANumber("\u{0663}")),
            ("a[1!2]", 4, .notANumber("!")), ("a[1-9/2/3]", 8, .stepWithoutRange),
            ("a[/2]", 3, .stepWithoutRange), ("a[5/2]", 4, .stepWithoutRange),
            ("a[1-9/]", 7, .badStep), ("a[1-9/0]", 7, .badStep), ("a[1-9/00]", 7, .badStep), ("a[1-9/-2]", 7, .badStep),
            ("a[10-9]", 3, .reversed), ("a[9-010]", 5, .ambiguousPadding), ("a[0-09]", 5, .ambiguousPadding),
            ("a[1-01]", 5, .ambiguousPadding), ("a[1-18446744073709551616]", 5, .numberTooLarge),
            ("a[1-2/99999999999999999999]", 7, .numberTooLarge), ("a[99999999999999999999-1]", 3, .numberTooLarge),
            ("@", 2, .missingGroupName), ("@ lab", 2, .missingGroupName), ("@,a", 2, .missingGroupName),
            ("@lab*", 2, .wildcardInGroupName), ("@?", 2, .wildcardInGroupName), ("@**", 2, .wildcardInGroupName),
            ("a,@nowhere", 3, .unknownGroup("nowhere")), ("@failed", 1, .unknownGroup("failed")),
            ("@g[1-3]", 1, .unknownGroup("g3")),
        ] as [(String, Int, RangeError.Reason)])
    func refuses(_ expression: String, _ column: Int, _ reason: RangeError.Reason) {
        #expect(refusal(expression) == RangeError(reason: reason, expression: expression, column: column))
    }

    @Test(
        arguments: [
            ("a[1-65536]", nil), ("a[1-65537]", 65_537), ("a[1-65536],b", 65_537), ("a[1-65536]!b[1-65536]", nil),
            ("a[1-65536]&a[1-10],b[1-65526]", nil), ("a[1-40000]^b[1-40000]", 80_000), ("a[1-256]b[1-256]", nil),
            ("a[1-257]b[1-256]", 65_792), ("a[1-65536/2]b[1-2]", nil), ("a[1-65536,1]", 65_537),
            ("a[0-18446744073709551615/2]", 9_223_372_036_854_775_808), ("*[1-65537]", 65_537), ("@g[1-65537]", 65_537),
        ] as [(String, UInt64?)])
    func countsBeforeItExpands(_ expression: String, _ count: UInt64?) {
        let reason: RangeError.Reason?
        do {
            _ = try BoardRange(expression)
            reason = nil
        } catch {
            reason = error.reason
        }
        #expect(reason == count.map { .tooManyNames($0) })
    }

    @Test(arguments: [
        "a[0-18446744073709551615]", "a[0-18446744073709551614]b[0-18446744073709551614]",
        "a[0-18446744073709551614,0-18446744073709551614]", "a[1-4294967296]b[1-4294967296]",
    ])
    func countsThatDoNotFitAreRefusedToo(_ expression: String) throws {
        guard case .tooManyNames? = refusal(expression)?.reason else {
            Issue.record("not refused: \(expression)")
            return
        }
    }

    @Test func namesHave64CharactersAtMost() throws {
        let prefix = String(repeating: "n", count: 63)
        #expect(try names(prefix + "[1-9]").count == 9)
        #expect(refusal(prefix + "[1-10]")?.reason == .nameTooLong(65))
        #expect(refusal(prefix + "[001]")?.reason == .nameTooLong(66))
        #expect(refusal(String(repeating: "n", count: 65))?.reason == .nameTooLong(65))
        #expect(refusal(String(repeating: "?", count: 65))?.reason == .nameTooLong(65))
        #expect(refusal(String(repeating: "[1]", count: 65))?.reason == .nameTooLong(65))
        #expect(try names(String(repeating: "[1]", count: 64)) == [String(repeating: "1", count: 64)])
        #expect(try names(String(repeating: "*", count: 100_000)) == lab)
    }

    @Test func groupsThatContainThemselvesAreNamed() {
        #expect(refusal("@self")?.reason == .groupCycle(["self", "self"]))
        let error = refusal("x,@a")
        #expect(error?.reason == .groupCycle(["a", "b", "c", "a"]))
        #expect(error?.group == "c")
        #expect(error?.description == "in group @c: group @a contains itself: @a → @b → @c → @a\n  @a\n  ^")
    }

    @Test func anErrorInAGroupShowsTheGroup() {
        #expect(refusal("a,@broken")?.description == "in group @broken: this bracket is not closed\n  x[1-\n   ^")
        #expect(refusal("@lost")?.description == "in group @lost: there is no group @nowhere\n  @nowhere\n  ^")
    }

    @Test(arguments: [
        ("a[1-9/x]", "the step must be a number, 1 or more\n  a[1-9/x]\n        ^"),
        ("a,", "a board is missing here\n  a,\n    ^"),
        ("a\t\u{1B}[31m", "U+001B cannot be part of a board's name\n  a␉␛[31m\n    ^"),
        ("a\u{202E}b", "U+202E cannot be part of a board's name\n  a\u{FFFD}b\n   ^"),
        ("a\r\n]", "no bracket is open that this could close\n  a␍␊]\n     ^"),
        ("@diff", "there is no @diff, nothing has been sent to boards yet\n  @diff\n  ^"),
        ("a[1-70000]", "70000 names, 65536 are the most\n  a[1-70000]\n  ^"),
    ])
    func pointsToTheColumn(_ expression: String, _ description: String) {
        #expect(refusal(expression)?.description == description)
    }

    @Test func aLongExpressionIsCutAroundTheColumn() throws {
        let long = String(repeating: "a,", count: 5_000)
        let error = try #require(refusal(long + "," + long))
        #expect(error.column == 10_001)
        let lines = error.description.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 3)
        #expect(lines[1].count < 110)
        let caret = try #require(lines[2].firstIndex(of: "^"))
        let column = lines[2].distance(from: lines[2].startIndex, to: caret)
        #expect(Array(lines[1])[(column - 1)...column] == [",", ","])
    }
}

/// Inputs that a careless evaluation would take hours, gigabytes or the whole stack for.
@Suite(.timeLimit(.minutes(20))) struct BoardRangeSizeTests {
    @Test func manyCommas() throws {
        #expect(refusal(String(repeating: ",", count: 100_000))?.column == 1)
        #expect(try names("a" + String(repeating: ",a", count: 50_000)) == ["a"])
        #expect(refusal("a" + String(repeating: ",a", count: 100_000))?.reason == .tooManyNames(65_537))
        #expect(try names("a[1-60000]" + String(repeating: "!b", count: 100_000)).count == 60_000)
        #expect(try names("a[1-60000]" + String(repeating: "&a1", count: 100_000)) == ["a1"])
    }

    @Test func manyLargeParts() {
        #expect(refusal("a" + String(repeating: "!a[1-65536]", count: 10_000))?.reason == .tooMuchWork)
        let boards = (1...1_000).map { "board-\($0)" }
        let expression = String(repeating: "*!", count: 100_000) + "*"
        #expect(throws: RangeError.self) {
            try BoardRange(expression).names(known: { boards }, group: { _ in nil })
        }
        #expect(throws: RangeError.self) {
            try BoardRange("*[1-60000]").names(known: { boards }, group: { _ in nil })
        }
    }

    @Test func longTexts() {
        for unit in ["a", "[", "]", "[1]", "@", "?", "*a", "9", " ", "-", "a[1-2],", "\u{1F600}", "a!", "/"] {
            _ = refusal(String(repeating: unit, count: 200_000))
        }
        #expect(refusal("a[" + String(repeating: "9", count: 1_000_000) + "-1]")?.reason == .numberTooLarge)
    }

    @Test func deepGroups() throws {
        let chain = try BoardRange("@g0").names(known: { [] }) { name in
            Int(name.dropFirst()).map { $0 < 50_000 ? "@g\($0 + 1)" : "end" }
        }
        #expect(chain == ["end"])
        let error = #expect(throws: RangeError.self) {
            try BoardRange("@g0").names(known: { [] }) { name in
                Int(name.dropFirst()).map { "@g\(($0 + 1) % 20_000)" }
            }
        }
        #expect(error?.description.count ?? .max < 300)
    }

    @Test func groupsThatDoubleEachOther() throws {
        var asked = 0
        let names = try BoardRange("@g0").names(known: { [] }) { name in
            asked += 1
            return Int(name.dropFirst()).map { $0 < 64 ? "@g\($0 + 1),@g\($0 + 1)" : "end[1-3]" }
        }
        #expect(names == ["end1", "end2", "end3"])
        #expect(asked == 65)
    }

    @Test func manyGroupsInOneBracket() throws {
        let names = try BoardRange("@g[1-60000]").names(known: { [] }) { "n" + $0 }
        #expect(names.count == 60_000)
    }
}
