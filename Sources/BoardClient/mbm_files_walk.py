"""All that is below a folder of the board, and what is in its files."""

import hashlib
import os
from binascii import hexlify

DEEPEST = 16


def walk(me, path, kind):
    """A folder comes before what is in it; of `names` only what is in the first. Links are told, and not followed."""
    root = path if not path or path[-1] == "/" else path + "/"
    stack = [("", os.ilistdir(path or "."))]
    while stack:
        if me.asked():
            raise KeyboardInterrupt
        above, entries = stack[-1]
        name = above
        try:
            entry = next(entries)
            name += entry[0]
            if entry[1] == 0x4000:
                me.tell("d " + name)
                if kind == "names":
                    continue
                if len(stack) == DEEPEST:
                    raise OSError(40)
                stack.append((name + "/", os.ilistdir(root + name)))
            elif entry[1] != 0x8000:
                me.tell("l " + name)
            elif kind == "send":
                send(me, root + name, name)
            else:
                me.tell("f %d %s" % (entry[3] if len(entry) > 3 else os.stat(root + name)[6], name))
        except StopIteration:
            stack.pop()
        except ValueError:  # a name that is no UTF-8
            me.tell("! 84 " + above[:-1])
        except OSError as e:
            me.tell("! %d %s" % (e.errno or 5, name))


def send(me, path, name):
    """A file, in pieces that begin with their length, as long as there is something; then the SHA-256."""
    with open(path, "rb") as file:
        me.tell("s %d %s" % (os.stat(path)[6], name))
        hashed = hashlib.sha256()
        whole = me.view[: me.size]
        n = 1
        while n:
            if me.asked():
                raise KeyboardInterrupt
            try:
                n = file.readinto(whole)
            except OSError as e:
                return me.put(b"! %d\0" % (e.errno or 5))
            if n:
                hashed.update(whole[:n])
                me.put(b"%d\0" % n)
                me.put(whole[:n])
        me.put(b"0 " + hexlify(hashed.digest()) + b"\0")
