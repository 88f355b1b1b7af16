/// Tells the first of many things that went wrong, and of the rest how many they are: what ails one file ails all.
struct FewLines {
    private static let most = 20

    private let session: Session
    private let tellsAll: Bool
    private var count = 0

    /// - Parameter tellsAll: whether the person wants every one.
    init(_ session: Session, tellsAll: Bool) {
        self.session = session
        self.tellsAll = tellsAll
    }

    mutating func tell(_ sentence: String) {
        count += 1
        if tellsAll || count <= Self.most { session.tell(sentence) }
    }

    /// To be called when there are no more.
    func finish() {
        guard !tellsAll, count > Self.most else { return }
        session.tell("… and \(count - Self.most) more like these (-v tells all)")
    }
}
