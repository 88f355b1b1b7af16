"""Requests about files: manifests, lists of operations that end with NUL.

What becomes of them goes out as records: the number of the operation, a blank, a letter or a sign, and an end with
NUL as well (docs/protocol.md).
"""

import hashlib
import os
import time
from binascii import hexlify


def look(path):
    """What `os.stat` knows; None where nothing is."""
    try:
        return os.stat(path or ".")
    except OSError as e:
        if e.errno != 2:
            raise


def records(me, key, size):
    """The operations of a manifest."""
    rest = b""
    at = count = 0
    while at < size or rest:
        end = rest.find(b"\0")
        if end >= 0:
            me.index = count
            count += 1
            yield str(rest[:end], "utf-8")
            rest = rest[end + 1 :]
        else:
            me.index = -1
            data = at < size and len(rest) < 8192 and me.piece(key, at, min(size, at + me.size))
            if not data:
                raise ValueError("malformed manifest")
            at += len(data)
            rest += data


def digest(me, path):
    """The SHA-256 of a file of the board."""
    hashed = hashlib.sha256()
    at = 0
    with open(path, "rb") as file:
        while True:
            if me.asked():
                raise KeyboardInterrupt
            n = file.readinto(me.view)
            if not n:
                return hexlify(hashed.digest())
            hashed.update(me.view[:n])
            at += n
            if me.due():
                me.tell(". %d" % at)


def ask(me, key, at, end):
    """Asks for the bytes of `key` from `at` on; how many of them come now. It is more than one piece: what is not read
    yet stays in the network."""
    link = me.link
    n = min(me.size * 16, end - at)
    data = b"GETRANGE %s %d %d\r\n" % (key, at, at + n - 1)
    if link.sock.write(data) != len(data):
        raise OSError(110)
    line = link.sock.readline()
    if line == b"$%d\r\n" % n:
        return n
    if line == b"$0\r\n":
        link.exact(2)
        return 0
    if line[:8] == b"-LOADING":  # it has just started, and reads its data first
        raise OSError(11)
    raise RuntimeError("the hub does not have what was said") if line else OSError(104)


def linked(me):
    """Whether there is a connection; else it has been waited for a little."""
    link = me.link
    if link.sock is None:
        time.sleep_ms(min(link.wait(), 500))
        if link.wait():
            return False
        me.out.send()  # connects, and repeats what may not have come
    return True


def answer(me):
    """Waits for a word of the shell, 2 s at most."""
    me.out.cut()
    me.out.pump()
    if not linked(me):
        return
    if me.tries > 10:
        raise RuntimeError("the shell that asked has gone")
    got = me.link.call("BLPOP %s 2" % me.answers)[0]
    me.tries += 1
    if got:
        kind, n = str(got[1], "ascii").split(" ")
        n = int(n)
        me.tries = 0
        if kind == "limit":
            me.limit = max(me.limit, n)
        elif kind == "wait":
            me.tries = -n // 2
        elif n == me.index:
            me.found = kind == "there"
