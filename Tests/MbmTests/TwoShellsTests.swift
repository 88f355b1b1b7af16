import TestSupport
import Testing

@Suite(.serialized, .fleet(3)) struct TwoShellsTests {
    @Test func twoShellsOnTheSameBoardsNeverSeeEachOthersAnswers() throws {
        let fleet = try fleet
        let shells = try ["left", "right"].map { mark in
            let lines = (1...200).map { "print('\(mark)', \($0)) or '\(mark)'" }
            return (mark, try fleet.start(lines.joined(separator: "\n") + "\n"))
        }
        for (mark, shell) in shells {
            let expected = (1...200).map { header("board-[1-3]") + "\(mark) \($0)\n'\(mark)'\n" }
            let ended = try shell.wait(within: 120)
            #expect(ended.status == 0)
            #expect(ended.output == expected.joined())
            // That a board is busy with the other shell's job may be said.
            let notes = ended.errors.split(separator: "\n").filter { !$0.contains(" is busy with a job of tester@") }
            #expect(notes == [])
        }
    }
}
