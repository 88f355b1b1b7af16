import Processes
import TestSupport
import Testing

/// The session that README.md shows: what is typed into a shell of the system, and what comes back, byte for byte.
private let script = """
    import os
    number = int(os.getcwd()[-1])     # the demo's boards work in folders of their own: demo-1, demo-2, demo-3
    def squares(n):
        result = []

        for i in range(n):
            result.append(i * i)
        return result

    squares(4)
    os.mkdir('lib')
    ls lib
    ['kitchen', 'attic'][number - 1]

    """
private let output = """
    ## demo-[1-3] ##################################################################
    [0, 1, 4, 9]
    ## demo-1 ######################################################################
    'kitchen'
    ## demo-2 ######################################################################
    'attic'
    ## demo-3 ######################################################################
    Traceback (most recent call last):
      File "<stdin>", line 1, in <module>
    IndexError: list index out of range

    """
private let errors = "<stdin>:13: demo-3: raised IndexError: list index out of range\n"

@Suite struct SessionTests {
    @Test func theSessionOfTheReadmeRunsAsItStandsThere() throws {
        let account = try Account()
        let run = try account.mbm(["--demo", "3"], input: script)
        #expect(run.output == output)
        #expect(run.errors == errors)
        #expect(run.status == 1)
        try account.expectNothingIsLeft()
    }

    @Test func theReadmeShowsThisSession() throws {
        let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
        let readme = try collect(Program("cat", ["\(root)/README.md"]), within: .seconds(10)).text
        let session = "```\n$ mbm --demo 3 <<'EOF'\n\(script)EOF\n\(output)\(errors)$ echo $?\n1\n```\n"
        #expect(readme.contains(session))
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
