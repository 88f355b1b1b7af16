internal import Fleet

/// A job that was left to itself.
struct DetachedJob {
    let number: Int
    /// The line that it came from.
    let line: String
    let loop: JobLoop
    /// What its boards have said since, when somebody looked.
    var events: [Job.Event] = []
}

/// What `jobs` is to do.
enum JobRequest: Equatable {
    case list
    case takeUp(Int, interrupting: Bool)

    init(_ words: [String]) throws {
        guard let word = words.first else {
            self = .list
            return
        }
        let isCancel = words.count == 2 && words[1] == "cancel"
        guard let number = Int(word), words.count == 1 || isCancel else {
            throw UsageError("jobs takes a number: jobs [N [cancel]]")
        }
        self = .takeUp(number, interrupting: isCancel)
    }
}

// Jobs that were left to themselves with Ctrl-C twice: the verb `jobs`.
extension Session {
    func detach(_ loop: JobLoop) {
        let number = (detached.map(\.number).max() ?? 0) + 1
        detached.append(DetachedJob(number: number, line: line, loop: loop))
        output.note("job \(number) goes on; `jobs \(number)` takes it up again, `jobs \(number) cancel` interrupts it")
    }

    func jobs(_ words: [String]) throws -> ExitStatus {
        guard case .takeUp(let number, let interrupting) = try JobRequest(words) else { return try listJobs() }
        guard let index = detached.firstIndex(where: { $0.number == number }) else {
            throw UsageError("there is no job \(number); `jobs` lists them")
        }
        return try takeUp(detached.remove(at: index), interrupting: interrupting)
    }

    private func listJobs() throws -> ExitStatus {
        for index in detached.indices {
            var events: [Job.Event] = []
            try detached[index].loop.look { note in
                if case .event(let event) = note { events.append(event) }
            }
            detached[index].events += events
        }
        if detached.isEmpty { output.note("no job was left running (Ctrl-C twice does that)") }
        let rows = detached.map { job in
            let all = job.loop.boards
            let running = job.loop.running
            let state = running.isEmpty ? "done" : "\(all.count - running.count) of \(all.count) done"
            return ["\(job.number)", fold(all), state, job.line.split(separator: "\n").first.map(String.init) ?? ""]
        }
        for line in table(rows) { output.line(line) }
        return .ok
    }

    private func takeUp(_ job: DetachedJob, interrupting: Bool) throws -> ExitStatus {
        let boards = job.loop.boards
        let result = try show(boards, .prompt) { showsLines, take in
            let watcher = JobWatcher(self, boards: boards, showsLines: showsLines, take: take)
            for event in job.events { watcher.notice(.event(event)) }
            let result = job.loop.resume(
                interrupting: interrupting, interrupts: context.interrupts, report: watcher.notice)
            finish(result, watcher)
            return result
        }
        if result.detached, !job.loop.running.isEmpty {
            detached.append(DetachedJob(number: job.number, line: job.line, loop: job.loop))
        }
        let status = tellOutcomes(of: result)
        // That it ends with an interrupt is what was asked for.
        return interrupting && status == .interrupted && result.running.isEmpty ? .ok : status
    }

    /// What is left behind when the shell ends.
    package func tellDetachedJobs() {
        let boards = detached.flatMap(\.loop.running)
        guard !boards.isEmpty else { return }
        output.note("\(counted(detached.count, "job")) left running: \(fold(boards))")
    }
}
