"""Interrupts on the Unix port: the watch is a second process, and sends SIGINT."""

from mbm_link import load


def quoted(path):
    """For `sh`."""
    return "'" + path.replace("'", "'\\''") + "'"


class Guard:
    """Between `go` and `end`, and only there, an interrupt may come, as KeyboardInterrupt, anywhere."""

    to = back = poll = who = None
    serial = 0

    def start(self, name, ident):
        """Starts the watch if there is none; whether there is one now."""
        if self.back:
            return True
        self.who = (name, ident)
        return load("mbm_spawn").spawn(self, name, ident)

    def tell(self, text):
        try:
            self.to.write(text)
            return True
        except (AttributeError, OSError):
            return False

    def idle(self):
        self.tell(b"idle 0\n")

    def begin(self, state, *what):
        """Returns when the watch knows it: what comes from now on is for this request."""
        self.serial = self.serial + 1 & 31
        text = "%s %d %s\n" % (state, self.serial, " ".join(what))
        if not self.answered(text, 96) and self.start(*self.who):
            self.answered(text, 96)

    def go(self):
        """The request's own code begins. Before, an interrupt is only noted: it could do damage while the client
        compiles and collects garbage."""
        self.tell(b"go\n")

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
        self.answered(b"end\n", 0)
        for _ in range(4):  # MicroPython raises what is pending at a jump
            pass

    def answered(self, text, kind):
        """Tells the watch and waits for its answer, past others; False: it has ended, or does so without the hub."""
        heard = self.tell(text)
        while heard:
            heard = self.hear()
            if heard:
                if heard[0] == self.serial + kind:
                    return True
                if heard[0] == self.serial + 64:
                    break
        self.drop()
        return False

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
