def _mbm(path):
    import os

    path = path or os.getcwd()
    if not os.stat(path)[0] & 0x4000:
        print(path)
        return
    for name in sorted(os.listdir(path)):
        try:
            if os.stat(path.rstrip("/") + "/" + name)[0] & 0x4000:
                name += "/"
        except OSError:  # a link to nothing
            pass
        print(name)
