"""This board says what it is. Loaded after each connection."""

import gc
import sys
import time
from mbm_board import BOOT, LIFE
from mbm_job import compile
from mbm_link import load, say

VERSION = "1.0"


def register(board):
    del sys.modules["mbm_register"]
    link = board.link
    platform = sys.platform.lower()
    while not board.name:
        name = "%s-%d" % (platform, link.call("INCR boardregistry:" + platform)[0])
        if link.claim(name, board.id):
            load("mbm_rename").save(board, name)
    name = board.jobs.name = board.name
    if not link.claim(name, board.id):
        say("the name %s is another board's; waiting for it" % name)
        link.call("HSET boardmeta:%s conflict %s" % (name, board.id))
        board.guard.stop()
        while not link.claim(name, board.id):
            time.sleep(5)
    watched = board.guard.start(name, board.id)
    gc.collect()
    of = sys.implementation
    features = "sha256,files,input" + (",compile" if compile else "") + (",interrupt" if watched else "")
    version = "%d.%d.%d" % of[1][:3] + ("-" + of[1][3] if len(of[1]) > 3 and of[1][3] else "")
    meta = "HSET boardmeta:%s client %s platform %s id %s firmware %s features %s boot %s mpy %d memory %d"
    meta += " conflict  request  by  machine"
    mpy = getattr(of, "_mpy", 0) & 255
    meta %= (name, VERSION, platform, board.id, version, features, BOOT, mpy, gc.mem_free())
    link.call(
        "SETEX board:%s 15 idle" % name,
        "SETEX boardinfo:%s %d %s" % (name, LIFE, sys.platform),
        meta.split(" ") + [getattr(of, "_machine", platform)],
        "EXPIRE boardmeta:%s %d" % (name, LIFE),
    )
    board.guard.idle()
    board.jobs.ready()
    gc.collect()
    gc.threshold(-1)  # as MicroPython has it; the start had it lower
    board.checked = time.ticks_ms()
