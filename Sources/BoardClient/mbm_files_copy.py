"""A file from the hub takes its place on the board when it is whole and right, and not before.

It comes under a temporary name in its own folder. Which folder that is stands in a note in the client's own: after a
loss of power `mbm_config.sweep` finds what is left without a walk through all folders.
"""

import hashlib
import os
from binascii import hexlify
from mbm_files_records import digest, look
from mbm_link import NOTE, PART


def file(me, key, size, wanted, path):
    there = look(path)
    if there:
        if there[0] & 0x4000:
            raise OSError(21)
        if wanted and there[0] & 0xF000 == 0x8000 and there[6] == size and digest(me, path) == wanted:
            return "="
    above = over(me, path)
    if not me.trial:
        if above != me.noted:
            note("wb", above)
        me.part = above + PART
        got = fill(me, key, size)
        if got != wanted and (wanted or not got):
            return "! differs" if got else "! gone"
        if above != me.noted:
            me.noted = above
            me.wiped = look(above + PART.upper()) is not None  # names in capitals are the same there
        if there and me.wiped:
            note("ab", path)
            me.noted = ""
        os.rename(me.part, path)
        me.part = None
        me.made.clear()
    return "~" if there else "+"


def over(me, path):
    """Makes the folders above a path. Those that a failure leaves empty are removed again."""
    above = path[: path.rfind("/") + 1]
    at = 0 if above == me.above else above.find("/", 1)
    while at > 0:
        there = look(above[:at])
        if there:
            if not there[0] & 0x4000:
                raise OSError(20)
        elif me.trial:
            return above
        else:
            os.mkdir(above[:at])
            me.made.insert(0, above[:at])
        at = above.find("/", at + 1)
    me.above = above
    return above


def fill(me, key, size):
    """Writes the temporary file; its hash."""
    file = open(me.part, "wb")
    try:
        hashed = hashlib.sha256()
        at = 0
        while at < size:
            data = me.piece(key, at, size)
            if not data:
                return None
            hashed.update(data)
            if file.write(data) != len(data):
                raise OSError(28)
            at += len(data)
            if not me.left and me.due():
                me.tell(". %d" % at)
    finally:
        file.close()
    return hexlify(hashed.digest())


def note(mode, path):
    if path[:1] != "/":
        path = os.getcwd().rstrip("/") + "/" + path
    try:
        with open(NOTE, mode) as file:
            file.write(path + "\0")
    except OSError:  # no room in the client's own file system: the copy is tried all the same
        pass


def tidy(me, last=False):
    """Takes away what a copy that failed has left."""
    made = me.made
    if me.left:  # nobody wants the rest
        me.left = 0
        me.link.close()
    try:
        if me.part:
            os.remove(me.part)
        if last:
            os.remove(NOTE)
    except OSError:
        pass
    me.part = None
    try:
        while made:
            me.above = None
            os.rmdir(made.pop(0))
    except OSError:
        made.clear()
