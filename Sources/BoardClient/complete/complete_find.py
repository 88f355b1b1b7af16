# The object behind PLACE in the names of the session (`mine`): `machine.Pin`; `from X`: a module that is loaded. Nothing
# is called and nothing is loaded.
def _mbm(place):
    import builtins, sys

    if not place.startswith("from "):
        place = place.split(".")
        thing = mine[place[0]] if place[0] in mine else getattr(builtins, place[0])
        for name in place[1:]:
            thing = getattr(thing, name)
        return thing
    place = place[5:]
    module = type(sys)
    thing = sys.modules.get(place, mine.get(place))
    for other in sys.modules.values() if thing is None else ():  # the firmware's own are not among them
        found = getattr(other, place, None)
        if type(found) is module:
            thing = found
    if type(thing) is module:
        return thing
    raise NameError
