import FoundationEssentials
import Terminal
import Testing

@testable import Fleet
@testable import Shell

/// `docs/reference.md` is generated from the table of verbs: `MBM_WRITE_DOCS=1 Tests/run --filter ReferenceTests`.
struct ReferenceTests {
    private static let introduction = """
        # The shell

        Any line that is no verb is Python for the selected boards. `%VERB` always means the verb, a blank before the line
        always means Python. `exit()`, `quit()` and `help()` are verbs too. Arguments are split at blanks; quotes and
        backslashes keep blanks, as in a POSIX shell. `!COMMAND` runs a command of this machine. [keys.md](keys.md) tells
        what the keys do.

        `BOARDS` is a board range: `,` or a blank unites, `!` takes away, `&` intersects, `^` is one or the other, from left
        to right. Brackets hold numbers and ranges, `[1,3,7]`, `[08-11]`, `[1-9/2]`. Besides names it takes

        | item | stands for |
        |---|---|
        | `*`, `?` in a name | known boards that match |
        | `@*` | every known board |
        | `@kitchen` | a group (verb `group`), kept on the hub for everybody |
        | `platform:esp32`, `firmware:1.28*`, `state:idle` | known boards by what they said of themselves |
        | `@ok` | the boards that did well in the last line that had boards work |
        | `@raised`, `@interrupted`, `@silent` | those that raised an exception, were interrupted, gave no answer or refused |
        | `@failed` | every one that was not ok |
        | `@diff` | those whose answer is not the one that most gave |

        **Tab** completes by where the cursor is, and runs nothing of the line: verbs; boards, groups, result sets and filters
        in a range; settings and their values, options, jobs; paths on this machine and on boards; in Python the names and
        attributes that boards know, and modules behind `import` and `from`. Behind `on BOARDS: ` those boards are asked.

        What boards have to be asked for comes from all of them at once, within 300 ms, and is kept until the next line is
        sent; later answers count at the next Tab. `main.py  3 of 4` is on three of the four boards that answered; a name
        without such a number is known to all of them. A board that runs something is left alone, and so is one with the
        original client: `(4 of 6 answered)`. Names and attributes are looked up, never called (a property is computed when
        its own attributes are asked for), and nothing is imported.

        """

    private static let settings =
        """

        # Settings

        `set` shows and changes them until the shell ends; a line `NAME VALUE` in `$XDG_CONFIG_HOME/mbm/config`
        (`~/.config/mbm/config`) makes them last. Options of the command line win.

        | name | at first | values | |
        |---|---|---|---|

        """
        + Setting.all.map { setting in
            let value = setting.show(Settings())
            return
                "| `\(setting.name)` | \(value.isEmpty ? "" : "`\(value)`") | \(setting.wanted) | \(setting.summary) |\n"
        }.joined()

    private static let keys =
        """

        # Keys

        [keys.md](keys.md) tells how blocks are typed, and of the history, hints and the keys of vi.

        | key | does |
        |---|---|

        """ + KeyMeaning.all.map { "| \($0.keys) | \($0.meaning) |\n" }.joined()

    @Test("The reference page is what the table of verbs says")
    func referenceIsCurrent() throws {
        let verbs = Verb.groups.map { "\n# \($0.title)\n" + $0.verbs.map(Self.entry).joined() }
        let page = Self.introduction + verbs.joined() + Self.settings + Self.keys
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
