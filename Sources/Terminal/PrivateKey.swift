/// Characters that no keyboard sends, as keys: how a command of ours has libedit run one of its own.
///
/// They are control characters between ASCII and Latin-1; what libedit's emacs mode has there (M-^H and its like) is left
/// out.
enum PrivateKey: UInt8, CaseIterable {
    case wake = 0x80
    case deletePrevious, nextCharacter, previousCharacter, viInsert, viZero, viDelete, viChange
    // 0x88 deletes a word, 0x8c clears the screen.
    case viYank = 0x90
    // Keys of the keyboard, in vi mode.
    case up, down, left, right, home, end, delete, pageUp, pageDown, wordLeft, wordRight

    static let range: ClosedRange<Unicode.Scalar> = "\u{80}"..."\u{9f}"

    var scalar: Unicode.Scalar { Unicode.Scalar(rawValue) }

    /// As `bind` wants it.
    var name: String { "\\" + String(rawValue, radix: 8) }
}
