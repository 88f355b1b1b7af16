# What can be imported from PLACE (`umqtt`; empty: at the top). Which modules the firmware has tells `help` alone, in a
# table: it comes in lines of its own, before the names.
def _mbm(place, start, files=_mbm):
    import os, sys

    if hasattr(os, "dupterm"):
        help("modules")
    else:
        try:  # the Unix port, where `help` writes past what this board sends: another one is asked
            from mbm_link import HERE
            from mbm_unix import quoted

            table = HERE + "/.mbm-help"
            try:
                call = "cd %s/ && %s -c \"help('modules')\" </dev/null >.mbm-help 2>/dev/null"
                os.system(call % (quoted(HERE), quoted(sys.executable)))
                with open(table) as file:
                    print(file.read(8000))
            finally:
                os.remove(table)
        except (AttributeError, ImportError, OSError):
            pass
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
            if name.endswith(".py"):
                yield name[:-3]
            elif name.endswith(".mpy"):
                yield name[:-4]
            elif name[-1] == "/" and name.startswith(start):
                folder = path.rstrip("/") + "/" + name[:-1] if path else name[:-1]
                if folder not in sys.path and "/" + folder not in sys.path:
                    for inner in files(folder):
                        if inner.endswith(".py") or inner.endswith(".mpy"):
                            yield name[:-1]
                            break
