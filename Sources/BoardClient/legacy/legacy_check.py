# The original client reports nothing of a copy that failed: what arrived is checked, and only then takes its place.
def _mbm(part, path, size, digest):
    import os

    try:
        import binascii, hashlib
    except ImportError:
        import ubinascii as binascii, uhashlib as hashlib
    hashed = hashlib.sha256()
    count = 0
    with open(part, "rb") as file:
        while True:
            piece = file.read(256)
            if not piece:
                break
            count += len(piece)
            hashed.update(piece)
    if count != size or str(binascii.hexlify(hashed.digest()), "ascii") != digest:
        os.remove(part)
        raise OSError(28) if count < size else ValueError("SHA-256 differs")
    try:
        if os.stat(path)[0] & 0x4000:
            os.remove(part)
            raise OSError(21)
        os.remove(path)
    except OSError as error:
        if error.args[0] != 2:
            raise
    os.rename(part, path)
