# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""A mail server that does what a script says, and remembers every octet it got: in the clear, and inside TLS.

A script says for each stage what the peer does there, in place of what a good server does: octets to send, a step such
as `HANG`, both in sequence as a tuple, or a list of these for the times that the stage comes, the last for all further
ones. The stages are `connect`, `greeting`, `EHLO`, `EHLO (TLS)` after STARTTLS, `HELO`, `STARTTLS`, `AUTH`, `response`
(what follows a 334), `MAIL`, `RCPT`, `DATA`, `message` (behind its final dot), `RSET` and `QUIT`; `accept` comes before
all connections, and its step gets the listening socket.
"""

import base64
import contextlib
import select
import socket
import struct
import threading
import time

from server import HOST, PASSWORD, USER

# No step waits longer, so that a test whose client is gone ends.
PATIENCE = 20
OFFERS = ("8BITMIME", "SMTPUTF8", "SIZE 10000000", "ENHANCEDSTATUSCODES")
MECHANISMS = "AUTH PLAIN LOGIN"


class Over(Exception):
    """The peer has ended the session."""


def ehlo(*offers):
    """The reply to EHLO that offers these extensions."""
    lines = ["peer.galley.test", *offers]
    return "".join(f"250{' ' if line is lines[-1] else '-'}{line}\r\n" for line in lines).encode()


def HANG(session):
    """Never answers again, nor looks at what comes."""
    session.peer.closing.wait(PATIENCE)
    raise Over


def CLOSE(session):
    raise Over


def RESET(session):
    """Ends the connection as a crash does, with RST."""
    session.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise Over


def TLS(session):
    session.start_tls()


def once(step, others):
    """A step for the first time that the stage comes on any connection, and one for all further times."""
    def take(session):
        is_first = take not in session.peer.past
        session.peer.past.add(take)
        session.answer_with(step if is_first else others)
    return take


def wait(seconds):
    """Waits before the next step."""
    return lambda session: session.peer.closing.wait(seconds)


def drip(octets, pause=0.3):
    """Sends octet after octet."""
    def step(session):
        for octet in octets:
            if session.peer.closing.wait(pause):
                raise Over
            session.send(bytes([octet]))
    return step


def forever(octets, pause=0):
    """Sends the octets again and again until the client goes away."""
    def step(session):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not session.peer.closing.wait(pause):
            session.send(octets)
        raise Over
    return step


def deaf(listener):
    """Lets no further connection come about: those that it returns fill the queue."""
    listener.listen(0)
    waiting = [socket.socket(listener.family) for _ in range(4)]
    for connection in waiting:
        connection.setblocking(False)
        connection.connect_ex(listener.getsockname())
    return waiting


def authenticate(session):
    """What a good server says to PLAIN and LOGIN."""
    mechanism, *response = session.line.split()[1:]
    if mechanism == b"LOGIN":
        session.send(b"334 VXNlcm5hbWU6\r\n")
        good = base64.b64decode(session.read_line()) == USER.encode()
        session.send(b"334 UGFzc3dvcmQ6\r\n")
        good &= base64.b64decode(session.read_line()) == PASSWORD.encode()
    else:
        good = base64.b64decode(response[0]) == f"\0{USER}\0{PASSWORD}".encode()
    session.send(b"235 2.7.0 welcome\r\n" if good else b"535 5.7.8 who are you\r\n")


def narrow(listener):
    """Takes in little that it has not read, so that a client cannot write much more."""
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 12)
    return []


class Peer:
    """Listens on a port of its own, as a context manager, and serves each connection by the same script.

    `context` is the TLS of the server, if it has TLS. Where `first` is given, it is the script of the first connection.
    What the client said stands in `clear` and `encrypted`, one `bytearray` for all connections; `lines` has its commands,
    `messages` what came with a final dot, and `together` counts the commands that came with others behind them.
    """

    def __init__(self, script=None, context=None, host=HOST, first=None):
        self.script = script or {}
        self.first = self.script if first is None else first
        self.context = context
        self.clear, self.encrypted = bytearray(), bytearray()
        self.lines, self.messages, self.faults = [], [], []
        self.connections, self.together, self.past = 0, 0, set()
        self.closing = threading.Event()
        self.listener = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.port = self.listener.getsockname()[1]
        self.waiting = self.script["accept"](self.listener) if "accept" in self.script else []
        self.threads = [threading.Thread(target=self.accept, daemon=True)]

    def __enter__(self):
        if not self.waiting:
            self.threads[0].start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        for waiting in (self.listener, *self.waiting):
            waiting.close()
        for thread in self.threads:
            if thread.ident:
                thread.join(PATIENCE)

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                self.connections += 1
                thread = threading.Thread(target=Session(self, connection).run, daemon=True)
                thread.start()
                self.threads.append(thread)


class Session:
    """One connection."""

    def __init__(self, peer, connection):
        connection.settimeout(PATIENCE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.peer, self.socket = peer, connection
        self.record = peer.clear
        self.buffer, self.line, self.last = b"", b"", b""
        self.counts, self.number = {}, peer.connections - 1
        self.script = peer.script if self.number else peer.first

    def run(self):
        try:
            self.answer("connect")
            self.answer("greeting")
            while True:
                self.line = self.read_line()
                self.peer.lines.append(self.line)
                self.peer.together += bool(self.buffer)
                self.answer(self.stage())
                if self.last.startswith(b"354"):
                    self.read_message()
        except (Over, OSError):
            self.drain()
        except Exception as error:
            self.peer.faults.append(repr(error))
        finally:
            self.socket.close()

    def stage(self):
        if self.last.startswith(b"334"):
            return "response"
        verb = self.line.split(b" ")[0].upper().decode("ascii", "replace")
        return "EHLO (TLS)" if verb == "EHLO" and self.record is self.peer.encrypted and (
            "connect" not in self.script) else verb

    def answer(self, stage):
        action = self.script.get(stage, self.good(stage))
        count = self.counts[stage] = self.counts.get(stage, -1) + 1
        if stage == "connect":
            count = self.number
        if isinstance(action, list):
            action = action[min(count, len(action) - 1)]
        self.answer_with(action)

    def answer_with(self, action):
        for step in action if isinstance(action, tuple) else (action,):
            self.send(step) if isinstance(step, bytes) else step(self)

    def good(self, stage):
        """What a good server does."""
        return {
            "connect": (), "greeting": b"220 peer.galley.test ESMTP\r\n",
            "EHLO": ehlo(*OFFERS, *["STARTTLS"] * (self.peer.context is not None)),
            "EHLO (TLS)": ehlo(*OFFERS, MECHANISMS), "HELO": b"250 peer.galley.test\r\n",
            "STARTTLS": (b"220 2.0.0 go ahead\r\n", TLS), "AUTH": authenticate,
            "MAIL": b"250 2.1.0 OK\r\n", "RCPT": b"250 2.1.5 OK\r\n", "DATA": b"354 go ahead\r\n",
            "message": b"250 2.0.0 OK taken\r\n", "RSET": b"250 2.0.0 OK\r\n",
            "QUIT": (b"221 2.0.0 bye\r\n", CLOSE),
        }.get(stage, b"500 5.5.1 what is that\r\n")

    # MARK: Octets

    def send(self, octets):
        self.last = octets
        self.socket.sendall(octets)

    def receive(self):
        octets = self.socket.recv(1 << 16)
        self.record += octets
        if not octets:
            raise Over
        self.buffer += octets

    def read_line(self):
        """The next line without its end, which must be CR LF."""
        while b"\n" not in self.buffer:
            self.receive()
        line, _, self.buffer = self.buffer.partition(b"\n")
        if line[-1:] != b"\r" or b"\r" in line[:-1]:
            self.peer.faults.append(f"a line that does not end in CR LF: {line!r}")
        return line.rstrip(b"\r")

    def read_message(self):
        while b"\r\n.\r\n" not in self.buffer:
            self.receive()
        message, _, self.buffer = self.buffer.partition(b"\r\n.\r\n")
        self.peer.messages.append(message + b"\r\n")
        self.answer("message")

    def start_tls(self):
        if self.buffer:
            self.peer.faults.append(f"the client did not wait for TLS: {self.buffer!r}")
        self.socket = self.peer.context.wrap_socket(self.socket, server_side=True)
        self.record = self.peer.encrypted

    def drain(self):
        """What the client said to a peer that no longer answers counts too."""
        with contextlib.suppress(OSError, ValueError):
            while select.select([self.socket], [], [], 0)[0]:
                octets = self.socket.recv(1 << 16)
                self.record += octets
                if not octets:
                    break
