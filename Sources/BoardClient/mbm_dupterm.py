"""Interrupts on boards: the callback of the watch's socket runs between two bytecodes of the code that runs.

`sys.stdin` and what looks at it reads typed input from our stream, byte by byte (`input` itself is the client's on
all ports). On an ESP8266, and on an ESP32 before 1.28, MicroPython asks our stream for nothing but Ctrl-C.

Not tried on hardware here. On an ESP32 the callback runs in calls that wait only, so that a busy loop
without any call cannot be interrupted. The watch does not reconnect before the code has ended.
"""

import os
import socket
import time
from mbm_config import load
from mbm_link import ERRORS
from mbm_output import Out
from mbm_watch import Watch


def wifi(conf):
    """Boards with Wi-Fi join it. (Not tried on hardware here.)"""
    if "ssid" in conf:
        import network

        station = network.WLAN(network.STA_IF)
        if not station.isconnected():
            station.active(True)
            station.connect(conf["ssid"], conf.get("passphrase", ""))
            for _ in range(150):
                if station.isconnected():
                    break
                time.sleep_ms(100)


def readinto(out, buffer):
    """MicroPython reads the stream byte by byte, when it is notified."""
    c = 3
    try:
        if not out.ctrl_c:
            c = out.byte()
    except KeyboardInterrupt:  # an exception that got out of here would end the `dupterm`
        pass
    out.ctrl_c = False
    if c is not None:
        buffer[0] = c
        return 1


def ioctl(out, request, arg):
    """`select.poll` on `sys.stdin` asks (3) whether there is something to read (1)."""
    return arg & 1 if request == 3 and out.ready() else 0


Out.readinto = readinto
Out.ioctl = ioctl


class Guard:
    back = None

    def __init__(self, out):
        self.out = out
        self.me = None
        self.next = time.ticks_ms()
        out.byte = self.byte
        out.ready = self.ready

    def start(self, name, ident):
        if not hasattr(os, "dupterm_notify"):
            return False
        if self.me is None:
            self.me = Watch(*load(), name, ident)
        link = self.me.link
        if link.sock is None and not link.wait():
            try:
                self.me.open()
                link.sock.setsockopt(socket.SOL_SOCKET, 20, self._data)
            except ERRORS + (AttributeError,) as e:
                link.failed(e)
        return True

    def _data(self, _):
        link = self.me.link
        try:
            while link.poll.poll(0):
                self.me.answered(link.take())
            link.tries = 0
        except Exception as e:
            link.failed(e)
        self._fire()

    def _fire(self):
        if self.me.due:
            self.me.due = 0
            self.out.ctrl_c = True
            os.dupterm_notify(None)  # reads our stream, where it finds the Ctrl-C

    def asked(self):
        return False  # KeyboardInterrupt comes by itself

    def ready(self):
        """Whether a byte waits for `sys.stdin`. MicroPython asks again and again; this does not wait."""
        typed = self.out.typed
        if not typed or typed.rest or typed.ended:
            return typed and (typed.rest or typed.key)
        link = self.out.link
        try:
            if -1 in link.owed:
                if link.poll.poll(0):
                    link.take()
            elif not link.wait() and time.ticks_diff(time.ticks_ms(), self.next) >= 0:
                typed.begin(0.1)  # not for long: output waits behind it
                self.next = time.ticks_add(time.ticks_ms(), 200)
        except ERRORS as e:
            link.failed(e)
        except MemoryError:
            link.close()
        return False

    def byte(self):
        """That byte, or None. The end of input is Ctrl-D, as a terminal sends it."""
        if not self.ready():
            return None
        typed = self.out.typed
        if not typed.rest:
            typed.ended = False
            return 4
        c = typed.rest[0]
        typed.rest = typed.rest[1:]
        return c

    def idle(self):
        if self.me:
            self.me.told("idle")

    def begin(self, state, *what):
        self.before = os.dupterm(self.out)
        if self.me:
            self.me.told(state, *[word.encode() for word in what])
            self._fire()

    def go(self):
        pass  # MicroPython keeps an interrupt for a safe moment

    def end(self):
        self.idle()
        self.out.ctrl_c = False
        for _ in range(4):
            pass
        os.dupterm(self.before)

    def stop(self):
        if self.me:
            self.me.link.close()
        self.me = None
