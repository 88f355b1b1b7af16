"""Another name for this board."""

import json
import os
import sys
from mbm_link import CONFIG, PART, UNIX, Refused, load, say, valid


def save(board, name):
    """From now on this is the board's name. The old file or the new one is there at any time."""
    sys.modules.pop("mbm_rename", None)
    board.name = board.conf["name"] = name
    try:
        if UNIX:
            load("mbm_spawn").keep_mode()
        with open(CONFIG + PART, "w") as file:
            json.dump(board.conf, file)
            file.flush()
        os.rename(CONFIG + PART, CONFIG)
    except OSError as e:
        say("cannot write %s: %s" % (CONFIG, e))
        return False
    return True


def rename(board, value):
    """Whether this board is still registered."""
    del sys.modules["mbm_rename"]
    call = board.link.call
    old = board.name
    new = str(value)[2:-1]  # what is no ASCII is no name
    if new == old:
        return True
    call("SETEX board:%s 3 renaming" % old, "HSET boardmeta:%s conflict " % old)
    done = False
    try:
        done = valid(new) and board.link.claim(new, board.id)
    except Refused:
        pass
    if done and not save(board, new):
        board.name = board.conf["name"] = old
        call("DEL boardid:" + new)
        done = False
    if not done:
        call(["HSET", "boardmeta:" + old, "conflict", value[:64]], "SETEX board:%s 15 idle" % old)
        return True
    board.guard.stop()
    call("DEL board:%s boardinfo:%s boardmeta:%s boardid:%s" % (old, old, old, old))
    return False
