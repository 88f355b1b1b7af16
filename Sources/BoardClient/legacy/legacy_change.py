# Does what needs nothing from the hub, and tells of files whether they are to come: `?` and what that would be.
def _mbm(trial, raises, changes):
    import os

    try:
        import binascii, hashlib
    except ImportError:
        try:
            import ubinascii as binascii, uhashlib as hashlib
        except ImportError:
            hashlib = None

    def look(path):
        try:
            return os.stat(path)
        except OSError as error:
            if error.args[0] != 2:
                raise

    def equal(path, size, digest, there):
        if not there or there[6] != size or not hashlib:
            return False
        hashed = hashlib.sha256()
        with open(path, "rb") as file:
            piece = file.read(256)
            while piece:
                hashed.update(piece)
                piece = file.read(256)
        return str(binascii.hexlify(hashed.digest()), "ascii") == digest

    def over(path):
        at = path.find("/", 1)
        while at > 0:
            there = look(path[:at])
            if there is None:
                os.mkdir(path[:at])
            elif not there[0] & 0x4000:
                raise OSError(20)
            at = path.find("/", at + 1)

    def whole(path):
        return path if path[:1] == "/" else os.getcwd().rstrip("/") + "/" + path

    def move(path, target, there):
        if not there:
            raise OSError(2)
        new = look(target)
        if whole(path) == whole(target):
            return "="
        if new and new[0] & 0x4000:
            raise OSError(21)
        if there[0] & 0x4000:
            if (whole(target) + "/").lower().startswith(whole(path).lower() + "/"):
                raise OSError(22)
            if new:
                raise OSError(20)
        if not trial:
            over(target)
            if new:  # as its client's own file systems want it
                os.remove(target)
            os.rename(path, target)
        return "~" if new else "+"

    for number, kind, path, size, digest in changes:
        try:
            there = look(path)
            folder = there and there[0] & 0x4000
            if kind == "file":
                if folder:
                    raise OSError(21)
                told = "="
                if not equal(path, size, digest, there):
                    told = "~" if there else "+"
                    if not trial:
                        over(path)
                        told = "?" + told
            elif kind == "folder":
                told = "=" if there else "+"
                if there and not folder:
                    raise OSError(20)
                if not there and not trial:
                    over(path)
                    os.mkdir(path)
            elif kind == "make":
                told = "+"
                if there:
                    raise OSError(17)
                above = path[: path.rfind("/") + 1].rstrip("/")
                if above and not os.stat(above)[0] & 0x4000:
                    raise OSError(20)
                if not trial:
                    os.mkdir(path)
            elif kind == "move":
                told = move(path, digest, there)
            else:
                told = "-" if there else "="
                if there and not trial:
                    try:
                        os.remove(path)  # also a link to a folder
                    except OSError:
                        if not folder:
                            raise
                        os.rmdir(path)
        except OSError as error:
            if raises:
                raise
            told = "! %d" % error.args[0]
        print(number, told)
