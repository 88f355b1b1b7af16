# The file in hexadecimal, in lines that every firmware can send, then its SHA-256.
def _mbm(path):
    import os

    try:
        import binascii, hashlib
    except ImportError:
        import ubinascii as binascii, uhashlib as hashlib
    if os.stat(path)[0] & 0x4000:
        raise OSError(21)
    hashed = hashlib.sha256()
    with open(path, "rb") as file:
        while True:
            piece = file.read(36)
            if not piece:
                break
            hashed.update(piece)
            print(str(binascii.hexlify(piece), "ascii"))
    print(str(binascii.hexlify(hashed.digest()), "ascii"))
