import FoundationEssentials
import Testing

@testable import Shell

/// `docs/reference.md` is generated from the table of verbs: `MBM_WRITE_DOCS=1 Tests/run --filter ReferenceTests`.
struct ReferenceTests {
    private static let introduction = """
        # The verbs of the shell

        Any line that is no verb is Python for the selected boards. `%VERB` always means the verb, a blank before the line
        always means Python. `exit()`, `quit()` and `help()` are verbs too. Arguments are split at blanks; quotes and
        backslashes keep blanks, as in a POSIX shell. [keys.md](keys.md) tells what the keys do.

        `BOARDS` is a board range: `,` or a blank unites, `!` takes away, `&` intersects, `^` is one or the other, from left
        to right. Brackets hold numbers and ranges, `[1,3,7]`, `[08-11]`, `[1-9/2]`. `*` and `?` match known boards, `@*` is
        every known board.

        """

    @Test("The reference page is what the table of verbs says")
    func referenceIsCurrent() throws {
        let page = Self.introduction + Verb.all.map(Self.entry).joined()
        let path = URL(filePath: #filePath).appending(path: "../../../docs/reference.md").standardized
        if ProcessInfo.processInfo.environment["MBM_WRITE_DOCS"] != nil {
            try Data(page.utf8).write(to: path)
        }
        #expect(try String(decoding: Data(contentsOf: path), as: UTF8.self) == page)
    }

    private static func entry(_ verb: Verb) -> String {
        "\n## `\(verb.synopsis)`\n\n\(verb.summary)\n\n    \(verb.example)\n"
    }
}
