# What decides how files go to the board: which .mpy it can import, and which folder is its own.
def _mbm(_):
    import os, sys

    known = sys.implementation
    print(getattr(known, "_mpy", getattr(known, "mpy", "-")), os.getcwd())
