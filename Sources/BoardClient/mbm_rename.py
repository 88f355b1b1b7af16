"""Another name for this board."""

import sys
from mbm_link import Refused, valid


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
    if done and not board.save(new):
        board.name = board.conf["name"] = old
        call("DEL boardid:" + new)
        done = False
    if not done:
        call(["HSET", "boardmeta:" + old, "conflict", value[:64]], "SETEX board:%s 15 idle" % old)
        return True
    board.guard.stop()
    call("DEL board:%s boardinfo:%s boardmeta:%s boardid:%s" % (old, old, old, old))
    return False
