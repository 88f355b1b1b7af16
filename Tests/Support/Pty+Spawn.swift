#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Pty {
    /// Makes a terminal.
    static func open() throws -> (master: Int32, slave: Int32, name: String) {
        var master: Int32 = -1
        var slave: Int32 = -1
        var name = [CChar](repeating: 0, count: 128)
        guard openpty(&master, &slave, &name, nil, nil) == 0 else { throw TestSupportError("openpty", errno) }
        for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (master, slave, name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" })
    }

    /// Starts a program as the leader of a new session whose controlling terminal is `terminal`.
    static func spawn(
        _ program: String, _ arguments: [String], environment: [String: String], terminal: String, descriptors: [Int32]
    ) throws -> pid_t {
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #else
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        // A session leader without a terminal takes the first one that it opens.
        posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        // First out of the way, then in place: a source may have the number of another's target.
        let spare: Int32 = 100
        for (index, descriptor) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, spare + Int32(index))
        }
        for index in descriptors.indices {
            posix_spawn_file_actions_adddup2(&actions, spare + Int32(index), 3 + Int32(index))
            posix_spawn_file_actions_addclose(&actions, spare + Int32(index))
        }
        // Whatever the test runner ignores or blocks, the program begins as a person's shell would start it.
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        let flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK) | newSession
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var argv = ([program] + arguments).map { strdup($0) } + [nil]
        var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (argv + envp).forEach { free($0) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, program, &actions, &attributes, &argv, &envp)
        guard code == 0 else { throw TestSupportError("start \(program)", code) }
        return pid
    }

    private static var newSession: Int32 {
        #if canImport(Glibc)
            0x80  // POSIX_SPAWN_SETSID, which glibc shows to GNU programs only
        #else
            Int32(POSIX_SPAWN_SETSID)
        #endif
    }

    /// - Returns: the path of a program that the package builds, next to the running test bundle.
    package static func builtProgram(_ name: String) throws -> String {
        var candidates: [String] = []
        for argument in CommandLine.arguments {
            // The bundle itself, or a file inside it.
            var path = argument
            while let slash = path.lastIndex(of: "/") {
                path = String(path[..<slash])
                candidates.append(path + "/" + name)
            }
        }
        guard let found = candidates.first(where: { access($0, X_OK) == 0 && isFile($0) }) else {
            throw TestSupportError("\(name) is not next to the tests: \(CommandLine.arguments)")
        }
        return found
    }

    private static func isFile(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
    }
}
