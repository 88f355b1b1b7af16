import CLibEdit

/// Keys that recall what was typed earlier. libedit's own commands for it cut long texts off, forget changes, and lose
/// what was typed when one goes forward from there.
extension LineEditor {
    private var walk: HistoryWalk {
        get { line.walk ?? HistoryWalk(history.entries) }
        set { line.walk = newValue }
    }

    private var here: HistoryWalk.Place { HistoryWalk.Place(text: editedText, isWhole: line.isWhole) }

    /// Puts an entry in place of the text.
    func recall(_ index: Int, leaving original: EditedText? = nil) -> Outcome {
        var left = here
        if let original { left.text = original }
        guard let place = walk.go(to: index, leaving: left) else { return .error }
        replaceAll(with: place.text)
        line.isWhole = place.isWhole
        line.heldLineEnd = nil
        return .done
    }

    fileprivate func previous() -> Outcome {
        let outcome = recall(walk.index - 1)
        if outcome == .done && line.lastKey == "k" { moveCursor(to: 0) }
        return outcome
    }

    /// What comes back from the history on the way forward is entered from above, so that the next step down goes
    /// through its lines.
    fileprivate func next() -> Outcome {
        let outcome = recall(walk.index + 1)
        guard outcome == .done, !walk.isInPresent else { return outcome }
        moveCursor(to: 0)
        if line.lastKey != "j" { moveCursor(to: editedText.lineEnd) }
        return outcome
    }

    /// The next older or newer entry that begins as the text does before the cursor, which stays there.
    fileprivate func nextWithSameStart(by step: Int) -> Outcome {
        let text = editedText
        let start = line.searched?.text == text ? line.searched?.start ?? "" : text.before
        let found = walk.next(by: step) { $0.hasPrefix(start) && $0 != text.text }
        // Forward from the last of them is what was typed.
        guard let found = found ?? (step > 0 && !walk.isInPresent ? walk.entries.count : nil) else { return .error }
        let outcome = recall(found)
        moveCursor(to: start.unicodeScalars.count)
        line.searched = (editedText, start)
        return outcome
    }

    fileprivate func up() -> Outcome {
        let text = editedText
        let column = goalColumn(text)
        guard let place = text.above(column: column) else { return previous() }
        return move(to: place, keeping: column)
    }

    fileprivate func down() -> Outcome {
        let text = editedText
        let column = goalColumn(text)
        guard let place = text.below(column: column) else { return next() }
        return move(to: place, keeping: column)
    }

    /// The column that moves between lines keep, also through shorter lines.
    private func goalColumn(_ text: EditedText) -> Int {
        guard let goal = line.goal, goal.text == text else { return text.column }
        return goal.column
    }

    private func move(to place: Int, keeping column: Int) -> Outcome {
        moveCursor(to: place)
        line.goal = (editedText, column)
        return .done
    }

    /// vi's `n` and `N`: the next entry with what was searched for last.
    fileprivate func searchAgain(by step: Int) -> Outcome {
        guard !lastPattern.isEmpty,
            let found = walk.next(by: step, where: { HistorySearch.match(lastPattern, in: $0) != nil })
        else { return .error }
        return recall(found)
    }

    /// Ctrl-R: shows the newest entry that holds what is typed, and lets it be edited or sent when another key is
    /// pressed.
    fileprivate func search() -> Outcome {
        let original = editedText
        var search = HistorySearch(history.entries)
        defer { line.status = nil }
        while true {
            line.status = search.status
            guard let key = readKey() else { return .end }
            switch key {
            case "\u{12}": search.older(than: lastPattern)
            case "\u{13}": search.newer()
            case "\u{7f}", "\u{8}": search.deleteLast()
            case "\u{7}":
                replaceAll(with: original)
                return .done
            case let key where key.properties.generalCategory != .control: search.append(key)
            default:
                return end(search, original, key)
            }
            if search.hasFailed { ringBell() }
            replaceAll(with: search.found ?? original)
        }
    }

    /// The key that ends a search does what it does: Enter sends, an arrow key moves in what was found.
    private func end(_ search: HistorySearch, _ original: EditedText, _ key: Unicode.Scalar) -> Outcome {
        if !search.pattern.isEmpty { lastPattern = search.pattern }
        if let found = search.found, let index = search.index {
            _ = recall(index, leaving: original)
            // At its end, where Enter sends a block and does not part it.
            if key != "\r" && key != "\n" { moveCursor(to: found.cursor) }
        }
        el_wpush(editor, [wchar_t(bitPattern: key.value), 0])
        return .done
    }

    /// - Returns: nil when the text ends without Enter.
    private func readKey() -> Unicode.Scalar? {
        var character: wchar_t = 0
        return el_wgetc(editor, &character) == 1 ? character.scalar : nil
    }
}

let historyCommands = [
    EditorCommand(name: "mbm-up", help: "Go to the line above, or back in the history") { editor, _ in
        editor.flatMap(LineEditor.of)?.up().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-down", help: "Go to the line below, or forward in the history") { editor, _ in
        editor.flatMap(LineEditor.of)?.down().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-previous", help: "Go back in the history") { editor, _ in
        editor.flatMap(LineEditor.of)?.previous().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-next", help: "Go forward in the history") { editor, _ in
        editor.flatMap(LineEditor.of)?.next().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-previous-with-start", help: "Go back to what begins as the text does") { editor, _ in
        editor.flatMap(LineEditor.of)?.nextWithSameStart(by: -1).code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-next-with-start", help: "Go forward to what begins as the text does") { editor, _ in
        editor.flatMap(LineEditor.of)?.nextWithSameStart(by: 1).code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-search", help: "Search the history") { editor, _ in
        editor.flatMap(LineEditor.of)?.search().code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-search-older", help: "Search back for the same again") { editor, _ in
        editor.flatMap(LineEditor.of)?.searchAgain(by: -1).code ?? UInt8(CC_ERROR)
    },
    EditorCommand(name: "mbm-search-newer", help: "Search forward for the same again") { editor, _ in
        editor.flatMap(LineEditor.of)?.searchAgain(by: 1).code ?? UInt8(CC_ERROR)
    },
]
