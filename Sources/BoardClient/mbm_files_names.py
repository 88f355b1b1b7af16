"""Folders are made and files get other names, as they are asked for by hand: nothing is taken for granted."""

import os
from mbm_files_copy import over
from mbm_files_records import look


def make(me, path):
    if look(path):
        raise OSError(17)
    above = path[: path.rfind("/") + 1].rstrip("/")
    if above and not os.stat(above)[0] & 0x4000:
        raise OSError(20)
    if not me.trial:
        os.mkdir(path)
    return "+"


def whole(path):
    return path if path[:1] == "/" else os.getcwd().rstrip("/") + "/" + path


def within(path, folder):
    if not path.lower().startswith(folder.lower()):
        return False
    # FAT does not tell small letters from capitals, and has no numbers for its files.
    one = look(path[: len(folder) - 1])
    return path.startswith(folder) or one and one[1] == look(folder[:-1])[1]


def move(me, text):
    n, text = text.split(" ", 1)
    n = int(n)
    path = text[:n]
    target = text[n + 1 :]
    folder = os.stat(path)[0] & 0x4000
    there = look(target)
    if whole(path) == whole(target):
        return "="
    if there and there[0] & 0x4000:
        raise OSError(21)
    if folder and within(whole(target) + "/", whole(path) + "/"):
        raise OSError(22)  # some file systems would lose it
    if there and folder:
        raise OSError(20)
    over(me, target)
    if not me.trial:
        os.rename(path, target)
        me.made.clear()
    me.above = None
    return "~" if there else "+"
