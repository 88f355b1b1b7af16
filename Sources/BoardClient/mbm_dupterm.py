"""Interrupts on boards: the callback of the watch's socket runs between two bytecodes of the code that runs.

Not tried on hardware here. On an ESP32 the callback runs in calls that wait only, so that a busy loop
without any call cannot be interrupted. The watch does not reconnect before the code has ended.
"""

import os
import socket
import time
from mbm_config import load
from mbm_link import ERRORS
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


class Guard:
    back = None

    def __init__(self, out):
        self.out = out
        self.me = None

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

    def idle(self):
        if self.me:
            self.me.told("idle")

    def begin(self, state, *what):
        self.before = os.dupterm(self.out)
        if self.me:
            self.me.told(state, *[word.encode() for word in what])
            self._fire()

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
