def _mbm(path):
    import os

    os.rmdir(path)
