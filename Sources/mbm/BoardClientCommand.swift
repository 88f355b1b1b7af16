import ArgumentParser
import Fleet
import Shell

struct BoardClientCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "board-client",
        abstract: "Write the modules that make a MicroPython device a board of your fleet.",
        discussion: """
            For installing by hand (docs/board-client.md), or for running this machine as a board.

            Example: mbm board-client client
            """)

    @Argument(help: "The folder to write to; it is made if need be.", completion: .directory)
    var directory: String

    func run() throws {
        let sample = BoardFolder.Configuration(
            hub: ["192.168.1.127:\(HubServer.usualPort)"], name: "esp32-1", ssid: "your Wi-Fi",
            passphrase: "its passphrase")
        let names = try BoardFolder.write(to: directory, configuration: sample, named: "mbm.json.sample")
        StandardStreams.print(names.map { "\(directory)/\($0)\n" }.joined())
    }
}
