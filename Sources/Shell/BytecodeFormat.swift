/// Which .mpy files a board can import: what `sys.implementation._mpy` says.
struct BytecodeFormat: Hashable {
    /// The file's own version, and that of native code in it.
    let version: Int
    let subversion: Int
    /// As mpy-cross calls it; nil: the board runs no native code from files.
    let architecture: String?

    /// In the order of their numbers (py/persistentcode.h).
    private static let architectures: [String?] = [
        nil, "x86", "x64", "armv6", "armv6m", "armv7m", "armv7em", "armv7emsp", "armv7emdp", "xtensa", "xtensawin",
        "rv32imc", "rv64imc",
    ]

    /// - Returns: nil for a number that means nothing.
    init?(number: Int) {
        guard number > 0 else { return nil }
        version = number & 0xff
        subversion = number >> 8 & 3
        let index = number >> 10 & 15
        guard version > 0, Self.architectures.indices.contains(index) else { return nil }
        architecture = Self.architectures[index]
    }

    /// Whether a board takes the file that begins with these bytes.
    func takes(_ file: [UInt8]) -> Bool {
        guard file.count > 3, file[0] == UInt8(ascii: "M"), file[1] == version else { return false }
        // What holds native code has a second number; else it is 0.
        return version < 6 || file[2] >> 2 == 0 || Int(file[2] & 3) == subversion
    }

    /// `6.3 x64`
    var name: String { "\(version).\(subversion)" + (architecture.map { " \($0)" } ?? "") }
}
