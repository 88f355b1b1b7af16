#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

#if canImport(Glibc)
    /// glibc's <spawn.h> shows it to GNU sources only.
    private let POSIX_SPAWN_SETSID = 0x80
#endif

/// What posix_spawn(3) needs, collected and freed in one place.
struct SpawnPlan: ~Copyable {
    private let program: Program
    private var actions = posix_spawn_file_actions_t()
    private var attributes = posix_spawnattr_t()
    /// Our copies of descriptors that only the program needs: closed when it has started.
    private var theirs: [Int32] = []
    /// Our ends of pipes, until the program has started and they belong to its `Child`.
    private var ours: [Int32] = []

    init(_ program: Program, group: Child.Group) {
        self.program = program
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        // What we ignore or block must not be ignored or blocked in the program.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGTTOU, SIGCONT, SIGWINCH] {
            sigaddset(&signals, signal)
        }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        var flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
        switch group {
        case .ours: break
        case .new:
            flags |= Int32(POSIX_SPAWN_SETPGROUP)
            posix_spawnattr_setpgroup(&attributes, 0)
        case .session: flags |= Int32(POSIX_SPAWN_SETSID)
        }
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    deinit {
        for descriptor in theirs + ours { close(descriptor) }
        var actions = actions
        var attributes = attributes
        posix_spawn_file_actions_destroy(&actions)
        posix_spawnattr_destroy(&attributes)
    }

    /// Leads the standard stream `number` of the program to `stream`.
    /// - Returns: our end of the pipe, if it is one; close-on-exec, so that no other program holds it open.
    mutating func connect(_ stream: Child.Stream, to number: Int32) throws(ProcessError) -> Int32? {
        switch stream {
        case .inherit: posix_spawn_file_actions_adddup2(&actions, number, number)
        case .error: posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, number)
        case .output: posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, number)
        case .null: posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
        case .file(let path):
            posix_spawn_file_actions_addopen(&actions, number, path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        case .pipe:
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else {
                throw .notStarted(program.path, reason: String(cString: strerror(errno)))
            }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            let (theirEnd, ourEnd) = number == STDIN_FILENO ? (ends[0], ends[1]) : (ends[1], ends[0])
            posix_spawn_file_actions_adddup2(&actions, theirEnd, number)
            theirs.append(theirEnd)
            ours.append(ourEnd)
            return ourEnd
        }
        return nil
    }

    /// Starts the program.
    /// - Returns: its process id.
    mutating func start() throws(ProcessError) -> Int32 {
        var words: [UnsafeMutablePointer<CChar>?] = ([program.path] + program.arguments).map { strdup($0) }
        words.append(nil)
        let variables: [UnsafeMutablePointer<CChar>?]? = program.environment.map { pairs in
            pairs.map { strdup("\($0.key)=\($0.value)") } + [nil]
        }
        defer {
            for word in words + (variables ?? []) { free(word) }
        }
        var pid: pid_t = 0
        let status =
            variables == nil
            ? posix_spawnp(&pid, program.path, &actions, &attributes, words, environ)
            : posix_spawnp(&pid, program.path, &actions, &attributes, words, variables ?? [])
        guard status == 0 else { throw .notStarted(program.path, reason: String(cString: strerror(status))) }
        ours = []
        return pid
    }
}
