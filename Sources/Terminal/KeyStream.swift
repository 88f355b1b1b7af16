/// Turns the bytes that a terminal sends into characters and pastes.
///
/// libedit knows nothing of bracketed paste, and a custom reader has to decode UTF-8 itself. Recognising the brackets
/// here rather than by a key binding keeps the escape key usable in vi mode, where nothing may be bound behind it.
struct KeyStream {
    enum Key: Equatable {
        case character(Unicode.Scalar)
        /// One of `functionKeys`.
        case function(Unicode.Scalar)
        /// What stood between the brackets, as it came.
        case paste([UInt8])
    }

    static let pasteStart: [UInt8] = Array("\u{1b}[200~".utf8)
    static let pasteEnd: [UInt8] = Array("\u{1b}[201~".utf8)

    /// Keys that send several characters, and what stands for each. Where there are any, other such keys are dropped: in
    /// vi mode, where libedit would take their first character for the escape key and the others for commands.
    var functionKeys: [[UInt8]: Unicode.Scalar] = [:]

    private var bytes: [UInt8] = []
    private var start = 0
    /// Where the search for the end of a paste goes on, so that a long one is not searched from its start each time.
    private var searched = 0

    /// How many bytes came and were not taken yet.
    var count: Int { bytes.count - start }

    /// Whether a paste has begun that has not ended: everything up to its end belongs to it.
    var isPasting: Bool { begins(with: Self.pasteStart) }

    /// Whether the bytes could still become the start of a paste or a function key.
    var isAmbiguous: Bool {
        guard count > 0, bytes[start] == 0x1b else { return false }
        if count < Self.pasteStart.count && Self.pasteStart.starts(with: bytes[start...]) { return true }
        return !functionKeys.isEmpty && sequence == nil && (count == 1 || "[O".utf8.contains(bytes[start + 1]))
    }

    /// What a key sends as `ESC [ … final` or `ESC O final`; nil if there is none, or not all of it yet.
    private var sequence: ArraySlice<UInt8>? {
        let rest = bytes[start...].dropFirst(2)
        guard count > 2, bytes[start] == 0x1b, "[O".utf8.contains(bytes[start + 1]),
            let end = rest.firstIndex(where: { !(0x20...0x3f).contains($0) })
        else { return nil }
        return bytes[start...end]
    }

    mutating func append(_ more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
    }

    /// Takes the next key.
    ///
    /// - Parameter complete: nothing more came in time, so an escape character is the escape key.
    /// - Returns: nil when more bytes are needed.
    mutating func next(complete: Bool) -> Key? {
        if isPasting { return takePaste() }
        if !functionKeys.isEmpty, let sequence {
            take(sequence.count)
            return functionKeys[Array(sequence)].map { .function($0) } ?? next(complete: complete)
        }
        if isAmbiguous && !complete { return nil }
        return takeCharacter()
    }

    /// Forgets everything that was not taken.
    mutating func drop() {
        take(count)
    }

    /// Takes everything as it came, unless there is a key among it that only an editor knows.
    mutating func takeLines() -> [UInt8] {
        let rest = Array(bytes[start...])
        if rest.contains(0x1b) { return [] }
        drop()
        return rest
    }

    private mutating func takePaste() -> Key? {
        let from = start + Self.pasteStart.count
        var index = max(from, searched)
        while index + Self.pasteEnd.count <= bytes.count {
            if bytes[index] == 0x1b && bytes[index...].starts(with: Self.pasteEnd) {
                let paste = Array(bytes[from..<index])
                take(index + Self.pasteEnd.count - start)
                return .paste(paste)
            }
            index += 1
        }
        searched = index
        return nil
    }

    private mutating func takeCharacter() -> Key? {
        guard count > 0 else { return nil }
        var decoder = UTF8()
        var rest = bytes[start...].makeIterator()
        switch decoder.decode(&rest) {
        case .scalarValue(let scalar):
            take(UTF8.width(scalar))
            return .character(scalar)
        case .emptyInput:
            return nil
        case .error:
            if isIncompleteCharacter { return nil }
            take(1)
            return .character("\u{fffd}")
        }
    }

    /// Whether the bytes are the beginning of a character whose rest has yet to come.
    private var isIncompleteCharacter: Bool {
        let lead = bytes[start]
        let length = lead >= 0xf5 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1
        return count < length && bytes[(start + 1)...].allSatisfy { $0 & 0xc0 == 0x80 }
    }

    private func begins(with pattern: [UInt8]) -> Bool {
        count >= pattern.count && bytes[start...].starts(with: pattern)
    }

    private mutating func take(_ count: Int) {
        start += count
        searched = 0
        guard start == bytes.count else { return }
        bytes.removeAll(keepingCapacity: bytes.capacity <= 4096)
        start = 0
    }
}

extension KeyStream {
    /// The text of a paste as it goes into the line: line ends become LF, tabs stay, other control characters go.
    static func text(ofPaste bytes: [UInt8]) -> String {
        var result = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\r":
                result.append("\n")
            case "\n":
                if !afterReturn { result.append("\n") }
            case "\t":
                result.append(scalar)
            default:
                if scalar.properties.generalCategory != .control { result.append(scalar) }
            }
            afterReturn = scalar == "\r"
        }
        return String(result)
    }
}
