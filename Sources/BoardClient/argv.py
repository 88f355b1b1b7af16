# The arguments of a script, where a program looks for its own. A firmware without them runs the script all the same.
def _mbm(*words):
    import sys

    try:
        sys.argv[:] = list(words)
    except AttributeError:
        pass
