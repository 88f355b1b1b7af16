internal import Fleet

/// A built-in command of the shell. This one table feeds dispatch, `help`, Tab, the reference page and their tests.
package struct Verb: Sendable {
    /// What an argument is, for Tab.
    package enum Argument: Sendable {
        case range, board, group, job, setting, settingValue, verb, text
        /// `anyPath`: on this machine or on boards.
        case localPath, remotePath, anyPath
        /// All that follows is a line of its own; behind a range, after a colon and a blank.
        case line
        /// All that follows is Python, but for the words that the synopsis has behind it.
        case python
    }

    package let name: String
    /// As it is shown: `put LOCAL… [REMOTE]`.
    package let synopsis: String
    /// A few words, for lists: at most 28 characters.
    package let brief: String
    /// A sentence.
    package let summary: String
    package let example: String
    /// What Tab completes, by position; the last holds for all that follow.
    package let arguments: [Argument]
    /// What can be said of the raw text after the verb without a hub and without doing anything.
    /// - Throws: what is wrong with it, as `run` would.
    let check: @Sendable (String) throws -> Void
    /// - Parameters: the session, and the raw text after the verb.
    let run: @Sendable (Session, String) throws -> ExitStatus

    /// - Parameter check: if left out, the text after the verb is words, of any number.
    init(
        name: String, synopsis: String, brief: String, summary: String, example: String, arguments: [Argument],
        check: @escaping @Sendable (String) throws -> Void = { _ = try splitWords($0) },
        run: @escaping @Sendable (Session, String) throws -> ExitStatus
    ) {
        self.name = name
        self.synopsis = synopsis
        self.brief = brief
        self.summary = summary
        self.example = example
        self.arguments = arguments
        self.check = check
        self.run = run
    }

    /// In the groups that `help` shows.
    package static let groups: [(title: String, verbs: [Verb])] = [
        ("Choosing boards", selecting), ("Running", running), ("Shell", shell), ("Files", files), ("Boards", boards),
    ]

    package static let all: [Verb] = groups.flatMap(\.verbs)

    package static let names = Set(all.map(\.name))

    package static func named(_ name: String) -> Verb? { all.first { $0.name == name } }

    private static let selecting = [
        Verb(
            name: "use", synopsis: "use [BOARDS]", brief: "choose the boards",
            summary: "select the boards that lines go to: +BOARDS adds, !BOARDS removes, - goes back; alone: show them",
            example: "use esp8266-[1-3],wipy2-1", arguments: [.range],
            check: { _ = try SelectionRequest($0) }
        ) { try $0.use($1) },
        Verb(
            name: "on", synopsis: "on BOARDS: LINE", brief: "one line for other boards",
            summary: "send one line to other boards than those selected",
            example: "on @failed: import main", arguments: [.range, .line], check: { try checkOn($0) }
        ) { try $0.on($1) },
        Verb(
            name: "group", synopsis: "group [-d] [NAME] [= BOARDS]", brief: "name a range of boards",
            summary: "name a board range for everybody on the hub (@NAME); alone: list them; -d: remove one",
            example: "group kitchen = esp8266-[1-3]", arguments: [.group, .range],
            check: { _ = try GroupRequest($0) }
        ) { try $0.group($1) },
        Verb(
            name: "boards", synopsis: "boards [BOARDS]", brief: "list boards",
            summary: "list the boards that the hub knows, also those that are offline",
            example: "boards esp8266-*", arguments: [.range], check: checkRange
        ) { try $0.listBoards($1) },
    ]

    private static let boards = [
        info,
        Verb(
            name: "connect", synopsis: "connect BOARD", brief: "work with one board alone",
            summary: "one board as if it were on the desk: input() reads what you type; Ctrl-] leaves",
            example: "connect esp8266-1", arguments: [.board], check: checkRange
        ) { try $0.connect($1) },
        Verb(
            name: "rename", synopsis: "rename BOARD NAME", brief: "give a board another name",
            summary: "give a board another name",
            example: "rename esp8266-1 kitchen-1", arguments: [.board, .text],
            check: { _ = try renaming(splitWords($0)) }
        ) { try $0.rename(splitWords($1)) },
        Verb(
            name: "reset", synopsis: "reset", brief: "restart boards",
            summary: "restart the selected boards and wait until they are back",
            example: "reset", arguments: [], check: { try takesNothing(splitWords($0), resetTakesNothing) }
        ) { try $0.reset(splitWords($1)) },
        Verb(
            name: "forget", synopsis: "forget BOARD", brief: "remove a board that is gone",
            summary: "remove a board that will not come back from the list",
            example: "forget esp8266-9", arguments: [.board], check: { _ = try forgotten(splitWords($0)) }
        ) { try $0.forget(splitWords($1)) },
    ]

    private static let running = [
        run,
        Verb(
            name: "diff", synopsis: "diff", brief: "how the last answers differ",
            summary: "show how answers of the last line differ from the one that most boards gave",
            example: "diff", arguments: [], check: { try takesNothing(splitWords($0), diffTakesNothing) }
        ) { try $0.diff(splitWords($1)) },
        Verb(
            name: "watch", synopsis: "watch SECONDS [LINE]", brief: "repeat a line, mark changes",
            summary: "run a line again and again, and mark what changed; alone: the line before",
            example: "watch 2 machine.Pin(2).value()", arguments: [.text, .line], check: { _ = try WatchOrder($0) }
        ) { try $0.watch($1) },
        Verb(
            name: "plot", synopsis: "plot EXPR [every SECONDS] [--csv FILE]", brief: "draw what boards measure",
            summary: "ask every board for a number again and again, and draw them; to a file too",
            example: "plot esp32.mcu_temperature() every 5 --csv heat.csv", arguments: [.python],
            check: { _ = try PlotOrder($0) }
        ) { try $0.plot($1) },
        Verb(
            name: "jobs", synopsis: "jobs [N [cancel]]", brief: "jobs that were left running",
            summary: "list the jobs left running with Ctrl-C twice; take one up again, or interrupt it",
            example: "jobs 1", arguments: [.job, .text], check: { _ = try JobRequest(splitWords($0)) }
        ) { try $0.jobs(splitWords($1)) },
    ]

    private static let shell = [
        Verb(
            name: "source", synopsis: "source FILE [ARG…]", brief: "run the lines of a file",
            summary: "run the lines of a file; ARG… are $1… in its verbs, sys.argv in its Python",
            example: "source lab.mbm 20", arguments: [.localPath, .text], check: { _ = try sourced(splitWords($0)) }
        ) { try $0.source(splitWords($1)) },
        Verb(
            name: "edit", synopsis: "edit [REMOTE]", brief: "edit Python, or a file there",
            summary:
                "open the last Python in your editor ($VISUAL, $EDITOR) and run what was saved; "
                + "or edit a file of the selected boards",
            example: "edit main.py", arguments: [.remotePath], check: { _ in throw UsageError.noEditor }
        ) { try $0.edit(splitWords($1)) },
        Verb(
            name: "log", synopsis: "log [FILE]", brief: "keep a transcript",
            summary: "keep a transcript, appended to FILE; alone: say where; log off ends it",
            example: "log today.log", arguments: [.localPath], check: { _ = try transcriptRequest(splitWords($0)) }
        ) { try $0.log(splitWords($1)) },
        Verb(
            name: "set", synopsis: "set [NAME [VALUE]]", brief: "show and change settings",
            summary: "show settings, or change one until the shell ends",
            example: "set output live", arguments: [.setting, .settingValue],
            check: { _ = try SettingChange($0, Settings()) }
        ) { try $0.set($1) },
        Verb(
            name: "help", synopsis: "help [VERB]", brief: "this list, or one verb",
            summary: "list the verbs, or explain one", example: "help put",
            arguments: [.verb], check: { _ = try explained(splitWords($0)) }
        ) { try $0.help(splitWords($1)) },
        Verb(
            name: "exit", synopsis: "exit", brief: "leave (or Ctrl-D)",
            summary: "leave the shell (Ctrl-D does the same)", example: "exit", arguments: [],
            check: { try takesNothing(splitWords($0), "exit takes no argument") }
        ) { try $0.exit(splitWords($1), "exit takes no argument") },
        Verb(
            name: "quit", synopsis: "quit", brief: "the same as exit", summary: "the same as exit", example: "quit",
            arguments: [], check: { try takesNothing(splitWords($0), "quit takes no argument") }
        ) { try $0.exit(splitWords($1), "quit takes no argument") },
    ]

    /// The verb that `word` is a slip of: one letter too many, too few, wrong, or two swapped.
    static func closest(to word: String) -> String? {
        guard word.count >= 2 else { return nil }
        return all.map(\.name).first { $0 != word && isOneSlip(Array($0), Array(word)) }
    }

    private static func isOneSlip(_ left: [Character], _ right: [Character]) -> Bool {
        let start = zip(left, right).prefix { $0 == $1 }.count
        let (left, right) = (left.dropFirst(start), right.dropFirst(start))
        let (withoutLeft, withoutRight) = (Array(left.dropFirst()), Array(right.dropFirst()))
        return withoutLeft == Array(right) || Array(left) == withoutRight || withoutLeft == withoutRight
            || (left.count >= 2 && right.count >= 2 && Array(left.prefix(2)) == right.prefix(2).reversed()
                && left.dropFirst(2).elementsEqual(right.dropFirst(2)))
    }
}
