# Prints the names that begin with START, a tab behind each; one tab more: there are others.
def _mbm(place, start, names=_mbm):
    found = []
    size = 0
    left = 8000
    for name in names(place, start):
        if not isinstance(name, str) or not name.startswith(start):
            continue
        size += len(name) + 1
        left -= len(name) + 1
        if left < 0:
            found.append("")
            break
        found.append(name)
        if size > 400:
            print("\t".join(found), end="\t")
            found.clear()
            size = 0
    if found:
        print("\t".join(found), end="\t")
