"""A request about files: what knows about them is loaded when it comes, and goes when the next program does."""

import gc
from mbm_job import unload
from mbm_link import load

NAMES = ("mode", "size", "limit", "manifest", "source", "dest", "sha256")


def begin(jobs, key, asked):
    jobs.leave = leave
    jobs.answers = asked and "repl:%s.go.%s" % (jobs.name, asked["request"])
    what = jobs.link.call(*[("HGET", key, name) for name in NAMES])
    threshold = gc.threshold()
    try:
        if gc.mem_free() < 50000:
            gc.threshold(500)  # what stays is to lie close together
        module = load("mbm_files_" + ("read" if what[0] == b"read" else "change" if what[3] else "single"))
        jobs.guard.go()
        module.begin(jobs, *what)
    finally:
        gc.threshold(threshold)


def leave(jobs):
    """What a request about files has left is removed."""
    file = jobs.file
    file.view = jobs.file = jobs.leave = None
    try:
        if isinstance(jobs.error, MemoryError):
            unload()
            gc.collect()
        if file.tidy:
            file.tidy(file, True)
    except MemoryError:
        pass  # the next start does it
