# What the board knows of itself, a fact a line, in pieces that every firmware can send. What it cannot tell is left out.
def _mbm(_):
    import gc, os, sys, time

    def tell(name, *values):
        print(name, end="")
        for value in values:
            value = " " + str(value)[:120]
            for at in range(0, len(value), 20):
                print(value[at : at + 20], end="")
        print()

    def firmware():
        tell("firmware", ".".join([str(part) for part in sys.implementation[1][:3]]))

    def machine():
        if hasattr(os, "uname"):
            tell("machine", os.uname()[4])
        else:
            tell("machine", sys.implementation._machine)

    def memory():
        gc.collect()
        free = gc.mem_free()
        tell("memory", free, free + gc.mem_alloc())

    def files():
        facts = os.statvfs(os.getcwd())
        tell("files", facts[3] * facts[1], facts[2] * facts[1])

    def uptime():
        tell("uptime", time.ticks_ms() // 1000)

    def clock():
        now = time.gmtime() if hasattr(time, "gmtime") else time.localtime()
        tell("clock", *now[:6])

    for fact in (firmware, machine, memory, files, uptime, clock):
        try:
            fact()
        except Exception:
            pass
