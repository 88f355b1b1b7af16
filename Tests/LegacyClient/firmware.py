"""Test code of mbm: what the firmware of 2016-2018 had and MicroPython's Unix port lacks.

The original client runs on this; none of its code is changed or replaced. Everything here stands for firmware: a file
system whose root is the board's own folder, a console that `dupterm` copies to a stream, TCP sockets that give one
segment at a time, `machine.reset`, a WiPy's `network`, the platform's name.

Run in the board's folder, with MICROPYPATH naming the folder of this file; what runs is the board's `main.py`:

    micropython -c 'import firmware; firmware.boot("esp8266", "1.9.2")'
"""

import builtins
import hashlib
import io
import machine
import os
import socket
import sys
import time

import __main__

# What one recv gives at most: the smallest segment that boards were seen with.
SEGMENT = 536

IPPROTO_TCP = 6
TCP_NODELAY = 1


class Names:
    """A module's names and others, as a module: the Unix port's own modules take no names."""

    def __init__(self, module, **others):
        for name in dir(module):
            if name != "__class__":
                setattr(self, name, getattr(module, name))
        for name, value in others.items():
            setattr(self, name, value)


class Console(io.IOBase):
    """`sys.stdout`: the board's serial line (here its log), and the stream that `dupterm` was given."""

    def __init__(self, firmware):
        self.version = tuple(int(part) for part in firmware.split("."))
        self.line = sys.stdout
        self.stream = None

    def dupterm(self, stream, index=0):
        if stream is not None and self.version >= (1, 10) and not isinstance(stream, io.IOBase):
            raise OSError("stream operation not supported")
        last = self.stream
        self.stream = stream
        return last

    def write(self, data):
        if isinstance(data, str):
            data = data.encode()
        self.line.write(data)
        if self.version < (1, 9, 3):
            # The console's bytes were copied one at a time …
            for byte in bytes(data):
                if byte == 10:
                    self.copy(b"\r")
                self.copy(bytes([byte]))
            return len(data)
        # … later whole, but for line ends.
        for number, text in enumerate(bytes(data).split(b"\n")):
            if number:
                self.copy(b"\r\n")
            if text:
                self.copy(text)
        return len(data)

    def copy(self, piece):
        if self.stream is None:
            return
        try:
            self.stream.write(bytearray(piece))
        except Exception as error:
            # What the firmware did: a stream that fails is never used again.
            self.stream = None
            self.line.write("dupterm: Exception in write() method, deactivating: %r\n" % error)


class Socket:
    """A socket whose recv gives what is left of one segment, never more.

    A slow one delays small writes as a board's does (Nagle's algorithm): about 40 ms for each command.
    """

    is_slow = True

    def __init__(self, *arguments):
        self.socket = socket.socket(*arguments)
        self.segment = b""

    def connect(self, address):
        self.socket.connect(address)
        if not self.is_slow:
            self.socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)

    def recv(self, size):
        if not self.segment:
            self.segment = self.socket.recv(SEGMENT)
        taken = self.segment[:size]
        self.segment = self.segment[size:]
        return taken

    def __getattr__(self, name):
        return getattr(self.socket, name)


def print_to(console, *items, sep=" ", end="\n", file=None):
    file = file or console
    for number, item in enumerate(items):
        if number:
            file.write(sep)
        file.write(item if isinstance(item, str) else str(item))
    file.write(end)


def print_exception_to(console, error, file=None):
    text = io.StringIO()
    sys.print_exception(error, text)
    for line in text.getvalue().split("\n")[:-1]:
        # What is here has no frames on a board.
        if not (line.startswith("  File ") and __file__ in line):
            (file or console).write(line + "\n")


def repl_print_to(console, value):
    if value is not None:
        console.write(repr(value) + "\n")


def no_compile(*arguments):
    # The name cannot be taken away: it is called in vain, as if it were not there.
    raise NameError("name 'compile' isn't defined")


def reset():
    # Nothing that runs may catch it, and the process must be seen to have been killed: that is what starts it anew.
    os.system("kill -KILL $PPID")
    while True:
        time.sleep(1)


def install(platform, firmware, address):
    """Puts everything in the place of what the Unix port has. Returns the console."""
    console = Console(firmware)
    chip = hashlib.sha256(os.getcwd().encode()).digest()[:4]
    uname = (platform, platform, "2.0.0", "v%s on 2017-08-23" % firmware, "%s of a test" % platform)

    class Network:
        class WLAN:
            def __init__(self, *arguments, **settings):
                pass

            def ifconfig(self):
                return (address, "255.255.255.0", address, address)

    modules = {
        "os": Names(os, dupterm=console.dupterm, uname=lambda: uname),
        "sys": Names(
            sys,
            platform=platform,
            stdout=console,
            print_exception=lambda *arguments: print_exception_to(console, *arguments),
        ),
        "machine": Names(machine, reset=reset, unique_id=lambda: chip),
        "socket": Names(socket, socket=Socket),
        "network": Network(),
    }
    for name, module in modules.items():
        sys.modules[name] = sys.modules["u" + name] = module
    builtins.print = lambda *items, **settings: print_to(console, *items, **settings)
    builtins.__repl_print__ = lambda value: repl_print_to(console, value)
    builtins.compile = no_compile
    return console


def boot(platform, firmware, address="127.0.0.1", is_slow=True):
    """Runs the board's `main.py`, then waits for a reset, as a board does at its prompt when `main.py` has ended."""
    del __main__.firmware
    Socket.is_slow = is_slow
    # The board's folder is all of its file system, so that "/lib" is the board's.
    root = "/flash" if platform == "WiPy" else "/"
    files = os.VfsPosix(os.getcwd())
    console = install(platform, firmware, address)
    os.umount("/")
    os.mount(files, root)
    os.chdir(root)
    sys.path[:] = ["", root.rstrip("/") + "/lib"]
    try:
        # A function's own names are no place for exec: the program's are those of __main__.
        execfile("main.py", __main__.__dict__)
    except SystemExit:
        pass
    except BaseException as error:
        print_exception_to(console, error)
    console.write("MicroPython v%s; %s of a test\nType \"help()\" for more information.\n>>> " % (firmware, platform))
    while True:
        time.sleep(60)
