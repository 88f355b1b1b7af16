/// A key as libedit's `bind` takes it, and the name of its command.
typealias KeyBinding = (key: String, command: String)

/// Keys of the emacs mode. libedit knows the arrow keys only as the terminal's description names them, and few others at
/// all.
let emacsKeys: [KeyBinding] =
    commonKeys
    + bindings([
        "mbm-line-start": ["^A"], "mbm-line-end": ["^E"], "mbm-kill-to-end": ["^K"], "mbm-send": ["\\e^M", "\\e^J"],
        "mbm-new-line": ["^O"], "mbm-kill-previous-word": ["^W", "\\e^?", "\\e^H"], "mbm-kill-next-word": ["\\ed"],
        "mbm-yank": ["^Y"], "mbm-undo": ["^_"], "em-toggle-overwrite": ["\\e[2~"],
    ])
    // Without these, the end of an unknown key's sequence would be typed into the line.
    + (["OP", "OQ", "OR", "OS", "[Z"]
    + [15, 17, 18, 19, 20, 21, 23, 24].flatMap { number in
        ["[\(number)~"] + modifiers.map { "[\(number);\($0)~" }
    }).map { ("\\e" + $0, "ed-ignore") }
    + sequences.flatMap { key, sequences in
        sequences.map { ("\\e" + $0, privateCommands[key] ?? "ed-ignore") }
    }
    + bindings(["ed-move-to-beg": ["\\e<", "\\e[1;5H"], "ed-move-to-end": ["\\e>", "\\e[1;5F"]])

let viInsertKeys: [KeyBinding] =
    commonKeys
    + bindings([
        "ed-clear-screen": ["^L"]
    ])

let viCommandKeys: [KeyBinding] = bindings([
    "mbm-enter": ["^M", "^J"], "mbm-up": ["k"], "mbm-down": ["j"], "mbm-vi-start": ["0"], "mbm-vi-first": ["\\^"],
    "mbm-vi-end": ["$"], "mbm-vi-kill-to-end": ["D"], "mbm-vi-change-to-end": ["C"], "mbm-vi-append": ["A"],
    "mbm-vi-insert-first": ["I"], "mbm-vi-open": ["o"], "mbm-vi-delete": ["d"], "mbm-vi-change": ["c"],
    "mbm-vi-yank": ["y"], "mbm-previous": ["\\-", "^P"], "mbm-next": ["+", "^N"], "mbm-search": ["/", "?"],
    "mbm-search-older": ["n"], "mbm-search-newer": ["N"],
])

private let commonKeys: [KeyBinding] = bindings([
    "mbm-enter": ["^M", "^J"], "mbm-complete": ["^I"], "mbm-delete-or-end": ["^D"], "mbm-backspace": ["^?", "^H"],
    "mbm-kill-line": ["^U"], "mbm-search": ["^R"], "mbm-previous": ["^P"], "mbm-next": ["^N"],
])

private func bindings(_ keys: [String: [String]]) -> [KeyBinding] {
    keys.flatMap { command, keys in keys.map { ($0, command) } }
}

/// What terminals send for Shift, Alt, Ctrl and their combinations.
private let modifiers = 2...8
private let shift = 2

private typealias FunctionKey = (key: PrivateKey, sequences: [String])

/// What function keys send behind the escape character.
private let sequences: [FunctionKey] = plainSequences + modifiers.flatMap(modifiedSequences)

private let plainSequences: [FunctionKey] = [
    (.up, ["[A", "OA"]), (.down, ["[B", "OB"]), (.right, ["[C", "OC"]), (.left, ["[D", "OD"]),
    (.home, ["[H", "OH", "[1~", "[7~"]), (.end, ["[F", "OF", "[4~", "[8~"]), (.delete, ["[3~"]), (.pageUp, ["[5~"]),
    (.pageDown, ["[6~"]),
]

private func modifiedSequences(_ modifier: Int) -> [FunctionKey] {
    [
        (.up, ["[1;\(modifier)A"]), (.down, ["[1;\(modifier)B"]), (.home, ["[1;\(modifier)H"]),
        (.end, ["[1;\(modifier)F"]), (.delete, ["[3;\(modifier)~"]), (.pageUp, ["[5;\(modifier)~"]),
        (.pageDown, ["[6;\(modifier)~"]), (modifier == shift ? .right : .wordRight, ["[1;\(modifier)C"]),
        (modifier == shift ? .left : .wordLeft, ["[1;\(modifier)D"]),
    ]
}

/// In vi mode the escape key stands alone: what function keys send is recognised where it is read.
let viFunctionKeys: [[UInt8]: Unicode.Scalar] = Dictionary(
    sequences.flatMap { key, sequences in sequences.map { (Array("\u{1b}\($0)".utf8), key.scalar) } },
    uniquingKeysWith: { first, _ in first })

private let privateCommands: [PrivateKey: String] = [
    .wake: "mbm-wake", .nextCharacter: "ed-next-char", .previousCharacter: "ed-prev-char", .viInsert: "vi-insert",
    .viZero: "vi-zero", .viDelete: "vi-delete-meta", .viChange: "vi-change-meta", .viYank: "vi-yank",
    // In emacs mode, too: its own has the yank commands of libedit bring back what it deletes.
    .deletePrevious: "vi-delete-prev-char",
    .up: "mbm-up", .down: "mbm-down", .right: "ed-next-char", .left: "ed-prev-char", .home: "mbm-line-start",
    .end: "mbm-line-end", .delete: "ed-delete-next-char", .pageUp: "mbm-previous-with-start",
    .pageDown: "mbm-next-with-start", .wordLeft: "ed-prev-word", .wordRight: "em-next-word",
]

let privateKeys: [(key: PrivateKey, command: String)] = privateCommands.map { ($0.key, $0.value) }
