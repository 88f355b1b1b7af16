// A job that was left to itself (Ctrl-C twice): its boards go on, and what they say waits on the hub.
extension JobLoop {
    /// All boards of the job.
    package var boards: [String] { result.boards }

    /// The boards that are still at it, in their order.
    package var running: [String] { result.boards.filter(job.pending.contains) }

    /// Leaves the boards to themselves. What none has begun is not begun any more; legacy boards, whose answers wait for
    /// nobody, can be left and not taken up again.
    func detach() {
        result.detached = true
        interruptAt = nil
        for board in unsent { emit(job.end(board, .interrupted)) }
        unsent = []
        for board in turns.keys { _ = job.end(board, .interrupted) }
        leaveFiles()
    }

    /// Takes in what has come by now, without waiting.
    package func look(report: @escaping (Note) -> Void) throws(FleetError) {
        self.report = report
        guard !job.pending.isEmpty else { return }
        try read()
        try advanceFiles()
        if !job.pending.isEmpty { try check() }
    }

    /// Waits for what is still to come, as `run` does.
    /// - Parameter interrupting: whether the boards are asked to stop first.
    package func resume(
        interrupting: Bool = false, interrupts: @escaping () -> Int, report: @escaping (Note) -> Void
    ) -> JobResult {
        (self.interrupts, self.report) = (interrupts, report)
        (result.interrupted, result.detached, result.loss) = (interrupting, false, nil)
        (interruptedAt, interruptAt) = (nil, nil)
        do {
            if interrupting {
                interruptedAt = .now
                try interrupt()
            }
            finish(until: nil)
        } catch {
            result.loss = error
        }
        return result
    }
}
