/// Finds the entries of a history that hold a text while it is typed. A text without capitals finds them, too.
struct HistorySearch {
    private let entries: [String]
    private(set) var pattern = ""
    /// Where the last match is; `entries.count`: nowhere yet.
    private var place: Int
    private(set) var hasFailed = false

    /// - Parameter entries: oldest first.
    init(_ entries: [String]) {
        self.entries = entries
        place = entries.count
    }

    /// What is shown while one types.
    var status: String { hasFailed ? "search: \(pattern) (no more)" : "search: \(pattern)" }

    /// The entry that was found, the cursor where the match is; nil before anything is.
    var found: EditedText? {
        index.map { EditedText(entries[$0], cursor: Self.match(pattern, in: entries[$0])) }
    }

    var index: Int? { entries.indices.contains(place) ? place : nil }

    mutating func append(_ scalar: Unicode.Scalar) {
        pattern.unicodeScalars.append(scalar)
        find(from: min(place, entries.count - 1), by: -1)
    }

    mutating func deleteLast() {
        guard !pattern.isEmpty else { return }
        pattern.unicodeScalars.removeLast()
        place = entries.count
        hasFailed = false
        if !pattern.isEmpty { find(from: entries.count - 1, by: -1) }
    }

    /// - Parameter last: searched for when nothing was typed yet.
    mutating func older(than last: String) {
        if pattern.isEmpty { pattern = last }
        find(from: place - 1, by: -1)
    }

    mutating func newer() {
        find(from: place + 1, by: 1)
    }

    private mutating func find(from start: Int, by step: Int) {
        let end = step < 0 ? -1 : entries.count
        let next = stride(from: start, to: end, by: step).first { Self.match(pattern, in: entries[$0]) != nil }
        hasFailed = next == nil || pattern.isEmpty
        if let next, !pattern.isEmpty { place = next }
    }

    /// - Returns: where the pattern is, counted in Unicode scalars.
    static func match(_ pattern: String, in entry: String) -> Int? {
        let wanted = Array(pattern.unicodeScalars)
        let hasCapitals = wanted.contains { $0.properties.isUppercase }
        let text = hasCapitals ? Array(entry.unicodeScalars) : entry.unicodeScalars.map(small)
        guard wanted.count <= text.count else { return nil }
        return (0...(text.count - wanted.count)).first { text[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }

    /// A single character for a single character, so that places stay the same.
    private static func small(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII { return ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        return lower.count == 1 ? lower.first ?? scalar : scalar
    }
}
