#!/usr/bin/env python3
"""Fetches the original board client from PyPI and unpacks it as boards had it.

usage: fetch.py FOLDER

FOLDER/lib then holds the packages, ready to be copied to a board. Nothing is done when it is there already. The index is
the one that pip uses, and what comes from it is checked against the SHA-256 below; no code of the packages is run.
"""

import fcntl
import hashlib
import io
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import tarfile
import time
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin

# Name, version, SHA-256 of the source distribution, the package in it.
DISTRIBUTIONS = [
    (
        "micropython-redis-cloudclient",
        "0.0.81",
        "f2a8ddf3e511849e086400eb3c5eac2a64efeedae695e8157f485520e02f1273",
        "redis_cloudclient",
    ),
    (
        "micropython-bootconfig",
        "0.0.24",
        "a8c9b5afd66e9605ff83564d02b4798a7bb90bd6c3efd48c2aa8b15f0ca0392d",
        "bootconfig",
    ),
    (
        "micropython-redis-modular",
        "0.0.57",
        "410dbe9f4bb096c99f56dc5ad7267890d3a02568483852279087f2a5df3ffd86",
        "uredis_modular",
    ),
    (
        "micropython-redis.client",
        "0.0.57",
        "1fcc156a3bc394f70f974f6f542533b3044fc3e87a6c9b577822b8388c02af81",
        "uredis_modular",
    ),
]
# Seconds for one request, and for everything.
PATIENCE = 20
LIMIT = 120
LARGEST = 1 << 20


class Unavailable(Exception):
    """Why the original client cannot be had, as a sentence."""


def pip(*arguments):
    """What pip says, or nothing."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=30).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


def setting(name):
    """A setting of pip's, wherever it was made."""
    variable = os.environ.get("PIP_" + name.upper().replace("-", "_"))
    sections = ("download", "install", "global")
    return variable or next(filter(None, (pip("config", "get", f"{section}.{name}") for section in sections)), "")


def index_address():
    """The address of pip's index."""
    address = setting("index-url")
    if not address:
        default = re.search(r"--index-url.*?\(default\s+(\S+?)\)", pip("download", "--help"), re.DOTALL)
        if not default:
            raise Unavailable("pip names no package index: is pip installed?")
        address = default.group(1)
    return address.rstrip("/") + "/"


def read(address, *, certificates, deadline, accept="*/*"):
    """What is at `address`; a second and third attempt where waiting may help."""
    request = urllib.request.Request(address, headers={"Accept": accept})
    reason = "no time is left"
    for attempt in range(3):
        time.sleep(attempt)
        if time.monotonic() > deadline:
            break
        try:
            context = ssl.create_default_context(cafile=certificates)
            with urllib.request.urlopen(request, timeout=PATIENCE, context=context) as answer:
                return answer.read(LARGEST)
        except urllib.error.HTTPError as error:
            reason = f"it answers {error.code} {error.reason}"
            if error.code < 500:
                break
        except OSError as error:
            reason = getattr(error, "reason", error)
    raise Unavailable(f"PyPI cannot be reached: {reason}")


def fetch(name, version, sha256, index, get):
    """The bytes of a source distribution."""
    project = urljoin(index, re.sub(r"[-_.]+", "-", name) + "/")
    try:
        files = json.loads(get(project, accept="application/vnd.pypi.simple.v1+json"))["files"]
    except (ValueError, KeyError):
        raise Unavailable(f"the package index does not answer in JSON about {name}") from None
    wanted = f"{name}-{version}.tar.gz"
    file = next((file for file in files if file["filename"] == wanted), None)
    if file is None:
        raise Unavailable(f"the package index does not have {wanted}")
    content = get(urljoin(project, file["url"]))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Unavailable(f"{wanted} is not what it was: its SHA-256 differs")
    return content


def unpack(content, package, folder):
    """Writes the modules of `package`, and nothing else, into `folder`."""
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive:
            parts = PurePosixPath(member.name).parts
            if member.isfile() and len(parts) == 3 and parts[1] == package and parts[2].endswith(".py"):
                target = folder / package / parts[2]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.extractfile(member).read())


def install(folder):
    """Makes `folder` anew."""
    deadline = time.monotonic() + LIMIT
    index = index_address()
    get = partial(read, certificates=setting("cert") or None, deadline=deadline)
    shutil.rmtree(folder, ignore_errors=True)
    for name, version, sha256, package in DISTRIBUTIONS:
        unpack(fetch(name, version, sha256, index, get), package, folder / "lib")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.strip())
    folder = Path(sys.argv[1])
    pinned = json.dumps(DISTRIBUTIONS)
    # Written last: what was broken off is made anew.
    stamp = folder / "installed"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{folder}.lock", "w") as lock:
        # One at a time; the next finds it done.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.is_file() or stamp.read_text() != pinned:
            install(folder)
            stamp.write_text(pinned)


try:
    main()
except Unavailable as error:
    sys.exit(f"the original client cannot be fetched: {error}")
