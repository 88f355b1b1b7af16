/// A text while it is edited, one line or a block of several, and where the cursor is in it. Everything is counted in
/// Unicode scalars, as libedit does.
struct EditedText: Equatable {
    let scalars: [Unicode.Scalar]
    let cursor: Int

    /// - Parameter cursor: brought into the text if it is outside.
    init(_ scalars: [Unicode.Scalar], cursor: Int) {
        self.scalars = scalars
        self.cursor = min(max(0, cursor), scalars.count)
    }

    init(_ text: String, cursor: Int? = nil) {
        let scalars = Array(text.unicodeScalars)
        self.init(scalars, cursor: cursor ?? scalars.count)
    }

    var text: String { Self.string(scalars[...]) }
    var before: String { Self.string(scalars[..<cursor]) }
    var after: String { Self.string(scalars[cursor...]) }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }

    var isBlock: Bool { scalars.contains("\n") }
    var isOnFirstLine: Bool { lineStart == 0 }
    var isOnLastLine: Bool { lineEnd == scalars.count }

    /// Where the cursor's line begins.
    var lineStart: Int { start(ofLineAt: cursor) }
    /// Where the cursor's line ends: at its line end, or at the end of the text.
    var lineEnd: Int { end(ofLineAt: cursor) }

    private func start(ofLineAt index: Int) -> Int {
        scalars[..<index].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    }

    private func end(ofLineAt index: Int) -> Int {
        scalars[index...].firstIndex(of: "\n") ?? scalars.count
    }

    /// How many blanks begin the cursor's line, as far as the cursor; nil if there is anything else.
    var blanksBeforeCursor: Int? {
        let line = scalars[lineStart..<cursor]
        return line.allSatisfy { $0 == " " } ? line.count : nil
    }

    /// Where the first character of the cursor's line is that is no blank.
    var indentationEnd: Int {
        scalars[lineStart..<lineEnd].firstIndex { $0 != " " && $0 != "\t" } ?? lineEnd
    }

    /// How many blanks follow the cursor.
    var blanksAfterCursor: Int { scalars[cursor...].prefix { $0 == " " || $0 == "\t" }.count }

    /// Where the word before the cursor begins, and where the one behind it ends; words are as libedit's moves have them.
    var wordStart: Int {
        let end = scalars[..<cursor].lastIndex(where: Self.isInWord) ?? 0
        return scalars[..<end].lastIndex { !Self.isInWord($0) }.map { $0 + 1 } ?? 0
    }
    var wordEnd: Int {
        let start = scalars[cursor...].firstIndex(where: Self.isInWord) ?? scalars.count
        return scalars[start...].firstIndex { !Self.isInWord($0) } ?? scalars.count
    }

    private static func isInWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || "*?_-.[]~=".unicodeScalars.contains(scalar)
    }

    /// The column of the cursor in its line, as displayed.
    var column: Int { Self.width(scalars[lineStart..<cursor]) }

    /// - Parameter column: where in the line to go, as displayed.
    /// - Returns: the place in the line above; nil in the first line.
    func above(column: Int) -> Int? {
        isOnFirstLine ? nil : index(ofColumn: column, from: start(ofLineAt: lineStart - 1))
    }

    /// - Returns: the place in the line below; nil in the last line.
    func below(column: Int) -> Int? {
        isOnLastLine ? nil : index(ofColumn: column, from: lineEnd + 1)
    }

    private func index(ofColumn column: Int, from start: Int) -> Int {
        var passed = 0
        for index in start..<end(ofLineAt: start) {
            passed += Self.width(scalars[index...index])
            if passed > column { return index }
        }
        return end(ofLineAt: start)
    }

    private static func width(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
        scalars.reduce(0) { $0 + ($1 == "\t" ? 8 - $0 % 8 : Screen.width(ofPrintable: $1) ?? 0) }
    }
}

extension LineState {
    /// Remembers a character that libedit is given.
    mutating func note(key: Unicode.Scalar) {
        keyCount += 1
        (previousKey, lastKey) = (lastKey, key)
    }
}
