# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""The servers do what they are for, as Python's smtplib sees it: the tests of Galley can rely on them."""

import base64
import hashlib
import hmac
import os
import signal
import smtplib
import ssl
import subprocess
import sys
import time
import unittest

from aiosmtpd_server import Aiosmtpd
from certificates import BAD
from dovecot import TOKEN
from exim import Exim
from postfix import Postfix
from server import HOST, PASSWORD, READY_SECONDS, RECIPIENTS, SMALL_LIMIT, USER, Server, listening_ports

STRANGER, ELSEWHERE, UNKNOWN, CHINESE = "ben@far.test", "any.name@elsewhere.test", "no@galley.test", RECIPIENTS[1]
# What a server may be tempted to change: dots, blanks at the end of a line, a folded and an incomplete header, eight
# bits, and the longest line.
MESSAGE = "\r\n".join((
    "Received: from nowhere", "Return-Path: <not@this.test>", "Bcc: leak@far.test", "Subject: folded", "  here",
    "to: undisclosed", "X-Empty:", "From: anna", "", ".", "..two", "a .", "blanks \t ", "", "", "grüße", "x" * 998,
    "")).encode()

# What OpenSSL finds in each bad certificate: its X509_V_ERR code.
FAULTS = {
    "self-signed": 18, "expired": 10, "not-yet-valid": 9, "wrong-host": 62, "wildcard-depth": 62, "name-only": 64,
    "common-name-only": 62, "unknown-authority": 20}


class Servers:
    """What every server does. A subclass names its server."""

    server: Server
    mechanisms = ("PLAIN", "LOGIN", "CRAM-MD5")

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(cls.server_type())

    def connect(self, service, host="localhost", trust=True):
        """A session on the service, with TLS where the service has it."""
        context = ssl.create_default_context(cafile=self.server.certificates.authority)
        # Python would still take the common name where there is no other.
        context.hostname_checks_common_name = False
        if not trust:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        port = self.server.ports[service]
        if service.startswith("submissions"):
            client = smtplib.SMTP_SSL(host, port, timeout=30, context=context)
        else:
            client = smtplib.SMTP(host, port, timeout=30)
        self.addCleanup(client.close)
        if service.startswith(("starttls", "submission")) and not service.startswith("submissions"):
            client.starttls(context=context)
        client.ehlo()
        return client

    def send(self, client, recipients=(USER,), message=MESSAGE, sender=STRANGER, options=()):
        """Sends the message, and returns the recipients refused and what was delivered to the others."""
        seen = len(self.server.delivered())
        refused = client.sendmail(sender, recipients, message, mail_options=options)
        return refused, self.server.wait_for(seen + len(recipients) - len(refused))[seen:]

    def assertRefused(self, codes, function, *arguments):
        with self.assertRaises(smtplib.SMTPResponseException) as caught:
            function(*arguments)
        self.assertIn(caught.exception.smtp_code, codes)

    def test_delivers_every_byte_to_every_recipient(self):
        recipients = (USER, ELSEWHERE)
        refused, delivered = self.send(self.connect("plain"), recipients, options=("BODY=8BITMIME",))
        self.assertEqual(refused, {})
        self.assertEqual({each.recipient for each in delivered}, set(recipients))
        for each in delivered:
            self.assertEqual(each.sender, STRANGER)
            self.assertEqual(each.content, MESSAGE)

    def test_offers_auth_only_under_tls(self):
        client = smtplib.SMTP("localhost", self.server.ports["starttls"], timeout=30)
        self.addCleanup(client.close)
        client.ehlo()
        self.assertTrue(client.has_extn("starttls"))
        self.assertFalse(client.has_extn("auth"))
        self.assertEqual(set(self.connect("starttls").esmtp_features["auth"].split()), set(self.mechanisms))
        self.assertFalse(self.connect("plain").has_extn("starttls"))

    def test_takes_mail_after_auth_by_each_mechanism(self):
        for mechanism in self.mechanisms:
            with self.subTest(mechanism):
                client = self.connect("submission")
                self.assertEqual(authenticate(client, mechanism, PASSWORD, TOKEN)[0], 235)
                self.assertEqual(self.send(client)[1][0].content, MESSAGE)

    def test_refuses_a_wrong_password(self):
        for mechanism in self.mechanisms:
            with self.subTest(mechanism):
                self.assertRefused((535,), authenticate, self.connect("submission"), mechanism, "wrong", "wrong")

    def test_refuses_mail_without_auth(self):
        client = self.connect("submission")
        code, _ = client.mail(STRANGER)
        if code == 250:
            code, _ = client.rcpt(USER)
        self.assertIn(code, (530, 550, 554))

    def test_takes_addresses_that_are_not_ascii(self):
        message = "Subject: 你好\r\n\r\n再见\r\n".encode()
        refused, delivered = self.send(
            self.connect("plain"), (CHINESE,), message, "zoë@far.test", ("SMTPUTF8", "BODY=8BITMIME"))
        self.assertEqual(refused, {})
        self.assertEqual((delivered[0].sender, delivered[0].content), ("zoë@far.test", message))

    def test_has_a_service_without_smtputf8(self):
        client = self.connect("ascii")
        self.assertFalse(client.has_extn("smtputf8"))
        self.assertGreaterEqual(client.docmd("MAIL", f"FROM:<{STRANGER}> SMTPUTF8")[0], 500)
        self.assertTrue(self.connect("plain").has_extn("smtputf8"))

    def test_refuses_a_message_past_its_limit(self):
        client = self.connect("small")
        self.assertEqual(int(client.esmtp_features["size"]), SMALL_LIMIT)
        self.assertEqual(client.mail(STRANGER, [f"size={SMALL_LIMIT + 1}"])[0], 552)
        client.rset()
        self.assertEqual(client.mail(STRANGER)[0], 250)
        self.assertEqual(client.rcpt(USER)[0], 250)
        self.assertEqual(client.data(b"Subject: long\r\n\r\n" + b"line\r\n" * SMALL_LIMIT)[0], 552)
        self.assertEqual(self.send(client)[1][0].content, MESSAGE)

    def test_refuses_an_unknown_recipient_alone(self):
        refused, delivered = self.send(self.connect("plain"), (UNKNOWN, USER))
        self.assertEqual(list(refused), [UNKNOWN])
        self.assertEqual(refused[UNKNOWN][0], 550)
        self.assertEqual([each.recipient for each in delivered], [USER])


class ImplicitTLS:
    """What servers with implicit TLS do besides."""

    def test_takes_mail_over_implicit_tls(self):
        client = self.connect("submissions")
        authenticate(client, "PLAIN", PASSWORD)
        self.assertEqual(self.send(client)[1][0].content, MESSAGE)

    def test_refuses_mail_over_implicit_tls_without_auth(self):
        client = self.connect("submissions")
        client.mail(STRANGER)
        self.assertIn(client.rcpt(USER)[0], (530, 550, 554))


class PostfixTests(Servers, ImplicitTLS, unittest.TestCase):
    server_type = Postfix
    mechanisms = (*Servers.mechanisms, "SCRAM-SHA-256", "XOAUTH2")

    def test_shows_each_bad_certificate_in_both_forms(self):
        for leaf in BAD:
            for kind in ("starttls", "submissions"):
                service = f"{kind}-{leaf.name}"
                with self.subTest(service):
                    with self.assertRaises(ssl.SSLCertVerificationError) as caught:
                        self.connect(service, leaf.host)
                    self.assertEqual(caught.exception.verify_code, FAULTS[leaf.name])
                with self.subTest(service, trust=False):
                    self.assertTrue(self.connect(service, leaf.host, trust=False).has_extn("auth"))

    def test_shows_a_good_certificate_for_the_name_and_the_address(self):
        for host in ("localhost", HOST):
            for service in ("starttls", "submissions"):
                with self.subTest(service, host=host):
                    self.assertTrue(self.connect(service, host).has_extn("auth"))

    def test_submission_demands_tls(self):
        client = smtplib.SMTP("localhost", self.server.ports["submission"], timeout=30)
        self.addCleanup(client.close)
        client.ehlo()
        self.assertEqual(client.mail(STRANGER)[0], 530)


class EximTests(Servers, ImplicitTLS, unittest.TestCase):
    server_type = Exim


class AiosmtpdTests(Servers, unittest.TestCase):
    server_type = Aiosmtpd
    mechanisms = ("PLAIN", "LOGIN")

    def test_demands_tls(self):
        client = smtplib.SMTP("localhost", self.server.ports["starttls"], timeout=30)
        self.addCleanup(client.close)
        client.ehlo()
        self.assertEqual(client.mail(STRANGER)[0], 530)


class EndTests(unittest.TestCase):
    """Nothing is left of a server."""

    def test_a_failure_ends_each_server_and_removes_its_folder(self):
        for server_type in (Postfix, Exim, Aiosmtpd):
            with self.subTest(server_type.name):
                with self.assertRaises(ZeroDivisionError), server_type() as server:
                    ports = set(server.ports.values())
                    self.assertLessEqual(ports, listening_ports())
                    1 / 0
                self.assertFalse(ports & listening_ports())
                self.assertFalse(server.folder.exists())

    def test_a_server_ends_with_a_test_that_is_killed(self):
        program = ("from aiosmtpd_server import Aiosmtpd\nwith Aiosmtpd() as server:\n"
                   "    print(server.folder, *server.ports.values(), flush=True)\n    input()")
        process = subprocess.Popen(
            [sys.executable, "-c", program], cwd=os.path.dirname(__file__), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        folder, *ports = process.stdout.readline().decode().split() or [None]
        process.send_signal(signal.SIGKILL)
        errors = process.communicate()[1].decode()
        if folder is None:
            self.skipTest(errors.splitlines()[-1])
        limit = time.monotonic() + READY_SECONDS
        while os.path.exists(folder) and time.monotonic() < limit:
            time.sleep(0.05)
        self.assertFalse(os.path.exists(folder))
        self.assertFalse(set(map(int, ports)) & listening_ports())


def authenticate(client, mechanism, password, token=None):
    """Authenticates as `USER`, and raises what smtplib raises where the server refuses."""
    if mechanism == "SCRAM-SHA-256":
        reply = scram(client, password)
    elif mechanism == "XOAUTH2":
        reply = client.docmd("AUTH", "XOAUTH2 " + encoded(f"user={USER}\1auth=Bearer {token}\1\1"))
        if reply[0] == 334:
            reply = client.docmd("")
    else:
        client.user, client.password = USER, password
        return client.auth(mechanism, getattr(client, "auth_" + mechanism.lower().replace("-", "_")))
    if reply[0] != 235:
        raise smtplib.SMTPAuthenticationError(*reply)
    return reply


def scram(client, password):
    """SCRAM-SHA-256 of RFC 5802 and 7677, without channel binding; checks that the server knows the password too."""
    first = f"n={USER},r=clientnonce"
    code, reply = client.docmd("AUTH", "SCRAM-SHA-256 " + encoded("n,," + first))
    if code != 334:
        return code, reply
    challenge = base64.b64decode(reply).decode()
    nonce, salt, rounds = (part[2:] for part in challenge.split(","))
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(salt), int(rounds))
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    last = f"c=biws,r={nonce}"
    signed = f"{first},{challenge},{last}".encode()
    signature = hmac.digest(hashlib.sha256(client_key).digest(), signed, "sha256")
    proof = base64.b64encode(bytes(a ^ b for a, b in zip(client_key, signature))).decode()
    code, reply = client.docmd(encoded(f"{last},p={proof}"))
    if code != 334:
        return code, reply
    expected = hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), signed, "sha256")
    assert base64.b64decode(reply) == b"v=" + base64.b64encode(expected), "the server does not know the password"
    return client.docmd("")


def encoded(text):
    return base64.b64encode(text.encode()).decode()


if __name__ == "__main__":
    unittest.main()
