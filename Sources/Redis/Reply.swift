internal import CHiredis

/// What the server answered, copied out of hiredis, so that no C type leaves this module.
package enum Reply: Equatable, Sendable {
    case string([UInt8])
    case status(String)
    case integer(Int)
    case array([Reply])
    case null
    case error(String)

    /// The bytes of a string or a status; nil for anything else.
    package var bytes: [UInt8]? {
        switch self {
        case .string(let bytes): bytes
        case .status(let text): Array(text.utf8)
        default: nil
        }
    }

    /// The text of a string or a status, invalid UTF-8 repaired; nil for anything else.
    package var text: String? {
        bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The number of an integer reply; nil for anything else.
    package var integer: Int? {
        guard case .integer(let number) = self else { return nil }
        return number
    }

    /// The elements of an array; none for anything else.
    package var elements: [Reply] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    /// The elements of an array read as field, value, field, value …; fields that are no text are left out.
    package var fields: [String: Reply] {
        let elements = elements
        var fields: [String: Reply] = [:]
        for index in stride(from: 0, to: elements.count - 1, by: 2) {
            if let name = elements[index].text { fields[name] = elements[index + 1] }
        }
        return fields
    }
}

extension Reply {
    /// Copies `reply`, which stays owned by the caller.
    init(copying reply: UnsafePointer<redisReply>) {
        switch reply.pointee.type {
        case REDIS_REPLY_STRING: self = .string(Self.bytes(of: reply))
        case REDIS_REPLY_STATUS: self = .status(String(decoding: Self.bytes(of: reply), as: UTF8.self))
        case REDIS_REPLY_ERROR: self = .error(String(decoding: Self.bytes(of: reply), as: UTF8.self))
        case REDIS_REPLY_INTEGER: self = .integer(Int(reply.pointee.integer))
        case REDIS_REPLY_ARRAY:
            let elements = UnsafeBufferPointer(start: reply.pointee.element, count: reply.pointee.elements)
            self = .array(elements.map { $0.map { Reply(copying: $0) } ?? .null })
        default: self = .null
        }
    }

    private static func bytes(of reply: UnsafePointer<redisReply>) -> [UInt8] {
        guard let start = reply.pointee.str else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: reply.pointee.len))
    }
}
