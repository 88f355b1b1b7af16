/// Where a shell writes: results to `standard`, everything else to `error`.
package struct Output {
    private let writeStandard: ([UInt8]) -> Void
    private let writeError: ([UInt8]) -> Void
    /// Whether boards' control characters are shown as they are.
    let isRaw: Bool

    package init(raw: Bool, standard: @escaping ([UInt8]) -> Void, error: @escaping ([UInt8]) -> Void) {
        isRaw = raw
        writeStandard = standard
        writeError = error
    }

    /// A line of a result. `text` may hold what boards sent.
    package func line(_ text: String) { writeStandard(Array((visible(text) + "\n").utf8)) }

    /// A line for the person.
    package func note(_ text: String) { writeError(Array((visible(text) + "\n").utf8)) }

    /// What a board printed, as it goes.
    func board(_ bytes: [UInt8]) {
        writeStandard(isRaw ? bytes : Array(visible(String(decoding: bytes, as: UTF8.self)).utf8))
    }
}
