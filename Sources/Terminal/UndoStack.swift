/// The texts that a text was before, to go back to. A word typed without a break is one step.
struct UndoStack {
    /// How many steps are kept.
    static let limit = 100

    private var steps: [EditedText] = []
    private var current = EditedText("")
    /// Whether the last step is characters typed up to the cursor, to which one more may be added.
    private var isTyping = false

    /// Takes the text between two keys.
    mutating func note(_ text: EditedText) {
        defer { current = text }
        guard text.scalars != current.scalars else {
            isTyping = isTyping && text.cursor == current.cursor
            return
        }
        let isTyped = isOneCharacterTyped(text)
        if !isTyped || !isTyping || beginsWord(text) { steps.append(current) }
        if steps.count > Self.limit { steps.removeFirst() }
        isTyping = isTyped
    }

    /// - Returns: the text before the last step; nil if there is none.
    mutating func undo() -> EditedText? {
        guard let step = steps.popLast() else { return nil }
        current = step
        isTyping = false
        return step
    }

    private func isOneCharacterTyped(_ text: EditedText) -> Bool {
        text.scalars.count == current.scalars.count + 1 && text.cursor == current.cursor + 1
    }

    /// Whether a character was typed behind a blank: each word is a step.
    private func beginsWord(_ text: EditedText) -> Bool {
        current.cursor > 0 && current.scalars[current.cursor - 1] == " " && text.scalars[current.cursor] != " "
    }
}
