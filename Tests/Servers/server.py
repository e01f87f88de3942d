# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""What the servers have in common: a folder, free ports, a start that waits, and an end that leaves nothing behind."""

import contextlib
import dataclasses
import functools
import os
import pathlib
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

HOST = "127.0.0.1"
# A name with an account, and what opens it.
USER, PASSWORD = "anna@galley.test", "correct horse"
# Recipients that every server takes; any other at this domain is refused. Every name at `elsewhere.test` is taken.
RECIPIENTS = ("anna@galley.test", "用户@galley.test", "@elsewhere.test")
# What the services with a small limit take at most, in octets.
SMALL_LIMIT = 20_000
READY_SECONDS = 30
# The state of a listening socket in the system's table.
LISTEN = "0A"

# Ends the group of processes `$1` and removes the folder `$2` once its own standard input closes: when the tests die
# before they end the server.
KEEPER = 'read -r _; kill -TERM -"$1"; sleep 2; kill -KILL -"$1"; rm -rf "$2"'
# A header field with its continuation lines.
FIELD = re.compile(rb"([!-9;-~]+):((?:[^\r\n]|\r\n[ \t])*)\r\n")


@dataclasses.dataclass(frozen=True)
class Delivered:
    """A message as one recipient got it: what the client sent, without what the server put on top."""
    sender: str
    recipient: str
    content: bytes


class Unavailable(unittest.SkipTest):
    """What a server needs is missing on this machine; its tests are skipped with these words."""


@functools.cache
def say_skipped(name, reason):
    """One line for each server: unittest itself tells how many tests it skipped, not why."""
    print(f"galley: skipped: the tests with {name}: {reason}", file=sys.stderr)


def need_root():
    if os.geteuid() != 0:
        raise Unavailable("it must be started by root")


def need(path, package):
    """The program at `path`; `install` brings it with the package."""
    if not pathlib.Path(path).exists():
        raise Unavailable(f"{package} is not installed: Tests/Servers/install does it")
    return str(path)


def free_ports(names):
    """A free port for each name, below those that the system gives to clients, so that none of them takes it."""
    with contextlib.ExitStack() as stack:
        ports = {}
        for port in random.SystemRandom().sample(range(12_000, 32_000), 2_000):
            if len(ports) == len(names):
                break
            probe = stack.enter_context(socket.socket())
            with contextlib.suppress(OSError):
                probe.bind((HOST, port))
                ports[names[len(ports)]] = port
        return ports


class Server:
    """A server as a context manager. A subclass says how to `configure` it, and how to read what it `delivered`."""

    # What `log` and failures call it.
    name = None
    # The services that a port is kept free for.
    services = ()

    def __init__(self):
        self.ports = {}
        self.folder = None
        self._resources = contextlib.ExitStack()

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            self.folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=f"galley-{self.name}-")))
            # Servers give up root's rights and must still reach their folders.
            self.folder.chmod(0o755)
            self.ports = free_ports(list(self.services))
            try:
                self.configure(stack)
            except Unavailable as reason:
                say_skipped(self.name, str(reason))
                raise
            self.wait_until(lambda: listening_ports().issuperset(self.ports.values()), "its ports to be open")
            self._resources = stack.pop_all()
        return self

    def __exit__(self, *_):
        self._resources.close()

    def configure(self, stack):
        raise NotImplementedError

    def delivered(self):
        """A `Delivered` for each message and recipient so far, the latest last."""
        raise NotImplementedError

    def log(self):
        """What the server wrote about itself."""
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.rglob("*.log")))

    def start(self, stack, *command):
        """Starts a process of the server, which `stack` ends with all its children."""
        with (self.folder / f"{self.name}.log").open("ab") as log:
            process = subprocess.Popen(
                [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
                start_new_session=True)
        stack.callback(end, process)
        self._process = process
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", str(process.pid), self.folder], stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        stack.callback(dismiss, keeper)

    def wait_until(self, condition, what):
        """Waits for the condition to hold; the failure shows the server's log."""
        limit = time.monotonic() + READY_SECONDS
        while not condition():
            if self._process.poll() is not None:
                raise RuntimeError(f"{self.name} ended with {self._process.returncode}:\n{self.log()}")
            if time.monotonic() > limit:
                raise RuntimeError(f"{self.name}: waited {READY_SECONDS} s for {what}:\n{self.log()}")
            time.sleep(0.02)

    def wait_for(self, count):
        """The messages delivered, once there are `count` of them."""
        self.wait_until(lambda: len(self.delivered()) >= count, f"{count} messages")
        return self.delivered()


def end(process):
    """Ends a server and its children, which may still write while the server itself is gone."""
    signal_group(process, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)
    signal_group(process, signal.SIGKILL)
    process.wait()


def dismiss(keeper):
    """Ends a keeper before its pipe closes, so that it does nothing."""
    keeper.kill()
    keeper.communicate()


def signal_group(process, number):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def listening_ports():
    """The ports that servers listen on, read from the system's table: a connection to try would start a session."""
    rows = (line.split() for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:])
    return {int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == LISTEN}


def read_maildir(folder, fields):
    """The messages of a Maildir, whose server put the header fields `fields` on top, in this order and once each.

    The names are in lower case; the one that ends in `to` has the recipient. Lines end in LF on disk, in CR LF here.
    """
    messages = []
    for path in sorted((folder / "new").glob("*"), key=lambda path: path.stat().st_mtime_ns):
        content, values = path.read_bytes().replace(b"\n", b"\r\n"), {}
        for field in fields:
            top = FIELD.match(content)
            if top is None or top[1].decode().lower() != field:
                raise AssertionError(f"no {field} on top of {content[:200]!r}")
            values[field] = top[2].strip().decode()
            content = content[top.end():]
        recipient = next(values[field] for field in fields if field.endswith("to"))
        messages.append(Delivered(values["return-path"].strip("<>"), recipient, content))
    return messages


def run_by_hand(server_type):
    """Runs a server until Control-C."""
    try:
        with server_type() as server:
            for service, port in server.ports.items():
                print(f"{HOST}:{port}  {service}")
            print(f"roots   {server.certificates.authority}")
            print(f"account {USER}, {PASSWORD}")
            print(f"folder  {server.folder}", flush=True)
            signal.pause()
    except KeyboardInterrupt:
        print()
    except Unavailable:
        sys.exit(69)
