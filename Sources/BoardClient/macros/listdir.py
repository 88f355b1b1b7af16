def _mbm(path):
    import os

    for name in os.listdir(path) if path else os.listdir():
        print(name)
