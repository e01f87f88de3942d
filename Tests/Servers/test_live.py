# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""`verify --live` asks real servers, and sends them test messages at the pace that it should."""

import email
import json
import re
import subprocess
import time
import unittest

from aiosmtpd_server import Aiosmtpd
from certificates import GOOD
from command import PROGRAM, ROOT, galley
from deliveries import LOCALES, TEMPLATES, DeliveryTestCase, rendered
from exim import Exim
from postfix import Postfix
from server import USER

# What no two messages have in common.
IDENTITY = re.compile(rb"Message-ID: *(?:\r\n )?<[^>]*>|=_galley_[0-9a-z_]+")


class LiveVerification:
    """What every server and Galley do together."""

    # The best way in.
    way = "submissions"

    def test_sends_nothing_without_to(self):
        report = galley("verify", "--live", "--provider", self.provider("starttls"), *self.trusted(),
                        "--persona", self.persona())
        self.assertEqual(report.status, 0, report)
        self.assertEqual({each["result"] for each in report.json["stages"]}, {"passed", "skipped"})
        self.assertIn("RCPT", report.stages)
        self.assertNothingNew()

    def test_fails_where_the_server_refuses(self):
        report = galley("verify", "--live", "--to", "no@galley.test", "--provider", self.provider("plain"))
        self.assertEqual((report.status, report.json["verdict"]), (1, "fail"), report)
        self.assertEqual({each["rule"] for each in report.json["findings"] if each["severity"] == "error"},
                         {"provider-stage-failed"})
        self.assertNothingNew()

    def test_sends_every_template_in_every_locale(self):
        report = galley("verify", "--live", "--to", USER, "--limit", "1000/min",
                        "--provider", self.provider(self.way), *self.trusted())
        self.assertEqual(report.status, 0, report)
        self.assertEqual(
            sorted((each["template"], each["locale"], each["recipient"], each["outcome"])
                   for each in report.json["deliveries"] if each["reply"].startswith("250 ")),
            [(template, locale, USER, "sent") for template in TEMPLATES for locale in LOCALES])
        arrived = {email.message_from_bytes(each.content)["Message-ID"]: each.content
                   for each in self.new(len(TEMPLATES) * len(LOCALES))}
        for each in report.json["deliveries"]:
            with self.subTest(each["template"], locale=each["locale"]):
                self.assertEqual(IDENTITY.sub(b"", arrived[each["messageID"]]),
                                 IDENTITY.sub(b"", rendered(each["template"], each["locale"])))

    def test_sends_the_same_bytes_as_render(self):
        galley("verify", "welcome", "--locale", "de", "--live", "--to", USER, "--provider", self.provider("plain"))
        self.assertEqual(self.new(1)[0].content, rendered("welcome", "de"))

    def persona(self):
        """One whom the server knows."""
        return self.write("persona.json", json.dumps(
            {"name": "anna", "object": {"userName": "anna", "givenName": "Anna", "sn": "Bell", "mail": USER,
                                        "resumeURI": "https://tenant.example.com/?id=1", "description": "482915"}}))


class PostfixTests(LiveVerification, DeliveryTestCase):
    server_type = Postfix


class EximTests(LiveVerification, DeliveryTestCase):
    server_type = Exim


class AiosmtpdTests(LiveVerification, DeliveryTestCase):
    server_type = Aiosmtpd
    way = "submission"


class SlowPostfix(Postfix):
    """Postfix with one service more, `slow`, which takes two seconds for every message."""

    kinds = Postfix.kinds | {"slow": (GOOD, {"smtpd_end_of_data_restrictions": "sleep,2"})}
    services = tuple(kinds)


class PaceTests(DeliveryTestCase):
    """Test messages go out as many at a time, and in a minute, as they should."""

    server_type = SlowPostfix

    def most_sessions(self, since):
        """The most sessions that were open at a time, as the server saw them."""
        events = re.findall(r"postfix/slow/smtpd\[\d+\]: (connect|disconnect) from", self.server.log()[since:])
        count, most = 0, 0
        for event in events:
            count += 1 if event == "connect" else -1
            most = max(most, count)
        return most

    def test_as_many_sessions_as_the_pool_has(self):
        for size, names in ((20, TEMPLATES), (3, TEMPLATES[:2])):
            with self.subTest(size):
                logged = len(self.server.log())
                report = galley("verify", *names, "--live", "--to", USER, "--limit", "1000",
                                "--provider", self.provider("slow", threadPoolSize=size))
                self.assertEqual(report.status, 0, report)
                self.new(len(names) * len(LOCALES))
                self.assertEqual(self.most_sessions(logged), size)

    def test_no_more_in_a_minute_than_the_limit(self):
        process = subprocess.Popen(
            [PROGRAM, "verify", "welcome", "--live", "--to", USER, "--limit", "2/min",
             "--provider", self.provider("slow")],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.new(2)
            time.sleep(4)
            self.assertIsNone(process.poll())
            self.assertNothingNew()
        finally:
            process.kill()
            process.wait()
