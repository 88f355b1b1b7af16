/// What a key means to people: the table of the reference page. It names the commands behind the keys, so that a test can
/// tell whether a key is left out.
package struct KeyMeaning: Sendable {
    /// As people call them: `Ctrl-Left, Alt-B`.
    package let keys: String
    package let meaning: String
    /// libedit's names of the commands; none for keys of the terminal or of libedit alone.
    let commands: [String]

    package static let all: [KeyMeaning] = [
        KeyMeaning(
            keys: "Enter", meaning: "send the text, or begin a new line while something in it is open",
            commands: ["mbm-enter"]),
        KeyMeaning(keys: "Alt-Enter", meaning: "send the text as it is, from anywhere", commands: ["mbm-send"]),
        KeyMeaning(keys: "Ctrl-O", meaning: "begin a new line in any case", commands: ["mbm-new-line"]),
        KeyMeaning(
            keys: "Left, Right, Ctrl-B, Ctrl-F", meaning: "a character back or on, also over the end of a line",
            commands: ["ed-prev-char", "ed-next-char"]),
        KeyMeaning(
            keys: "Ctrl-Left, Ctrl-Right, Alt-B, Alt-F", meaning: "a word back or on",
            commands: ["ed-prev-word", "em-next-word"]),
        KeyMeaning(
            keys: "Home, End, Ctrl-A, Ctrl-E", meaning: "start or end of the line",
            commands: ["mbm-line-start", "mbm-line-end"]),
        KeyMeaning(
            keys: "Alt-<, Alt->, Ctrl-Home, Ctrl-End", meaning: "start or end of the block",
            commands: ["ed-move-to-beg", "ed-move-to-end"]),
        KeyMeaning(
            keys: "Up, Down",
            meaning: "the line above or below; from the first or last one, the entry before or after it in the history",
            commands: ["mbm-up", "mbm-down"]),
        KeyMeaning(
            keys: "Ctrl-P, Ctrl-N", meaning: "the entry before or after it in the history at once",
            commands: ["mbm-previous", "mbm-next"]),
        KeyMeaning(
            keys: "Page Up, Page Down",
            meaning: "the entry before or after it that begins as the text does before the cursor",
            commands: ["mbm-previous-with-start", "mbm-next-with-start"]),
        KeyMeaning(
            keys: "Ctrl-R",
            meaning:
                "search the history for what is typed then; Ctrl-R again: further back, Ctrl-S: forward, Ctrl-G: leave it. Every other key takes what was found",
            commands: ["mbm-search"]),
        KeyMeaning(
            keys: "Tab", meaning: "complete; a list, if there are several ways to go on", commands: ["mbm-complete"]),
        KeyMeaning(
            keys: "Backspace, Delete, Ctrl-D", meaning: "delete a character",
            commands: ["mbm-backspace", "ed-delete-next-char", "mbm-delete-or-end"]),
        KeyMeaning(
            keys: "Ctrl-K", meaning: "delete the rest of the line, or its end if there is no rest",
            commands: ["mbm-kill-to-end"]),
        KeyMeaning(
            keys: "Ctrl-U", meaning: "delete the line; of a block an empty one stays", commands: ["mbm-kill-line"]),
        KeyMeaning(
            keys: "Ctrl-W, Alt-Backspace, Alt-D", meaning: "delete the word before or behind the cursor",
            commands: ["mbm-kill-previous-word", "mbm-kill-next-word"]),
        KeyMeaning(
            keys: "Ctrl-Y",
            meaning:
                "insert again what Ctrl-K, Ctrl-U, Ctrl-W, Alt-Backspace and Alt-D deleted last, one after the other",
            commands: ["mbm-yank"]),
        KeyMeaning(keys: "Ctrl-_", meaning: "undo, step by step", commands: ["mbm-undo"]),
        KeyMeaning(keys: "Ctrl-L", meaning: "clear the screen", commands: ["ed-clear-screen"]),
        KeyMeaning(keys: "Ctrl-V", meaning: "insert the next key as a character", commands: []),
        KeyMeaning(keys: "Ctrl-C", meaning: "drop the text; while boards work, interrupt them", commands: []),
        KeyMeaning(keys: "Ctrl-D in an empty line", meaning: "leave", commands: ["mbm-delete-or-end"]),
        KeyMeaning(keys: "Ctrl-Z", meaning: "stop mbm; `fg` goes on", commands: []),
        KeyMeaning(keys: "Insert", meaning: "type over what is there, or no longer", commands: ["em-toggle-overwrite"]),
        KeyMeaning(
            keys: "Ctrl-]", meaning: "while connected to a board (`connect`): leave it, at any moment", commands: []),
    ]
}
