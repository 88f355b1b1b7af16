def _mbm(path):
    import os

    path = path or os.getcwd()
    if not os.stat(path)[0] & 0x4000:
        print(path)
        return
    for name in sorted(os.listdir(path)):
        kind = os.stat(path.rstrip("/") + "/" + name)[0]
        print(name + "/" if kind & 0x4000 else name)
