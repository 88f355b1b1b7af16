/// A walk through the history while a text is edited. What is changed on the way stays changed until the text is sent.
struct HistoryWalk {
    /// A text of the walk.
    struct Place: Equatable {
        var text: EditedText
        /// See `LineEditor.EnterRequest.isWhole`.
        var isWhole: Bool
    }

    /// Oldest first; behind them is the present, what was typed before the walk.
    let entries: [String]
    /// Where the walk is; `entries.count`: the present.
    private(set) var index: Int
    private var changed: [Int: Place] = [:]

    init(_ entries: [String]) {
        self.entries = entries
        index = entries.count
    }

    var isInPresent: Bool { index == entries.count }

    /// Goes to another entry.
    ///
    /// - Parameters:
    ///   - target: its index.
    ///   - here: what is left, kept for the way back.
    /// - Returns: the entry, or what it was changed to, the cursor at its end; nil if there is none.
    mutating func go(to target: Int, leaving here: Place) -> Place? {
        guard (0...entries.count).contains(target), target != index else { return nil }
        changed[index] = here
        index = target
        var place = changed[target] ?? Place(text: EditedText(""), isWhole: false)
        if changed[target] == nil, target < entries.count {
            let text = EditedText(entries[target])
            place = Place(text: text, isWhole: text.isBlock)
        }
        place.text = EditedText(place.text.scalars, cursor: place.text.scalars.count)
        return place
    }

    /// - Parameter step: -1 towards older entries, 1 towards newer ones.
    /// - Returns: the next entry that fulfils a condition.
    func next(by step: Int, where condition: (String) -> Bool) -> Int? {
        var next = index + step
        while entries.indices.contains(next), !condition(entries[next]) { next += step }
        return entries.indices.contains(next) ? next : nil
    }
}
