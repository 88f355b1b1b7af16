"""What is done once, at the start."""

import json
import os
import sys
from mbm_link import CONFIG, HERE, PART, hubs, say, valid


def load():
    try:
        with open(CONFIG) as file:
            conf = json.load(file)
        if hubs(conf) and valid(conf.get("name", "x")):
            return conf
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
