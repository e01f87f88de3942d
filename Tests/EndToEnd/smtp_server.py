# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""A small SMTP server that takes everything, so that what the command shows of a provider can be tested anywhere."""

import contextlib
import socketserver
import threading


class Session(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        self.say("220 localhost ready")
        while line := self.rfile.readline():
            verb = line.split()[0].upper().decode() if line.split() else ""
            text = line.decode()
            reply = next((reply for start, reply in self.server.refusals.items() if text.startswith(start)), None)
            self.server.lines.append(text.rstrip("\r\n"))
            if reply:
                self.say(reply)
            elif verb == "EHLO":
                self.say("250-localhost\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 10485760")
            elif verb == "DATA":
                self.say("354 go ahead")
                self.take()
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self):
        content = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            content += line[1:] if line.startswith(b".") else line
        with self.server.lock:
            self.server.messages.append(content)
            number = len(self.server.messages)
        self.say(f"250 ok, queued as {number}")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    # Twenty sessions begin at once: with Python's five in the queue, some would wait for a greeting that nobody sends.
    request_queue_size = 128

    def __init__(self, refusals):
        super().__init__(("127.0.0.1", 0), Session)
        self.refusals = refusals
        self.messages = []
        self.lines = []
        self.lock = threading.Lock()

    @property
    def port(self):
        return self.server_address[1]


@contextlib.contextmanager
def smtp_server(refusals=None):
    """A server on a port of its own. `refusals` gives the reply to lines that begin so in place of a good one."""
    with Server(refusals or {}) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
