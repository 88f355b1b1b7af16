"""A board's connection to its hub (a Redis server), and its configuration."""

import os
import re
import select
import socket
import sys
import time

UNIX = hasattr(os, "system")
HERE = os.getcwd().rstrip("/")  # code that runs here may change the directory
PATH = sys.path[:]
CONFIG = HERE + "/mbm.json"
PART = ".mbm-part"  # ends the name of a file that is being written
NOTE = HERE + "/.mbm-note"  # where that is


class Refused(Exception):
    """An error reply of the hub."""


ERRORS = (OSError, Refused, ValueError)
said = None


def say(text):
    """One sentence for whoever looks at the board itself, once."""
    global said
    if text != said:
        said = text
        print("mbm:", text, file=sys.stderr)


def load(name):
    """A module that is needed only now, and those that it needs. Code may have changed the directory and the path."""
    here, path = os.getcwd(), sys.path[:]
    try:
        os.chdir(HERE or "/")
        sys.path[:] = PATH
        return __import__(name)
    finally:
        sys.path[:] = path
        os.chdir(here)


def valid(name):
    return len(name) < 65 and re.match("[a-zA-Z0-9][a-zA-Z0-9_.-]*$", name)


class Link:
    """One connection. Whatever goes wrong in its middle closes it: half a command cannot be taken back."""

    def __init__(self, conf, hubs):
        self.conf = conf
        self.hubs = hubs  # (host, port)
        self.buffer = bytearray(250)
        self.at = 0
        self.sock = None
        self.owed = []  # for each reply that is still to come, what it answers, or None
        self.tries = 0
        self.due = self.since = time.ticks_ms()

    def close(self):
        try:  # straight on, for an interrupt is raised at jumps only: the socket is closed, or still ours
            sock = self.sock
            self.sock = None
            self.owed = []
            sock.close()
        except (AttributeError, OSError):
            pass

    def connect(self):
        """Tries every address once, the last good one first."""
        error = None
        for _ in self.hubs:
            try:
                return self._open(self.hubs[self.at])
            except ERRORS as e:
                self.close()
                self.at = (self.at + 1) % len(self.hubs)
                error = e
        raise error

    def _open(self, hub):
        # 0o2000000 is SOCK_CLOEXEC: what a program starts must not keep the board's connection open.
        kind = socket.SOCK_STREAM | (0o2000000 if sys.platform == "linux" else 0)
        address = socket.getaddrinfo(hub[0], hub[1], socket.AF_INET, socket.SOCK_STREAM)[0][-1]
        self.sock = socket.socket(socket.AF_INET, kind)
        self.sock.settimeout(4)
        self.sock.connect(address)
        self.sock.settimeout(10)
        try:
            self.sock.setsockopt(6, 1, 1)  # TCP_NODELAY
        except OSError:
            pass
        self.poll = select.poll()
        self.poll.register(self.sock, select.POLLIN)
        self.since = time.ticks_ms()
        conf = self.conf
        if "password" in conf:
            self.call(["AUTH"] + [conf[field] for field in ("user", "password") if field in conf])

    def failed(self, error):
        """Closes, sets the time of the next attempt (the first is immediate), and returns the sentence."""
        self.close()
        wait = min(10000, 100 << min(self.tries, 7)) if self.tries else 0
        self.due = time.ticks_add(time.ticks_ms(), wait // 2 + wait * os.urandom(1)[0] // 512)
        self.tries += 1
        if isinstance(error, Refused):
            return "the hub refuses: " + str(error)
        where = ", ".join(["%s:%d" % hub for hub in self.hubs])
        return "no hub at %s (%s), trying again" % (where, error)

    def wait(self):
        """How many ms are left until the next attempt."""
        return max(0, time.ticks_diff(self.due, time.ticks_ms()))

    def post(self, mark, *commands):
        """Sends commands, lists or text to be split at blanks, in one write; `mark` is what the first answers."""
        n = 0
        for command in commands:
            self.owed.append(mark)
            mark = None
            if isinstance(command, str):
                command = command.split(" ")
            n = self._put(n, b"*%d\r\n" % len(command))
            for arg in command:
                if not isinstance(arg, bytes):
                    arg = str(arg).encode()
                n = self._put(n, b"$%d\r\n" % len(arg))
                n = self._put(n, arg)
                n = self._put(n, b"\r\n")
        if self.sock.write(memoryview(self.buffer)[:n]) != n:
            raise OSError(110)

    def _put(self, n, data):
        end = n + len(data)
        if end > len(self.buffer):
            self.buffer.extend(bytes(end + 100 - len(self.buffer)))
        self.buffer[n:end] = data
        return end

    def take(self):
        """One reply."""
        answer = self.reply()
        mark = self.owed.pop(0)
        if mark is not None:
            self.settle(mark, answer)
        return answer

    def call(self, *commands):
        """Sends commands in one write and returns their replies, or raises the first refusal."""
        try:
            before = len(self.owed)
            self.post(None, *commands)
            for _ in range(before):
                self.take()
            answers = [self.take() for _ in commands]
        except BaseException:
            self.close()
            raise
        for answer in answers:
            if isinstance(answer, Refused):
                raise answer
        return answers

    def claim(self, name, ident):
        """One name, one board: whether it is ours."""
        key = "boardid:" + name
        return self.call("SET %s %s NX EX 60" % (key, ident), "GET " + key)[1] == ident.encode()

    def reply(self):
        line = self.sock.readline()
        if not line or line[-1] != 10:
            raise OSError(104)
        kind = line[0]
        if kind == 43:  # +
            return line[1:-2]
        if kind == 45:  # -
            return Refused(str(line[1:-2])[2:-1])
        try:
            n = int(line[1:])
        except ValueError:
            raise Refused("this is no Redis server")
        if kind == 58:  # :
            return n
        if n < 0:
            return None
        if kind == 42:  # *
            return [self.reply() for _ in range(n)]
        return self.exact(n, 2)

    def exact(self, n, end=0):
        data = self.sock.read(n) if n else b""
        if data is None or len(data) != n or end and len(self.sock.read(end)) != end:
            raise OSError(104)
        return data

    def pop(self):
        """The reply to BLPOP: None, or the key and our header line, with the rest in `body`.

        The header is read on its own: the rest of a long program is neither copied nor, where there is
        no room for it (None), in the way of an answer.
        """
        self.body = None
        self.owed.pop(0)
        line = self.sock.readline()
        if line[:2] != b"*2":
            if line[:1] == b"-":
                raise Refused(str(line[1:-2])[2:-1])
            if line[:2] != b"*-":
                raise OSError(104)
            return None
        key = self.reply()
        n = int(self.sock.readline()[1:])
        head = self.exact(min(n, 6))
        if head == b"# mbm ":
            head += self.sock.readline()
            if len(head) > n:  # no line end but the reply's own
                self.body = b""
                return key, head[:n]
        n -= len(head)
        try:
            self.body = self.exact(n, 2)
        except MemoryError:
            while n > 0:
                n -= len(self.exact(min(n, 256)))
            self.exact(2)
        return key, head
