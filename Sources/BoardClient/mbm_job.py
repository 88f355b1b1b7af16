"""Requests: what a shell wants this board to do, under the eyes of the watch, and the outcome."""

import __main__
import builtins
import gc
import re
import sys
import time
from mbm_link import ERRORS, UNIX, Refused, load, say
from mbm_output import Out, Trace

# What the client uses: code may have replaced it (`builtins.len = None`).
BUILTINS = (
    ("AttributeError", "BaseException", "Exception", "KeyError", "KeyboardInterrupt", "MemoryError", "OSError")
    + ("SyntaxError", "TypeError", "ValueError", "bool", "bytearray", "bytes", "compile", "dict", "eval", "exec")
    + ("getattr", "hasattr", "int", "isinstance", "len", "list", "max", "memoryview", "min", "open", "print")
    + ("range", "repr", "str", "tuple", "type", "__repl_print__", "EOFError", "input")
)
BaseException, delattr, getattr, setattr = BaseException, delattr, getattr, setattr
try:
    compile = compile
except NameError:  # ESP8266 and others
    compile = None


def fields(words):
    """The fields of a request with a number and a key for the answer, or None."""
    found = dict(request="", reply="", by="", echo="", input="")
    for word in words:
        word = word.split("=", 1)
        if len(word) == 2:
            found[word[0]] = word[1]
    request = found["request"]
    reply = found["reply"]
    if len(request) < 17 and len(reply) == 38:
        if re.match("[0-9]+$", request) and re.match("reply:[0-9a-f]+$", reply):
            return found


def restore():
    """Takes away what code put over the builtins, and we our `print`."""
    gc.enable()
    for name in BUILTINS:
        try:  # an exception for each that is not covered would take memory, in the end a collection
            setattr(builtins, name, getattr(builtins, name, None))  # the original
            delattr(builtins, name)
        except:
            pass


def damaged():
    """Whether an interrupt on the Unix port came in a garbage collection, and has left the heap locked. Where it
    has left the table of names locked, this waits for ever, before the eyes of the watch."""
    try:
        return hasattr(UNIX, "no such name") or not bytearray(1)
    except MemoryError:
        return True


damaged()  # from now on the name is in the table: what stays is to lie close together


def unload(but=None):
    """What is needed only now and then goes, where memory is short."""
    if gc.mem_free() > 100000:
        return
    for name in list(sys.modules):
        if (name.startswith("mbm_files") or name == "mbm_input") and name != but:
            del sys.modules[name]


class Jobs:
    reserve = file = looks = None

    def __init__(self, link):
        self.link = link
        self.out = Out(link)
        self.names = __main__.__dict__

    def command(self, head):
        gc.collect()  # what this job needs lies close together, and leaves its code more room in one piece
        asked = None
        if head:
            try:
                asked = fields(str(head, "utf-8").split()[2:])
            except ValueError:
                pass
            if asked is None:  # a comment, after all
                self.link.body = head + (self.link.body or b"")
        self.looks = asked and "look" in asked
        self.job("running", asked, self.execute, asked)
        self.looks = None

    def execute(self, asked):
        typed = asked and asked["echo"] == "1"
        out = self.out
        listens = asked and asked["input"] == "1"
        unload(listens and "mbm_input")
        if listens:
            out.typed = load("mbm_input").Input(out, self.guard, self.name, asked)
            out.live = True
            builtins.input = out.typed.read
        source = self.link.body
        self.link.body = None
        if source is None:
            raise MemoryError("no room for the program")
        for part in source.split(b"\0") if asked and b"\0" in source else (source,):
            source = None
            self.statement += 1
            gc.collect()
            if compile:
                part = self.compile(part, typed)
            self.guard.go()
            if typed and not compile:
                try:  # a lambda around an expression tells that it is one, and runs nothing
                    eval(b"lambda: (0 or " + part + b"\n)")
                    single = True
                except SyntaxError:
                    single = False
                if single:
                    out.echo(eval(part, self.names))
                    continue
            exec(part, self.names)

    def compile(self, source, typed):
        try:
            try:
                return compile(source, "<stdin>", "single" if typed else "exec")
            except SyntaxError:  # maybe several statements; if not, this error is as good or better
                return compile(source, "<stdin>", "exec")
        except MemoryError:
            if len(source) > 200 or len(self.names) < 2 or self.looks:
                raise
        self.forget()  # no room for a line: nothing would ever run again
        return self.compile(source, typed)

    def copy(self, key):
        names = ("request", "reply", "by", "mode", "size", "limit", "manifest", "source", "dest", "sha256")
        try:
            got = self.link.call(*[("HGET", key, name) for name in names])
        except Refused as e:  # not the key of a transaction
            return say("the hub refuses: %s" % e)
        asked = fields([names[i] + "=" + str(got[i])[2:-1] for i in range(3) if got[i]])
        self.answers = asked and "repl:%s.go.%s" % (self.name, asked["request"])
        self.job("copying", asked, self.files, got[3:])

    def files(self, what):
        """What knows about files is loaded when it is asked for, and goes when the next program comes."""
        threshold = gc.threshold()
        self.out.quiet = True
        self.reserve = None
        unload()
        try:
            if gc.mem_free() < 50000:
                gc.threshold(500)  # what stays is to lie close together
            module = load("mbm_files_" + ("read" if what[0] == b"read" else "change" if what[3] else "single"))
            self.guard.go()
            module.begin(self, *what)
        finally:
            gc.threshold(threshold)

    def job(self, state, asked, action, *args):
        """Does `action`, in which an interrupt may come anywhere, and sends the outcome."""
        self.error = None
        self.statement = -1
        errors = []
        self.about = ()
        out = self.out
        name = self.name
        start = ["SETEX board:%s 15 %s" % (name, state)]
        if asked:
            what = (asked["request"], asked["reply"])
            start.append("HSET boardmeta:%s request %s by %s" % (name, what[0], asked["by"]))
            out.begin("XADD %s MAXLEN ~ 4096 * board %s request %s seq %%d at %%d out" % (what[1], name, what[0]), what[1])
        else:
            what = ("-",)
            start.append("DEL repl:%s.console.stdout" % name)
            out.begin("APPEND repl:%s.console.stdout" % name, None)
        builtins.input = out.input
        if UNIX:
            builtins.print = out.print
            builtins.__repl_print__ = out.echo
        step = 0
        while step < 3:
            # An interrupt may come at the end of an `except`, too: an exception is kept before anything
            # else, and the outer one keeps what is raised between two of the steps.
            try:
                while step < 3:
                    try:
                        if step == 0:
                            step = 1
                            self.guard.begin(state, *what)
                            self.announce(start)
                            action(*args)
                            step = 2
                            continue
                        restore()
                        self.reserve = None
                        if damaged():
                            step = 4
                        elif step == 1:
                            step = 2
                            self.report(errors[0], state)
                        else:
                            self.guard.end()
                            step = 3
                    except BaseException as e:
                        errors.append(e)
            except BaseException as e:
                errors.append(e)
        if step == 4:
            sys.exit(0)  # the watch tells the outcome
        args = None
        if self.file:
            self.file.leave(self)
        if not self.ready() and isinstance(self.error, MemoryError):
            self.forget()
        self.deliver(asked, state)
        out.on = False
        out.typed = None
        self.error = None
        gc.collect()  # while nobody waits

    def announce(self, commands):
        """Says what the board does, after the watch knows it: whoever reads it may interrupt."""
        try:
            self.link.post(None, *commands)
        except OSError:
            self.link.close()  # the outcome will be told when the hub is back
        except BaseException:
            self.link.close()
            raise

    def report(self, error, state):
        self.error = error
        kind = type(error).__name__
        self.about = (kind, "", "")
        trace = Trace(self.out)
        if state == "running":
            sys.print_exception(error, trace)
        self.about = (kind, "", trace.number)
        text = str(error)[:400]  # may be code of the user, and raise
        if kind == "OSError" and text == "28":
            text = "[Errno 28] ENOSPC"  # MicroPython has no name for it
        self.about = (kind, text, trace.number)

    def deliver(self, asked, state):
        """Until the hub has it. On the shell's side a second time does no harm."""
        link = self.link
        out = self.out
        name = self.name
        failed = 1 if self.about else 0
        while True:
            try:
                out.cut(True)
                if link.sock is None:
                    time.sleep_ms(link.wait())
                out.send()
                idle = "SETEX board:%s 15 idle" % name
                if asked:
                    key = asked["reply"]
                    done = "XADD %s.done * board %s request %s rc %d seq %d length %d"
                    done = (done % (key, name, asked["request"], failed, out.seq, out.at)).split(" ")
                    if failed:
                        done.extend(("class", self.about[0], "message", self.about[1], "line", self.about[2]))
                        done.extend(("statement", self.statement))
                    commands = [done, "EXPIRE %s 600" % key, "EXPIRE %s.done 600" % key, idle]
                    commands.append("HSET boardmeta:%s request  by " % name)
                else:
                    commands = ["RPUSH repl:%s.complete %d" % (name, failed if state == "running" else 0), idle]
                link.call(*commands)
                link.tries = 0
                return
            except MemoryError:
                link.close()
                self.forget()
                self.looks = None
            except ERRORS as e:
                if isinstance(e, Refused) and str(e)[:3] in ("ERR", "WRO"):
                    return say("an outcome could not be told: %s" % e)
                say(link.failed(e))
                out.trim()

    def ready(self):
        """Takes the reserve, for the report that memory is exhausted; whether there is room for more."""
        try:
            self.reserve = self.reserve or bytearray(700)
            return bool(bytearray(1400))
        except MemoryError:
            return False

    def forget(self):
        """The last resort where code has left no memory for the client: its names go, then its output."""
        self.reserve = self.error = None
        if len(self.names) > 1 and not self.looks:  # Tab asks, and takes nothing from whoever works
            self.names.clear()
            self.names["__name__"] = "__main__"
            self.out.write(b"no memory left: all names are gone\n")
        else:
            self.out.trim(0)
        gc.collect()
