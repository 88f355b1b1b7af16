/// An expression that names boards: `esp8266-0[08-11],wipy2-[1,3,7]`.
///
/// `,` or a blank unites, `!` takes away, `&` intersects, `^` is one or the other; left to right. Parsing looks at
/// nothing but the text. Which boards are known and what a group holds is asked when the names are wanted.
package struct BoardRange: Sendable, Equatable {
    /// The most names that an expression, or a part of it, gives.
    package static let limit = 65_536

    /// The result sets of the last job: looked up like groups, refused as names of groups.
    package static let reservedGroups: Set<String> = ["ok", "raised", "silent", "interrupted", "failed", "diff"]

    /// The text as it was given.
    package let expression: String

    let operands: [RangeOperand]

    /// Parses an expression. Its size is computed before anything is expanded.
    ///
    /// - Parameter text: the expression; one that is empty or blank names no board.
    /// - Throws: what is wrong with it, and in which column.
    package init(_ text: String) throws(RangeError) {
        var parser = RangeParser(text)
        operands = try parser.operands()
        expression = text
    }

    /// The groups that it is made of, result sets included, without `@`.
    package var groups: Set<String> {
        Set(
            operands.flatMap { operand -> [String] in
                guard case .groups(let pattern) = operand.item else { return [] }
                return pattern.expanded()
            })
    }

    /// The names, in the order in which the expression gives them, each once.
    ///
    /// - Parameters:
    ///   - known: every known board, in the order in which a wildcard gives them; asked once at most.
    ///   - facts: what is known of each of these boards, for filters; asked once at most.
    ///   - group: what the group of this name (without `@`) holds, itself an expression; `nil` if there is no such
    ///     group. Result sets (`reservedGroups`) are asked for in the same way. Each is asked once at most.
    /// - Returns: the names; none when the expression is empty or nothing matches.
    /// - Throws: an unknown group, a group that contains itself, a group that holds a malformed expression, or too
    ///   many names.
    package func names(
        known: () -> [String], facts: () -> [Board] = { [] }, group: (String) -> String?
    ) throws(RangeError) -> [String] {
        var evaluation = RangeEvaluation(self)
        while let need = try evaluation.run() {
            switch need {
            case .knownBoards: evaluation.know(known())
            case .facts: evaluation.know(facts())
            case .group(let name): try evaluation.enter(name, holding: group(name))
            }
        }
        return evaluation.result
    }
}

/// One set of boards of an expression, and how it changes what stands left of it.
struct RangeOperand: Sendable, Equatable {
    enum Operation: Sendable {
        case union, difference, intersection, exclusion
    }
    enum Item: Sendable, Equatable {
        case names(NamePattern)
        case matches(NamePattern)
        case groups(NamePattern)
        case filter(RangeFilter, NamePattern)
        case everyBoard
    }

    let operation: Operation
    let item: Item
    /// Where it begins in the expression, from 1.
    let column: Int
}
