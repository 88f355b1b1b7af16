/// Standard input of a job: what a person types, given to the board piece by piece, each when the board asks for it.
package struct JobInput {
    package enum Piece: Equatable, Sendable {
        /// Bytes of a line; the last of a line ends in LF.
        case text([UInt8])
        /// The end of input, for whoever reads now. More may follow.
        case end
    }

    /// Takes the next piece that was typed, at most `longestPiece` bytes; nil: there is none by now. Does not wait.
    let next: () -> Piece?
    /// Takes back a piece that the board was given and did not take.
    let giveBack: (Piece) -> Void

    /// In bytes: a board has to find room for one.
    package static let longestPiece = 512

    package init(next: @escaping () -> Piece?, giveBack: @escaping (Piece) -> Void) {
        self.next = next
        self.giveBack = giveBack
    }
}

/// Who asked for which piece. The hub holds one piece at most: a board that does not read does not make it grow.
struct InputProgress {
    /// What the loop has to do.
    enum Step: Equatable {
        case push(number: Int, JobInput.Piece)
        /// The board asks again for what has not been typed: it learns that somebody is there.
        case sayPresent
    }

    private static let presence = Duration.seconds(2)

    /// The number of the next piece to be typed.
    private var next = 0
    private(set) var given: JobInput.Piece?
    private(set) var isWanted = false
    private var saidPresent: ContinuousClock.Instant?

    /// The board asks for the piece with this number. One that was lost on the way is asked for again.
    mutating func want(_ number: Int, at now: ContinuousClock.Instant = .now) -> Step? {
        if number == next - 1, let given { return .push(number: number, given) }
        guard number == next else { return nil }
        given = nil
        guard isWanted else {
            isWanted = true
            return nil
        }
        if let saidPresent, now - saidPresent < Self.presence { return nil }
        saidPresent = now
        return .sayPresent
    }

    /// The wanted piece has been typed.
    mutating func give(_ piece: JobInput.Piece) -> Step {
        defer { next += 1 }
        given = piece
        isWanted = false
        return .push(number: next, piece)
    }
}
