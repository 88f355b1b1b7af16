import Foundation
import Testing

@testable import Shell

/// `docs/json.md` and what is printed, held together.
struct JSONTests {
    @Test("Every field is documented with its type, and nothing else is")
    func fieldsAreDocumented() throws {
        let line = Self.full.line
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        var fields = object.mapValues(Self.type(of:))
        let inner = try #require(object["exception"] as? [String: Any])
        for (name, value) in inner { fields["exception.\(name)"] = Self.type(of: value) }
        #expect(try Self.documented() == fields)
    }

    @Test("The example has a value in every field")
    func exampleIsFull() {
        for child in Mirror(reflecting: Self.full).children {
            let value = Mirror(reflecting: child.value)
            #expect(value.displayStyle != .optional || !value.children.isEmpty, "\(child.label ?? "")")
        }
    }

    private static var full: Record {
        var record = Record(unknown: "a")
        (record.outcome, record.reason, record.output, record.dropped) = ("raised", "because", "x", 1)
        record.exception = .init(kind: "ValueError", message: "no", line: 2)
        record.at = "lab.mbm:3"
        record.would = "removed"
        (record.file, record.bytes, record.change, record.name) = ("main.py", 3, "created", "b")
        (record.platform, record.state, record.firmware, record.memory) = ("linux", "idle", "1.28.0", 4)
        (record.seen, record.client) = (5, "0.1.0")
        (record.machine, record.heap, record.storage, record.free) = ("ESP module with ESP8266", 6, 7, 8)
        (record.uptime, record.clock, record.difference) = (9, "2026-03-01T12:00:00", -10)
        return record
    }

    /// The first two columns of the table.
    private static func documented() throws -> [String: String] {
        let path = URL(filePath: #filePath).appending(path: "../../../docs/json.md").standardized
        let rows = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("| `") }
        let cells = rows.map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
        #expect(cells.allSatisfy { $0.count == 4 && !$0[2].isEmpty && !$0[3].isEmpty })
        return Dictionary(
            cells.map { ($0[0].trimmingCharacters(in: ["`"]), $0[1]) },
            uniquingKeysWith: { first, _ in first + " twice" })
    }

    private static func type(of value: Any) -> String {
        switch value {
        case is String: "string"
        case is Int: "integer"
        case is [String: Any]: "object"
        default: "\(Swift.type(of: value))"
        }
    }
}
