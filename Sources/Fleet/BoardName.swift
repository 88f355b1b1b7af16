/// The most characters that a board's name has.
package let boardNameLimit = 64

/// Whether `name` can be a board's name, and so part of a key on the hub.
///
/// - Parameter name: any text.
/// - Returns: true for 1 to 64 ASCII letters, digits, `-`, `_`, `.`, of which the first is a letter or a digit.
package func isValidBoardName(_ name: String) -> Bool {
    let bytes = name.utf8
    guard let first = bytes.first, isASCIILetterOrDigit(first) else { return false }
    return bytes.count <= boardNameLimit && bytes.allSatisfy(isBoardNameByte)
}

func isASCIIDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
}

func isASCIILetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: isASCIIDigit(byte)
    }
}

func isBoardNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
    default: isASCIILetterOrDigit(byte)
    }
}

/// Whether `left` stands before `right` where a person looks for it: `esp8266-2` before `esp8266-10`.
///
/// Numbers are compared by value, of any length; names that differ in nothing but leading zeros stand in the order
/// of their bytes. Only equal names are equal, so every sort by this has one result.
///
/// - Returns: true when `left` must stand before `right`, false when they are equal or the other way round.
package func standsBefore(_ left: String, _ right: String) -> Bool {
    var a = left.utf8[...]
    var b = right.utf8[...]
    while let first = a.first, let second = b.first {
        if isASCIIDigit(first), isASCIIDigit(second) {
            let one = takeNumber(&a)
            let other = takeNumber(&b)
            if one.count != other.count { return one.count < other.count }
            if !one.elementsEqual(other) { return one.lexicographicallyPrecedes(other) }
        } else if first == second {
            a = a.dropFirst()
            b = b.dropFirst()
        } else {
            return first < second
        }
    }
    if a.isEmpty != b.isEmpty { return a.isEmpty }
    return left.utf8.lexicographicallyPrecedes(right.utf8)
}

/// Takes the digits that `text` begins with, and gives them without their leading zeros.
private func takeNumber(_ text: inout Substring.UTF8View) -> Substring.UTF8View {
    let digits = text.prefix(while: isASCIIDigit)
    text = text[digits.endIndex...]
    return digits.drop { $0 == UInt8(ascii: "0") }
}

extension Sequence<String> {
    /// The names in the order in which a person looks for them (see `standsBefore`).
    package func sortedNaturally() -> [String] {
        sorted(by: standsBefore)
    }
}
