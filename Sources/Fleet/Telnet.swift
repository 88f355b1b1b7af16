/// The client's side of telnet (RFC 854): takes the commands out of what comes, and refuses every option, so that both
/// sides stay the plain terminals that they begin as.
struct Telnet {
    enum Event: Equatable {
        case text([UInt8])
        /// What a command of the other side is to be answered with; maybe nothing.
        case answer([UInt8])
    }

    private enum Code {
        static let endOfSubnegotiation: UInt8 = 240
        static let subnegotiation: UInt8 = 250
        static let will: UInt8 = 251
        static let wont: UInt8 = 252
        static let `do`: UInt8 = 253
        static let dont: UInt8 = 254
        static let command: UInt8 = 255
        static let timingMark: UInt8 = 6
    }

    /// What comes next.
    private enum State {
        case text
        case command
        /// The option that this command is about.
        case option(UInt8)
        case subnegotiation
        case commandInSubnegotiation
    }

    /// Asks whether the other side is there (RFC 860). A console that ends connections on which nothing comes keeps this
    /// one, and what it runs sees nothing of it.
    static let signOfLife = [Code.command, Code.do, Code.timingMark]

    private var state = State.text
    private var lastIsReturn = false

    /// Takes the next bytes, cut anywhere.
    mutating func take(_ bytes: [UInt8]) -> [Event] {
        var events: [Event] = []
        var text: [UInt8] = []
        func endText() {
            if !text.isEmpty { events.append(.text(text)) }
            text = []
        }
        for byte in bytes {
            switch state {
            case .text:
                if byte == Code.command {
                    state = .command
                } else if let plain = plain(byte) {
                    text.append(plain)
                }
            case .command:
                switch byte {
                case Code.command:
                    text.append(byte)
                    state = .text
                case Code.will, Code.wont, Code.do, Code.dont: state = .option(byte)
                case Code.subnegotiation: state = .subnegotiation
                default: state = .text
                }
            case .option(let verb):
                endText()
                events.append(.answer(Self.answer(verb, byte)))
                state = .text
            case .subnegotiation: if byte == Code.command { state = .commandInSubnegotiation }
            case .commandInSubnegotiation: state = byte == Code.endOfSubnegotiation ? .text : .subnegotiation
            }
        }
        endText()
        return events
    }

    /// A carriage return that is meant as such is followed by a NUL.
    private mutating func plain(_ byte: UInt8) -> UInt8? {
        defer { lastIsReturn = byte == UInt8(ascii: "\r") }
        return byte == 0 && lastIsReturn ? nil : byte
    }

    private static func answer(_ verb: UInt8, _ option: UInt8) -> [UInt8] {
        switch verb {
        // The mark is the answer to our own question.
        case Code.will where option != Code.timingMark: [Code.command, Code.dont, option]
        case Code.do: [Code.command, Code.wont, option]
        default: []
        }
    }
}
