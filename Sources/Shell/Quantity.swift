/// `1 byte`, `2 bytes`.
func byteCount(_ count: Int) -> String { "\(count) \(count == 1 ? "byte" : "bytes")" }
