/// What is to be completed.
package struct CompletionRequest: Equatable {
    /// The text up to the cursor; of a block all lines so far.
    package let text: String
    /// The text after the cursor.
    package let after: String

    package init(text: String, after: String = "") {
        self.text = text
        self.after = after
    }
}

/// What a text could go on with.
package struct Completion: Equatable {
    /// One way to go on.
    package struct Candidate: Equatable {
        /// What takes the place of the completed characters.
        package let text: String
        /// What follows when it is the only candidate: a blank, a `/`, nothing.
        package let suffix: String
        /// What the list of candidates shows.
        package let label: String
        /// What the list says about it.
        package let note: String?

        package init(_ text: String, suffix: String = " ", label: String? = nil, note: String? = nil) {
            self.text = text
            self.suffix = suffix
            self.label = label ?? text
            self.note = note
        }
    }

    package let candidates: [Candidate]
    /// How many characters before the cursor a candidate takes the place of.
    package let replacing: Int

    package static let none = Completion([], replacing: 0)

    package init(_ candidates: [Candidate], replacing: Int) {
        self.candidates = candidates
        self.replacing = replacing
    }
}

/// What the Tab key does.
enum CompletionStep: Equatable {
    /// The last `removing` characters before the cursor make place for `text`.
    case insert(removing: Int, text: String)
    case list([Completion.Candidate])
    case nothing

    /// One candidate goes in whole, several as far as they agree; when that adds nothing they are listed.
    init(_ completion: Completion, request: CompletionRequest) {
        let replacing = min(max(completion.replacing, 0), request.text.count)
        guard let first = completion.candidates.first else {
            self = .nothing
            return
        }
        if completion.candidates.count == 1 {
            let suffix = request.after.hasPrefix(first.suffix) ? "" : first.suffix
            self = .insert(removing: replacing, text: first.text + suffix)
            return
        }
        let common = completion.candidates.dropFirst().reduce(first.text) { Self.commonPrefix($0, $1.text) }
        let typed = request.text.suffix(replacing)
        if common.count > typed.count && common.hasPrefix(typed) {
            self = .insert(removing: replacing, text: common)
        } else {
            self = .list(completion.candidates)
        }
    }

    private static func commonPrefix(_ one: String, _ other: String) -> String {
        String(zip(one, other).prefix { $0 == $1 }.map(\.0))
    }
}
