"""Interrupts on the Unix port: the watch is a second process, and sends SIGINT."""

import os
import select
import sys
from mbm_link import CONFIG, HERE, PART


def quoted(path):
    """For `sh`."""
    return "'" + path.replace("'", "'\\''") + "'"


def keep_mode():
    """There may be a password in the configuration."""
    os.system("cp -p %s %s" % (quoted(CONFIG), quoted(CONFIG + PART)))


class Guard:
    """Between `begin` and `end`, and only there, an interrupt may come, as KeyboardInterrupt, anywhere."""

    to = back = poll = who = None
    serial = 0

    def start(self, name, ident):
        """Starts the watch if there is none; whether there is one now."""
        if self.back:
            return True
        self.who = (name, ident)
        to, back = HERE + "/.mbm-to", HERE + "/.mbm-back"
        if os.system(
            "cd %s/ && rm -f .mbm-to .mbm-back && mkfifo -m 600 .mbm-to .mbm-back || exit 1;"
            "%s -X heapsize=128k -c \"import mbm_config, mbm_watch;"
            "mbm_watch.watch(*mbm_config.load(), $PPID, '%s', '%s')\" <.mbm-to >.mbm-back 2>/dev/null &"
            % (quoted(HERE), quoted(sys.executable), name, ident)
        ):
            return False
        self.to, self.back = open(to, "wb"), open(back, "rb")
        os.remove(to)
        os.remove(back)
        self.poll = select.poll()
        self.poll.register(self.back, select.POLLIN)
        return True

    def tell(self, text):
        try:
            self.to.write(text)
            return True
        except (AttributeError, OSError):
            return False

    def idle(self):
        self.tell(b"idle 0\n")

    def begin(self, state, *what):
        self.serial = self.serial + 1 & 31
        text = "%s %d %s\n" % (state, self.serial, " ".join(what))
        if not self.tell(text):  # it has ended
            self.drop()
            if self.start(*self.who):
                self.tell(text)

    def asked(self):
        """Whether there is an interrupt, that then does not come as a signal."""
        try:
            if self.poll.poll(0):
                heard = self.back.read(1)
                if heard == b"!":
                    return self.tell(b"took\n") and self.hear() == b"+"
                if not heard:  # it has ended
                    self.drop()
        except (AttributeError, OSError):
            pass
        return False

    def end(self):
        """An interrupt that is under way is raised here, none comes later. Interrupted, it is called again."""
        answer = None
        if self.tell(b"end\n"):
            while answer != self.serial:
                answer = self.hear()
                if not answer:
                    break
                answer = answer[0]
                if answer == self.serial + 64:  # it ends as well, without the hub
                    break
        if answer != self.serial:
            self.drop()
        for _ in range(4):  # MicroPython raises what is pending at a jump
            pass

    def hear(self):
        """One byte from the watch, or something false if it is gone."""
        try:
            return self.poll.poll(5000) and self.back.read(1)
        except OSError:
            return None

    def drop(self):
        for file in (self.to, self.back):
            try:
                file.close()
            except (AttributeError, OSError):
                pass
        self.to = self.back = None

    def stop(self):
        """The watch has ended, and shows no sign of life any more."""
        if self.back:
            self.to.close()
            while self.hear():
                pass
        self.drop()
