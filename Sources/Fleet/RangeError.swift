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
        case unknownFilter(String)
        case missingValue(RangeFilter)
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
        return "\(place)\(reason.sentence)\n\(caretLines(expression, at: column - 1))"
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
        case .unknownFilter(let name):
            "boards cannot be chosen by \"\(name)\", but by "
                + RangeFilter.allCases.map { "\($0.rawValue):" }.joined(separator: " ")
        case .missingValue(let filter): "a value is missing here: \(filter.rawValue):VALUE, with * and ? for anything"
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
