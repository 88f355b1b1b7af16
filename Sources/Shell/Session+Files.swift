internal import BoardClient
internal import Fleet

// What folders of boards hold.
extension Session {
    func ls(_ words: [String]) throws -> ExitStatus {
        let path = try listedFolder(words)
        let boards = try selected()
        let work = Work.source(BoardClient.list(path), echo: false)
        if output.style.isJSON { return try answer(work, on: boards).0 }
        var printer = AnswerPrinter(output, live: false)
        let result = try job(work, on: boards) { printer.take($0) }
        printer.finish(result.withoutRaised)
        return tellOutcomes(of: result, about: path)
    }

    /// As `tellOutcomes(of:)`, but an exception is told as what it means for a file.
    func tellOutcomes(of result: JobResult, about path: String) -> ExitStatus {
        let failures = result.outcomes.compactMap { board, outcome -> (board: String, String)? in
            guard case .raised(let exception) = outcome else { return nil }
            return (board, exception.sentence)
        }
        for (boards, sentence) in grouped(failures) {
            tell("\(boards): \(path): \(visible(sentence, keepingLines: false))")
        }
        return max(failures.isEmpty ? .ok : .raised, tellOutcomes(of: result.withoutRaised))
    }
}
