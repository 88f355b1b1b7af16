internal import Redis

// Groups: names that the whole team gives to board ranges.
extension Hub {
    /// The range that a group stands for; nil: there is none of that name.
    package func group(_ name: String) throws(FleetError) -> String? {
        try run(Command("GET", Wire.group(name))).text
    }

    /// All groups with the ranges that they stand for, naturally sorted.
    package func groups() throws(FleetError) -> [(name: String, range: String)] {
        let names = Set(try keys(Wire.groupPattern).compactMap(Wire.group(ofKey:))).sortedNaturally()
        let replies = try run(names.map { Command("GET", Wire.group($0)) })
        return zip(names, replies).compactMap { name, reply in reply.text.map { (name, $0) } }
    }

    /// Makes a group, or gives it another range.
    /// - Parameter name: valid as the name of a board.
    package func setGroup(_ name: String, _ range: String) throws(FleetError) {
        try run(Command("SET", Wire.group(name), range))
    }

    /// - Returns: whether there was such a group.
    package func removeGroup(_ name: String) throws(FleetError) -> Bool {
        try run(Command("DEL", Wire.group(name))).integer == 1
    }
}
