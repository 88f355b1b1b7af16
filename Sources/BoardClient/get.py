def _mbm(path):
    import binascii, hashlib, mbm_client, os

    if os.stat(path)[0] & 0x4000:
        raise OSError(21)
    hashed = hashlib.sha256()
    piece = memoryview(bytearray(256))
    with open(path, "rb") as file:
        while True:
            n = file.readinto(piece)
            if not n:
                break
            hashed.update(piece[:n])
            mbm_client.emit(piece[:n])
    mbm_client.emit(binascii.hexlify(hashed.digest()))
