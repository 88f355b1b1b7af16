"""Interrupts on the Unix port, where nothing can run beside code in one process: the watch is another one."""

import os
import select
import sys
import time
from mbm_link import HERE


def quoted(path):
    """For `sh`."""
    return "'" + path.replace("'", "'\\''") + "'"


class Guard:
    """Between `begin` and `end`, and only there, an interrupt may come, as
    KeyboardInterrupt, anywhere."""

    def __init__(self, out):
        self.to = self.back = self.name = None
        self.serial = 0
        self.started = None

    def start(self, name, ident):
        """Starts the watch if there is none, once in 5 s; whether there is one."""
        if self.back:
            return True
        now = time.ticks_ms()
        if name == self.name and time.ticks_diff(now, self.started) < 5000:
            return False
        self.name, self.ident, self.started = name, ident, now
        to, back = HERE + "/.mbm-to", HERE + "/.mbm-back"
        if os.system(
            "cd %s/ && rm -f .mbm-to .mbm-back && mkfifo -m 600 .mbm-to .mbm-back || exit 1;"
            "%s -X heapsize=128k -c \"import mbm_watch; mbm_watch.watch($PPID, '%s', '%s')\""
            " <.mbm-to >.mbm-back 2>/dev/null &" % (quoted(HERE), quoted(sys.executable), name, ident)
        ):
            return False
        self.to, self.back = open(to, "wb"), open(back, "rb")
        os.remove(to)
        os.remove(back)
        return True

    def drop(self):
        for file in (self.to, self.back):
            try:
                file.close()
            except (AttributeError, OSError):
                pass
        self.to = self.back = None

    def tell(self, text):
        try:
            self.to.write(text)
            return True
        except (AttributeError, OSError):
            self.drop()
            return False

    def idle(self):
        self.tell(b"idle\n")

    def begin(self, state, job):
        self.serial = self.serial + 1 & 31
        text = b"%s %s\n" % (state.encode(), job)
        if not self.tell(text) and self.start(self.name, self.ident):
            self.tell(text)

    def end(self):
        """An interrupt that is under way is raised here, none comes later. Interrupted, it is called again."""
        try:
            if self.tell(b"end %d\n" % self.serial):
                poll = select.poll()
                poll.register(self.back, select.POLLIN)
                answer = None
                while answer != self.serial:
                    answer = poll.poll(5000) and self.back.read(1)
                    if not answer:
                        raise OSError(110)
                    answer = answer[0]
        except OSError:
            self.drop()
        for _ in range(4):  # MicroPython raises what is pending at a jump
            pass

    def news(self):
        """The watch has written, or ended, though no code runs: whether the hub was lost."""
        try:
            if self.back.read(1) == b"!":
                return True
        except OSError:
            pass
        self.drop()
        return False

    def stop(self):
        """The watch has ended, and shows no sign of life any more."""
        if self.back:
            try:
                self.to.close()
                poll = select.poll()
                poll.register(self.back, select.POLLIN)
                while poll.poll(5000) and self.back.read(1):
                    pass
            except OSError:
                pass
        self.drop()
        self.name = None


def keep_mode(path, part):
    """There may be a password in the file."""
    os.system("cp -p %s %s" % (quoted(path), quoted(part)))
