/// A name in which brackets stand for numbers, and `*` and `?` (bytes of `text`) for anything.
struct NamePattern: Sendable, Equatable {
    enum Piece: Sendable, Equatable {
        case text(String)
        case numbers([Numbers])
    }

    /// What stands between two commas of a bracket. Indices stay text, so that `007` is never taken for `7`.
    enum Numbers: Sendable, Equatable {
        case one(String)
        case range(low: UInt64, high: UInt64, step: UInt64, width: Int)
    }

    let pieces: [Piece]

    /// How many names it expands to, repeated ones included; `nil` if that does not fit.
    var count: UInt64? {
        var count: UInt64 = 1
        for case .numbers(let list) in pieces {
            guard let width = sum(of: list) else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: width)
            if overflow { return nil }
            count = product
        }
        return count
    }

    /// The length of its longest name, `*` not counted.
    var length: Int {
        pieces.reduce(0) { length, piece in
            switch piece {
            case .text(let text): length + text.utf8.count { $0 != UInt8(ascii: "*") }
            case .numbers(let list): length + (list.map(\.length).max() ?? 0)
            }
        }
    }

    /// Its names in the order in which they are written, the last bracket running fastest. Check `count` before.
    func expanded() -> [String] {
        var names = [""]
        for piece in pieces {
            switch piece {
            case .text(let text):
                names = names.map { $0 + text }
            case .numbers(let list):
                let numbers = list.flatMap(\.texts)
                names = names.flatMap { name in numbers.map { name + $0 } }
            }
        }
        return names
    }

    private func sum(of list: [Numbers]) -> UInt64? {
        var sum: UInt64 = 0
        for numbers in list {
            guard let count = numbers.count else { return nil }
            let (total, overflow) = sum.addingReportingOverflow(count)
            if overflow { return nil }
            sum = total
        }
        return sum
    }
}

extension NamePattern.Numbers {
    /// `nil` for the one range whose count does not fit into the type of its bounds.
    fileprivate var count: UInt64? {
        guard case .range(let low, let high, let step, _) = self else { return 1 }
        let (count, overflow) = ((high - low) / step).addingReportingOverflow(1)
        return overflow ? nil : count
    }

    fileprivate var length: Int {
        switch self {
        case .one(let text): text.utf8.count
        case .range(_, let high, _, let width): max(width, String(high).utf8.count)
        }
    }

    fileprivate var texts: [String] {
        switch self {
        case .one(let text):
            return [text]
        case .range(let low, let high, let step, let width):
            // By offsets: `low + step` may be past the largest number.
            return (0...((high - low) / step)).map { padded(low + $0 * step, to: width) }
        }
    }
}

private func padded(_ number: UInt64, to width: Int) -> String {
    let digits = String(number)
    let zeros = width - digits.utf8.count
    return zeros > 0 ? String(repeating: "0", count: zeros) + digits : digits
}

/// Whether all of `name` matches `pattern`, in which `*` stands for any text and `?` for any one character.
///
/// A mismatch goes back to the last `*` only, so the time is at most the product of both lengths.
func matches(_ name: [UInt8], pattern: [UInt8]) -> Bool {
    var next = 0
    var wanted = 0
    var retry: (wanted: Int, next: Int)?
    while next < name.count {
        if wanted < pattern.count, pattern[wanted] == UInt8(ascii: "*") {
            retry = (wanted + 1, next)
            wanted += 1
        } else if wanted < pattern.count, pattern[wanted] == UInt8(ascii: "?") || pattern[wanted] == name[next] {
            next += 1
            wanted += 1
        } else if let last = retry {
            retry = (last.wanted, last.next + 1)
            (wanted, next) = (last.wanted, last.next + 1)
        } else {
            return false
        }
    }
    return pattern[wanted...].allSatisfy { $0 == UInt8(ascii: "*") }
}
