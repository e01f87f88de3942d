# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""No secret shows in anything that a command writes, in any form, wherever the secret stands and whatever happens."""

import base64
import functools
import json
import unittest

from aiosmtpd_server import Aiosmtpd
from canaries import canary, forms, leaks
from certificates import Certificates
from command import EPOCH, SENDER, TestCase, document, run
from dovecot import TOKEN
from postfix import Postfix
from repeating import GraphServer, SMTPServer, repeat, serving
from secret_cases import CASES, PERSON, SECRETS, graph, smtp
from server import PASSWORD, USER

# What each command may end with: anything but a fault of its own, or a command line that it does not understand.
STATUSES = {0, 1, 65, 66, 69, 74, 75, 76, 77, 78}
RENDERED = ("eml", "html", "text", "subject", "headers", "graph", "json")
BODY = ('<!doctype html>\n<html lang="en"><head><title>-</title></head><body><p>Hello {{object.givenName}}</p>%s</body>'
        '</html>')


@functools.cache
def has(*command):
    """Whether the program has the subcommand: help for one that it lacks is that of the command above it."""
    return " ".join(("USAGE: galley", *command)) in run(*command, "--help").text


class SecretsTestCase(TestCase):
    """Runs commands, and looks for secrets in whatever they write."""

    def write_json(self, path, content):
        return self.write(path, content if isinstance(content, str) else json.dumps(content))

    def assertKept(self, secrets, *command, environment=None, statuses=STATUSES):
        """The command shows none of the secrets, in its output, its errors or the report `report.json`."""
        if command[0] in ("provider", "templates") and not has(*command[:2]):
            return None
        report = self.folder / "report.json"
        report.unlink(missing_ok=True)
        result = run(*command, environment=EPOCH | (environment or {}), timeout=60)
        self.assertIn(result.status, statuses, f"{command}\n{result.error_text}")
        written = {"output": result.output, "errors": result.errors}
        if report.exists():
            written["report"] = report.read_bytes()
        for what, data in written.items():
            # Each command that shows a secret is named, not the first alone.
            with self.subTest(" ".join(map(str, command)), of=what):
                self.assertEqual(leaks(data, secrets), [])
        return result

    def both_reports(self):
        return "--report", "text", "--report", f"json={self.folder / 'report.json'}"


class SearchTests(unittest.TestCase):
    """The search finds what it is for: the other tests can fail."""

    def test_finds_a_secret_in_every_form(self):
        secret = canary("found")
        for form in (*repeat([secret]), secret.lower(), secret[::-1], secret[:12], secret[-12:],
                     ":".join(f"{byte:02X}" for byte in secret.encode()), secret[:5] + "=\r\n" + secret[5:],
                     secret[:10] + "\n    " + secret[10:], base64.b64encode(b"\0mailer\0" + secret.encode()).decode()):
            with self.subTest(form):
                self.assertTrue(leaks(f"said: {form}.".encode(), {"found": secret}))
        self.assertEqual(leaks(b"said: nothing of it", {"found": secret}), [])

    def test_no_two_secrets_have_a_piece_in_common(self):
        self.assertGreaterEqual(len(SECRETS), 25)
        pieces = [piece for secret in SECRETS.values() for piece in set(forms(secret))]
        self.assertEqual(len(pieces), len(set(pieces)))


class PlaceTests(SecretsTestCase):
    """Every command, with a secret in every place that one can stand in, and nothing listening."""

    def check(self, case, secrets):
        kept = functools.partial(self.assertKept, secrets, environment=case.environment)
        tenant, provider = self.folder / "conf", self.folder / "conf/external.email.json"
        self.write_json(provider, case.provider)
        self.write_json(tenant / "emailTemplate-alert.json", {
            "_id": "emailTemplate/alert", "enabled": True, "from": "", "defaultLocale": "en", "mimeType": "text/html",
            "subject": {"en": f"Hello {case.subject}"}, "html": {"en": BODY % ""}, "message": {"en": BODY % case.body}})
        values = () if case.properties is None else (
            "--properties", self.write_json("properties.json", case.properties))
        roots = () if case.roots is None else ("--ca", self.write("roots.pem", case.roots))
        persona = self.write_json("persona.json", {"name": "anna", "object": case.person})
        request = self.write_json(
            "request.json", {"templateName": "alert", "to": USER, "object": PERSON} | case.request)
        templates = ("--templates", tenant, *values)
        inputs = ("--provider", provider, "--persona", persona, *templates)
        requested = ("--provider", provider, "--request", request, *templates)

        for gate in ("development", "staging", "production"):
            kept("verify", *inputs, "--gate", gate, *self.both_reports())
        kept("verify", *requested, *self.both_reports())
        kept("verify", *inputs, *roots, "--live", *self.both_reports())
        kept("verify", *inputs, *roots, "--live", "--to", USER, *self.both_reports())
        kept("provider", "check", "--provider", provider, *values, *roots, "--transcript", *self.both_reports())
        kept("provider", "show", "--provider", provider, *values, *self.both_reports())
        kept("send", "alert", *inputs, *roots, "--transcript", *self.both_reports())
        kept("send", *requested, *roots, "--transcript", *self.both_reports())
        kept("send", "--test", "--to", USER, "--provider", provider, *values, *roots, *self.both_reports())
        # The forms differ in what they show of a message, not in how they read a provider.
        for form in RENDERED if case.body or case.subject or not case.environment else RENDERED[:1]:
            kept("render", "alert", *inputs, "--as", form)
        self.check_fixtures(kept, inputs, secrets)
        kept("templates", "list", "--provider", provider, "--templates", tenant, *values, *self.both_reports())
        self.check_documents(kept, tenant, provider)

    def check_fixtures(self, kept, inputs, secrets):
        folder = self.folder / "fixtures"
        kept("fixtures", *inputs, "--output", folder)
        for path in folder.rglob("*"):
            if path.is_file():
                self.assertEqual(leaks(path.read_bytes(), secrets), [], path)
                path.write_bytes(path.read_bytes().replace(b"Hello", b"Goodbye"))
        kept("fixtures", *inputs, "--output", folder, "--check", *self.both_reports())

    def check_documents(self, kept, tenant, provider):
        """The tenant's own documents keep their values, which nobody is shown."""
        content = provider.read_bytes()
        other = self.folder / "other/conf"
        self.write_json(
            other / "external.email.json", smtp({"password": "another"}, ["mail.smtp.proxy.password=another"]))
        for pair in ((tenant, other), (other, tenant)):
            kept("templates", "diff", *pair, *self.both_reports())
        kept("templates", "convert", "--templates", tenant, "--to", "raw", "--output", self.folder / "raw")
        kept("templates", "sync", "alert", "--from", "html", "--templates", tenant)
        kept("provider", "revert", "--provider", provider, "--dry-run", *self.both_reports())
        self.assertEqual(provider.read_bytes(), content)
        kept("provider", "revert", "--provider", provider, *self.both_reports())


def add_test(name, make):
    """A test of its own for each case, so that one that holds at last is noticed."""
    def test(self):
        self.check(make(SECRETS[name]), {name: SECRETS[name]})

    words = "".join(letter if letter.isalnum() else " " for letter in name).split()
    setattr(PlaceTests, "_".join(["test_keeps", *words]), test)


for each in CASES.items():
    add_test(*each)


class Servers:
    """Signing in at a real server with a good and a wrong password. A subclass names its server."""

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(cls.server_type())

    def test_no_password_shows(self):
        persona = self.write_json("persona.json", {"name": "anna", "object": PERSON})
        trusted = ("--ca", self.server.certificates.authority)
        for mechanism in self.mechanisms:
            good = TOKEN if mechanism == "XOAUTH2" else PASSWORD
            for password, status in ((good, 0), (canary(mechanism), 77)):
                with self.subTest(mechanism, status=status):
                    provider = ("--provider", self.write_json("provider.json", document(
                        self.server, "submission", mechanisms=mechanism, password=password)), *trusted)
                    kept = functools.partial(self.assertKept, {"password": password})
                    kept("provider", "check", *provider, "--to", USER, "--transcript", *self.both_reports(),
                         statuses={status})
                    kept("send", "--test", *provider, "--to", USER, "--transcript", *self.both_reports(),
                         statuses={status})
                    kept("verify", "welcome", *provider, "--persona", persona, "--live", *self.both_reports(),
                         statuses={min(status, 1)})


class PostfixTests(Servers, SecretsTestCase):
    server_type = Postfix
    mechanisms = ("PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256", "XOAUTH2")


class AiosmtpdTests(Servers, SecretsTestCase):
    server_type = Aiosmtpd
    mechanisms = ("PLAIN", "LOGIN")


class RepeatingServerTests(SecretsTestCase):
    """Servers that repeat what they were sent."""

    def check(self, secrets, provider, *options):
        inputs = ("--provider", self.write_json("provider.json", provider), *options)
        kept = functools.partial(self.assertKept, secrets)
        persona = self.write_json("persona.json", {"name": "anna", "object": PERSON})
        return [
            kept("provider", "check", *inputs, "--to", USER, "--transcript", *self.both_reports()),
            kept("send", "--test", "--to", USER, *inputs, "--transcript", *self.both_reports()),
            kept("verify", "welcome", "--live", *inputs, "--persona", persona, *self.both_reports()),
            kept("verify", "welcome", "--live", "--to", USER, *inputs, *self.both_reports())]

    def test_smtp(self):
        for accepts in (True, False):
            for mechanism in ("PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2"):
                with self.subTest(mechanism, accepts=accepts), serving(SMTPServer(accepts)) as port:
                    secret = canary(f"repeated {mechanism}")
                    check, send, *_ = self.check({"password": secret}, smtp(
                        {"password": secret}, [f"mail.smtp.auth.mechanisms={mechanism}"], port=port))
                    self.assertEqual((check.status, send.status), (0, 69) if accepts else (77, 77), check.text)
                    # It was repeated, or this would prove nothing.
                    self.assertIn("repeating.test", check.text)

    def test_graph(self):
        certificates = Certificates(self.folder / "certificates")
        secrets = {"client secret": canary("repeated client secret"), "token": canary("repeated token")}
        for token in (secrets["token"], None):
            with self.subTest(token=token), serving(GraphServer(certificates, token)) as port:
                base = f"https://localhost:{port}"
                check, send, *_ = self.check(secrets, graph(
                    {"clientSecret": secrets["client secret"], "tokenEndpoint": f"{base}/oauth2/v2.0/token"},
                    mailEndpoint=f"{base}/v1.0/users/{SENDER}/sendMail"), "--ca", certificates.authority)
                self.assertEqual((check.status, send.status), (77 if token is None else 0, 77), check.text + send.text)
                self.assertIn("(secret)", send.text)
