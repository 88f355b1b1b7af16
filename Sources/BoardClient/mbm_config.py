"""What is done once, at the start."""

import json
import mbm_link
import os
import sys
from mbm_link import CONFIG, NOTE, PART, UNIX, Link, say, valid


def hubs(conf):
    """The addresses of the hub, tried in turn."""
    hub = conf["hub"]
    found = []
    for address in [hub] if isinstance(hub, str) else hub:
        host, port = (address + ":18266").split(":")[:2]
        found.append((host, int(port)))
    return found


def load():
    """The configuration and the addresses, or a sentence and the end."""
    try:
        with open(CONFIG) as file:
            conf = json.load(file)
        found = hubs(conf)
        if found and valid(conf.get("name", "x")):
            return conf, found
    except OSError as e:
        say("cannot read %s: %s" % (CONFIG, e))
        sys.exit(2)
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    say('%s must be like {"hub": ["192.168.1.2:18266"], "name": "kitchen-1"}' % CONFIG)
    sys.exit(2)


def board():
    """This board, as its configuration says."""
    import machine
    from binascii import hexlify
    from mbm_board import Board
    from mbm_job import Jobs

    if UNIX:
        from mbm_unix import Guard
    else:
        from mbm_dupterm import Guard
    me = Board()
    me.conf, hubs = load()
    me.name = me.conf.get("name")
    me.link = Link(me.conf, hubs)
    me.jobs = Jobs(me.link)
    me.guard = me.jobs.guard = Guard() if UNIX else Guard(me.jobs.out)
    me.jobs.out.asked = me.guard.asked
    if hasattr(machine, "unique_id"):
        me.id = hexlify(machine.unique_id()).decode()
    else:
        if "id" not in me.conf:
            me.conf["id"] = hexlify(os.urandom(8)).decode()
            if me.name:
                mbm_link.load("mbm_rename").save(me, me.name)
        me.id = me.conf["id"]
    return me


def remove(path):
    try:
        os.remove(path)
    except OSError:
        pass


def sweep():
    """Ends what was under way when the board went down. The note holds the folder of a temporary file, and after
    that, where a rename removes first what has the name (FAT), the name that the file was about to take."""
    remove(CONFIG + PART)
    try:
        with open(NOTE) as file:
            records = file.read().split("\0")
    except (OSError, ValueError):
        return
    if len(records) > 2:
        try:
            os.stat(records[1])
        except OSError:
            try:
                os.rename(records[0] + PART, records[1])
            except OSError:
                pass
    if len(records) > 1:
        remove(records[0] + PART)
    remove(NOTE)
