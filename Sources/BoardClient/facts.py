# What decides how files go to the board: which .mpy it can import, which folder is its own, and to which a path leads,
# whatever links are on the way. Paths go in hexadecimal digits, in pieces that every firmware can send.
def _mbm(path):
    import os, sys

    def tell(text):
        text = text.encode()
        print(" ", end="")
        for at in range(0, len(text), 20):
            print("".join(["%02x" % byte for byte in text[at : at + 20]]), end="")

    own = os.getcwd()
    rest = ""
    try:
        while path:
            try:
                os.chdir(path)
                break
            except OSError:  # not there yet: the folder that it would be in
                at = path.rfind("/") + 1
                rest = "/" + path[at:] + rest
                path = path[:at].rstrip("/") or path[at:] and path[: at and 1]
        there = (os.getcwd() or "/") + rest  # a file system that is not at the top of its machine's calls its own so
    finally:
        os.chdir(own)
    known = sys.implementation
    print(getattr(known, "_mpy", getattr(known, "mpy", "-")), end="")
    tell(own)
    tell(there)
    print()
