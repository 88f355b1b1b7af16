#!/usr/bin/env python3
"""Test code of mbm: a double of the telnet console of a WiPy.

usage: telnet_console.py PORT LOG [--login NAME] [--password WORD] [--idle SECONDS] [--mute] [--until TEXT]

It stands in for hardware that cannot run here: a board of the tests is a program on this machine, and what it prints goes
into the file LOG. Who logs in at 127.0.0.1:PORT gets what LOG gains from then on. What it says, in which order, what it
overhears and how many it serves at once is what the firmware's source says (telnet.c of the WiPy's port, 2015-2018); its
cycle of 10 ms is kept. --mute: nothing is printed to who has logged in. --until: the connection ends when TEXT has been
printed. Ends when its standard input does.
"""

import argparse
import os
import select
import socket
import sys
import threading
import time

CYCLE = 0.01
WELCOME = b"MicroPython v1.8.6 on 2016-11-10; WiPy with CC3200\r\n"
WILL, WONT = 251, 252
ECHO, GO_AHEAD, LINES = 1, 3, 34
TRIES = 3


def options(*pairs):
    return bytes(byte for pair in pairs for byte in (255, *pair))


FOR_NAME = options((WONT, ECHO), (WONT, GO_AHEAD), (WILL, LINES))
FOR_PASSWORD = options((WILL, ECHO), (WONT, GO_AHEAD), (WILL, LINES))
FOR_PROMPT = options((WILL, ECHO), (WILL, GO_AHEAD), (WONT, LINES))


class Gone(Exception):
    """The other side has ended the connection, or has been silent for too long."""


class Visitor:
    """Who is connected."""

    def __init__(self, connection, settings):
        self.connection = connection
        self.settings = settings
        self.heard = time.monotonic()

    def send(self, data):
        self.connection.sendall(data)
        time.sleep(CYCLE)

    def receive(self, timeout):
        """What has come, without options: each is three bytes, and taken for nothing else."""
        if not select.select([self.connection], [], [], timeout)[0]:
            if time.monotonic() - self.heard > self.settings.idle:
                raise Gone
            return b""
        data = self.connection.recv(256)
        if not data:
            raise Gone
        self.heard = time.monotonic()
        plain = bytearray()
        place = 0
        while place < len(data):
            if data[place] > 127:
                place += 3
            else:
                plain.append(data[place])
                place += 1
        return bytes(plain)

    def line(self):
        text = b""
        while b"\r" not in text:
            text += self.receive(CYCLE)
        return text.partition(b"\r")[0].decode()

    def log_in(self):
        self.send(WELCOME)
        for _ in range(TRIES):
            self.send(FOR_NAME)
            self.receive(0)
            self.send(b"Login as: ")
            name = self.line()
            self.send(b"Password: ")
            # What has come by now is lost, also if it was the password.
            self.receive(0)
            self.send(FOR_PASSWORD)
            if (name, self.line()) == (self.settings.login, self.settings.password):
                self.send(FOR_PROMPT)
                self.send(b'\r\nLogin succeeded!\r\nType "help()" for more information.\r\n')
                return
            self.send(b"\r\nInvalid credentials, try again.\r\n")
        raise Gone

    def show(self, log):
        log.seek(0, os.SEEK_END)
        shown = b""
        while True:
            self.receive(CYCLE)
            printed = log.read()
            if self.settings.mute or not printed:
                continue
            self.connection.sendall(printed.replace(b"\n", b"\r\n"))
            shown += printed
            if self.settings.until and self.settings.until.encode() in shown:
                raise Gone


def serve(settings):
    while True:
        with socket.socket() as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(("127.0.0.1", settings.port))
            door.listen(1)
            print("listening", flush=True)
            connection, _ = door.accept()
        # Nobody else gets in while somebody is there.
        with connection, open(settings.log, "rb") as log:
            visitor = Visitor(connection, settings)
            try:
                visitor.log_in()
                visitor.show(log)
            except (Gone, OSError):
                pass


def end_with_input():
    sys.stdin.read()
    os._exit(0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("log")
    parser.add_argument("--login", default="micro")
    parser.add_argument("--password", default="python")
    parser.add_argument("--idle", type=float, default=300)
    parser.add_argument("--mute", action="store_true")
    parser.add_argument("--until")
    settings = parser.parse_args()
    threading.Thread(target=end_with_input, daemon=True).start()
    serve(settings)


main()
