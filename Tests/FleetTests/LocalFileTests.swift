import TestSupport
import Testing

@testable import Fleet

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct LocalFileTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func mode(_ name: String) throws -> mode_t {
        var facts = stat()
        try #require(stat(directory.file(name), &facts) == 0)
        return facts.st_mode & 0o7777
    }

    // MARK: Reading

    @Test(arguments: [0, 1, 65_536, 1 << 20]) func aFileIsReadWhole(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        try directory.write(bytes, to: "file")
        #expect(try LocalFile.read(directory.file("file")) == bytes)
        #expect(try LocalFile.read(directory.file("file"), most: size) == bytes)
    }

    @Test func aFileThatIsTooLargeIsRefused() throws {
        try directory.write("12345", to: "file")
        #expect(throws: FleetError.file(path: directory.file("file"), "it is larger than 4 bytes, which is the most")) {
            try LocalFile.read(directory.file("file"), most: 4)
        }
        #expect(throws: FleetError.file(path: "/dev/zero", "it is larger than 1 MB, which is the most")) {
            try LocalFile.read("/dev/zero")
        }
    }

    @Test func whatSaysThatItIsEmptyIsReadAllTheSame() throws {
        #if os(Linux)
            #expect(try !LocalFile.read("/proc/self/status").isEmpty)
        #endif
        #expect(try LocalFile.read("/dev/null") == [])
    }

    @Test func aFileOfOnesOwnIsOneThatNobodyElseMayWrite() throws {
        #expect(try LocalFile.readOwn(directory.file("none")) == nil)
        for mode: mode_t in [0o600, 0o644, 0o400, 0o755] {
            try directory.write("mine", to: "file-\(mode)", mode: mode)
            #expect(try LocalFile.readOwn(directory.file("file-\(mode)")) == Array("mine".utf8))
        }
        for mode: mode_t in [0o620, 0o602, 0o666, 0o777] {
            let path = directory.file("file-\(mode)")
            try directory.write("mine", to: "file-\(mode)", mode: mode)
            #expect(
                throws: FleetError.file(path: path, "others may write it, so it was not read: chmod go-w \(path)")
            ) { try LocalFile.readOwn(path) }
        }
        // Where a test may give files away.
        try directory.write("theirs", to: "theirs", mode: 0o644)
        if chown(directory.file("theirs"), 1, 1) == 0 {
            #expect(
                throws: FleetError.file(
                    path: directory.file("theirs"), "it belongs to somebody else, so it was not read")
            ) { try LocalFile.readOwn(directory.file("theirs")) }
        }
    }

    // MARK: Written piece by piece

    @Test func aFileIsAppendedToOrReplaced() throws {
        let path = directory.file("log")
        let first = try OpenFile(appendingTo: path)
        try first.write(Array("a".utf8))
        try OpenFile(appendingTo: path).write(Array("b".utf8))
        try first.write(Array("c".utf8))
        #expect(try directory.read("log") == "abc")
        #expect(try mode("log") == 0o600)
        try OpenFile(replacing: path).write(Array("d".utf8))
        try OpenFile(goingOnWith: path).write(Array("e".utf8))
        #expect(try directory.read("log") == "de")
        try #require(symlink("log", directory.file("link")) == 0)
        try OpenFile(appendingTo: directory.file("link")).write(Array("f".utf8))
        let link = directory.file("link")
        let refusal = FleetError.file(path: link, "it is a symbolic link")
        #expect(throws: refusal) { try OpenFile(replacing: link) }
        #expect(throws: refusal) { try OpenFile(goingOnWith: link) }
        #expect(try directory.read("log") == "def")
        try #require(mkfifo(directory.file("pipe"), 0o600) == 0)
        #expect(throws: FleetError.self) { try OpenFile(appendingTo: directory.file("pipe")) }
        #expect(throws: FleetError.file(path: "/dev/full", "No space left on device")) {
            try OpenFile(appendingTo: "/dev/full").write([1])
        }
    }

    /// As a shell gives one: `--hub-password-file <(pass hub)`.
    @Test func aPipeIsReadToItsEnd() throws {
        let path = directory.file("pipe")
        try #require(mkfifo(path, 0o600) == 0)
        try startThread {
            let descriptor = open(path, O_WRONLY)
            _ = write(descriptor, "secret\n", 7)
            close(descriptor)
        }
        #expect(try LocalFile.read(path) == Array("secret\n".utf8))
    }

    @Test(arguments: [
        ("none", "No such file or directory"), ("folder", "Is a directory"), ("file/below", "Not a directory"),
        ("loop", "Too many levels of symbolic links"), ("dangling", "No such file or directory"),
    ])
    func whatCannotBeReadIsNamed(name: String, reason: String) throws {
        try directory.write("", to: "file")
        try LocalFile.makeFolder(directory.file("folder"))
        symlink("loop", directory.file("loop"))
        symlink("none", directory.file("dangling"))
        #expect(throws: FleetError.file(path: directory.file(name), reason)) {
            try LocalFile.read(directory.file(name))
        }
    }

    @Test(.enabled(if: getuid() != 0, "root may read everything"))
    func aFileThatMustNotBeReadIsNamed() throws {
        try directory.write("text", to: "file", mode: 0)
        #expect(throws: FleetError.file(path: directory.file("file"), "Permission denied")) {
            try LocalFile.read(directory.file("file"))
        }
    }

    // MARK: Writing

    @Test func aFileIsReplacedAndNothingStaysBesideIt() throws {
        let path = directory.file("file")
        for content in ["first, and longer", "second", ""] {
            try LocalFile.write(Array(content.utf8), to: path)
            #expect(try directory.read("file") == content)
            #expect(LocalFile.names(in: directory.path) == ["file"])
        }
    }

    @Test(arguments: ["none/file", "folder", "file/below"])
    func whatCannotBeWrittenLeavesEverythingAsItWas(name: String) throws {
        try directory.write("old", to: "file")
        try LocalFile.makeFolder(directory.file("folder"))
        try directory.write("old", to: "folder/kept")
        do {
            try LocalFile.write([1], to: directory.file(name))
            Issue.record("written")
        } catch {
            guard case .file(directory.file(name), let reason) = error else { throw error }
            #expect(!reason.contains("Code="), "no sentence: \(reason)")
        }
        #expect(LocalFile.names(in: directory.path) == ["file", "folder"])
        #expect(LocalFile.names(in: directory.file("folder")) == ["kept"])
        #expect(try directory.read("file") == "old")
    }

    #if os(Linux)
        @Test func aFullFileSystemIsCalledSo() {
            #expect(throws: FleetError.self) { try LocalFile.write([1], to: "/dev/full/file") }
        }
    #endif

    // MARK: Secrets

    @Test func aSecretIsMadeOnceAndForOurEyesOnly() throws {
        let path = directory.file("secret")
        #expect(try LocalFile.establish("first", at: path) == "first")
        #expect(try LocalFile.establish("second", at: path) == "first")
        #expect(try mode("secret") == 0o600)
        #expect(LocalFile.names(in: directory.path) == ["secret"])
    }

    /// Shells that start at the same time must agree.
    @Test func allWhoMakeASecretAtOnceGetTheSame() async throws {
        for round in 0..<20 {
            let path = directory.file("secret-\(round)")
            let found = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<8 { group.addTask { try LocalFile.establish("secret of \(number)", at: path) } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(found.count == 1)
        }
    }

    @Test func aSecretWhoseMakingWasBrokenOffIsMadeAnew() throws {
        try directory.write("", to: "secret")
        #expect(try LocalFile.establish("first", at: directory.file("secret")) == "first")
        #expect(try directory.read("secret") == "first")
        #expect(try mode("secret") == 0o600)
    }

    @Test(arguments: ["none/secret", "folder"]) func aSecretThatCannotBeMadeIsAnError(name: String) throws {
        try LocalFile.makeFolder(directory.file("folder"))
        #expect(throws: FleetError.self) { try LocalFile.establish("first", at: directory.file(name)) }
    }

    // MARK: Folders

    @Test func aFolderIsMadeWithThoseAboveIt() throws {
        try LocalFile.makeFolder(directory.file("a/b/c"))
        #expect(LocalFile.isFolder(directory.file("a/b/c")))
        try LocalFile.makeFolder(directory.file("a/b/c"))
        #expect(!LocalFile.isFolder(directory.file("none")))
    }

    @Test func aPrivateFolderIsForOurEyesOnlyAlsoWhenItWasThere() throws {
        try LocalFile.makeFolder(directory.file("new"), isPrivate: true)
        #expect(try mode("new") == 0o700)
        try LocalFile.makeFolder(directory.file("old"))
        #expect(chmod(directory.file("old"), 0o755) == 0)
        try LocalFile.makeFolder(directory.file("old"), isPrivate: true)
        #expect(try mode("old") == 0o700)
    }

    @Test(arguments: ["file", "file/below"]) func aFileWhereAFolderShouldBeIsNamed(name: String) throws {
        try directory.write("", to: "file")
        do {
            try LocalFile.makeFolder(directory.file(name), isPrivate: true)
            Issue.record("made")
        } catch {
            guard case .file(directory.file(name), let reason) = error else { throw error }
            #expect(reason.hasPrefix("cannot make this folder: "))
            #expect(!reason.contains("Code="), "no sentence: \(reason)")
        }
    }

    @Test func namesAreSortedAndNoneWhereThereIsNoFolder() throws {
        for name in ["b", "a", ".c"] { try directory.write("", to: name) }
        #expect(LocalFile.names(in: directory.path) == [".c", "a", "b"])
        #expect(LocalFile.names(in: directory.file("none")) == [])
        #expect(LocalFile.names(in: directory.file("a")) == [])
    }

    @Test func removingTakesAllAndMissesNothing() throws {
        try LocalFile.makeFolder(directory.file("a/b"))
        try directory.write("", to: "a/b/c")
        LocalFile.remove(directory.file("a"))
        LocalFile.remove(directory.file("a"))
        #expect(LocalFile.names(in: directory.path) == [])
    }
}
