import TestSupport
import Testing

/// The session that README.md shows: what is typed into a shell of the system, and what comes back, byte for byte.
private let session = (
    command: """
    $ mbm --demo 3 <<'EOF'
    import os, sys
    def name():

        return os.getcwd().rsplit("/", 1)[-1]

    name()
    6 * 7
    for i in range(2):
        print(i, "of", sys.platform)
    use demo-[1-2]
    name().upper()
    1 / 0
    EOF

    """,
    output: """
    ## demo-1 ######################################################################
    'demo-1'
    ## demo-2 ######################################################################
    'demo-2'
    ## demo-3 ######################################################################
    'demo-3'
    ## demo-[1-3] ##################################################################
    42
    ## demo-[1-3] ##################################################################
    0 of linux
    1 of linux
    2 boards: 2 idle
    ## demo-1 ######################################################################
    'DEMO-1'
    ## demo-2 ######################################################################
    'DEMO-2'
    ## demo-[1-2] ##################################################################
    Traceback (most recent call last):
      File "<stdin>", line 1, in <module>
    ZeroDivisionError: divide by zero

    """,
    errors: "<stdin>:12: demo-[1-2]: raised ZeroDivisionError: divide by zero\n"
)

/// What the system's shell hands to mbm of `session.command`.
private var script: String {
    session.command.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast(2)
        .joined(separator: "\n") + "\n"
}

@Suite struct SessionTests {
    @Test func theSessionOfTheReadmeRunsAsItStandsThere() throws {
        let account = try Account()
        let run = try account.mbm(["--demo", "3"], input: script)
        #expect(run.output == session.output)
        #expect(run.errors == session.errors)
        #expect(run.status == 1)
        try account.expectNothingIsLeft()
    }

    @Test func aTracebackHoldsTheUsersFramesAlone() throws {
        let account = try Account()
        let run = try account.mbm(
            ["--demo", "3"],
            input: """
                def inner(x):
                    return 1 // x

                def outer(x):
                    return inner(x)

                outer(0)
                """)
        #expect(
            run.output == """
                ## demo-[1-3] ##################################################################
                Traceback (most recent call last):
                  File "<stdin>", line 1, in <module>
                  File "<stdin>", line 2, in outer
                  File "<stdin>", line 2, in inner
                ZeroDivisionError: divide by zero

                """)
        #expect(run.errors == "<stdin>:7: demo-[1-3]: raised ZeroDivisionError: divide by zero\n")
        #expect(run.status == 1)
    }

    @Test func fiftyBoardsAnswerUnderOneHeader() throws {
        let account = try Account()
        let run = try account.mbm(["--demo", "50", "-c", "1 + 1"], within: 120)
        #expect(
            run
                == Finished(
                    0, "## demo-[1-50] #################################################################\n2\n"))
        try account.expectNothingIsLeft()
    }
}
