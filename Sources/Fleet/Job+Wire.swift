internal import Redis

/// A number that a board sent: untrusted, so held within what can be added up without overflow.
private func count(_ field: Reply?) -> Int {
    min(max(0, field?.text.flatMap { Int($0) } ?? 0), 1 << 52)
}

extension Job.Output {
    /// From an entry of the output stream.
    init(_ fields: [String: Reply]) {
        board = fields["board"]?.text ?? ""
        request = fields["request"]?.text ?? ""
        number = count(fields["seq"])
        offset = count(fields["at"])
        bytes = fields["out"]?.bytes ?? []
    }
}

extension Job.Completion {
    /// From an entry of the stream of outcomes.
    init(_ fields: [String: Reply]) {
        board = fields["board"]?.text ?? ""
        request = fields["request"]?.text ?? ""
        pieces = count(fields["seq"])
        length = count(fields["length"])
        let kind = fields["class"]?.text ?? ""
        if fields["rc"]?.text == "0" {
            outcome = .ok
        } else if kind == "KeyboardInterrupt" {
            outcome = .interrupted
        } else {
            outcome = .raised(
                PythonException(
                    kind: kind, message: fields["message"]?.text ?? "", line: fields["line"]?.text.flatMap { Int($0) },
                    statement: count(fields["statement"])))
        }
    }
}
