"""Files of the board go to the shell that asks: names and sizes, hashes, and what is in them.

The shell says how far output may go on (`=BYTES`): what it has not read yet takes the hub's memory.
"""

import os
from mbm_files_pieces import Pieces
from mbm_files_records import digest, records
from mbm_files_walk import send, walk


def begin(jobs, mode, size, limit, manifest, *rest):
    me = jobs.file = Pieces(jobs)
    me.limit = int(limit)
    for record in records(me, manifest, int(size)):
        kind, path = record.split(" ", 1)
        try:
            there = os.stat(path or ".")
            if there[0] & 0x4000:
                if kind == "hash" or kind == "content":
                    raise OSError(21)
                walk(me, path, kind)
            elif there[0] & 0xF000 != 0x8000:
                me.tell("l ")
            elif kind == "send" or kind == "content":
                send(me, path, "")
            elif kind == "hash":
                me.tell("h %d %s" % (there[6], str(digest(me, path), "ascii")))
            else:
                me.tell("f %d " % there[6])
            me.tell(".")
        except OSError as e:
            me.tell("! %d " % (e.errno or 5))
