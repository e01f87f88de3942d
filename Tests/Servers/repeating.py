# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""Servers that repeat, in every reply, the credentials that they were sent, in every form that they can think of."""

import base64
import binascii
import contextlib
import http.server
import json
import socketserver
import ssl
import threading
import urllib.parse

from server import HOST


@contextlib.contextmanager
def serving(server):
    """The port of a server of this module, which serves until the end of the block."""
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def repeat(words):
    """The words in several forms."""
    for word in words:
        yield word
        yield word.encode().hex()
        yield "".join(f"%{byte:02X}" for byte in word.encode())
        yield urllib.parse.quote(word)
        yield from (base64.b64encode(b" " * shift + word.encode()).decode() for shift in range(3))


class SMTPServer(socketserver.ThreadingTCPServer):
    """An SMTP server without TLS that `accepts` each password or refuses it."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, accepts):
        self.accepts = accepts
        super().__init__((HOST, 0), SMTPHandler)


class SMTPHandler(socketserver.StreamRequestHandler):
    def handle(self):
        self.heard = []
        self.reply(220)
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "EHLO":
                self.wfile.write(b"250-repeating.test\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2\r\n")
            elif verb == "AUTH":
                self.authenticate(*line.split()[1:])
            elif verb == "DATA":
                self.reply(354)
                while self.rfile.readline().rstrip() != b".":
                    pass
                self.reply(554)
            elif verb == "QUIT":
                return self.reply(221)
            else:
                self.reply(250)

    def authenticate(self, mechanism, first=None):
        if first is None:
            rounds = {"LOGIN": [b"Username:", b"Password:"], "CRAM-MD5": [b"<1@repeating.test>"]}
            for challenge in rounds.get(mechanism, [b""]):
                self.wfile.write(b"334 " + base64.b64encode(challenge) + b"\r\n")
                self.hear(self.rfile.readline().decode().strip())
        else:
            self.hear(first)
        if not self.server.accepts and mechanism == "XOAUTH2":
            error = json.dumps({"status": "400", "heard": self.heard}).encode()
            self.wfile.write(b"334 " + base64.b64encode(error) + b"\r\n")
            self.rfile.readline()
        self.reply(235 if self.server.accepts else 535)

    def hear(self, line):
        self.heard.append(line)
        with contextlib.suppress(binascii.Error, UnicodeDecodeError):
            text = base64.b64decode(line).decode()
            self.heard += [word for word in text.replace("\1", "\0").split("\0") if word]

    def reply(self, code):
        lines = ["repeating.test", *repeat(self.heard)]
        for index, line in enumerate(lines):
            self.wfile.write(f"{code}{' ' if index == len(lines) - 1 else '-'}{line}\r\n".encode())


class GraphServer(http.server.ThreadingHTTPServer):
    """A token and mail endpoint over TLS that gives `token`, or no token where that is `None`, and refuses all mail."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, certificates, token):
        self.token = token
        super().__init__((HOST, 0), GraphHandler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates.chain())
        self.socket = context.wrap_socket(self.socket, server_side=True)


class GraphHandler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        heard = [value for values in urllib.parse.parse_qs(body).values() for value in values]
        heard += [*self.headers.get("Authorization", "").split(), self.path]
        words = " ".join(repeat(heard))
        if "token" not in self.path:
            reply = 403, {"error": {"code": "ErrorAccessDenied", "message": words, "innerError": {"heard": words}}}
        elif self.server.token is None:
            reply = 401, {"error": "invalid_client", "error_description": f"AADSTS7000215: {words}"}
        else:
            reply = 200, {"token_type": "Bearer", "expires_in": 3599, "access_token": self.server.token}
        content = json.dumps(reply[1]).encode()
        self.send_response(reply[0])
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST

    def log_message(self, *_):
        pass
