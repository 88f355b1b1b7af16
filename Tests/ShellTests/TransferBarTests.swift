import Testing

@testable import Shell

@Suite struct TransferBarTests {
    private let start = ContinuousClock.now

    private func shown(_ bar: TransferBar, _ waiting: [String], after seconds: Double) -> [String] {
        bar.lines(waiting: waiting, at: start + .seconds(seconds)).map { $0.rendered(color: false) }
    }

    @Test func itShowsShareRateAndTimeLeft() {
        let bar = TransferBar("put", boards: ["a-1", "a-2"], size: 1_000_000, showsEach: false)
        #expect(
            shown(bar, ["a-1", "a-2"], after: 0) == [
                "put · ░░░░░░░░░░░░░░░░ 0 % · 0 bytes of 2.0 MB · 0/2 done · waiting for a-[1-2]"
            ])
        bar.note("a-1", 400_000)
        bar.note("a-2", 100_000)
        #expect(
            shown(bar, ["a-1", "a-2"], after: 2) == [
                "put · ████░░░░░░░░░░░░ 25 % · 500 kB of 2.0 MB · 250 kB/s · 0:06 left · 0/2 done · waiting for a-[1-2]"
            ])
    }

    @Test func whatABoardThatEndedDidNotTakeIsNotWaitedFor() {
        let bar = TransferBar("put", boards: ["a-1", "a-2"], size: 1000, showsEach: true)
        bar.note("a-1", 200)
        bar.note("a-2", 500)
        #expect(
            shown(bar, ["a-2"], after: 0) == [
                "a-2: ████████░░░░░░░░ 50 % 500 bytes",
                "put · █████████░░░░░░░ 58 % · 700 bytes of 1.2 kB · 1/2 done · waiting for a-2",
            ])
    }

    @Test func theRateIsThatOfTheLastSeconds() {
        let bar = TransferBar("get", boards: ["a"], size: nil, showsEach: false)
        for second in 0...20 {
            bar.note("a", second < 10 ? second * 10_000 : 100_000 + (second - 10) * 1000)
            _ = shown(bar, ["a"], after: Double(second))
        }
        #expect(shown(bar, ["a"], after: 20) == ["get · 110 kB · 1.0 kB/s · 0/1 done"])
    }

    @Test(arguments: [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (9949, "9.9 kB"), (9950, "10 kB"),
        (99_499, "99 kB"), (999_499, "999 kB"), (999_950, "1.0 MB"), (12_345_678, "12 MB"), (1_500_000_000, "1.5 GB"),
    ])
    func bytesAreCounted(bytes: Int, text: String) {
        #expect(byteCount(bytes) == text)
    }
}
