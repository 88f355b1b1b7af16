import TestSupport
import Testing

@testable import Fleet
@testable import Shell

/// What stands at the bottom of a terminal while boards work.
@Suite struct RegionTests {
    private final class Terminal {
        let screen = EmulatedScreen(columns: 20, rows: 6)
        var width = 20
    }

    private let terminal = Terminal()
    private let region: Region
    private let output: Output

    init() {
        region = Region(
            .init(
                width: { [terminal] in terminal.width }, height: { 6 }, reflows: false,
                write: { [terminal] in terminal.screen.feed($0) }))
        let write: ([UInt8]) -> Void = { [terminal] bytes in
            // As a terminal's driver does with what programs write.
            terminal.screen.feed(bytes.flatMap { $0 == 0x0a ? [0x0d, 0x0a] : [$0] })
        }
        output = Output(region: region, standard: write, error: write)
    }

    private var rows: [String] { terminal.screen.text.filter { !$0.isEmpty } }

    @Test func itIsDrawnInItsPlaceAndVanishes() {
        output.line("above")
        region.draw([Styled("one"), Styled("two")], color: false)
        #expect(rows == ["above", "one", "two"])
        region.draw([Styled("three")], color: false)
        #expect(rows == ["above", "three"])
        output.note("a word")
        #expect(rows == ["above", "a word"])
        region.draw([Styled("four")], color: true)
        region.clear()
        output.line("end")
        #expect(rows == ["above", "a word", "end"])
    }

    @Test func linesAreCutAndNoMoreThanFit() {
        region.draw((1...9).map { Styled("\($0) " + String(repeating: "日", count: 20)) }, color: false)
        #expect(rows == (5...9).map { "\($0) 日日日日日日日日…" })
        region.draw([Styled("\u{1b}[2Jx")], color: false)
        #expect(rows == ["␛[2Jx"])
    }

    @Test func whatIsKeptStaysAboveWhatFollows() {
        region.draw([Styled("one"), Styled("two")], color: false)
        terminal.screen.feed(Array("^C".utf8))
        output.keepRegion()
        output.line("after")
        #expect(rows == ["one", "two", "after"])
    }

    @Test func nothingIsWrittenWhenNothingChanges() {
        var count = 0
        let region = Region(.init(width: { 20 }, height: { 6 }, reflows: true, write: { _ in count += 1 }))
        region.draw([Styled("one")], color: false)
        region.draw([Styled("one")], color: false)
        region.clear()
        region.clear()
        #expect(count == 2)
    }

    @Test func progressShowsLinesAndWhoIsWaitedFor() throws {
        var progress = Progress(region, boards: ["a-1", "a-10"], showsLines: true, color: false)
        progress.take(.output(board: "a-10", bytes: Array("first\r\nsec".utf8)))
        progress.draw(waiting: ["a-1", "a-10"])
        #expect(rows.isEmpty)
        try eventually("a third of a second is over") {
            progress.draw(waiting: ["a-10"])
            return !rows.isEmpty
        }
        #expect(rows.prefix(2) == ["a-10: first", "a-10: sec"])
        #expect(rows.last?.hasPrefix("1/2 done · waiting") == true)
    }

    @Test func aBoardHasOneColour() {
        #expect(Styled.Style.board("esp8266-1") == .board("esp8266-1"))
        let colors = (1...50).map { Styled("x", .board("esp8266-\($0)")).rendered(color: true) }
        #expect(Set(colors).count == 8)
    }
}
