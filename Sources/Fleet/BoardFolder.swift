internal import BoardClient
internal import FoundationEssentials

/// What a board's file system must hold to be a board of a fleet.
package enum BoardFolder {
    /// The board's own file `mbm.json`; `docs/board-client.md` describes it.
    package struct Configuration: Encodable {
        /// Tried in turn, `HOST:PORT` each.
        var hub: [String]
        var name: String?
        var ssid: String?
        var passphrase: String?

        package init(hub: [String], name: String? = nil, ssid: String? = nil, passphrase: String? = nil) {
            self.hub = hub
            self.name = name
            self.ssid = ssid
            self.passphrase = passphrase
        }
    }

    /// Writes the client's modules and a configuration into `folder`, which is made if need be.
    /// - Returns: the names of the files.
    /// - Throws: `FleetError.file`
    @discardableResult
    package static func write(
        to folder: String, configuration: Configuration, named name: String = "mbm.json"
    ) throws(FleetError) -> [String] {
        try LocalFile.makeFolder(folder)
        for module in BoardClient.modules { try LocalFile.write(module.content, to: "\(folder)/\(module.name)") }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let json: Data
        do { json = try encoder.encode(configuration) } catch { throw .file(path: name, "\(error)") }
        try LocalFile.write([UInt8](json) + Array("\n".utf8), to: "\(folder)/\(name)")
        return BoardClient.modules.map(\.name) + [name]
    }
}
