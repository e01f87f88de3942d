# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""A token endpoint and a Graph over TLS on loopback, one listener for each certificate.

Usage: graph_server.py FOLDER

It makes certificates in FOLDER, prints the ports as JSON on one line, ends when standard input does, and removes FOLDER.
What it answers stands in the query: `?id=NAME&plan=STEP,STEP`, the nth step for the nth request of that name, the last
one for all that follow. Each request is appended to FOLDER/NAME.requests as a line of JSON.
"""

import base64
import http.server
import json
import pathlib
import select
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.parse

FOLDER = pathlib.Path(sys.argv[1]).resolve()
LOCK = threading.Lock()
COUNTS = {}

CA_CONFIG = """
[ca]
default_ca = this
[this]
new_certs_dir = {folder}
database = {folder}/{ca}.index
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[ext]
{extensions}
"""


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, cwd=FOLDER, stdin=subprocess.DEVNULL, capture_output=True)


def make_ca(name):
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
            "-subj", f"/CN={name}", "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-keyout", f"{name}.key",
            "-out", f"{name}.pem")


def make_certificate(name, san, common_name="graph.test", ca="ca", start="20200101000000Z", end="20400101000000Z"):
    extensions = f"subjectAltName = {san}" if san else "keyUsage = digitalSignature"
    (FOLDER / f"{ca}.index").write_text("")
    config = FOLDER / f"{name}.cnf"
    config.write_text(CA_CONFIG.format(folder=FOLDER, ca=ca, extensions=extensions))
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", f"/CN={common_name}",
            "-keyout", f"{name}.key", "-out", f"{name}.csr")
    openssl("ca", "-batch", "-notext", "-config", config.name, "-cert", f"{ca}.pem", "-keyfile", f"{ca}.key",
            "-in", f"{name}.csr", "-out", f"{name}.pem", "-startdate", start, "-enddate", end, "-extensions", "ext")


def make_certificates():
    make_ca("ca")
    make_ca("unknown-ca")
    names = "DNS:graph.test,DNS:login.test"
    make_certificate("good", names)
    make_certificate("wildcard", "DNS:*.graph.test")
    make_certificate("ip", "IP:127.0.0.1", common_name="none")
    make_certificate("expired", names, end="20210101000000Z")
    make_certificate("not-yet-valid", names, start="20390101000000Z")
    make_certificate("wrong-host", "DNS:other.test")
    make_certificate("unknown-issuer", names, ca="unknown-ca")
    make_certificate("wildcard-depth", "DNS:*.test")
    make_certificate("no-ip", "DNS:graph.test", common_name="127.0.0.1")
    make_certificate("common-name", None)
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
            "-subj", "/CN=graph.test", "-addext", f"subjectAltName={names}", "-keyout", "self-signed.key",
            "-out", "self-signed.pem")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def setup(self):
        if isinstance(self.request, ssl.SSLSocket):
            self.request.settimeout(self.timeout)
            self.request.do_handshake()
        super().setup()

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.answer()

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        name = query.get("id", "none")
        steps = query.get("plan", "202").split(",")
        with LOCK:
            number = COUNTS[name] = COUNTS.get(name, 0) + 1
            with open(FOLDER / f"{name}.requests", "a") as file:
                file.write(json.dumps({
                    "method": self.command, "path": self.path, "peer": self.client_address[1], "body": body.decode("latin-1"),
                    "headers": {name.lower(): value for name, value in self.headers.items()}}) + "\n")
        step, _, argument = steps[min(number, len(steps)) - 1].partition(":")
        getattr(self, "step_" + step, self.status)(step, argument)

    def reply(self, status, body=b"", length=None, **fields):
        self.send_response(status)
        for field, value in fields.items():
            self.send_header(field.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def status(self, step, argument):
        """`403:ErrorAccessDenied`: the error of Graph with that code."""
        error = {"error": {"code": argument or "None", "message": "as was asked for"}}
        self.reply(int(step), json.dumps(error).encode() if step != "202" else b"")

    def step_retry(self, step, argument):
        """`retry:429-7`: a Retry-After of seconds; `retry:429-date`: of a date that has passed."""
        status, _, value = argument.partition("-")
        self.reply(int(status), Retry_After="Sun, 06 Nov 1994 08:49:37 GMT" if value == "date" else value)

    def step_token(self, step, argument):
        token = {"token_type": "Bearer", "expires_in": int(argument or 3599),
                 "access_token": f"canaryToken{sum(COUNTS.values())}"}
        self.reply(200, json.dumps(token).encode())

    def step_aadsts(self, step, argument):
        error, _, number = argument.partition("-")
        body = {"error": error, "error_description": f"AADSTS{number}: As was asked for.\r\nTrace ID: 1",
                "error_codes": [int(number)]}
        self.reply(401, json.dumps(body).encode())

    def step_echo(self, step, argument):
        """Repeats what was sent, as some proxies do."""
        authorization = self.headers.get("Authorization", "none")
        error = {"error": {"code": authorization, "message": f"You sent {authorization}"}}
        self.reply(int(argument), json.dumps(error).encode(), Location=f"https://evil.test/{authorization}")

    def step_malformed(self, step, argument):
        self.reply(int(argument), b'{"error":{"code":"X"')

    def step_redirect(self, step, argument):
        self.reply(307, Location=f"{argument}://login.test:{self.server.server_port}/stolen?id=stolen")

    def step_injection(self, step, argument):
        self.wfile.write(b"HTTP/1.1 307 Moved\r\nLocation: https://evil.test/\rX: y\r\nContent-Length: 0\r\n\r\n")

    def step_cut(self, step, argument):
        self.reply(int(argument), b'{"error":', length=100)
        self.close_connection = True

    def step_drip(self, step, argument):
        self.send_response(int(argument))
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.drip(b" ")

    def step_driphead(self, step, argument):
        self.drip(b"HTTP/1.1 202 Accepted\r\nX: " + b"x" * 1000)

    def drip(self, data):
        try:
            for _ in range(300):
                self.wfile.write(data[:1])
                data = data[1:] or data
                time.sleep(0.05)
        except OSError:
            self.close_connection = True

    def step_stall(self, step, argument):
        self.request.settimeout(10)
        try:
            self.rfile.read(1)
        except OSError:
            pass
        self.close_connection = True

    def step_close(self, step, argument):
        self.close_connection = True

    def step_reset(self, step, argument):
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.close_connection = True

    def step_garbage(self, step, argument):
        self.wfile.write(b"220 smtp.test ESMTP\r\n\r\n")
        self.close_connection = True

    def step_huge(self, step, argument):
        try:
            self.reply(int(argument), b"x" * (4 << 20))
        except OSError:
            self.close_connection = True

    def step_slow(self, step, argument):
        time.sleep(0.1)
        self.reply(202)


class Proxy(http.server.BaseHTTPRequestHandler):
    """Connects whoever knows the password."""

    AUTHORIZATION = "Basic " + base64.b64encode(b"bob:canary+Secret/7").decode()

    def log_message(self, *arguments):
        pass

    def do_CONNECT(self):
        if self.headers.get("Proxy-Authorization") != self.AUTHORIZATION:
            self.send_response(407)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port))) as far:
            self.send_response(200)
            self.end_headers()
            ends = {self.connection: far, far: self.connection}
            while True:
                for end in select.select(list(ends), [], [])[0]:
                    data = end.recv(1 << 16)
                    if not data:
                        return
                    ends[end].sendall(data)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, context, handler=Handler):
        super().__init__(("127.0.0.1", 0), handler)
        self.context = context

    def get_request(self):
        connection, address = super().get_request()
        if self.context:
            connection = self.context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, address

    def handle_error(self, request, address):
        pass


def context(name, version=None):
    result = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    result.load_cert_chain(FOLDER / f"{name}.pem", FOLDER / f"{name}.key")
    if version:
        result.set_ciphers("ALL:@SECLEVEL=0")
        result.minimum_version = result.maximum_version = version
    return result


def main():
    make_certificates()
    contexts = {path.stem: context(path.stem) for path in FOLDER.glob("*.csr")}
    contexts["self-signed"] = context("self-signed")
    contexts["tls11"] = context("good", ssl.TLSVersion.TLSv1_1)
    contexts["tls12"] = context("good", ssl.TLSVersion.TLSv1_2)
    contexts["tls13"] = context("good", ssl.TLSVersion.TLSv1_3)
    contexts["plain"] = None
    servers = {name: Server(context) for name, context in contexts.items()}
    servers["proxy"] = Server(None, Proxy)
    for server in servers.values():
        threading.Thread(target=server.serve_forever, daemon=True).start()
    # Takes connections, and never says anything.
    silent = socket.create_server(("127.0.0.1", 0))
    # Takes none: those that it does not accept fill its queue.
    deaf = socket.create_server(("127.0.0.1", 0), backlog=0)
    waiting = [socket.socket() for _ in range(4)]
    for connection in waiting:
        connection.setblocking(False)
        connection.connect_ex(deaf.getsockname())
    ports = {name: server.server_port for name, server in servers.items()}
    print(json.dumps({**ports, "silent": silent.getsockname()[1],
                      "deaf": deaf.getsockname()[1]}), flush=True)
    sys.stdin.read()
    shutil.rmtree(FOLDER)


main()
