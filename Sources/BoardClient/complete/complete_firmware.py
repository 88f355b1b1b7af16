# Which modules the firmware has tells `help` alone, in a table: it is printed, in lines of its own.
def _mbm():
    import os, sys

    if hasattr(os, "dupterm"):
        return help("modules")
    # The Unix port, where `help` writes past what this board sends: another one is asked.
    try:
        from mbm_link import HERE
        from mbm_unix import quoted

        call = "cd %s/ && %s -c \"help('modules')\" </dev/null >.mbm-help 2>/dev/null"
        os.system(call % (quoted(HERE), quoted(sys.executable)))
        try:
            with open(HERE + "/.mbm-help") as file:
                for line in file:
                    print(line, end="")
        finally:
            os.remove(HERE + "/.mbm-help")
    except (AttributeError, ImportError, OSError):
        pass
