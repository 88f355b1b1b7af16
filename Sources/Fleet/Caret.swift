/// A text that somebody typed, and below it a caret that points at a place in it: two lines, each set in by two blanks.
///
/// Control characters become visible, and so do those that would move the others. A long text is cut around the place.
///
/// - Parameters:
///   - text: one line, or more that are shown as one.
///   - offset: the place, counted in Unicode scalars from 0; the end of the text at most.
package func caretLines(_ text: String, at offset: Int) -> String {
    let before = 60
    let width = 100
    let scalars = text.unicodeScalars
    let start = max(0, offset - before)
    let part = scalars.dropFirst(start).prefix(width)
    let head = start > 0 ? "…" : ""
    let tail = part.endIndex < scalars.endIndex ? "…" : ""
    let blanks = displayWidth(part.prefix(offset - start)) + head.count
    return "  \(head)\(part.map(visible).joined())\(tail)\n  \(String(repeating: " ", count: max(0, blanks)))^"
}

/// How many columns of a terminal these take when `caretLines` shows them.
package func displayWidth(_ scalars: some Sequence<Unicode.Scalar>) -> Int {
    scalars.reduce(0) { width, scalar in
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: width
        default: width + (isWide(scalar) ? 2 : 1)
        }
    }
}

private func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0..<0x20: return Unicode.Scalar(0x2400 + scalar.value).map { String($0) } ?? "\u{FFFD}"
    case 0x7F: return "\u{2421}"
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned: return "\u{FFFD}"
    default: return String(scalar)
    }
}

/// Whether a terminal gives it two columns: East Asian scripts, full-width forms, emoji.
private func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60,
        0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
        true
    default: false
    }
}
