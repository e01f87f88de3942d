# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""`provider check`, `send` and `verify --live` with a provider of type msgraph: a token endpoint and a mailbox over TLS."""

import base64
import http.server
import json
import pathlib
import socket
import ssl
import tempfile
import unittest

from certificates import Certificates
from command import EPOCH, galley, run
from repeating import serving

ROLES = ("Mail.Send",)
# The application ID of Graph, which is the audience of its tokens in every cloud.
GRAPH = "00000003-0000-0000-c000-000000000000"


class Endpoint(http.server.ThreadingHTTPServer):
    """Gives tokens to the application that knows the secret, and takes mail for one mailbox."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, certificates, roles=ROLES, reply=(202, {}, b"")):
        super().__init__(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates.chain())
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.roles, self.reply = roles, reply
        self.tokens = self.posts = 0
        self.mails = []

    @property
    def url(self):
        return f"https://localhost:{self.server_address[1]}"

    def token(self):
        claims = {"aud": GRAPH, "roles": self.roles, "exp": 4_000_000_000}
        return "e30." + base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode() + ".s"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, headers=(), body=b""):
        self.send_response(status)
        for name, value in {"Content-Length": len(body), **dict(headers)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(401)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/token":
            self.server.tokens += 1
            if b"client_secret=s3cret" not in body:
                refusal = {"error": "invalid_client", "error_description": "AADSTS7000215", "error_codes": [7000215]}
                return self.answer(401, body=json.dumps(refusal).encode())
            reply = {"token_type": "Bearer", "expires_in": 3599, "access_token": self.server.token()}
            return self.answer(200, body=json.dumps(reply).encode())
        if self.headers["Authorization"] != "Bearer " + self.server.token():
            return self.answer(401)
        self.server.posts += 1
        status, headers, text = self.server.reply
        if status == 202:
            self.server.mails.append((self.headers["Content-Type"], body))
        self.answer(status, headers.items(), text)


class GraphTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="galley-")))
        cls.certificates = Certificates(cls.folder)

    def serve(self, **options):
        server = Endpoint(self.certificates, **options)
        self.enterContext(serving(server))
        return server

    def provider(self, server, secret="s3cret"):
        provider = self.folder / "external.email.json"
        provider.write_text(json.dumps({
            "type": "msgraph", "mailEndpoint": f"{server.url}/v1.0/users/anna@galley.test/sendMail",
            "from": "anna@galley.test", "threadPoolSize": 4,
            "auth": {"enable": True, "type": "oauth2", "clientId": "app", "clientSecret": secret,
                     "tokenEndpoint": f"{server.url}/token", "scope": ["https://graph.microsoft.com/.default"]}}))
        return provider

    def galley(self, server, *arguments, **settings):
        return galley(*arguments, "--provider", self.provider(server, **settings), "--ca", self.certificates.authority)

    def test_the_pre_flight_sends_nothing(self):
        server = self.serve()
        result = self.galley(server, "provider", "check")
        self.assertEqual(result.status, 0, result)
        self.assertEqual([stage["result"] for stage in result.json["stages"]], ["passed"] * 6)
        self.assertEqual(server.mails, [])

    def test_a_message_arrives_as_render_writes_it(self):
        for form, kind, rendered in (("json", "application/json", "graph"), ("mime", "text/plain", "graph-mime")):
            with self.subTest(form):
                server = self.serve()
                arguments = ("welcome", "--to", "ben@far.test")
                result = self.galley(server, "send", *arguments, "--graph-form", form)
                self.assertEqual(result.status, 0, result)
                self.assertEqual(result.json["deliveries"][0]["outcome"], "sent")
                self.assertIn("202", result.json["deliveries"][0]["reply"])
                (content_type, body), = server.mails
                self.assertEqual(content_type, kind)
                expected = run("render", *arguments, "--provider", self.provider(server), "--as", rendered,
                               environment=EPOCH).output
                if form == "json":
                    self.assertEqual(json.loads(body), json.loads(expected))
                else:
                    self.assertEqual(base64.b64decode(body), base64.b64decode(expected))

    def test_every_template_with_one_token(self):
        server = self.serve()
        result = self.galley(server, "verify", "--live", "--to", "ben@far.test", "--limit", "1000/min")
        self.assertEqual(result.status, 0, result)
        self.assertEqual({each["outcome"] for each in result.json["deliveries"]}, {"sent"})
        self.assertEqual(len(server.mails), 21)
        # One for the pre-flight, one for all messages.
        self.assertEqual(server.tokens, 2)

    def test_a_refusal_names_what_is_missing_in_azure(self):
        denied = json.dumps({"error": {"code": "ErrorSendAsDenied", "message": "no"}}).encode()
        for options, arguments, status, stage, advice in (
            ({}, {"secret": "wrong"}, 77, "token", "client secret"),
            ({"roles": ("User.Read.All",)}, {}, None, "token claims", "application permission Mail.Send"),
            ({"reply": (403, {}, denied)}, {}, 77, "sendMail", "Send As"),
            ({"reply": (404, {}, b"{}")}, {}, None, "sendMail", "mailbox"),
        ):
            with self.subTest(stage, advice=advice):
                server = self.serve(**options)
                result = self.galley(server, "send", "--test", "--to", "ben@far.test", **arguments)
                failed = [each for each in result.json["stages"] if each["result"] == "failed"]
                self.assertEqual([each["name"] for each in failed], [stage], result)
                self.assertIn(advice, failed[0]["advice"])
                self.assertIn(result.status, (status,) if status else (77, 78))
                self.assertEqual(server.mails, [])

    def test_a_throttled_message_waits_and_is_temporary_in_the_end(self):
        server = self.serve(reply=(429, {"Retry-After": "1"}, b"{}"))
        result = self.galley(server, "send", "--test", "--to", "ben@far.test")
        self.assertEqual(result.status, 75, result)
        self.assertEqual(result.json["deliveries"][0]["outcome"], "temporary")

    def test_a_message_too_large_for_graph_is_no_fault_of_the_settings_whoever_finds_it(self):
        request = self.folder / "request.json"
        for octets, form, reply, posts in ((100, "json", (413, {}, b"{}"), 1), (4_100_000, "json", (202, {}, b""), 0),
                                           (3_900_000, "mime", (202, {}, b""), 0)):
            request.write_text(json.dumps({"from": "anna@galley.test", "to": "ben@far.test", "subject": "Large",
                                           "type": "text/plain", "body": "x" * octets}))
            message = ("--request", request, "--graph-form", form)
            with self.subTest(octets=octets, form=form):
                server = self.serve(reply=reply)
                result = self.galley(server, "send", *message)
                self.assertEqual((result.status, server.posts), (69, posts), result)
                result = self.galley(server, "verify", "--live", "--to", "ben@far.test", *message)
                self.assertEqual((result.status, server.posts), (1, 2 * posts), result)
                refused, = [each for each in result.json["findings"] if each["rule"] == "test-message-refused"]
                self.assertIn("4 MB", refused["fix"])

    def test_what_may_have_been_sent_is_unknown_and_not_sent_again(self):
        busy = json.dumps({"error": {"code": "ErrorServerBusy", "message": "no"}}).encode()
        for reply in ((504, {"Retry-After": "1"}, busy), (502, {}, busy), (200, {}, b"{}")):
            with self.subTest(reply):
                server = self.serve(reply=reply)
                result = self.galley(server, "send", "--test", "--to", "ben@far.test")
                self.assertEqual((result.status, server.posts), (74, 1), result)
                self.assertEqual(result.json["deliveries"][0]["outcome"], "unknown")

    def test_a_throttled_message_says_for_how_long(self):
        server = self.serve(reply=(429, {"Retry-After": "3600"}, b"{}"))
        result = self.galley(server, "send", "--test", "--to", "ben@far.test")
        self.assertEqual((result.status, server.posts), (75, 1), result)
        self.assertIn("Retry-After: 3600 s", result.json["deliveries"][0]["reply"])

    def test_a_transcript_of_what_was_said_and_no_secret(self):
        denied = {"error": {"code": "ErrorSendAsDenied", "message": "no", "innerError": {"request-id": "4c3-d2"}}}
        server = self.serve(reply=(403, {}, json.dumps(denied).encode()))
        arguments = ("--provider", self.provider(server), "--ca", self.certificates.authority, "--transcript")
        check = run("provider", "check", *arguments).text
        sent = run("send", "--test", "--to", "ben@far.test", *arguments).text
        for text in (check, sent):
            self.assertIn(f"C: POST {server.url}/token (application/x-www-form-urlencoded", text)
            self.assertIn("C: GET ", text)
            self.assertNotIn("s3cret", text)
            self.assertNotIn(server.token(), text)
        self.assertIn("S: 403 ErrorSendAsDenied (request-id 4c3-d2)", sent)
        self.assertNotIn("sendMail (application/json", check)

    def test_the_pre_flight_ends_at_its_timeout(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            provider = self.folder / "silent.json"
            endpoint = f"https://localhost:{silent.getsockname()[1]}"
            provider.write_text(json.dumps({
                "type": "msgraph", "mailEndpoint": f"{endpoint}/v1.0/users/anna@galley.test/sendMail",
                "from": "anna@galley.test", "connectiontimeout": 25_000,
                "auth": {"enable": True, "type": "oauth2", "clientId": "app", "clientSecret": "s3cret",
                         "tokenEndpoint": f"{endpoint}/token", "scope": ["https://graph.microsoft.com/.default"]}}))
            result = galley("provider", "check", "--timeout", 2, "--provider", provider)
        failed, = [stage for stage in result.json["stages"] if stage["result"] == "failed"]
        self.assertIn("takes the connection and does not finish TLS", failed["said"])
        self.assertLess(failed["milliseconds"], 2500)


if __name__ == "__main__":
    unittest.main()
