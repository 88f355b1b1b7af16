/// The shortest expression that gives these names in this order: the way back from `BoardRange`.
///
/// Only the last number of a name is folded, and only with names next to it: `esp8266-[1-3],esp32-1`, never
/// `esp[32,8266]-1`. Padding is part of a number, so `a1,a02` stays apart and `a09,a10` becomes `a[09-10]`.
///
/// - Parameter names: names of boards; of a repeated name the first counts. What is no board's name stays as it is.
/// - Returns: the expression; empty without names.
package func fold(_ names: [String]) -> String {
    var seen: Set<String> = []
    var items: [String] = []
    var run: FoldedRun?
    for name in names where seen.insert(name).inserted {
        let numbered = NumberedName(name)
        if let numbered, run?.append(numbered) == true { continue }
        if let run { items.append(run.text) }
        run = numbered.map(FoldedRun.init)
        if numbered == nil { items.append(name) }
    }
    if let run { items.append(run.text) }
    return items.joined(separator: ",")
}

/// A name taken apart at its last number.
private struct NumberedName {
    let prefix: Substring.UTF8View
    let number: [UInt8]
    let suffix: Substring.UTF8View

    /// `nil` for a name without a number, or one that an expression cannot hold.
    init?(_ name: String) {
        guard isValidBoardName(name) else { return nil }
        let bytes = name.utf8
        guard let last = bytes.lastIndex(where: isASCIIDigit) else { return nil }
        let end = bytes.index(after: last)
        let start = bytes[..<last].lastIndex { !isASCIIDigit($0) }.map(bytes.index(after:)) ?? bytes.startIndex
        prefix = name[..<start].utf8
        number = Array(bytes[start..<end])
        suffix = name[end...].utf8
    }
}

/// Names next to each other that differ in their last number only.
private struct FoldedRun {
    private let first: NumberedName
    private var numbers: [[UInt8]]
    /// The width that leading zeros fill up to; `nil` as long as no number has any.
    private var width: Int?
    private var shortest: Int

    init(_ name: NumberedName) {
        first = name
        numbers = [name.number]
        width = paddedWidth(name.number)
        shortest = name.number.count
    }

    /// Takes the name in if it belongs to the run: `false` if prefix, suffix or padding is another.
    mutating func append(_ name: NumberedName) -> Bool {
        guard name.prefix.elementsEqual(first.prefix), name.suffix.elementsEqual(first.suffix) else { return false }
        let padding = paddedWidth(name.number)
        guard width == nil || padding == nil || width == padding else { return false }
        let least = min(shortest, name.number.count)
        guard least >= width ?? padding ?? 0 else { return false }
        width = width ?? padding
        shortest = least
        numbers.append(name.number)
        return true
    }

    var text: String {
        let items = ranges().map { low, high in low == high ? string(low) : "\(string(low))-\(string(high))" }
        let number = numbers.count == 1 ? items[0] : "[\(items.joined(separator: ","))]"
        return String(Substring(first.prefix)) + number + String(Substring(first.suffix))
    }

    /// Numbers that follow one another by 1, as they are written.
    private func ranges() -> [(low: [UInt8], high: [UInt8])] {
        var ranges: [(low: [UInt8], high: [UInt8])] = []
        for number in numbers {
            // A range is counted in 64 bits; 19 digits always fit.
            if let last = ranges.last, number.count <= 19, number == successor(last.high) {
                ranges[ranges.count - 1].high = number
            } else {
                ranges.append((number, number))
            }
        }
        return ranges
    }
}

private func paddedWidth(_ number: [UInt8]) -> Int? {
    number.count > 1 && number.first == UInt8(ascii: "0") ? number.count : nil
}

/// The next number in the same padding, of any length: `09` → `10`, `99` → `100`.
private func successor(_ number: [UInt8]) -> [UInt8] {
    var digits = number
    for index in digits.indices.reversed() {
        if digits[index] != UInt8(ascii: "9") {
            digits[index] += 1
            return digits
        }
        digits[index] = UInt8(ascii: "0")
    }
    return [UInt8(ascii: "1")] + digits
}

private func string(_ digits: [UInt8]) -> String {
    String(decoding: digits, as: UTF8.self)
}
