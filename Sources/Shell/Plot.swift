internal import Fleet

/// What `plot` is to do.
struct PlotOrder: Equatable {
    private static let form = "plot EXPR [every SECONDS] [--csv FILE]"

    let expression: String
    var seconds = 1.0
    /// Where the numbers go besides.
    var file: String?

    /// - Parameter arguments: `EXPR [every SECONDS] [--csv FILE]`, the two at the end in any order.
    init(_ arguments: String) throws(UsageError) {
        var rest = arguments[...]
        var (seconds, file): (Double?, String?)
        while true {
            let last = Self.takeWord(&rest)
            if last == "every" || last == "--csv" { throw UsageError("\(last) wants a value at the end: \(Self.form)") }
            var before = rest
            let keyword = Self.takeWord(&before)
            if keyword == "every", seconds == nil, let number = Double(last) {
                guard Session.paces.contains(number) else {
                    throw UsageError("every wants seconds, 0.1 or more, not \(last)")
                }
                seconds = number
            } else if keyword == "--csv", file == nil {
                file = (try? splitWords(String(last)).first) ?? String(last)
            } else {
                rest = arguments[..<last.endIndex]
                break
            }
            rest = before
        }
        expression = String(rest.drop(while: \.isWhitespace))
        guard !expression.isEmpty, expression != "--csv", expression != "every" else {
            throw UsageError("plot wants an expression that gives a number: \(Self.form)")
        }
        self.seconds = seconds ?? 1
        self.file = file
    }

    /// Takes the last word.
    private static func takeWord(_ text: inout Substring) -> Substring {
        while text.last?.isWhitespace == true { text.removeLast() }
        let start = text.lastIndex(where: \.isWhitespace).map { text.index(after: $0) } ?? text.startIndex
        let word = text[start...]
        text = text[..<start]
        return word
    }
}

/// The numbers that one board gave.
struct Series: Equatable {
    /// How many are kept: more than any terminal is wide.
    private static let kept = 1000

    private(set) var numbers: [Double] = []
    private(set) var lowest = Double.infinity
    private(set) var highest = -Double.infinity
    /// What it gave last if that was no number.
    var failure: String?

    mutating func add(_ number: Double) {
        failure = nil
        numbers.append(number)
        if numbers.count > Self.kept { numbers.removeFirst(numbers.count - Self.kept) }
        lowest = min(lowest, number)
        highest = max(highest, number)
    }

    /// The last numbers as bars, the lowest of all the shortest.
    func sparkline(_ width: Int) -> String {
        let bars = Array("▁▂▃▄▅▆▇█")
        let span = highest - lowest
        return String(
            numbers.suffix(max(0, width)).map { number in
                bars[span > 0 ? min(bars.count - 1, Int((number - lowest) / span * Double(bars.count))) : 0]
            })
    }

    /// The number that a board's answer is; nil if it is none.
    static func number(_ answer: [UInt8]) -> Double? {
        let text = String(decoding: answer, as: UTF8.self).split(whereSeparator: \.isNewline).last
        switch text.map(String.init)?.filter({ !$0.isWhitespace }) {
        case "True": return 1
        case "False": return 0
        case let word?: return Double(word).flatMap { $0.isFinite ? $0 : nil }
        case nil: return nil
        }
    }
}

/// A number in as few digits as tell it: at most six.
func short(_ number: Double) -> String {
    if number == number.rounded(), abs(number) < 1e9 { return "\(Int(number))" }
    // 1/2 of the last of six digits away from the number.
    let digits = max(0, 5 - Int(max(0, number.magnitude.exponent10)))
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    return "\((number * scale).rounded() / scale)"
}

extension Double {
    /// Its decimal exponent; 0 for 0.
    fileprivate var exponent10: Double {
        var (rest, exponent) = (magnitude, 0.0)
        while rest >= 10, exponent < 308 {
            rest /= 10
            exponent += 1
        }
        return exponent
    }
}
