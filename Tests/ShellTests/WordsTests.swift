import Testing

@testable import Shell

@Suite struct WordsTests {
    @Test(arguments: [
        ("", []), ("  \t", []), ("a", ["a"]), (" a  b\tc ", ["a", "b", "c"]),
        ("'a b' c", ["a b", "c"]), ("\"a b\"c", ["a bc"]), ("a'b c'\"d e\"f", ["ab cd ef"]),
        ("''", [""]), ("a '' \"\" b", ["a", "", "", "b"]), ("''a''", ["a"]),
        ("a\\ b", ["a b"]), ("\\'", ["'"]), ("\\\\", ["\\"]), ("a\\b", ["ab"]), ("x\\ ", ["x "]),
        ("'a\\b'", ["a\\b"]), ("'a\\' b", ["a\\", "b"]), ("\"a\\\"b\"", ["a\"b"]), ("\"a\\\\\"", ["a\\"]),
        ("\"a\\nb\"", ["a\\nb"]), ("\"it's\"", ["it's"]), ("'say \"x\"'", ["say \"x\""]),
        ("caf\u{E9} \u{65E5}\u{672C} \u{1F40D}.py", ["caf\u{E9}", "\u{65E5}\u{672C}", "\u{1F40D}.py"]),
        ("'\u{301}a'", ["\u{301}a"]), ("*.py $HOME ~ #x", ["*.py", "$HOME", "~", "#x"]), ("a\u{A0}b", ["a\u{A0}b"]),
        ("a\r\nb\n", ["a", "b"]),
    ])
    func splits(_ text: String, _ words: [String]) throws {
        #expect(try splitWords(text) == words)
    }

    @Test(
        arguments: [
            ("it's", .quoteNotClosed, 3), ("a 'b", .quoteNotClosed, 3), ("\"", .quoteNotClosed, 1),
            ("'a' \"b\\", .quoteNotClosed, 5), ("\"a\\\"", .quoteNotClosed, 1), ("a\\", .nothingAfterBackslash, 2),
            ("\u{65E5}\u{672C} '", .quoteNotClosed, 6), ("e\u{301} '", .quoteNotClosed, 3),
            ("\u{1B} '", .quoteNotClosed, 3),
        ] as [(String, WordError.Reason, Int)])
    func refuses(_ text: String, _ reason: WordError.Reason, _ column: Int) {
        let error = #expect(throws: WordError.self) { try splitWords(text) }
        #expect(error?.reason == reason)
        #expect(error?.column == column)
    }

    @Test func pointsToTheQuote() {
        let error = #expect(throws: WordError.self) { try splitWords("\u{65E5}\t'x") }
        #expect(error?.description == "this quote is not closed\n  \u{65E5}␉'x\n     ^")
    }

    private static let awkward = [
        "", "a", "a b", "it's", "'", "''", "\"", "\\", "a\\", "\\'\"", " ", "\t", "a\nb", "caf\u{E9}", "e\u{301}'x",
        "'\u{301}",
        "*", "-r", "$x", "#", "\u{1F40D} \u{65E5}", "my file.txt", "a'b\"c\\d e",
    ]

    @Test(arguments: awkward)
    func quotingIsUndoneBySplitting(_ word: String) throws {
        #expect(try splitWords(quoteWord(word)) == [word])
        #expect(try splitWords("x \(quoteWord(word)) y") == ["x", word, "y"])
    }

    @Test func plainWordsStayAsTheyAre() {
        for word in ["a", "/lib/x.py", "esp8266-[1-3]", "*.py", "-r", "caf\u{E9}"] { #expect(quoteWord(word) == word) }
        #expect(quoteWord("it's") == "'it'\\''s'")
    }

    @Test(
        arguments: [
            ("", [], "", 0, .none), ("a", [], "a", 0, .none), ("a ", ["a"], "", 2, .none),
            ("a b", ["a"], "b", 2, .none),
            ("  /li", [], "/li", 2, .none), ("a 'b c", ["a"], "b c", 2, .single), ("a \"b c", ["a"], "b c", 2, .double),
            ("a x'b c", ["a"], "xb c", 2, .single), ("'a b'", [], "a b", 0, .none), ("'a b' ", ["a b"], "", 6, .none),
            ("a\\ b", [], "a b", 0, .none), ("a\\", [], "a", 0, .none), ("''", [], "", 0, .none),
            ("\"a\\", [], "a", 0, .double), ("\u{65E5} \u{672C}", ["\u{65E5}"], "\u{672C}", 2, .none),
        ] as [(String, [String], String, Int, Quoting)])
    func findsTheWordAtTheCursor(
        _ text: String, _ before: [String], _ word: String, _ start: Int, _ quoting: Quoting
    ) {
        let found = CursorWord(upTo: text)
        #expect(found.before == before)
        #expect(found.text == word)
        #expect(found.start == start)
        #expect(found.quoting == quoting)
    }

    @Test(arguments: awkward.filter { !$0.isEmpty })
    func candidatesAreWrittenInTheQuotesThatAreOpen(_ candidate: String) throws {
        for typed in ["", "'", "\""] {
            let cursor = CursorWord(upTo: "a " + typed)
            let line = "a " + cursor.written(candidate, isWhole: true)
            #expect(try splitWords(line) == ["a", candidate])
            let more = CursorWord(upTo: "a " + cursor.written(candidate, isWhole: false))
            #expect(more.text == candidate)
            #expect(more.quoting == cursor.quoting)
        }
    }

    @Test(.timeLimit(.minutes(20))) func longArguments() throws {
        #expect(try splitWords(String(repeating: "a ", count: 100_000)).count == 100_000)
        #expect(throws: WordError.self) { try splitWords(String(repeating: "'\"", count: 100_001)) }
    }
}
