/// Makes text from outside harmless for a terminal: what a terminal would obey, and what would hide or reorder what
/// stands there, becomes something to see.
///
/// Control characters become their pictures (`␛`), invisible ones are spelled out (`\u{202e}`), CR LF becomes LF.
/// Line ends and tabs stay.
///
/// - Parameters:
///   - text: what a hub, a board, a package or a file gave.
///   - keepingLines: false makes line ends and tabs visible too, for text that has to stay on one line.
package func visible(_ text: String, keepingLines: Bool = true) -> String {
    let isHarmless = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f || keepingLines && ($0 == 0x0a || $0 == 0x09) }
    if isHarmless { return text }
    var result = String.UnicodeScalarView()
    var isAfterReturn = false
    for scalar in text.unicodeScalars {
        if isAfterReturn && !(scalar == "\n" && keepingLines) { result.append("␍") }
        isAfterReturn = scalar == "\r"
        if !isAfterReturn { appendVisible(scalar, keepingLines: keepingLines, to: &result) }
    }
    if isAfterReturn { result.append("␍") }
    return String(result)
}

/// As `visible(_:)`, for bytes: what is no UTF-8 becomes U+FFFD.
package func visible(_ bytes: some Collection<UInt8>, keepingLines: Bool = true) -> String {
    visible(String(decoding: bytes, as: UTF8.self), keepingLines: keepingLines)
}

private func appendVisible(_ scalar: Unicode.Scalar, keepingLines: Bool, to result: inout String.UnicodeScalarView) {
    switch scalar.value {
    case 0x0a where keepingLines, 0x09 where keepingLines:
        result.append(scalar)
    case 0x00...0x1f:
        result.append(Unicode.Scalar(0x2400 + UInt32(scalar.value)) ?? "\u{fffd}")
    case 0x7f:
        result.append("␡")
    default:
        guard isInvisible(scalar) else {
            result.append(scalar)
            return
        }
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
    }
}

/// C1 controls, bidirectional and other format controls, separators of lines and paragraphs, tags, fillers. The joiners
/// and variation selectors that scripts and emoji need stay.
private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200c, 0x200d, 0xfe00...0xfe0f: return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return scalar.properties.isDefaultIgnorableCodePoint
    }
}
