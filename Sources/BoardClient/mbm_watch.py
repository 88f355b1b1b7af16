"""The watch: a second connection, for signs of life and interrupts while code runs."""

import os
import select
import sys
import time
from mbm_link import ERRORS, Link, Refused


class Watch:
    def __init__(self, conf, hubs, name, ident):
        self.link = Link(conf, hubs)
        self.name = name
        self.ident = ident
        self.state = None  # no sign of life before the client has registered
        self.job = self.reply = None  # the running request
        self.early = []  # interrupts that overtook their requests, which wait in the queue
        self.due = self.turn = 0

    def told(self, state, job=None, reply=None):
        """The client says what it does now."""
        self.state = state
        self.job = job
        self.reply = reply
        self.due = 0
        if job in self.early:
            self.early.remove(job)
            self.due = 1

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

    def answered(self, answer):
        if isinstance(answer, Refused):
            raise answer
        if answer is None or isinstance(answer, list):
            if answer:
                asked = answer[1]
                if self.job is not None and (asked == b"*" or asked == self.job):
                    self.due += 1
                elif asked != b"*":
                    self.early = self.early[-3:] + [asked]
            self.beat()


    def last(self, interrupted):
        """The client has gone in the middle of a request: its outcome all the same."""
        what = ("KeyboardInterrupt", "memory was damaged") if interrupted else ("SystemExit", "the client ended")
        done = ("XADD", self.reply + b".done", "*", "board", self.name, "request", self.job, "rc", 1, "seq", 0)
        done += ("dropped", 0, "class", what[0], "message", what[1] + ", all names are gone", "line", "")
        self.link.close()
        self.link.connect()
        self.link.call(done, ("EXPIRE", self.reply + b".done", 600))
        self.link.call(("HSET", "boardmeta:" + self.name, "request", "", "by", ""))


def watch(conf, hubs, pid, name, ident):
    """The Unix port: a process of its own, for nothing can run beside code in one. Standard input and
    output are pipes from and to the client. It ends with the client, and when it loses the hub while no
    code runs: then the client begins anew.

    An interrupt is a byte in the pipe first, which the client looks for when code prints. SIGINT comes
    50 ms later, for MicroPython raises it at once, wherever it is: in the middle of a garbage collection
    the memory is damaged by that, and the client has to end. After two the third is SIGKILL.
    """
    me = Watch(conf, hubs, name, ident)
    link = me.link
    orders = sys.stdin.buffer
    said = False
    fired = 0
    at = heard = time.ticks_ms()  # the time of the last interrupt, and of the hub's last answer
    while True:
        poll = select.poll()
        poll.register(orders, select.POLLIN)
        now = time.ticks_ms()
        wait = 10500
        if link.sock:
            poll.register(link.sock, select.POLLIN)
        elif me.state:
            wait = link.wait()
        if me.due:
            wait = max(0, time.ticks_diff(at, now))
        ready = [event[0] for event in poll.poll(wait)]
        gone = False
        if sys.platform == "linux":
            try:  # a program that the client started may keep the pipe open
                os.stat("/proc/%d" % pid)
            except OSError:
                gone = True
        if gone or orders in ready:  # before anything else: an interrupt must not hit the next request
            line = [] if gone else orders.readline().split()
            if not line:
                return me.reply and me.last(fired)
            what = line[0]
            if what == b"took":
                sys.stdout.buffer.write(b"+" if said else b"-")  # no: the signal has been sent
                if said:
                    said = False
                    me.due -= 1
                    at = time.ticks_add(time.ticks_ms(), 500)
            elif what == b"end":
                me.told("idle")
                sys.stdout.buffer.write(bytes([int(line[1])]))
                if link.tries:
                    return
            else:
                me.told(*[str(what, "ascii")] + line[1:])
                said = False
                fired = 0
                at = time.ticks_ms()
            continue
        now = time.ticks_ms()
        if me.due and time.ticks_diff(now, at) >= 0:
            if not said:
                said = True
                sys.stdout.buffer.write(b"!")
                at = time.ticks_add(now, 50)
                continue
            said = False
            fired += 1
            me.due -= 1
            os.system("kill -%s %d" % ("INT" if fired < 3 else "KILL", pid))
            at = time.ticks_add(now, 500)
            continue
        try:
            if ready:
                heard = now
                me.answered(link.take())
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
