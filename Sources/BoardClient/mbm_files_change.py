"""What a shell wants of this board's files and folders: the operations of its manifest, one after the other."""

import os
from mbm_files_pieces import Pieces
from mbm_files_records import look, records
from mbm_files_copy import file, over, tidy
from mbm_link import load


def begin(jobs, mode, size, limit, manifest, *rest):
    me = jobs.file = Pieces(jobs, tidy)
    me.trial = mode == b"check"  # only says what would be done
    for record in records(me, manifest, int(size)):
        kind, path = record.split(" ", 1)
        size = 0
        try:
            if kind == "file":
                size, wanted, path = path.split(" ", 2)
                size = int(size)
                told = file(me, b"file:" + wanted.encode(), size, wanted.encode(), path)
            elif kind == "folder":
                told = make(me, path)
            elif kind == "remove":
                told = remove(me, path)
            elif kind == "make" or kind == "move":
                told = getattr(load("mbm_files_names"), kind)(me, path)
            else:
                raise OSError(22)
        except OSError as e:
            told = "! %d" % (e.errno or 5)
            if e.errno == 28:
                tidy(me)
                facts = os.statvfs(me.above or ".")
                me.tell("! 28 %d %d" % (size, facts[1] * facts[4]))
                raise
        tidy(me)
        me.tell(told)


def make(me, path):
    there = look(path)
    if there:
        if not there[0] & 0x4000:
            raise OSError(20)
        return "="
    over(me, path)
    if not me.trial:
        os.mkdir(path)
    me.made.clear()
    return "+"


def remove(me, path):
    there = look(path)
    me.above = None
    if not me.trial:
        try:
            os.remove(path)
            return "-"
        except OSError as e:
            if there:
                if not there[0] & 0x4000:
                    raise
                os.rmdir(path)
            elif e.errno != 2:
                raise
    return "-" if there else "="
