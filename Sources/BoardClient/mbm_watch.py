"""The watch: a second connection, for signs of life and interrupts while code runs."""

import os
import select
import sys
import time
from mbm_link import ERRORS, Link, Refused


class Watch:
    def __init__(self, conf, name, ident):
        self.link = Link(conf)
        self.name = name
        self.ident = ident
        self.state = None  # no sign of life before the client has registered
        self.job = self.early = None
        self.due = self.turn = 0

    def told(self, state, job=None):
        """The client says what it does now."""
        self.state = state
        self.due = 0
        self.job = job
        if job is not None:
            self.due = 1 if job == self.early else 0
            self.early = None

    def open(self):
        self.link.connect()
        if not self.link.claim(self.name, self.ident):
            raise OSError(1)  # another board has the name now; the client will find out
        self.turn = 0
        self.beat()

    def beat(self):
        """A sign of life. The reply to its BLPOP, after 5 s at most, asks for the next one."""
        commands = [("SETEX", "board:" + self.name, 15, self.state)]
        if self.turn % 4 == 0:
            commands.append(("EXPIRE", "boardid:" + self.name, 60))
            commands.append(("EXPIRE", "boardmeta:" + self.name, 2592000))
        self.turn += 1
        commands.append(("BLPOP", "repl:" + self.name + ".interrupt", 5))
        self.link.post(None, *commands)

    def took(self, answer):
        if isinstance(answer, Refused):
            raise answer
        if answer is None or isinstance(answer, list):
            if answer:
                asked = answer[1]
                if self.job is not None and (asked == b"*" or asked == self.job):
                    self.due += 1
                elif asked != b"*":
                    self.early = asked  # it may have overtaken its own request, then that is the next one
            self.beat()


def watch(conf, pid, name, ident):
    """The Unix port: a process of its own, for nothing can run beside code in one. Standard input and
    output are pipes from and to the client. It ends with the client, and when it loses the hub while no
    code runs: then the client begins anew."""
    me = Watch(conf, name, ident)
    link = me.link
    orders = sys.stdin.buffer
    fired = heard = time.ticks_ms()
    while True:
        poll = select.poll()
        poll.register(orders, select.POLLIN)
        wait = 10500
        if link.sock:
            poll.register(link.sock, select.POLLIN)
        elif me.state:
            wait = link.wait()
        if me.due:
            wait = max(0, 500 - time.ticks_diff(time.ticks_ms(), fired))
        ready = [event[0] for event in poll.poll(wait)]
        if sys.platform == "linux":
            os.stat("/proc/%d" % pid)  # a program that the client started may keep the pipe open
        if orders in ready:  # before anything else: an interrupt must not hit the next request
            line = orders.readline().split()
            if not line:
                return
            if line[0] != b"end":
                me.told(*[str(line[0], "ascii")] + line[1:])
                continue
            me.told("idle")
            sys.stdout.buffer.write(bytes([int(line[1])]))
            if link.tries:
                return
            continue
        now = time.ticks_ms()
        if me.due and time.ticks_diff(now, fired) >= 500:
            # A second SIGINT while MicroPython has not raised the first would end the client.
            fired = now
            me.due -= 1
            os.system("kill -INT %d" % pid)
            continue
        try:
            if ready:
                heard = now
                me.took(link.take())
                link.tries = 0
            elif link.sock:
                if time.ticks_diff(now, heard) > 10000:
                    raise OSError(110)
            elif me.state and not link.wait():
                heard = now
                me.open()
        except ERRORS as e:
            if me.job is None:
                return
            link.failed(e)
