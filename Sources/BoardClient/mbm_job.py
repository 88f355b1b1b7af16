"""Requests: what a shell wants this board to do, under the eyes of the watch, and the outcome."""

import __main__
import builtins
import gc
import re
import sys
import time
from mbm_copy import Copy
from mbm_link import ERRORS, UNIX, Refused, say
from mbm_output import Out, Trace

# What the client uses: code may have replaced it (`builtins.len = None`).
BUILTINS = (
    ("AttributeError", "BaseException", "Exception", "KeyError", "MemoryError", "OSError", "SyntaxError", "ValueError")
    + ("bytearray", "bytes", "compile", "eval", "exec", "getattr", "hasattr", "int", "isinstance", "len", "list")
    + ("max", "memoryview", "min", "open", "print", "range", "repr", "str", "tuple", "type", "__repl_print__")
)
BaseException, delattr = BaseException, delattr
try:
    compile = compile
except NameError:  # ESP8266 and others
    compile = None


def fields(head):
    """What the first line of a request says, or None if it is no header of ours."""
    found = {}
    for word in head.split()[2:]:
        word = word.split(b"=", 1)
        if len(word) == 2:
            found[word[0]] = word[1]
    return numbered(found)


def numbered(asked):
    """A request with a number and a key for the answer, or None."""
    request = asked.get(b"request") or b""
    reply = asked.get(b"reply") or b""
    if len(request) < 17 and len(reply) == 38:
        if re.match(b"[0-9]+$", request) and re.match(b"reply:[0-9a-f]+$", reply):
            return asked


def restore():
    """Takes away what was put over the builtins, our `print` as well."""
    for name in BUILTINS:
        try:
            delattr(builtins, name)
        except:
            pass


def damaged():
    """Whether an interrupt on the Unix port came in a garbage collection, and has left the heap locked."""
    try:
        return not bytearray(1)
    except MemoryError:
        return gc.mem_free() > 1000


class Jobs:
    reserve = None

    def __init__(self, link):
        self.link = link
        self.out = Out(link)
        self.names = __main__.__dict__

    def ready(self):
        """While nobody waits: what lives long is together, so that a program finds room in one piece."""
        gc.collect()
        try:
            self.reserve = self.reserve or bytearray(1500)  # for the report that memory is exhausted
        except MemoryError:
            pass

    def key(self, what):
        return what + self.name

    def repl(self, what):
        return "repl:%s.%s" % (self.name, what)

    def command(self, head):
        asked = fields(head)
        if asked is None and head:
            self.link.body = head + (self.link.body or b"")  # a comment, after all
        typed = asked and asked.get(b"echo") == b"1"
        self.job("running", asked, lambda: self.execute(typed))

    def execute(self, typed):
        source = self.link.body
        self.link.body = None
        if source is None:
            raise MemoryError("no room for the program")
        for part in source.split(b"\0") if typed else (source,):
            source = None
            if not compile:
                self.evaluate(part, typed)
                continue
            try:
                code = compile(part, "<stdin>", "single" if typed else "exec")
            except SyntaxError:  # maybe several statements; if not, this error is as good or better
                code = compile(part, "<stdin>", "exec")
            part = None
            exec(code, self.names)

    if not compile:

        def evaluate(self, source, typed):
            """Without `compile`: a lambda around an expression tells that it is one, and runs nothing."""
            try:
                eval(b"lambda: (0 or " + source + b"\n)")
            except SyntaxError:
                typed = False
            if typed:
                self.out.echo(eval(source, self.names))
            else:
                exec(source, self.names)

    def copy(self, key):
        names = ("source", "dest", "sha256", "request", "reply", "by")
        source, dest, digest, request, reply, by = self.link.call(*[("HGET", key, name) for name in names])
        asked = numbered({b"request": request, b"reply": reply, b"by": by or b""})
        file = Copy(self.link, self.guard, self.out.size)
        self.job("copying", asked, lambda: file.fetch(source, dest, digest), file.tidy)

    def job(self, state, asked, action, tidy=None):
        """Does `action`, in which an interrupt may come anywhere, and sends the outcome."""
        self.asked = asked
        self.state = state
        self.error = None
        self.errors = []
        self.about = ("", "", "")
        self.step = 0
        out = self.out
        name = self.name
        start = [("SETEX", self.key("board:"), 15, state)]
        if asked:
            reply = asked[b"reply"]
            request = asked[b"request"]
            start.append(("HSET", self.key("boardmeta:"), "request", request, "by", asked.get(b"by", b"")))
            life = (("EXPIRE", reply, 600),)
            what = ("XADD", reply, "MAXLEN", "~", 4096, "*", "board", name, "request", request, "seq")
            out.begin(lambda seq, at, chunk: (what + (seq, "at", at, "out", chunk),) + (() if seq & 63 else life))
        else:
            reply = None
            request = b"-"
            stdout = self.repl("console.stdout")
            start.append(("DEL", stdout))
            out.begin(lambda seq, at, chunk: (("APPEND", stdout, chunk.replace(b"\n", b"\r\n")),))
        try:
            self.link.post(None, *start)
        except OSError:
            self.link.close()  # the outcome will be told when the hub is back
        if UNIX:
            builtins.print = out.print
            builtins.__repl_print__ = out.echo
        while self.step < 3:
            try:
                self.perform(action, state, request, *([reply] if reply else []))
            except BaseException as e:
                self.errors.append(e)
        if self.step == 4:
            sys.exit(0)  # the watch tells the outcome
        if tidy:
            tidy()
        self.deliver()
        out.on = False
        self.errors = self.error = self.asked = out.command = None
        self.ready()

    def perform(self, action, *what):
        # An interrupt may come at the end of an `except`, too. So an exception is kept before anything
        # else, and `job` keeps one that is raised here between two of the steps.
        while self.step < 3:
            try:
                if self.step and damaged():
                    self.step = 4
                elif self.step == 0:
                    self.step = 1
                    self.guard.begin(*what)
                    action()
                    self.step = 2
                elif self.step == 1:
                    self.step = 2
                    restore()
                    self.report(self.errors[0])
                else:
                    restore()
                    self.guard.end()
                    self.step = 3
            except BaseException as e:
                self.errors.append(e)

    def report(self, error):
        self.error = error
        self.reserve = None
        kind = type(error).__name__
        self.about = (kind, "", "")
        trace = Trace(self.out)
        if self.state == "running":
            sys.print_exception(error, trace)
        self.about = (kind, "", trace.number)
        self.about = (kind, str(error)[:400], trace.number)  # may be code of the user, and raise

    def deliver(self):
        link = self.link
        out = self.out
        while True:
            try:
                out.cut(True)
                if link.sock is None:
                    time.sleep_ms(link.wait())
                out.send()
                link.call(*self.outcome())
                link.tries = 0
                return
            except MemoryError:
                self.forget()
            except ERRORS as e:
                if isinstance(e, Refused) and str(e)[:3] in ("ERR", "WRO"):
                    say("an outcome could not be told: %s" % e)
                    return
                say(link.failed(e))
                out.trim()

    def outcome(self):
        failed = self.error is not None
        out = self.out
        end = [("SETEX", self.key("board:"), 15, "idle")]
        if not self.asked:
            return [("RPUSH", self.repl("complete"), 1 if failed and self.state == "running" else 0)] + end
        reply = self.asked[b"reply"]
        done = ("XADD", reply + b".done", "*", "board", self.name, "request", self.asked[b"request"])
        done += ("rc", 1 if failed else 0, "seq", out.seq, "length", out.at)
        if failed:
            done += ("class", self.about[0], "message", self.about[1], "line", self.about[2])
        end.append(("HSET", self.key("boardmeta:"), "request", "", "by", ""))
        return [done, ("EXPIRE", reply, 600), ("EXPIRE", reply + b".done", 600)] + end

    def forget(self):
        """The last resort where code has left no memory for the client: its names go."""
        self.reserve = None
        self.errors = []
        self.names.clear()
        self.names["__name__"] = "__main__"
        gc.collect()
        self.out.write(b"no memory left: all names are gone\n")
