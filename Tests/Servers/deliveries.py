# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""What tests of deliveries have in common."""

import functools
import json
import tempfile
import time

from command import EPOCH, ROOT, SENDER, TestCase, document, run
from server import USER, Server

TEMPLATES = sorted(path.name for path in (ROOT / "Templates").iterdir() if path.is_dir())
LOCALES = ("de", "en", "fr")


@functools.cache
def rendered(template, locale):
    """The bytes that a message to `USER` should have."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as provider:
        json.dump({"host": "localhost", "port": 25, "auth": {"enable": False}, "from": SENDER}, provider)
        provider.flush()
        result = run("render", template, "--locale", locale, "--to", USER, "--provider", provider.name, "--as", "eml",
                     environment=EPOCH)
    assert result.status == 0, result.error_text
    return result.output


class DeliveryTestCase(TestCase):
    """A server, and what arrives there. A subclass names the server."""

    server: Server
    server_type: type

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(cls.server_type())

    def setUp(self):
        super().setUp()
        self.seen = len(self.server.delivered())

    def provider(self, service, **settings):
        return self.write("provider.json", json.dumps(document(self.server, service, **settings)))

    def trusted(self):
        return "--ca", self.server.certificates.authority

    def new(self, count):
        """The next messages to arrive. They are the only ones."""
        delivered = self.server.wait_for(self.seen + count)[self.seen:]
        self.assertEqual(len(delivered), count)
        self.seen += count
        return delivered

    def assertNothingNew(self):
        # A server that took a message has said so; what is left is to write it to its folder.
        time.sleep(0.2)
        arrived = self.server.delivered()[self.seen:]
        self.seen += len(arrived)
        self.assertEqual(arrived, [])

    def assertSent(self, report, recipients):
        """All recipients were accepted; returns what arrived, by recipient."""
        self.assertEqual(report.status, 0, report)
        self.assertEqual(report.outcomes, dict.fromkeys(recipients, "sent"), report)
        arrived = {each.recipient: each for each in self.new(len(recipients))}
        self.assertEqual(set(arrived), set(recipients))
        for delivery in report.json["deliveries"]:
            self.assertRegex(delivery["reply"], "^250 ")
            self.assertIn(f"\r\nMessage-ID: {delivery['messageID']}\r\n".encode(),
                          arrived[delivery["recipient"]].content)
        return arrived

    def assertFailed(self, report, status, stage, outcomes=None):
        """The command ended with the status, and the stage is the only one that failed; nothing arrived."""
        self.assertEqual(report.status, status, report)
        failed = [each["name"] for each in report.json["stages"] if each["result"] == "failed"]
        self.assertEqual(failed, [stage], report)
        if outcomes is not None:
            self.assertEqual(report.outcomes, outcomes, report)
        self.assertNothingNew()
