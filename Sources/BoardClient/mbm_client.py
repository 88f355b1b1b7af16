"""The board client: registers this board on a hub, and runs what shells send.

Start it with `import mbm_client; mbm_client.main()`, beside mbm_link.py, mbm_watch.py and mbm.json. What it
says to the hub is described in docs/protocol.md.
"""

import __main__
import binascii
import gc
import json
import machine
import os
import select
import sys
import time
import mbm_job
from mbm_link import CONFIG, HERE, PART, UNIX, Link, Refused, load, say, valid

if UNIX:
    from mbm_unix import Guard, keep_mode
else:
    from mbm_dupterm import Guard, wifi

VERSION = "1.0"
LIFE = 2592000  # seconds that a board is remembered


def save(conf):
    """Writes the configuration: the old one or the new one is there at any time."""
    if UNIX:
        keep_mode(CONFIG, CONFIG + PART)
    with open(CONFIG + PART, "w") as file:
        json.dump(conf, file)
        file.flush()
    os.rename(CONFIG + PART, CONFIG)


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


class Client:
    def __init__(self, conf):
        self.conf = conf
        self.name = conf.get("name")
        self.link = Link(conf)
        self.jobs = mbm_job.Jobs(self.link)
        self.guard = self.jobs.guard = Guard(self.jobs.out)
        if hasattr(machine, "unique_id"):
            self.id = str(binascii.hexlify(machine.unique_id()), "ascii")
        else:
            if "id" not in conf:
                conf["id"] = str(binascii.hexlify(os.urandom(8)), "ascii")
                self.save()
            self.id = conf["id"]

    def save(self):
        try:
            save(self.conf)
            return True
        except OSError as e:
            say("cannot write mbm.json: %s" % e)
            return False

    def call_it(self, name):
        """From now on this is the board's name; whether it could be written down."""
        self.name = self.conf["name"] = name
        return self.save()

    def run(self):
        link = self.link
        while True:
            try:
                if link.sock is None:
                    time.sleep_ms(link.wait())
                    if not UNIX:
                        wifi(self.conf)
                    link.connect()
                self.register()
                while self.turn():
                    link.tries = 0
            except MemoryError as e:
                self.jobs.forget()
                link.failed(e)
            except Exception as e:
                say(link.failed(e))

    def claim(self, name):
        return self.link.claim(name, self.id)

    def register(self):
        call = self.link.call
        platform = sys.platform.lower()
        while not self.name:
            name = "%s-%d" % (platform, call(("INCR", "boardregistry:" + platform))[0])
            if self.claim(name):
                self.call_it(name)
        self.jobs.name = self.name
        if not self.claim(self.name):
            say("the name %s is another board's; waiting for it" % self.name)
            call(("HSET", "boardmeta:" + self.name, "conflict", self.id))
            self.guard.stop()
            while not self.claim(self.name):
                time.sleep(5)
        watched = self.guard.start(self.name, self.id)
        gc.collect()
        of = sys.implementation
        features = "sha256" + (",compile" if mbm_job.compile else "") + (",interrupt" if watched else "")
        version = ".".join([str(part) for part in of[1][:3]]) + ("-" + of[1][3] if of[1][3:] and of[1][3] else "")
        call(
            ("SETEX", self.jobs.key("board:"), 15, "idle"),
            ("SETEX", self.jobs.key("boardinfo:"), LIFE, sys.platform),
            ("HSET", self.jobs.key("boardmeta:"), "client", VERSION, "firmware", version, "platform", sys.platform)
            + ("machine", getattr(of, "_machine", sys.platform), "mpy", getattr(of, "_mpy", 0) & 255)
            + ("memory", gc.mem_free(), "id", self.id, "features", features)
            + ("conflict", "", "request", "", "by", ""),
            ("EXPIRE", self.jobs.key("boardmeta:"), LIFE),
        )
        self.guard.idle()
        self.checked = time.ticks_ms()

    def turn(self):
        """Waits for one request and does it; False asks for a new registration."""
        link = self.link
        now = time.ticks_ms()
        watched = self.guard.start(self.name, self.id)
        if not watched or time.ticks_diff(now, self.checked) > 19000:
            self.checked = now
            ours = link.call(("GET", self.jobs.key("boardid:")))[0] == self.id.encode()
            if not ours:
                return False
            if not watched:
                link.call(
                    ("SETEX", self.jobs.key("board:"), 15, "idle"),
                    ("EXPIRE", self.jobs.key("boardid:"), 60),
                    ("EXPIRE", self.jobs.key("boardmeta:"), LIFE),
                )
        since = link.since
        wait = 20 if watched else 5
        lists = ("reset", "rename", "copy", "command")
        link.post(None, ("BLPOP",) + tuple([self.jobs.repl(what) for what in lists]) + (wait,))
        self.wait(wait * 1000 + 5000)
        got = link.pop()
        if got is None:
            return True
        what, head = got
        if what.endswith(b".command"):
            self.jobs.command(head)
        else:
            value = head + (link.body or b"")
            if what.endswith(b".reset"):
                self.reset()
            elif what.endswith(b".rename"):
                return self.rename(value)
            self.jobs.copy(value)
        return link.since == since  # after a reconnect the hub may have forgotten this board

    def wait(self, ms):
        """Until the hub writes."""
        guard = self.guard
        start = time.ticks_ms()
        while True:
            poll = select.poll()
            poll.register(self.link.sock, select.POLLIN)
            if guard.back:
                poll.register(guard.back, select.POLLIN)
            ready = [event[0] for event in poll.poll(ms)]
            if self.link.sock in ready:
                return
            age = time.ticks_diff(time.ticks_ms(), start)
            if not ready or age > ms:
                raise OSError(110)
            if guard.news() and age > 5000:
                raise OSError(104)  # the watch lost the hub: this connection is likely to be dead as well
            if guard.start(self.name, self.id):
                guard.idle()

    def rename(self, value):
        call = self.link.call
        old = self.name
        new = str(value)[2:-1]  # what is no ASCII is no name
        if new == old:
            return True
        call(("SETEX", "board:" + old, 3, "renaming"), ("HSET", "boardmeta:" + old, "conflict", ""))
        done = False
        try:
            done = valid(new) and self.claim(new)
        except Refused:
            pass
        if done and not self.call_it(new):
            self.name = self.conf["name"] = old
            call(("DEL", "boardid:" + new))
            done = False
        if not done:
            call(("HSET", "boardmeta:" + old, "conflict", value[:64]), ("SETEX", "board:" + old, 15, "idle"))
            return True
        self.guard.stop()
        call(("DEL",) + tuple([what + old for what in ("board:", "boardinfo:", "boardmeta:", "boardid:")]))
        return False

    def reset(self):
        self.guard.stop()
        self.link.call(("SETEX", self.jobs.key("board:"), 10, "reseting"))
        self.link.close()
        if hasattr(machine, "reset"):
            machine.reset()
        sys.exit(0)  # the Unix port: whatever started it starts it again


def emit(data):
    """Raw output, for the pieces of code that shells send."""
    client.jobs.out.write(data)


def main():
    global client
    __main__.__dict__.pop("mbm_client", None)
    try:
        conf = load()
    except OSError as e:
        say("cannot read mbm.json: %s" % e)
        sys.exit(2)
    except (ValueError, KeyError, TypeError, AttributeError):
        say('mbm.json must be like {"hub": ["192.168.1.2:18266"], "name": "kitchen-1"}')
        sys.exit(2)
    sweep()
    client = Client(conf)
    client.run()
