/// A key as libedit's `bind` takes it, and the name of its command.
typealias KeyBinding = (key: String, command: String)

/// Keys of the emacs mode. libedit knows the arrow keys only as the terminal's description names them, and few others at
/// all.
let emacsKeys: [KeyBinding] =
    commonKeys
    + bindings([
        "mbm-line-start": ["^A"], "mbm-line-end": ["^E"], "mbm-kill-to-end": ["^K"], "mbm-send": ["\\e^M", "\\e^J"],
        "mbm-new-line": ["^O"], "mbm-kill-previous-word": ["^W", "\\e^?", "\\e^H"], "mbm-kill-next-word": ["\\ed"],
        "mbm-yank": ["^Y"], "ed-move-to-beg": ["\\e<", "\\e[1;5H"],
        "ed-move-to-end": ["\\e>", "\\e[1;5F"], "em-next-word": ["\\e[1;5C", "\\e[1;3C"],
        "ed-prev-word": ["\\e[1;5D", "\\e[1;3D"], "em-toggle-overwrite": ["\\e[2~"],
    ])
    + sequences.flatMap { key, sequences in
        sequences.map { ("\\e" + $0.dropFirst(), privateCommands[key] ?? "ed-ignore") }
    }
    // Without these, the end of an unknown key's sequence would be typed into the line.
    + ["\\eOP", "\\eOQ", "\\eOR", "\\eOS", "\\e[Z"].map { ($0, "ed-ignore") }
    + [15, 17, 18, 19, 20, 21, 23, 24].map { ("\\e[\($0)~", "ed-ignore") }

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

/// What function keys send.
private let sequences: [PrivateKey: [String]] = [
    .up: ["\u{1b}[A", "\u{1b}OA"], .down: ["\u{1b}[B", "\u{1b}OB"], .right: ["\u{1b}[C", "\u{1b}OC"],
    .left: ["\u{1b}[D", "\u{1b}OD"], .home: ["\u{1b}[H", "\u{1b}OH", "\u{1b}[1~", "\u{1b}[7~"],
    .end: ["\u{1b}[F", "\u{1b}OF", "\u{1b}[4~", "\u{1b}[8~"], .delete: ["\u{1b}[3~"], .pageUp: ["\u{1b}[5~"],
    .pageDown: ["\u{1b}[6~"],
]

/// In vi mode the escape key stands alone: what function keys send is recognised where it is read.
let viFunctionKeys = sequences

private let privateCommands: [PrivateKey: String] = [
    .wake: "mbm-wake", .nextCharacter: "ed-next-char", .previousCharacter: "ed-prev-char", .viInsert: "vi-insert",
    .viZero: "vi-zero", .viDelete: "vi-delete-meta", .viChange: "vi-change-meta", .viYank: "vi-yank",
    // In emacs mode, too: its own has the yank commands of libedit bring back what it deletes.
    .deletePrevious: "vi-delete-prev-char",
    .up: "mbm-up", .down: "mbm-down", .right: "ed-next-char", .left: "ed-prev-char", .home: "mbm-line-start",
    .end: "mbm-line-end", .delete: "ed-delete-next-char", .pageUp: "mbm-previous-with-start",
    .pageDown: "mbm-next-with-start",
]

let privateKeys: [(key: PrivateKey, command: String)] = privateCommands.map { ($0.key, $0.value) }
