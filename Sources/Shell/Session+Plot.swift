internal import Fleet
internal import FoundationEssentials

// The verb `plot`.
extension Session {
    func plot(_ arguments: String) throws -> ExitStatus {
        let order = try PlotOrder(arguments)
        let boards = try selected()
        var plot = Plot(order, boards)
        var rows = Rows(file: order.file)
        try rows.start()
        let start = ContinuousClock.now
        var status = ExitStatus.ok
        for round in 1... {
            let outcome = try plotRound(order, boards, &plot)
            if isInterrupted { break }
            if round == 1, plot.isWithoutNumbers { return try refusePlot(plot, outcome) }
            status = max(status, outcome)
            try rows.add(plot.round)
            if output.region == nil || output.style.isJSON { printRound(plot.round) }
            plot.round = []
            let next = start + .seconds(order.seconds) * round
            guard hub.wait(next - .now, isInterrupted: noticeInterrupts) else { break }
        }
        draw(plot)
        output.keepRegion()
        if let file = order.file { output.remark("\(counted(rows.count, "row")) in \(file)") }
        return status
    }

    /// Asks every board once.
    private func plotRound(_ order: PlotOrder, _ boards: [String], _ plot: inout Plot) throws -> ExitStatus {
        var answers = Answers(most: 4096)
        var drawn = plot
        defer { plot = drawn }
        let result = try JobLoop.run(
            .source(order.expression, echo: true), on: boards, hub: hub, user: context.user,
            timeout: context.timeout, width: context.jobs, interrupts: context.interrupts
        ) { [self] note in
            guard case .event(let event) = note else { return }
            answers.take(event)
            guard case .finished(let board, let outcome) = event else { return }
            drawn.take(board, outcome, answers.outputs[board] ?? [])
            draw(drawn)
        }
        isInterrupted = isInterrupted || result.interrupted
        remember(result, answers)
        if let loss = result.loss { throw loss }
        return result.outcomes.map { ExitStatus($0.outcome) }.max() ?? .ok
    }

    private func refusePlot(_ plot: Plot, _ status: ExitStatus) throws -> ExitStatus {
        output.region?.clear()
        for (boards, failure) in grouped(plot.boards.map { ($0, plot.series[$0]?.failure ?? "no answer") }) {
            tell("\(boards): \(visible(failure, keepingLines: false))")
        }
        tell("no board answered with a number: nothing to plot")
        return max(status, .raised)
    }

    private func draw(_ plot: Plot) {
        guard let region = output.region, !output.style.isJSON else { return }
        region.draw(plot.lines(width: region.columns, room: region.room), color: output.style.hasColor)
    }

    private func printRound(_ round: [(board: String, number: Double)]) {
        for (board, number) in round {
            var record = Record(board, .ok)
            record.output = "\(number)"
            output.results([record], text: "\(board) \(short(number))")
        }
    }
}

/// What boards gave so far.
private struct Plot {
    let order: PlotOrder
    let boards: [String]
    var series: [String: Series] = [:]
    /// What came since the last row was written.
    var round: [(board: String, number: Double)] = []

    init(_ order: PlotOrder, _ boards: [String]) {
        self.order = order
        self.boards = boards
    }

    var isWithoutNumbers: Bool { series.values.allSatisfy(\.numbers.isEmpty) }

    mutating func take(_ board: String, _ outcome: Outcome, _ answer: [UInt8]) {
        switch outcome {
        case .ok:
            if let number = Series.number(answer) {
                series[board, default: Series()].add(number)
                round.append((board, number))
            } else {
                let text = String(decoding: answer, as: UTF8.self).filter { !$0.isNewline }
                series[board, default: Series()].failure = text.isEmpty ? "no value" : "no number: \(text)"
            }
        case .raised(let exception): series[board, default: Series()].failure = exception.summary
        case .silent(let why), .refused(let why): series[board, default: Series()].failure = why
        case .interrupted: break
        }
    }

    func lines(width: Int, room: Int) -> [Styled] {
        let pace = order.seconds == order.seconds.rounded() ? "\(Int(order.seconds))" : "\(order.seconds)"
        let names = boards.map(\.count).max() ?? 0
        let numbers = Dictionary(
            boards.map { board in (board, series[board].flatMap(Self.numbers) ?? []) }, uniquingKeysWith: { $1 })
        let widths = (0..<3).map { column in
            numbers.values.map { $0.isEmpty ? 0 : $0[column].count }.max() ?? 0
        }
        var lines = [Styled("\(order.expression) every \(pace) s · Ctrl-C stops", .faint)]
        for board in boards.prefix(max(1, room - 2)) {
            var line = Styled(String(repeating: " ", count: names - board.count) + board, .board(board))
            let series = series[board] ?? Series()
            if let texts = numbers[board], !texts.isEmpty {
                let labels = zip(["", "min ", "max "], zip(texts, widths)).map { label, cell in
                    label + String(repeating: " ", count: cell.1 - cell.0.count) + cell.0
                }
                let text = labels.joined(separator: "  ")
                line.add("  " + series.sparkline(max(4, width - names - text.count - 4)) + "  " + text)
            }
            if let failure = series.failure { line.add("  \(failure)", .bold) }
            lines.append(line)
        }
        let hidden = boards.count - (lines.count - 1)
        if hidden > 0 { lines.append(Styled("… \(counted(hidden, "more board"))", .faint)) }
        return lines
    }

    private static func numbers(_ series: Series) -> [String]? {
        series.numbers.last.map { [short($0), short(series.lowest), short(series.highest)] }
    }
}

/// The file of `--csv`.
private struct Rows {
    let file: String?
    private(set) var count = 0

    init(file: String?) { self.file = file }

    /// Writes the first line if the file has none.
    func start() throws {
        guard let file else { return }
        if try LocalFile.append([], to: file) { try LocalFile.append(Array("time,board,value\n".utf8), to: file) }
    }

    mutating func add(_ round: [(board: String, number: Double)]) throws {
        count += round.count
        guard let file, !round.isEmpty else { return }
        let time = Date.now.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
        let text = round.map { "\(time)Z,\($0.board),\($0.number)\n" }.joined()
        try LocalFile.append(Array(text.utf8), to: file)
    }
}
