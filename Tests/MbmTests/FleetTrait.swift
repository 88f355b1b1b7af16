import TestSupport
import Testing

/// Gives the tests of a suite one fleet of real boards, which is there while they run.
struct FleetTrait: SuiteTrait, TestScoping {
    let boards: Int

    @TaskLocal fileprivate static var current: Box?

    /// Tests of the suite run one after another: the suite is `.serialized`.
    fileprivate struct Box: @unchecked Sendable {
        let fleet: RealFleet
    }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let box = Box(fleet: try RealFleet(boards: boards))
        try await Self.$current.withValue(box) { try await function() }
    }
}

extension Trait where Self == FleetTrait {
    /// One fleet for all tests of the suite.
    static func fleet(_ boards: Int) -> FleetTrait { FleetTrait(boards: boards) }
}

/// The fleet of the suite that the test is in.
var fleet: RealFleet {
    get throws {
        guard let box = FleetTrait.current else { throw TestSupportError("the suite has no .fleet trait") }
        return box.fleet
    }
}
