# The attributes of the object behind PLACE. `dir` reads every one: of what the user has made, a property or
# `__getattr__` is left alone.
def _mbm(place, _, find=_mbm):
    try:
        thing = find(place)
    except Exception:
        return
    try:
        names = thing.__dict__
        is_kind = isinstance(thing, type)
        kinds = [thing if is_kind else type(thing)]
        if "__module__" in kinds[0].__dict__:  # a class of the user's, or an instance of one
            if not is_kind:
                yield from names
            while kinds:
                kind = kinds.pop()
                kinds.extend(kind.__bases__)
                yield from kind.__dict__ if "__module__" in kind.__dict__ else dir(kind)
            return
        if "__file__" in names:  # a module that was a file
            yield from names
            return
    except AttributeError:
        pass
    yield from dir(thing)
