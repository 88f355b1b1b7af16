"""Input for running code: what a person types at a shell, asked for piece by piece when the code asks."""

import select
import time
from mbm_link import ERRORS

PIECE = -1  # marks the answer with a piece; those to output are marked with numbers from 0


class Input:
    ended = False
    rest = b""
    number = 0  # of the next piece
    unheard = 0  # answers in which nobody said anything

    def __init__(self, out, guard, name, asked):
        self.out = out
        self.guard = guard
        key = asked["reply"]
        request = asked["request"]
        self.ask = ("SETEX board:%s 15 running" % name, "EXPIRE %s 600" % key)
        self.want = "XADD %s MAXLEN ~ 4096 * board %s request %s want " % (key, name, request)
        self.key = "repl:%s.input.%s" % (name, request)  # None: whoever typed has gone

    def read(self, prompt=""):
        """Stands in for `input`."""
        self.out.prompt(prompt)
        while not self.ended and b"\n" not in self.rest:
            self.more()
        n = self.rest.find(b"\n")
        if n < 0:
            n = len(self.rest)
            self.ended = not self.key
            if not n:
                raise EOFError
        line = self.rest[:n]
        self.rest = self.rest[n + 1 :]
        return str(line, "utf-8")

    def begin(self, seconds):
        """Tells the shell what is wanted; an answer comes within `seconds`."""
        self.out.send()
        link = self.out.link
        link.post(None, self.want + str(self.number), *self.ask)
        link.post(PIECE, "BLPOP %s %s" % (self.key, seconds))

    def more(self):
        """Waits for the next piece, 5 s at most."""
        link = self.out.link
        try:
            if link.sock is None:
                time.sleep_ms(link.wait())
            self.begin(5)
            poll = select.poll()
            back = self.guard.back
            for source in (link.sock, back):
                if source:
                    poll.register(source, select.POLLIN)
            while PIECE in link.owed:
                ready = [event[0] for event in poll.poll(10000)]
                if back in ready:
                    if self.out.asked():
                        raise KeyboardInterrupt
                    poll.unregister(back)  # the watch has ended
                elif ready:
                    link.take()
                else:
                    raise OSError(110)
            link.tries = 0
        except ERRORS as e:
            link.failed(e)
        except BaseException:  # a piece that is on its way is asked for again
            link.close()
            raise

    def took(self, answer):
        """The hub's answer: a piece, a word that somebody is there, or nothing."""
        if isinstance(answer, Exception):
            raise answer
        self.unheard += 1
        piece = answer[1] if answer else b"-" if self.unheard > 120 else b"."
        if piece == b"-":
            self.key = None
            self.ended = True
        elif piece != b".":
            number, text = piece.split(b" ", 1)
            if int(number) == self.number:  # else one that was sent again
                self.number += 1
                self.rest += text
                self.ended = not text
        if answer:
            self.unheard = 0
