# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""What the command sends arrives at real servers as it was composed, and what they refuse is said as they said it."""

import base64
import email
import email.policy
import json

from aiosmtpd_server import Aiosmtpd
from certificates import BAD
from command import EPOCH, ROOT, SENDER, galley, run
from deliveries import LOCALES, TEMPLATES, DeliveryTestCase
from dovecot import TOKEN
from exim import Exim
from postfix import Postfix
from server import RECIPIENTS, SMALL_LIMIT, USER

ELSEWHERE, UNKNOWN, CHINESE = "any.name@elsewhere.test", "no@galley.test", RECIPIENTS[1]
ALLOW_UTF8 = "mail.mime.allowutf8=true"


class Deliveries:
    """What every server and Galley do together."""

    mechanisms = ("PLAIN", "LOGIN", "CRAM-MD5")
    # The ways in: in the clear, behind STARTTLS, with a password, over implicit TLS.
    ways = ("plain", "starttls", "submission", "submissions")
    # 530 and X.7.Y of RFC 3463 mean permission.
    status_without_password = 77

    def test_what_arrives_is_what_render_shows_by_every_way_in(self):
        options = (
            "welcome", "--locale", "de", "--to", USER, "--cc", f"Cc <{ELSEWHERE}>", "--bcc", "bcc@elsewhere.test")
        for way in self.ways:
            with self.subTest(way):
                options_here = (*options, "--provider", self.provider(way))
                arrived = self.assertSent(galley("send", *options_here, *self.trusted()),
                                          (USER, ELSEWHERE, "bcc@elsewhere.test"))
                rendered = run("render", *options_here, "--as", "eml", environment=EPOCH).output
                for each in arrived.values():
                    self.assertEqual(each.sender, SENDER)
                    self.assertEqual(each.content, rendered)
                    self.assertNotRegex(each.content, rb"(?i)\nbcc:|bcc@elsewhere")

    def test_two_messages_have_two_identities(self):
        options = ("send", "welcome", "--to", USER, "--provider", self.provider("plain"))
        identities = set()
        for _ in range(2):
            arrived = self.assertSent(galley(*options, environment=None), (USER,))
            identities.add(email.message_from_bytes(arrived[USER].content)["Message-ID"])
        self.assertEqual(len(identities), 2)

    def test_the_test_message_arrives(self):
        arrived = self.assertSent(galley("send", "--test", "--to", USER, "--provider", self.provider("plain")), (USER,))
        message = email.message_from_bytes(arrived[USER].content, policy=email.policy.default)
        self.assertEqual((message["Subject"], message["From"]), ("Test Provider Email", SENDER))
        self.assertIn("This is a test email using your configured provider settings.",
                      message.get_body(("html",)).get_content())

    def test_a_request_arrives_with_its_attachment(self):
        request = ROOT / "Samples/requests/send-attachment.json"
        options = ("--request", request, "--to", USER, "--provider", self.provider("plain"))
        arrived = self.assertSent(galley("send", *options), (USER,))
        self.assertEqual(arrived[USER].content, run("render", *options, "--as", "eml", environment=EPOCH).output)
        message = email.message_from_bytes(arrived[USER].content, policy=email.policy.default)
        self.assertEqual([each.get_payload(decode=True) for each in message.iter_attachments()],
                         [base64.b64decode(each["content"]) for each in json.loads(request.read_text())["attachments"]])

    def test_signs_in_by_each_mechanism(self):
        for mechanism in self.mechanisms:
            with self.subTest(mechanism):
                settings = {"password": TOKEN} if mechanism == "XOAUTH2" else {}
                provider = self.provider("submission", mechanisms=mechanism, **settings)
                report = galley("send", "welcome", "--to", USER, "--provider", provider, *self.trusted())
                self.assertSent(report, (USER,))
                self.assertRegex(report.stages["AUTH"]["said"], f"^{mechanism}: 235 ")

    def test_a_wrong_password_is_refused(self):
        for mechanism in self.mechanisms:
            with self.subTest(mechanism):
                provider = self.provider("submission", mechanisms=mechanism, password="wrong")
                options = ("--to", USER, "--provider", provider, *self.trusted())
                report = galley("send", "welcome", *options)
                self.assertFailed(report, 77, "AUTH", {USER: "not-attempted"})
                self.assertRegex(report.stages["AUTH"]["said"], "535")
                self.assertFailed(galley("provider", "check", *options), 77, "AUTH")

    def test_mail_without_a_password_is_refused_where_one_is_wanted(self):
        provider = self.provider("submission", auth={"enable": False})
        report = galley("send", "welcome", "--to", USER, "--provider", provider, *self.trusted())
        self.assertEqual(report.status, self.status_without_password, report)
        self.assertEqual(report.outcomes, {USER: "refused"}, report)
        self.assertNothingNew()

    def test_a_certificate_of_an_authority_of_ones_own_needs_ca(self):
        for way in set(self.ways) - {"plain"}:
            with self.subTest(way):
                options = ("--to", USER, "--provider", self.provider(way))
                stage = "TLS" if way == "submissions" else "STARTTLS"
                self.assertFailed(galley("send", "welcome", *options), 69, stage, {USER: "not-attempted"})
                report = galley("provider", "check", *options)
                self.assertFailed(report, 69, stage)
                self.assertIn("does not trust", report.stages[stage]["said"])
                self.assertEqual(galley("provider", "check", *options, *self.trusted()).status, 0)
        self.assertNothingNew()

    def test_an_address_beyond_ascii_needs_allowutf8_and_smtputf8(self):
        options = ("registration", "--locale", "de", "--to", CHINESE, "--provider")
        provider = self.provider("plain", properties=[ALLOW_UTF8])
        arrived = self.assertSent(galley("send", *options, provider), (CHINESE,))
        self.assertEqual(arrived[CHINESE].content,
                         run("render", *options, provider, "--as", "eml", environment=EPOCH).output)
        self.assertIn(f"\r\nTo: {CHINESE}\r\n".encode(), arrived[CHINESE].content)
        refused = galley("send", *options, self.provider("ascii", properties=[ALLOW_UTF8]))
        self.assertFailed(refused, 78, "MAIL", {CHINESE: "not-attempted"})
        self.assertIn("SMTPUTF8", refused.stages["MAIL"]["said"])
        forbidden = galley("send", *options, self.provider("plain"))
        self.assertEqual((forbidden.status, forbidden.json), (65, {}), forbidden)
        self.assertIn("allowutf8", forbidden.errors)
        self.assertNothingNew()

    def test_a_message_past_the_limit_is_refused(self):
        for body, status in (("line\n" * 1_000, 0), ("line\n" * SMALL_LIMIT, 69)):
            with self.subTest(len(body)):
                request = self.write("request.json", json.dumps(
                    {"to": USER, "subject": "long", "type": "text/plain", "body": body}))
                report = galley("send", "--request", request, "--provider", self.provider("small"))
                if status == 0:
                    self.assertSent(report, (USER,))
                else:
                    self.assertFailed(report, status, "MAIL", {USER: "not-attempted"})
                    self.assertIn(str(SMALL_LIMIT), report.stages["MAIL"]["said"])

    def test_an_unknown_recipient_stops_all_unless_partial_sending_is_on(self):
        options = ("send", "welcome", "--to", f"{UNKNOWN}, {USER}", "--provider")
        report = galley(*options, self.provider("plain"))
        self.assertEqual(report.status, 69, report)
        self.assertEqual(report.outcomes, {UNKNOWN: "refused", USER: "not-attempted"}, report)
        self.assertNothingNew()
        report = galley(*options, self.provider("plain", properties=["mail.smtp.sendpartial=true"]))
        self.assertEqual(report.status, 69, report)
        self.assertEqual(report.outcomes, {UNKNOWN: "refused", USER: "sent"}, report)
        self.assertIn(" 550 ", report.json["deliveries"][0]["reply"])
        self.assertEqual([each.recipient for each in self.new(1)], [USER])

    def test_a_check_passes_and_sends_nothing(self):
        for way in self.ways:
            with self.subTest(way):
                report = galley("provider", "check", "--to", USER, "--provider", self.provider(way), *self.trusted())
                self.assertEqual((report.status, report.json["verdict"]), (0, "pass"), report)
        self.assertNothingNew()

class PostfixTests(Deliveries, DeliveryTestCase):
    server_type = Postfix
    mechanisms = (*Deliveries.mechanisms, "SCRAM-SHA-256", "XOAUTH2")

    # What is said of each bad certificate.
    faults = {
        "self-signed": "does not trust, or from itself",
        "expired": "has expired: it was valid from 2010-01-01 to 2020-01-01",
        "not-yet-valid": "is not valid yet: it is from 2040-01-01 to 2049-01-01",
        "wrong-host": "was issued for mail.other.example, not for localhost",
        "wildcard-depth": "was issued for *.localhost, not for localhost",
        "name-only": "was issued for localhost, not for 127.0.0.1",
        "common-name-only": "names no host",
        "unknown-authority": "does not trust, or from itself",
    }

    def test_every_template_in_every_locale_arrives_as_render_shows_it(self):
        provider = self.provider("submission")
        for template in TEMPLATES:
            for locale in LOCALES:
                with self.subTest(template, locale=locale):
                    options = (template, "--locale", locale, "--to", USER, "--bcc", ELSEWHERE, "--provider", provider)
                    arrived = self.assertSent(galley("send", *options, *self.trusted()), (USER, ELSEWHERE))
                    rendered = run("render", *options, "--as", "eml", environment=EPOCH).output
                    self.assertEqual({each.content for each in arrived.values()}, {rendered})
                    self.assertNotIn(ELSEWHERE.encode(), rendered)

    def test_bad_certificates_are_refused_in_both_forms_and_their_fault_is_named(self):
        self.assertEqual(set(self.faults), {leaf.name for leaf in BAD})
        for leaf in BAD:
            for kind, stage in (("starttls", "STARTTLS"), ("submissions", "TLS")):
                with self.subTest(f"{kind}-{leaf.name}"):
                    options = ("--to", USER, "--provider", self.provider(f"{kind}-{leaf.name}", host=leaf.host),
                               *self.trusted())
                    report = galley("provider", "check", *options)
                    self.assertFailed(report, 69, stage)
                    self.assertIn(self.faults[leaf.name], report.stages[stage]["said"])
                    self.assertFailed(galley("send", "welcome", *options), 69, stage, {USER: "not-attempted"})
                    self.assertNotRegex(self.server.log(), f"postfix/{kind}-{leaf.name}/smtpd.*sasl")


class EximTests(Deliveries, DeliveryTestCase):
    server_type = Exim
    # A bare 550 may mean anything.
    status_without_password = 69


class AiosmtpdTests(Deliveries, DeliveryTestCase):
    server_type = Aiosmtpd
    mechanisms = ("PLAIN", "LOGIN")
    ways = ("plain", "starttls", "submission")
