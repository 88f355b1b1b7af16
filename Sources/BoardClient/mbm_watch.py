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
        while job in self.early:
            self.early.remove(job)
            self.due += 1

    def open(self):
        self.link.connect()
        if not self.link.claim(self.name, self.ident):
            raise OSError(1)  # another board has the name now; the client will find out
        self.turn = 0
        self.beat()

    def beat(self):
        """A sign of life. The reply to its BLPOP, after 5 s at most, asks for the next one."""
        commands = ["SETEX board:%s 15 %s" % (self.name, self.state)]
        if self.turn % 4 == 0:
            commands.append("EXPIRE boardid:%s 60" % self.name)
            commands.append("EXPIRE boardmeta:%s 2592000" % self.name)
        self.turn += 1
        commands.append("BLPOP repl:%s.interrupt 5" % self.name)
        self.link.post(None, *commands)

    def settle(self):
        """Takes what was sent before a request begins. The client waits for this, and nobody else knows of it yet.
        All answers but that to BLPOP come at once, and if there is one to BLPOP as well, with them."""
        for _ in range(50):
            if not self.link.sock or not self.link.poll.poll(1000 if len(self.link.owed) > 1 else 0):
                return
            self.answered(self.link.take())

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
        what = ["KeyboardInterrupt", "memory was damaged"] if interrupted else ["SystemExit", "the client ended"]
        what[1] += ", all names are gone"
        key = self.reply.decode()
        both = "* board %s request %s" % (self.name, self.job.decode())
        text = "XADD %s %s seq 999999 at 0 out" % (key, both)
        done = "XADD %s.done %s rc 1 seq 1000000 length 0 line  class" % (key, both)
        self.link.connect()
        self.link.call(
            text.split(" ") + [what[1] + "\n"],
            done.split(" ") + [what[0], "message", what[1]],
            "EXPIRE %s 600" % key,
            "EXPIRE %s.done 600" % key,
            "HSET boardmeta:%s request  by " % self.name,
        )


def running(pid, states):
    """Whether the client is there (and in one of these states); on other systems than Linux nobody knows."""
    if sys.platform != "linux":
        return states != "R"
    try:
        with open("/proc/%d/task/%d/stat" % (pid, pid)) as file:
            return file.read(200).rsplit(")", 1)[1].split()[0] in states
    except OSError:
        return False


def locked(pid):
    """Whether the client waits for a lock."""
    try:
        with open("/proc/%d/wchan" % pid) as file:
            return "futex" in file.read(100)
    except OSError:
        return False


def signal(pid, name, waits):
    """Whether it was sent: if the client `waits` for something, not after it has gone on. The shell itself looks once
    more, for its start takes long enough for many a sleep to end, and a collection to begin."""
    look = ""
    if waits and sys.platform == "linux":
        look = "read s </proc/%d/task/%d/stat; case ${s##*) } in R*) exit 1;; esac; " % (pid, pid)
    try:
        return os.system("%skill -%s %d" % (look, name, pid)) == 0
    except OSError:  # no room for another process
        return False


def say(back, what):
    """One byte to the client, which may have gone; then there is nothing more to read from it."""
    try:
        back.write(bytes([what]))
    except OSError:
        pass


def watch(conf, hubs, pid, name, ident):
    """The Unix port: a process of its own, for nothing can run beside code in one. Standard input and
    output are pipes from and to the client. It ends with the client, and when it loses the hub while no
    code runs: then the client begins anew.

    MicroPython raises KeyboardInterrupt wherever SIGINT finds it. Within a garbage collection that leaves
    the memory damaged: the client has to end, and the outcome is told here. So an interrupt is a byte at
    first, which code that prints finds; then, once the request's own code has begun, SIGINT in a moment when
    the client waits; and only where code computes all the time, SIGINT at any moment. Where that leaves it
    waiting for a lock of MicroPython's own, and the third time in any case, SIGKILL follows.
    """
    me = Watch(conf, hubs, name, ident)
    link = me.link
    orders = sys.stdin.buffer
    back = sys.stdout.buffer
    step = fired = stuck = serial = 0
    free = False  # SIGINT may come
    at = heard = time.ticks_ms()  # the time of the next step, and of the hub's last answer
    while True:
        poll = select.poll()
        poll.register(orders, select.POLLIN)
        now = time.ticks_ms()
        wait = 10500
        if link.sock:
            poll.register(link.sock, select.POLLIN)
        elif me.state:
            wait = link.wait()
        due = me.due and (free or not step)
        if due:
            wait = max(0, time.ticks_diff(at, now))
        elif fired and me.job:
            wait = min(wait, 400)
        ready = [event[0] for event in poll.poll(wait)]
        now = time.ticks_ms()
        if orders in ready:  # before anything else: an interrupt must not hit the next request
            line = orders.readline().split()
            if not line:
                break
            what = line[0]
            if what == b"took":  # the byte has been found; or too late
                say(back, 43 if step else 45)
                if step:
                    step = 0
                    me.due -= 1
                    at = time.ticks_add(now, 500)
            elif what == b"go":
                free = True
            elif what == b"end":
                me.told("idle")
                say(back, serial + (64 if link.tries else 0))
                if link.tries:  # without the hub
                    return
            else:
                try:
                    me.settle()
                except ERRORS as e:
                    link.failed(e)
                serial = int(line[1])
                me.told(*[str(what, "ascii")] + line[2:])
                step = fired = 0
                free = False
                at = now
                if me.job:
                    say(back, serial + 96)
            continue
        if not running(pid, "RSDTt"):  # a program that the client started may keep the pipe open
            break
        if due and time.ticks_diff(now, at) >= 0:
            step += 1
            if step == 1:
                say(back, 33)
                at = time.ticks_add(now, 50)
            elif step < 20 and running(pid, "R") or not signal(pid, "INT" if fired < 2 else "KILL", step < 20):
                at = time.ticks_add(now, 3)
            else:
                step = stuck = 0
                fired += 1
                me.due -= 1
                at = time.ticks_add(now, 500)
            continue
        if fired and me.job and not ready:
            stuck = stuck + 1 if locked(pid) else 0
            if stuck == 2:
                os.system("kill -KILL %d" % pid)
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
    link.close()
    for _ in range(20):  # has it ended, or has code closed its files?
        if sys.platform != "linux" or not running(pid, "RSDTt"):
            return me.reply and me.last(fired)
        time.sleep_ms(50)
