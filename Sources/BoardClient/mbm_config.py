"""What is done once, at the start."""

import json
import os
import sys
from mbm_link import CONFIG, HERE, PART, say, valid


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


def sweep():
    """Removes files that were being written when the board went down."""
    folders = [HERE + "/"]
    while folders:
        folder = folders.pop()
        try:
            for entry in os.ilistdir(folder):
                if entry[1] == 0x4000:
                    folders.append(folder + entry[0] + "/")
                elif entry[0].endswith(PART):
                    os.remove(folder + entry[0])
        except OSError:
            pass
