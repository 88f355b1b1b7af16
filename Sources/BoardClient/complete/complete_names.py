# The names behind PLACE (`machine.Pin`; empty: all that a line can name; `.`: what the session has named; `from X`:
# those of a module that is loaded). Nothing is called and nothing is loaded.
def _mbm(place, _):
    import builtins, sys

    mine = globals()
    if place == "." or not place:
        yield from mine
        if not place:
            yield from dir(builtins)
        return
    module = type(sys)
    try:
        if place.startswith("from "):
            place = place[5:]
            thing = sys.modules.get(place, mine.get(place))
            for other in sys.modules.values() if thing is None else ():  # the firmware's own are not among them
                found = getattr(other, place, None)
                if type(found) is module:
                    thing = found
            if type(thing) is not module:
                return
        else:
            place = place.split(".")
            thing = mine[place[0]] if place[0] in mine else getattr(builtins, place[0])
            for name in place[1:]:
                thing = getattr(thing, name)
    except Exception:
        return
    # `dir` reads every attribute: what a property or `__getattr__` would compute is left alone.
    try:
        names = thing.__dict__
        kinds = [thing if isinstance(thing, type) else type(thing)]
        if "__module__" in kinds[0].__dict__:  # a class of the user's, or an instance of one
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
