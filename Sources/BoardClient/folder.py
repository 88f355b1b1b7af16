# How folders stand to the one that the board works in: by how many levels each is above it, -1 for others. A link may
# lead there, and some file systems number no files: those may take capitals for small letters, too (0).
def _mbm(*folders):
    import os

    own = os.getcwd()
    names = [name for name in own.split("/") if name]

    def number(path):
        try:
            facts = os.stat(path)
            return facts[1] and facts[1:3]
        except OSError:
            return 0

    def level(folder):
        inner = [name for name in folder.split("/") if name]
        if folder[:1] != "/":
            inner = names + inner
        known = number(folder)
        for up in range(len(names) + 1):
            above = names[: len(names) - up]
            path = "/" + "/".join(above)
            if inner == above or known and known == number(path):
                return up
            if not known and path.lower() == ("/" + "/".join(inner)).lower() and not number(path):
                return up
        return -1

    print(1 if number(own) else 0, end="")
    for folder in folders:
        print("", level(folder), end="")
    print()
    for at in range(0, len(own), 20):  # some firmwares can send no long pieces
        print(own[at : at + 20], end="")
    print()
