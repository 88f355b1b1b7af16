def _mbm(path):
    import os

    os.mkdir(path)
