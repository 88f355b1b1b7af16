import Testing

@testable import Terminal

struct KeyMeaningTests {
    @Test func everyKeyIsExplained() {
        let explained = Set(KeyMeaning.all.flatMap(\.commands))
        // What these do is nothing, or something of mbm's own that nobody presses.
        let silent: Set<String> = ["ed-ignore", "ed-unassigned", "mbm-wake"]
        let vi: Set<String> = Set(privateKeys.map(\.command).filter { $0.hasPrefix("vi-") })
        for (key, command) in emacsKeys + viInsertKeys {
            #expect(explained.union(silent).union(vi).contains(command), "\(key) means \(command)")
        }
        let bound = Set((emacsKeys + viInsertKeys).map(\.command) + ["ed-prev-char", "ed-next-char"])
        for command in explained { #expect(bound.contains(command), "no key means \(command)") }
    }
}
