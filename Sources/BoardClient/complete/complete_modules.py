# What can be imported from PLACE (`umqtt`; empty: at the top).
def _mbm(place, start, files=_mbm):
    import sys

    print()
    for name in sys.modules:
        if not place:
            yield name.split(".")[0]
        elif name.startswith(place + "."):
            yield name[len(place) + 1 :].split(".")[0]
    place = place.replace(".", "/")
    for path in sys.path:
        if path == ".frozen":
            continue
        path = path + "/" + place if path and place else path or place
        for name in files(path):
            if name[-1] != "/":
                if name.endswith(".py") or name.endswith(".mpy"):
                    yield name[: name.rfind(".")]
            elif name.startswith(start):
                folder = path + "/" + name[:-1] if path else name[:-1]
                if folder not in sys.path and "/" + folder not in sys.path:
                    for inner in files(folder):
                        if inner.endswith(".py") or inner.endswith(".mpy"):
                            yield name[:-1]
                            break
