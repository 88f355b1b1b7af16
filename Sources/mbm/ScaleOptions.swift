import ArgumentParser
import Shell

/// For many boards: some after the others, and a file for each.
struct ScaleOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Work on so many boards at a time, all of the script on each batch.", valueName: "n"))
    var batch: Int?

    @Option(
        help: ArgumentHelp("With --batch: stop when more boards than this have failed (0 if left out).", valueName: "n")
    )
    var maxFailures: Int?

    @Option(
        help: ArgumentHelp("Also write what each board prints to the file BOARD in this folder.", valueName: "folder"),
        completion: .directory)
    var outdir: String?

    func validate() throws {
        if let batch, batch < 1 { throw ValidationError("--batch takes 1 or more, not \(batch).") }
        guard let maxFailures else { return }
        if maxFailures < 0 { throw ValidationError("--max-failures takes 0 or more, not \(maxFailures).") }
        if batch == nil { throw ValidationError("--max-failures counts in batches: give --batch as well.") }
    }

    var rollout: Rollout? { batch.map { Rollout(batch: $0, maxFailures: maxFailures ?? 0) } }

    /// The folder for the files, made if need be.
    func folder() throws -> OutputFolder? {
        guard let outdir else { return nil }
        guard !outdir.isEmpty else { throw UsageError("--outdir wants a folder") }
        return try OutputFolder(outdir)
    }
}
