internal import BoardClient
internal import Crypto
internal import Fleet

/// Files on boards and on this machine: what `ls`, `put` and `get` do.
extension Session {
    /// The hub takes no larger value (proto-max-bulk-len).
    static let largestFile = 16 << 20

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

    // MARK: put

    func put(_ words: [String]) throws -> ExitStatus {
        let plan = try transfers(words, verb: "put").map { (source: localPath($0.source), target: $0.target) }
        let boards = try selected()
        // All is read before anything is sent: a file that is not there leaves every board as it was.
        let files = try plan.map { try (content: LocalFile.read($0.source, most: Self.largestFile), $0.target) }
        var status = ExitStatus.ok
        for (content, target) in files {
            let result = try copy(content, to: target, on: boards)
            let written = result.outcomes.filter { $0.outcome == .ok }.map(\.board)
            output.results(
                records(result, target, content),
                text: written.isEmpty ? nil : "\(fold(written)): \(target)  \(counted(content.count, "byte"))")
            status = max(status, tellOutcomes(of: result, about: target))
            if result.interrupted || result.loss != nil { break }
        }
        return status
    }

    /// Stores a file's content once on the hub and has boards copy it from there.
    func copy(_ content: [UInt8], to target: String, on boards: [String]) throws -> JobResult {
        let sha256 = hexadecimal(SHA256.hash(data: content))
        try hub.store(content, sha256: sha256)
        return try job(.copy(sha256: sha256, destination: target, size: content.count), on: boards) { _ in }
    }

    func records(_ result: JobResult, _ target: String, _ content: [UInt8]) -> [Record] {
        result.boards.map { board in
            var record = Record(board, result.outcome(of: board))
            record.file = target
            if record.outcome == "ok" { record.bytes = content.count }
            return record
        }
    }

    // MARK: get

    func get(_ words: [String]) throws -> ExitStatus {
        let boards = try selected()
        let plan = try transfers(words, verb: "get", several: boards.count > 1).map {
            (source: $0.source, target: localPath($0.target))
        }
        var status = ExitStatus.ok
        for (path, target) in plan {
            var answers = Answers(most: Self.largestFile + 64)
            let result = try job(.fetch(path), on: boards) { answers.take($0) }
            status = max(status, tellOutcomes(of: result, about: path))
            for board in result.boards {
                let outcome = result.outcome(of: board)
                if outcome == .ok {
                    status = max(status, save(answers, of: board, path, to: target, several: boards.count > 1))
                } else {
                    var record = Record(board, outcome)
                    record.file = path
                    output.results([record], text: nil)
                }
            }
            if result.interrupted || result.loss != nil { break }
        }
        return status
    }

    /// Writes what a board sent of its file, if it is the whole file.
    private func save(_ answers: Answers, of board: String, _ path: String, to target: String, several: Bool)
        -> ExitStatus
    {
        let sent = answers.outputs[board] ?? []
        func report(_ outcome: Outcome, to file: String? = nil, bytes: Int? = nil, why: String? = nil) {
            var record = Record(board, outcome)
            record.file = file ?? path
            record.bytes = bytes
            if let why { record.reason = why }
            output.results([record], text: bytes.map { "\(board): \(record.file ?? path)  \(counted($0, "byte"))" })
        }
        let (content, digits) = (Array(sent.dropLast(64)), String(decoding: sent.suffix(64), as: UTF8.self))
        guard answers.dropped[board] == nil, hexadecimal(SHA256.hash(data: content)) == digits else {
            tell("\(board): \(path): it did not arrive whole; nothing was written")
            report(.silent("it did not arrive whole"))
            return .silent
        }
        let local = several ? "\(target)\(board)/\(path.drop { $0 == "/" })" : target
        do {
            if let slash = local.lastIndex(of: "/"), slash != local.startIndex {
                try LocalFile.makeFolder(String(local[..<slash]))
            }
            try LocalFile.write(content, to: local)
            report(.ok, to: local, bytes: content.count)
            return .ok
        } catch {
            tell("\(board): \(error)")
            report(.ok, to: local, why: "not written: \(error)")
            return .usage
        }
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

/// The digits of a digest, in lower case.
private func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
    digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
