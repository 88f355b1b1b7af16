# The names in a folder, with a slash behind those of folders.
def _mbm(path, _=""):
    import os

    path = path or os.getcwd()
    try:
        if hasattr(os, "ilistdir"):
            entries = os.ilistdir(path)
        else:
            entries = [(name, 0) for name in os.listdir(path)]
    except OSError:
        return
    for entry in entries:
        name, mode = entry[0], entry[1]
        if mode != 0x4000 and mode != 0x8000:
            try:
                mode = os.stat(path.rstrip("/") + "/" + name)[0]
            except OSError:  # a link to nothing
                pass
        yield name + "/" if mode & 0x4000 else name
