import Processes
import TestSupport
import Testing

@Suite struct TCPStreamTests {
    init() { Signals.ignorePipe() }

    /// Advances until something has come, or the stream throws.
    private func receive(_ stream: TCPStream) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try eventually("bytes") {
            bytes = try stream.advance()
            return !bytes.isEmpty
        }
        return bytes
    }

    @Test func bytesGoAndComeAndTheEndIsAnError() throws {
        let listener = try Listener()
        let stream = try TCPStream(to: "127.0.0.1", port: listener.port)
        // Nobody answers: nothing waits for that.
        #expect(try stream.advance() == [])
        stream.send(Array("question".utf8))
        #expect(try stream.advance() == [])
        try listener.answer("answer")
        #expect(try receive(stream) == Array("answer".utf8))
        #expect(stream.isConnected)
        #expect(throws: TCPStream.Failure.closed) { _ = try receive(stream) }
        #expect(throws: TCPStream.Failure.closed) { try stream.advance() }
    }

    @Test func whereNobodyListensTheConnectionIsRefused() throws {
        let port = try freePort()
        #expect(throws: TCPStream.Failure.refused) { _ = try receive(TCPStream(to: "127.0.0.1", port: port)) }
    }

    @Test func aPeerThatTakesNothingIsGivenUp() throws {
        let listener = try Listener()
        let stream = try TCPStream(to: "127.0.0.1", port: listener.port)
        stream.send([UInt8](repeating: 0, count: 1 << 24))
        #expect(throws: TCPStream.Failure.system("it takes nothing")) { _ = try receive(stream) }
        withExtendedLifetime(listener) {}
    }

    @Test(arguments: ["", "localhost", "10.0.0", "10.0.0.256", "::1", "10.0.0.1 ", "１.0.0.1"])
    func whatIsNoAddressIsRefused(host: String) {
        #expect(throws: TCPStream.Failure.system("it is no IPv4 address")) { try TCPStream(to: host, port: 23) }
    }

    @Test func anAddressThatCannotBeReachedIsTold() {
        // The network of all (broadcast) is nobody's address for TCP.
        #expect(throws: TCPStream.Failure.self) { _ = try receive(TCPStream(to: "255.255.255.255", port: 23)) }
    }
}
