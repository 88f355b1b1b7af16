"""What the Unix port has other programs do."""

import os
import select
import sys
from mbm_link import CONFIG, HERE, PART
from mbm_unix import quoted


def keep_mode():
    """There may be a password in the configuration."""
    del sys.modules["mbm_spawn"]
    os.system("cp -p %s %s" % (quoted(CONFIG), quoted(CONFIG + PART)))


def spawn(guard, name, ident):
    """Starts the watch; whether there is one now."""
    del sys.modules["mbm_spawn"]
    to, back = HERE + "/.mbm-to", HERE + "/.mbm-back"
    if os.system(
        "cd %s/ && rm -f .mbm-to .mbm-back && mkfifo -m 600 .mbm-to .mbm-back || exit 1;"
        "%s -X heapsize=128k -c \"import mbm_config, mbm_watch;"
        "mbm_watch.watch(*mbm_config.load(), $PPID, '%s', '%s')\" <.mbm-to >.mbm-back 2>/dev/null &"
        % (quoted(HERE), quoted(sys.executable), name, ident)
    ):
        return False
    guard.to, guard.back = open(to, "wb"), open(back, "rb")
    os.remove(to)
    os.remove(back)
    guard.poll = select.poll()
    guard.poll.register(guard.back, select.POLLIN)
    return True
