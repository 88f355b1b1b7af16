"""This board on its hub: its name, what it is, and the queue of what shells want it to do."""

import gc
import machine
import os
import select
import sys
import time
from binascii import hexlify
from mbm_link import UNIX, load, say

if not UNIX:
    from mbm_dupterm import wifi

BOOT = hexlify(os.urandom(4)).decode()  # tells this start of the client from others, so that a reset can be seen
LIFE = 2592000  # seconds that a board is remembered


class Board:
    """`mbm_config` makes it."""

    def run(self):
        link = self.link
        while True:
            try:
                if link.sock is None:
                    self.guard.stop()  # a new connection gets a new watch
                    time.sleep_ms(link.wait())
                    if not UNIX:
                        wifi(self.conf)
                    link.connect()
                load("mbm_register").register(self)
                while self.turn():
                    link.tries = 0
            except MemoryError as e:
                self.jobs.forget()
                link.failed(e)
            except Exception as e:
                say(link.failed(e))

    def turn(self):
        """Waits for one request and does it; False asks for a new registration."""
        link = self.link
        name = self.name
        now = time.ticks_ms()
        watched = self.guard.start(name, self.id)
        if not watched:  # then the signs of life are ours
            expire = "EXPIRE boardmeta:%s %d" % (name, LIFE)
            link.call("SETEX board:%s 15 idle" % name, "EXPIRE boardid:%s 60" % name, expire)
        if time.ticks_diff(now, self.checked) > 19000:
            self.checked = now
            if link.call("GET boardid:" + name)[0] != self.id.encode():
                return False
        since = link.since
        wait = 20 if watched else 5
        queue = "repl:%s." % name
        link.post(None, "BLPOP %sreset %srename %scopy %scommand %d" % (queue, queue, queue, queue, wait))
        self.wait(wait * 1000 + 5000)
        got = link.pop()
        if got is None:
            return True
        what, head = got
        if what.endswith(b"command"):
            self.jobs.command(head)
        else:
            value = head + (link.body or b"")
            if what.endswith(b"reset"):
                self.reset()
            elif what.endswith(b"rename"):
                return load("mbm_rename").rename(self, value)
            self.jobs.copy(value)
        return link.since == since  # after a reconnect the hub may have forgotten this board

    def wait(self, ms):
        """Until the hub writes."""
        back = self.guard.back
        poll = select.poll()
        poll.register(self.link.sock, select.POLLIN)
        if back:
            poll.register(back, select.POLLIN)
        end = time.ticks_add(time.ticks_ms(), ms)
        while ms > 0:
            ready = [event[0] for event in poll.poll(ms if UNIX else 1000)]
            if self.link.sock in ready:
                return
            if ready and not self.guard.hear():
                # The watch has ended: it lost the hub, so this connection may be dead. A request may be on its
                # way here all the same, and would be lost with the connection.
                poll.unregister(back)
                if poll.poll(300):
                    return
                raise OSError(104)
            ms = time.ticks_diff(end, time.ticks_ms())
            if not UNIX:
                self.guard.start(self.name, self.id)
        raise OSError(110)

    def reset(self):
        self.guard.stop()
        self.link.call("SETEX board:%s 10 reseting" % self.name)
        self.link.close()
        if hasattr(machine, "reset"):
            machine.reset()
        sys.exit(0)  # the Unix port: whatever started it starts it again
