"""What stands on the hub, piece by piece, and what is told of it. Loaded for a request about files.

What is asked for is waited for, and read without copies.
"""

import gc
import time
from mbm_link import ERRORS
from mbm_files_records import answer, ask, linked
from mbm_job import unload


class Pieces:
    """A request about files."""

    limit = 1 << 30  # where output may go on to
    # The number of the operation (the manifest itself is -1), and how long a word of the shell has been waited for.
    index = tries = -1
    # How many bytes have been asked for and not been read yet.
    left = 0
    # The temporary file; the folder in the note; a folder that is there; whether a rename removes first what has the
    # name (FAT).
    part = noted = above = wiped = None

    def __init__(self, jobs, tidy=None):
        self.link = jobs.link
        self.out = jobs.out
        self.asked = jobs.guard.asked
        self.answers = jobs.answers  # the key, or None: an old shell asks
        free = gc.mem_free()
        size = self.out.size
        if tidy and free > 30000:
            size = 4096 if free > 100000 else 1024
        self.size = size
        self.view = memoryview(bytearray(size + 16))
        self.told = time.ticks_ms()
        self.made = []  # folders that are empty yet
        self.tidy = tidy

    def leave(self, jobs):
        """What it has left is removed."""
        self.view = jobs.file = None
        try:
            if isinstance(jobs.error, MemoryError):
                unload()
                gc.collect()
            if self.tidy:
                self.tidy(self, True)
        except MemoryError:
            pass  # the next start does it

    def tell(self, text):
        self.put(("%d %s\0" % (self.index, text)).encode())
        if self.due():
            self.out.flush()
            self.told = time.ticks_ms()

    def put(self, data):
        """Output, no more than a piece of it, of which nothing is dropped: while the hub is away all waits, and also
        while the shell has not yet read enough of it."""
        out = self.out
        out.add(data)
        while out.queue:
            time.sleep_ms(min(self.link.wait(), 200))
            out.pump()
        while out.at > self.limit:
            try:
                answer(self)
            except ERRORS as e:
                self.link.failed(e)

    def due(self):
        """Whether it is time to let the shell know."""
        return time.ticks_diff(time.ticks_ms(), self.told) > 700

    def piece(self, key, at, end):
        """What stands from `at` on, one piece of it, valid until the next call; waits for a hub that is away and for
        content that is not there (None: it never will be). While `left` is not 0 nothing may be said."""
        link = self.link
        while True:
            if self.asked():
                raise KeyboardInterrupt
            try:
                if not self.left:
                    if not linked(self):
                        continue
                    while link.owed:
                        link.take()
                    self.left = ask(self, key, at, end)
                n = self.left
                if n:
                    last = n <= self.size
                    n = n + 2 if last else self.size
                    if link.sock.readinto(self.view[:n]) != n:
                        raise OSError(104)
                    self.left -= n
                    link.tries = self.tries = 0
                    if last:
                        self.left = 0
                        return self.view[: n - 2]
                    return self.view[:n]
                self.found = self.answers
                if self.found:
                    self.tell("?")
                    answer(self)
                if not self.found:
                    return None
            except ERRORS as e:
                self.left = 0
                link.failed(e)
            except BaseException:
                self.left = 0
                link.close()
                raise
