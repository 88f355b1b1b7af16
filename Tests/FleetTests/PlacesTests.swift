import Redis
import TestSupport
import Testing

@testable import Fleet

@Suite struct PlacesTests {
    @Test(arguments: [
        (["HOME": "/home/a"], ["/home/a/.local/state/mbm", "/home/a/.local/share/mbm", "/home/a/.config/mbm"]),
        (
            ["HOME": "/home/a", "XDG_STATE_HOME": "/s", "XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "/c"],
            ["/s/mbm", "/d/mbm", "/c/mbm"]
        ),
        (["XDG_STATE_HOME": "/s", "XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "/c"], ["/s/mbm", "/d/mbm", "/c/mbm"]),
        (
            ["HOME": "/home/a", "XDG_STATE_HOME": "s", "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": "~/c"],
            ["/home/a/.local/state/mbm", "/home/a/.local/share/mbm", "/home/a/.config/mbm"]
        ),
    ])
    func foldersFollowXDG(environment: [String: String], folders: [String]) throws {
        let places = try Places(environment: environment)
        #expect([places.state, places.data, places.config] == folders)
    }

    @Test(arguments: [[:], ["HOME": ""], ["HOME": "home"], ["XDG_STATE_HOME": "/s", "XDG_DATA_HOME": "/d"]])
    func withoutAHomeThereIsNoPlace(environment: [String: String]) {
        #expect(throws: FleetError.noHome) { try Places(environment: environment) }
    }
}

private let names = "there are " + Setting.all.dropLast().map(\.name).joined(separator: ", ") + " and wipy"
private let wipyForm = "NAME ADDRESS[:PORT] [LOGIN PASSWORD], ADDRESS in the form 192.168.1.20"

@Suite struct SettingsTests {
    private let directory: TemporaryDirectory
    private let places: Places

    init() throws {
        directory = try TemporaryDirectory()
        places = try Places(environment: ["HOME": directory.path, "XDG_CONFIG_HOME": directory.path])
        try LocalFile.makeFolder(places.config)
    }

    @Test(arguments: [
        ("", nil, nil), ("# a comment\n\n   \n", nil, nil), ("hub 10.0.0.1", "10.0.0.1", nil),
        ("hub 10.0.0.1\nhub-password-file /a b/c\n", "10.0.0.1", "/a b/c"),
        ("  hub\t 10.0.0.1:1 \n\t# hub x\n", "10.0.0.1:1", nil), ("hub a\nhub b\n", "b", nil),
        ("hub a\r\nhub-password-file /p\r\n", "a", "/p"),
    ])
    func aLineIsANameAndAValue(text: String, hub: String?, file: String?) throws {
        try directory.write(text, to: "mbm/config")
        let settings = try Settings(places: places)
        #expect(settings.hub == hub)
        #expect(settings.hubPasswordFile == file)
    }

    @Test func numbersAndChoicesAreRead() throws {
        try directory.write("timeout 20\njobs 5\ncolor never\n", to: "mbm/config")
        let settings = try Settings(places: places)
        #expect(settings.timeout == 20)
        #expect(settings.jobs == 5)
        #expect(settings.color == .never)
    }

    @Test func severalConsolesAreRead() throws {
        try directory.write("wipy b 10.0.0.2 me secret\njobs 5\nwipy a 10.0.0.1:2323\n", to: "mbm/config")
        let settings = try Settings(places: places)
        #expect(settings.consoles["a"]?.place == "10.0.0.1:2323")
        #expect(settings.consoles["b"]?.password == "secret")
        #expect(settings.consoles.count == 2)
        let shown = Setting.named("wipy")?.show(settings)
        #expect(shown == "a 10.0.0.1:2323, b 10.0.0.2:23")
    }

    @Test(arguments: [0o640, 0o604, 0o644, 0o620] as [UInt32])
    func aFileWithAPasswordIsForNobodyElse(mode: UInt32) throws {
        try directory.write("# mine\nwipy a 10.0.0.1 me secret\njobs 5\n", to: "mbm/config", mode: mode)
        let path = "\(places.config)/config"
        #expect(
            throws: FleetError.setting("\(path):2: this line holds a password that others may read: chmod 600 \(path)")
        ) {
            try Settings(places: places)
        }
        try directory.write("wipy a 10.0.0.1\n", to: "mbm/config", mode: mode)
        #expect(try Settings(places: places).consoles.count == 1)
    }

    @Test func noFileSaysNothing() throws {
        let settings = try Settings(places: places)
        #expect(settings.hub == nil)
        #expect(settings.hubPasswordFile == nil)
    }

    @Test(arguments: [
        ("hub", 1, "hub has no value: write NAME VALUE"), ("\n\nhub  ", 3, "hub has no value: write NAME VALUE"),
        ("hub a\r\n\r\ncolour red", 3, "there is no setting colour; \(names)"),
        ("hub=a b", 1, "there is no setting hub=a; \(names)"),
        ("timeout 5", 1, "timeout takes 6 to 86400 seconds, not 5"),
        ("jobs 2\ntimeout ten", 2, "timeout takes 6 to 86400 seconds, not ten"),
        ("jobs 0", 1, "jobs takes a number of 1 or more, or all, not 0"),
        ("# x\ncolor red", 2, "color takes auto, always or never, not red"),
        ("wipy a", 1, "wipy takes \(wipyForm)"), ("wipy", 1, "wipy has no value: write NAME VALUE"),
        ("jobs 2\nwipy a 10.0.0.1 me secret more", 2, "wipy takes \(wipyForm)"),
    ])
    func aLineThatSaysNothingIsNamed(text: String, line: Int, sentence: String) throws {
        try directory.write(text, to: "mbm/config")
        #expect(throws: FleetError.setting("\(places.config)/config:\(line): \(sentence)")) {
            try Settings(places: places)
        }
    }

    @Test func aFolderInItsPlaceIsAnError() throws {
        try LocalFile.makeFolder("\(places.config)/config")
        #expect(throws: FleetError.self) { try Settings(places: places) }
    }
}

@Suite struct RemoteHubTests {
    @Test(arguments: [
        ("hub.local", "hub.local", 18266), ("10.0.0.1:6379", "10.0.0.1", 6379), ("a:1", "a", 1),
        ("a:65535", "a", 65_535),
        ("[::1]", "::1", 18266), ("[fe80::1%eth0]:5", "fe80::1%eth0", 5), ("::1", "::1", 18266),
    ])
    func aNameIsHostAndPort(name: String, host: String, port: Int) throws {
        #expect(try Hub.address(name) == .tcp(host: host, port: port))
    }

    @Test(arguments: [
        "", ":", ":1", "a:", "a:0", "a:65536", "a:-1", "a:b", "a:1b", "a b", "a\n", "[]", "[]:1", "[::1]x", "[::1]:",
        "a:99999999999999999999", "redis://a", "ssh://me@a", "me@a", "/run/hub.sock", "a:\u{ff11}", "a:+1", "[::1",
    ])
    func whatIsNoNameIsRefused(name: String) {
        #expect(throws: FleetError.setting("'\(name)' is no hub: write HOST, HOST:PORT or ssh://[USER@]HOST")) {
            try Hub.address(name)
        }
    }

    @Test func aPasswordFileThatHoldsNoneIsNamed() throws {
        let directory = try TemporaryDirectory()
        for text in ["", "\n", "\r\n\n"] {
            try directory.write(text, to: "password")
            #expect(throws: FleetError.file(path: directory.file("password"), "it holds no password")) {
                try Hub(named: "a", passwordFile: directory.file("password"))
            }
        }
        #expect(throws: FleetError.file(path: directory.file("none"), "No such file or directory")) {
            try Hub(named: "a", passwordFile: directory.file("none"))
        }
    }
}
