/// The evaluation of a board range, as far as it can go without asking.
///
/// Groups inside groups are frames on a list of its own, not calls: however deep they go, the stack stays as it is.
/// Each group is evaluated once, so that groups which repeat each other do not take exponential time.
struct RangeEvaluation {
    /// What only the outside can tell.
    enum Need {
        case knownBoards
        case facts
        case group(String)
    }

    /// An expression under evaluation: the one that was typed, or what a group holds.
    private struct Frame {
        let range: BoardRange
        let group: String?
        var names = NameSet()
        /// The operand that comes next, and of its groups those which are still to be gathered, the first one last.
        var next = 0
        var gathered = NameSet()
        var missing: [String]?
    }

    /// How many names are gone through, repeated ones included: a bound on time, far above any fleet.
    private static let workLimit = 16 * BoardRange.limit

    private(set) var result: [String] = []
    private var frames: [Frame]
    private var known: [String]?
    private var facts: [Board]?
    private var finished: [String: [String]] = [:]
    /// The groups that the frames are evaluating.
    private var open: Set<String> = []
    private var work = 0

    init(_ range: BoardRange) {
        frames = [Frame(range: range, group: nil)]
    }

    /// Goes on until something is needed; `nil` when the result is there.
    mutating func run() throws(RangeError) -> Need? {
        while let operands = frames.last?.range.operands, let next = frames.last?.next {
            if next == operands.count {
                finish()
            } else if let need = try step(operands[next]) {
                return need
            }
        }
        return nil
    }

    /// Answers `.knownBoards`.
    mutating func know(_ names: [String]) {
        known = names
    }

    /// Answers `.facts`.
    mutating func know(_ boards: [Board]) {
        facts = boards
    }

    /// Answers `.group`: `nil` when there is no such group.
    mutating func enter(_ name: String, holding expression: String?) throws(RangeError) {
        guard let expression else { throw error(.unknownGroup(name)) }
        do {
            frames.append(Frame(range: try BoardRange(expression), group: name))
        } catch {
            var inGroup = error
            inGroup.group = name
            throw inGroup
        }
        open.insert(name)
    }

    private mutating func finish() {
        guard let frame = frames.popLast() else { return }
        if let group = frame.group {
            finished[group] = frame.names.list
            open.remove(group)
        } else {
            result = frame.names.list
        }
    }

    private mutating func step(_ operand: RangeOperand) throws(RangeError) -> Need? {
        switch operand.item {
        case .names(let pattern):
            try apply(operand.operation, NameSet(pattern.expanded()))
        case .everyBoard:
            guard let known else { return .knownBoards }
            try apply(operand.operation, NameSet(known))
        case .matches(let pattern):
            guard let known else { return .knownBoards }
            try apply(operand.operation, try boards(of: known, matching: pattern))
        case .filter(let filter, let pattern):
            guard let facts else { return .facts }
            try apply(operand.operation, try boards(facts, by: filter, pattern))
        case .groups(let pattern):
            return try gather(operand.operation, pattern)
        }
        return nil
    }

    private mutating func boards(of known: [String], matching pattern: NamePattern) throws(RangeError) -> NameSet {
        try names(of: known.map { ($0, Array($0.utf8)) }, matching: pattern.expanded())
    }

    private mutating func boards(
        _ facts: [Board], by filter: RangeFilter, _ pattern: NamePattern
    ) throws(RangeError) -> NameSet {
        try names(
            of: facts.map { ($0.name, Array(filter.value(of: $0).lowercased().utf8)) },
            matching: pattern.expanded().map { $0.lowercased() })
    }

    /// The boards of which what is told matches any of the patterns.
    private mutating func names(
        of boards: [(name: String, text: [UInt8])], matching patterns: [String]
    ) throws(RangeError) -> NameSet {
        var found = NameSet()
        for pattern in patterns {
            try count(boards.count)
            let wanted = Array(pattern.utf8)
            for (name, text) in boards where matches(text, pattern: wanted) { found.insert(name) }
        }
        return found
    }

    /// Takes what the operand's groups hold, one after the other; asks for the first one that is not known yet.
    private mutating func gather(
        _ operation: RangeOperand.Operation, _ pattern: NamePattern
    ) throws(RangeError) -> Need? {
        let top = frames.count - 1
        if frames[top].missing == nil { frames[top].missing = pattern.expanded().reversed() }
        while let name = frames[top].missing?.last {
            guard let names = finished[name] else {
                guard !open.contains(name) else { throw error(.groupCycle(path(backTo: name))) }
                return .group(name)
            }
            try count(names.count)
            frames[top].gathered.unite(names)
            frames[top].missing?.removeLast()
        }
        frames[top].missing = nil
        let gathered = frames[top].gathered
        frames[top].gathered = NameSet()
        try apply(operation, gathered)
        return nil
    }

    private mutating func apply(_ operation: RangeOperand.Operation, _ other: NameSet) throws(RangeError) {
        let top = frames.count - 1
        try count(other.count)
        switch operation {
        case .union: frames[top].names.unite(other.list)
        case .difference: frames[top].names.subtract(other.list)
        case .intersection: frames[top].names.intersect(other.list)
        case .exclusion: frames[top].names.exclude(other.list)
        }
        let size = frames[top].names.count
        guard size <= BoardRange.limit else { throw error(.tooManyNames(UInt64(size))) }
        frames[top].next += 1
    }

    private mutating func count(_ names: Int) throws(RangeError) {
        work += names
        guard work <= Self.workLimit else { throw error(.tooMuchWork) }
    }

    private func path(backTo name: String) -> [String] {
        frames.compactMap(\.group).drop { $0 != name } + [name]
    }

    /// The error for the operand that is being evaluated.
    private func error(_ reason: RangeError.Reason) -> RangeError {
        guard let frame = frames.last else { return RangeError(reason: reason, expression: "", column: 1) }
        return RangeError(
            reason: reason, expression: frame.range.expression, column: frame.range.operands[frame.next].column,
            group: frame.group)
    }
}

/// Names in the order in which they came, each once. Every change costs time by the names given, not by those held.
private struct NameSet {
    /// A name that was taken away leaves its place empty.
    private var places: [String?] = []
    private var indices: [String: Int] = [:]

    init() {}

    init(_ names: [String]) {
        unite(names)
    }

    var count: Int { indices.count }

    var list: [String] { places.compactMap { $0 } }

    mutating func insert(_ name: String) {
        guard indices[name] == nil else { return }
        indices[name] = places.count
        places.append(name)
    }

    mutating func unite(_ names: [String]) {
        for name in names { insert(name) }
    }

    mutating func subtract(_ names: [String]) {
        for name in names {
            guard let index = indices.removeValue(forKey: name) else { continue }
            places[index] = nil
        }
    }

    mutating func intersect(_ names: [String]) {
        let kept = names.compactMap { indices[$0] }.sorted().compactMap { places[$0] }
        self = NameSet(kept)
    }

    /// Each of `names` changes sides; they must not repeat.
    mutating func exclude(_ names: [String]) {
        for name in names {
            if indices[name] == nil { insert(name) } else { subtract([name]) }
        }
    }
}
