/// Why a board range could not be understood, and where.
package struct RangeError: Error, Equatable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        case missingBoard
        case reserved(Unicode.Scalar)
        case bracketNotClosed
        case bracketNotOpen
        case bracketInBracket
        case missingNumber
        case notANumber(Unicode.Scalar)
        case numberTooLarge
        case reversed
        case ambiguousPadding
        case stepWithoutRange
        case badStep
        /// `nil`: so many that the count itself does not fit into 64 bits.
        case tooManyNames(UInt64?)
        case tooMuchWork
        case nameTooLong(Int)
        case badFirstCharacter
        case missingGroupName
        case wildcardInGroupName
        case unknownGroup(String)
        /// The groups on the way round, the first one being also the last.
        case groupCycle([String])
    }

    package var reason: Reason
    /// The expression that `column` counts in: what was typed, or what `group` holds.
    package var expression: String
    /// Where it went wrong, in displayed characters from 1; one past the end if something is missing there.
    package var column: Int
    /// The group whose expression this is; `nil` for what was typed.
    package var group: String?

    /// The sentence, the expression, and a caret under the column: three lines.
    package var description: String {
        let place = group.map { "in group @\($0): " } ?? ""
        let (shown, caret) = excerpt
        return "\(place)\(reason.sentence)\n  \(shown)\n  \(String(repeating: " ", count: caret))^"
    }

    /// The expression as it can be printed, cut around the column if it is long, and the blanks before the caret.
    private var excerpt: (shown: String, caret: Int) {
        let before = 60
        let width = 100
        let scalars = expression.unicodeScalars
        let offset = column - 1
        let start = offset > before ? offset - before : 0
        let part = scalars.dropFirst(start).prefix(width)
        let head = start > 0 ? "…" : ""
        let tail = part.endIndex < scalars.endIndex ? "…" : ""
        return (head + part.map(visible).joined() + tail, offset - start + head.count)
    }
}

/// One column for one scalar: a control character or one that moves others (bidirectional, joining) would put the
/// caret elsewhere, and must not reach a terminal.
private func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0..<0x20: return Unicode.Scalar(0x2400 + scalar.value).map(String.init) ?? "\u{FFFD}"
    case 0x7F: return "\u{2421}"
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .nonspacingMark, .enclosingMark, .unassigned:
        return "\u{FFFD}"
    default:
        return String(scalar)
    }
}

extension RangeError.Reason {
    fileprivate var sentence: String {
        switch self {
        case .missingBoard: "a board is missing here"
        case .reserved(let scalar): "\(named(scalar)) cannot be part of a board's name"
        case .bracketNotClosed: "this bracket is not closed"
        case .bracketNotOpen: "no bracket is open that this could close"
        case .bracketInBracket: "brackets cannot stand inside each other"
        case .missingNumber: "a number is missing here"
        case .notANumber(let scalar):
            "\(named(scalar)) is out of place, brackets hold numbers and ranges: [1-3,7,10-20/2]"
        case .numberTooLarge: "the number is too large for a range"
        case .reversed: "the range runs backwards, write the lower number first"
        case .ambiguousPadding: "the end of the range is padded to more digits than its beginning"
        case .stepWithoutRange: "a step needs a range before it: [1-9/2]"
        case .badStep: "the step must be a number, 1 or more"
        case .tooManyNames(let count):
            "\(count.map { String($0) } ?? "more than \(UInt64.max)") names, \(BoardRange.limit) are the most"
        case .tooMuchWork: "the expression goes through too many names, write it shorter"
        case .nameTooLong(let count): "the name has \(count) characters, \(boardNameLimit) are the most"
        case .badFirstCharacter: "a name starts with a letter or a digit"
        case .missingGroupName: "the name of a group is missing here"
        case .wildcardInGroupName: "a group is named without wildcards (@* is every known board)"
        case .unknownGroup(let name) where BoardRange.reservedGroups.contains(name):
            "there is no @\(name), nothing has been sent to boards yet"
        case .unknownGroup(let name): "there is no group @\(name)"
        case .groupCycle(let path): "group @\(path.first ?? "") contains itself: \(shortened(path))"
        }
    }
}

private func named(_ scalar: Unicode.Scalar) -> String {
    if 0x21..<0x7F ~= scalar.value { return "\"\(scalar)\"" }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

private func shortened(_ path: [String]) -> String {
    let names = path.map { "@\($0)" }
    let shown = names.count > 8 ? names.prefix(6) + ["…"] + names.suffix(1) : names[...]
    return shown.joined(separator: " → ")
}
