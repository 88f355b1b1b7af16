internal import Fleet

// Where the Python stands that boards could not understand.
extension Session {
    /// The line of what was sent that an exception is about, and its text; nil: it is not about a line of it.
    ///
    /// Only where boards could not compile: in any other exception the line may be one that was sent earlier.
    private func fault(of exception: PythonException) -> (number: Int, text: Substring)? {
        let index = exception.statement - sent.before
        guard ["SyntaxError", "IndentationError"].contains(exception.kind), let line = exception.line,
            sent.statements.indices.contains(index)
        else { return nil }
        let lines = (sent.statements[index].content.source ?? "").split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        // At the end of the source the line after the last one is meant.
        let number = min(line, lines.count)
        guard number >= 1 else { return nil }
        return (sent.statements[index].firstLine + number - 1, lines[number - 1])
    }

    /// `FILE:LINE: ` for what went wrong in a script.
    func place(of exception: PythonException) -> String? {
        guard let scope, let fault = fault(of: exception) else { return nil }
        return "\(scope.script.name):\(fault.number): "
    }

    /// Shows the lines that boards could not understand, of blocks and pastes.
    func pointAtFaults(_ result: JobResult) {
        guard sent.statements.count > 1 || line.contains(where: \.isNewline) else { return }
        var told: Set<Int> = []
        for case .raised(let exception) in result.outcomes.map(\.outcome) {
            guard let (number, text) = fault(of: exception), told.insert(number).inserted else { continue }
            output.note("line \(number): \(visible(String(text), keepingLines: false))")
        }
    }
}
