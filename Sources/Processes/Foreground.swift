#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// Runs a program that a person works with, and waits until it has ended, however long that takes.
///
/// It is in our process group: Ctrl-C and Ctrl-Z reach it and us alike, so that being stopped stops both, and the shell
/// that continues us continues both. Afterwards the terminal is as it was before.
/// - Parameters:
///   - isLeaving: asked several times a second: whether the program has to end.
/// - Throws: `ProcessError.notStarted`
package func runInForeground(
    _ program: Program, input: Child.Stream = .inherit, output: Child.Stream = .inherit, isLeaving: () -> Bool
) throws(ProcessError) -> Ending {
    let terminal = TerminalState()
    defer { terminal?.restore() }
    // Ctrl-\ is meant for the program alone. (Ctrl-C only leaves a note in us.)
    let quit = signal(SIGQUIT, SIG_IGN)
    defer { signal(SIGQUIT, quit) }
    let child = try Child(program, input: input, output: output, error: .inherit)
    var patience = 1
    while true {
        if let ending = child.ended() { return ending }
        if isLeaving() { child.end() }
        pause(.milliseconds(patience))
        patience = min(patience * 2, 50)
    }
}

/// How our terminal is set, and whether we may read from it.
private struct TerminalState {
    private var settings = termios()
    private let isForeground: Bool

    /// nil: standard input is no terminal.
    init?() {
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        isForeground = tcgetpgrp(STDIN_FILENO) == getpgrp()
    }

    /// Takes the terminal back from a program that was killed while it had it.
    func restore() {
        guard isForeground else { return }
        // Setting a terminal that others have would stop us.
        let stop = signal(SIGTTOU, SIG_IGN)
        if tcgetpgrp(STDIN_FILENO) != getpgrp() { tcsetpgrp(STDIN_FILENO, getpgrp()) }
        var settings = settings
        tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
        signal(SIGTTOU, stop)
    }
}
