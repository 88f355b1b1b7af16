"""A file from the hub takes its place on the board when it is whole and right, and not before."""

import hashlib
import os
import time
from binascii import hexlify
from mbm_link import ERRORS, PART, Refused


def folder(path):
    try:
        return os.stat(path)[0] & 0x4000 != 0
    except OSError:
        return False


class Copy:
    def __init__(self, link, guard, size):
        self.link = link
        self.guard = guard
        self.size = size
        self.part = None
        self.made = []

    def fetch(self, source, dest, digest):
        if source is None or dest is None:
            raise OSError(2)
        dest = str(dest, "utf-8")
        if folder(dest):
            raise OSError(21)
        at = dest.find("/", 1)
        while at > 0:  # the folders above it
            if not folder(dest[:at]):
                os.mkdir(dest[:at])
                self.made.insert(0, dest[:at])
            at = dest.find("/", at + 1)
        self.part = dest + PART
        file = open(self.part, "wb")
        try:
            at = 0
            hashed = hashlib.sha256()
            while True:
                data = self.get(source, at)
                hashed.update(data)
                if file.write(data) != len(data):
                    raise OSError(28)
                at += len(data)
                if len(data) < self.size:
                    break
            file.flush()
        finally:
            file.close()
        if digest and hexlify(hashed.digest()) != digest.lower():
            raise ValueError("SHA-256 differs")
        os.rename(self.part, dest)
        self.part = None
        self.made = []

    def get(self, source, at):
        link = self.link
        while True:
            if self.guard.asked():
                raise KeyboardInterrupt
            try:
                if link.sock is None:
                    time.sleep_ms(min(link.wait(), 500))
                    link.connect()
                data = link.call(["GETRANGE", source, at, at + self.size - 1])[0]
                link.tries = 0
                return data
            except Refused:
                raise
            except ERRORS as e:
                link.failed(e)

    def tidy(self):
        """Takes away what a copy that failed has left."""
        try:
            if self.part:
                os.remove(self.part)
            for made in self.made:
                os.rmdir(made)
        except OSError:
            pass
