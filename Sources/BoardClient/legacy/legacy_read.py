# Lists, hashes or sends what is at a path, in lines that every firmware can send: some can print no long pieces.
def _mbm(number, kind, path):
    import os

    try:
        import binascii, hashlib
    except ImportError:
        import ubinascii as binascii, uhashlib as hashlib

    def tell(text, name=None):
        text = "%d %s" % (number, text)
        if name is not None:
            text += " " + name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
        for at in range(0, len(text), 20):
            print(text[at : at + 20], end="")
        print()

    def content(path, sends):
        hashed = hashlib.sha256()
        with open(path, "rb") as file:
            piece = file.read(36)
            while piece:
                hashed.update(piece)
                if sends:
                    print(":" + str(binascii.hexlify(piece), "ascii"))
                piece = file.read(36)
        return str(binascii.hexlify(hashed.digest()), "ascii")

    def file(path, name):
        size = os.stat(path)[6]
        if kind == "send" or kind == "content":
            tell("s %d" % size, name)
            tell("e " + content(path, True))
        else:
            tell("f %d" % size, name)

    def walk(folder, above, depth):
        root = folder if folder[-1:] == "/" else folder + "/"
        if hasattr(os, "ilistdir"):
            entries = [entry[:2] for entry in os.ilistdir(folder)]
        else:
            entries = [(name, os.stat(root + name)[0] & 0xF000) for name in os.listdir(folder)]
        for name, what in entries:
            inner = root + name
            name = above + name
            try:
                if what == 0x4000:
                    tell("d", name)
                    if kind == "names":
                        continue
                    if depth > 15:
                        raise OSError(40)
                    walk(inner, name + "/", depth + 1)
                elif what != 0x8000:
                    tell("l", name)
                else:
                    file(inner, name)
            except OSError as error:
                tell("! %d" % error.args[0], name)

    try:
        path = path or os.getcwd()
        what = os.stat(path)[0]
        if kind == "hash":
            if what & 0x4000:
                raise OSError(21)
            tell("h %d %s" % (os.stat(path)[6], content(path, False)))
        elif what & 0x4000:
            if kind == "content":
                raise OSError(21)
            walk(path, "", 1)
        else:
            file(path, "")
        tell(".")
    except OSError as error:
        tell("! %d" % error.args[0], "")
