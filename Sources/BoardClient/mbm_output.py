"""What running code prints, on its way to the shell that asked."""

import builtins
import gc
import io
import sys
import time
from mbm_link import ERRORS, UNIX


show = print  # the original: `Out.print` takes its place


class Out(io.IOBase):
    """The output of running code, on its way to the shell in numbered chunks."""

    ctrl_c = False

    def __init__(self, link):
        self.link = link
        link.settle = self._answered
        free = gc.mem_free()
        self.size = 1024 if free > 100000 else 512 if free > 20000 else 256
        self.buffer = bytearray(self.size)
        link.buffer = bytearray(self.size + 280)  # large enough for a piece, from the start
        self.on = False

    def begin(self, command, reply):
        """`command`, with a chunk's number and where it begins in all the output, sends it to the key `reply`.
        Without that key an old shell asks."""
        self.command = command
        self.reply = reply
        self.filled = self.seq = self.at = 0
        self.queue = []
        self.sent = []  # not yet answered: sent again, under the same numbers, after a reconnect
        self.credit = 20
        self.earned = time.ticks_ms()
        self.typed = None  # the input
        self.live = False  # a person types to this code: all it prints goes at once
        self.on = True
        self.quiet = False  # what code prints does not count: a timer's, while files are copied

    def write(self, data):
        n = len(data)
        if not self.quiet:
            self.add(data)
            if not UNIX and n and (self.live or data[n - 1] == 10):
                self.flush()
        return n

    def add(self, data):
        data = memoryview(data)
        n = len(data)
        i = 0
        while self.on and i < n:
            k = min(n - i, self.size - self.filled)
            self.buffer[self.filled : self.filled + k] = data[i : i + k]
            self.filled += k
            i += k
            if self.filled == self.size:
                self.cut()
                self.pump()

    def print(self, *args, **options):
        """Stands in for `print` where there is no `dupterm`."""
        if options.get("file", sys.stdout) is sys.stdout:
            options["file"] = self
        show(*args, **options)
        self.flush()

    def prompt(self, text):
        """What must be seen before anybody can answer."""
        if UNIX:
            show(text, end="", file=self)
        else:
            show(text, end="")
        self.cut()
        self.pump()

    def input(self, prompt=""):
        """Stands in for `input` where nobody types."""
        self.prompt(prompt)
        raise EOFError("nobody types here: use connect")

    def echo(self, value):
        """The value of a typed expression."""
        if value is not None:
            builtins._ = value
            if UNIX:
                self.print(repr(value))
            else:
                show(repr(value))

    def flush(self):
        """Short pieces go at once, but not many in a row: 20, and one more every 50 ms. To a person who types they
        go at once always, one a millisecond at most."""
        now = time.ticks_ms()
        more = time.ticks_diff(now, self.earned) // (1 if self.live else 50)
        if more:
            self.credit = min(20, self.credit + more)
            self.earned = now
        elif self.live and not self.credit:
            time.sleep_ms(1)
            self.credit = 1
        if self.on and self.filled and self.credit and (self.link.sock or not self.link.wait()):
            self.credit -= 1
            self.cut()
            self.pump()

    def cut(self, last=False):
        """Queues what is there, but the beginning of a character whose end is still to come."""
        n = end = self.filled
        i = n - 1
        while i > n - 4 and i > 0 and self.buffer[i] & 0xC0 == 0x80:
            i -= 1
        if n and not last:
            c = self.buffer[i]
            if i + (4 if c > 0xEF else 3 if c > 0xDF else 2 if c > 0xBF else 1) > n:
                end = i
        if end:  # straight on to the end of the block, so that an interrupt neither loses nor repeats it
            self.queue.append(bytes(memoryview(self.buffer)[:end]))
            self.buffer[: n - end] = self.buffer[end:n]
            self.filled = n - end

    def send(self):
        """Sends what is queued. Two chunks at most are on their way."""
        link = self.link
        if link.sock is None:
            link.connect()
            for chunk in self.sent:
                self._post(*chunk)
        while True:
            while link.owed and (len(self.sent) > 1 or link.poll.poll(0)):
                link.take()
            if not self.queue:
                return
            if len(self.sent) > 1:
                raise OSError(110)
            self.sent.append((self.seq, self.at, self.queue[0]))
            self.seq += 1
            self.at += len(self.queue.pop(0))
            self._post(*self.sent[-1])

    def _post(self, seq, at, chunk):
        if not self.reply:
            command = self.command.split(" ") + [chunk.replace(b"\n", b"\r\n")]
            self.link.post(seq, command)
        else:
            command = (self.command % (seq, at)).split(" ") + [chunk]
            if seq & 63:
                self.link.post(seq, command)
            else:
                self.link.post(seq, command, "EXPIRE %s 600" % self.reply)

    def _answered(self, seq, answer):
        if seq < 0:
            return self.typed.took(answer)
        self.sent.pop(0)  # one that was refused is missing at the shell, which sees where the next one begins

    def pump(self):
        """While code runs: sends what is queued, and what the hub cannot take now waits."""
        link = self.link
        if self.asked():
            raise KeyboardInterrupt
        try:
            if link.sock or not link.wait():
                self.send()
                link.tries = 0
        except ERRORS as e:
            link.failed(e)
        except BaseException:
            link.close()
            raise
        self.trim()

    def trim(self, most=4096):
        """4 kB wait while the hub is away; the oldest is dropped: the next one begins so much further on."""
        kept = 0
        for chunk in self.sent:
            kept += len(chunk[2])
        for chunk in self.queue:
            kept += len(chunk)
        while self.queue and kept > most:
            kept -= len(self.queue[0])
            self.at += len(self.queue.pop(0))


class Trace(io.IOBase):
    """Prints a traceback without the client's own frames, and of a long one the beginning and the end."""

    def __init__(self, out):
        self.out = out
        self.line = b""
        self.last = []
        self.count = 0
        self.number = ""
        self.text = False

    def write(self, data):
        n = len(data)
        data = bytes(data)
        if not self.line and not data.startswith(b'  File "') and not data.startswith(b"Traceback ("):
            if not self.text:
                self._end()
            self.text = True
        if self.text:
            self.out.write(data)
        else:
            self.line += data
            if self.line[-1] == 10:
                self._frame(self.line)
                self.line = b""
        return n

    def _frame(self, line):
        parts = line.split(b'"')
        if len(parts) < 3:  # the heading
            return
        if parts[1].split(b"/")[-1].startswith(b"mbm_"):
            return
        if parts[1] in (b"<stdin>", b"<string>"):
            self.number = parts[2].split(b",")[1].split()[1]
        self.count += 1
        if self.count == 1:
            self.out.write(b"Traceback (most recent call last):\n")
        if self.count <= 8:
            self.out.write(line)
        else:
            self.last.append(line)
            if len(self.last) > 8:
                self.last.pop(0)

    def _end(self):
        left = self.count - 8 - len(self.last)
        if left > 0:
            self.out.write(b"  (%d more)\n" % left)
        for line in self.last:
            self.out.write(line)
