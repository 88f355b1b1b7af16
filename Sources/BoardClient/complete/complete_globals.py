# What the session has named (`mine`), and (PLACE is empty) all else that a line can name.
def _mbm(place, _):
    yield from mine
    if not place:
        import builtins

        yield from dir(builtins)
