# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""What leaves the machine: provider check, send, verify --live; and what they show."""

import json
import re
import shlex
import unittest

from galley import ROOT, TestCase, run
from smtp_server import smtp_server

PROVIDER = "Samples/providers/local.json"
LIVE = re.compile(r"<!-- transcript live: (.*?) -->\n```console\n(.*?)\n```", re.DOTALL)


def live(server, *arguments, **environment):
    return run(*arguments, environment={"ESV_SMTP_PORT": str(server.port), **environment})


def steady(text):
    """The text without what differs from run to run: port, times, the name of the machine, identifiers."""
    text = re.sub(r"(localhost|127\.0\.0\.1):\d+", r"\1:1025", text)
    text = re.sub(r" {2,}", "  ", re.sub(r" *\b\d+ ms", " 0 ms", text)).replace("::1, ", "")
    return re.sub(r"Message-ID <[0-9a-f]+@", "Message-ID <…@", text)


class README(TestCase):
    def test_transcripts_with_a_server_are_what_the_commands_print(self):
        found = LIVE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
        self.assertGreaterEqual(len(found), 2)
        for command, shown in found:
            with self.subTest(command), smtp_server() as server:
                result = live(server, *shlex.split(command)[1:])
                self.assertEqual(steady(shown), steady(f"$ {command}\n" + result.text.rstrip("\n")))


class Check(TestCase):
    def check(self, refusals, *arguments):
        with smtp_server(refusals) as server:
            result = live(server, "provider", "check", "--provider", PROVIDER, "--report", "json", *arguments)
            self.assertEqual(server.messages, [])
        self.assertNoTrap(result)
        return result, json.loads(result.text)

    def test_a_good_server_passes_and_gets_no_message(self):
        result, report = self.check({}, "--transcript")
        self.assertEqual(result.status, 0, result.error_text)
        self.assertEqual(report["verdict"], "pass")
        self.assertEqual([stage["name"] for stage in report["stages"] if stage["result"] == "passed"],
                         ["DNS", "connect", "greeting", "EHLO", "MAIL", "RCPT", "RSET", "QUIT"])
        self.assertNotIn("C: DATA", report["transcript"])

    def test_the_failed_stage_decides_the_exit_status(self):
        for verb, reply, status, failure in [
            ("EHLO", "554 5.3.2 no", 69, "unavailable"), ("MAIL", "550 5.7.1 not you", 77, "permission"),
            ("RCPT", "451 4.7.1 greylisted", 75, "temporary"), ("RCPT", "550 5.1.1 nobody", 69, "unavailable"),
            ("MAIL", "xyz", 76, "protocol"), ("MAIL", "530 5.7.0 sign in first", 77, "permission"),
        ]:
            with self.subTest(verb=verb, reply=reply):
                result, report = self.check({verb: reply})
                self.assertEqual(result.status, status, result.text)
                self.assertEqual(report["failure"], failure)
                failed = [stage for stage in report["stages"] if stage["result"] == "failed"]
                self.assertEqual([stage["name"] for stage in failed], [verb])
                self.assertTrue(failed[0]["advice"])

    def test_addresses_beyond_ascii_are_refused_as_send_refuses_them(self):
        plain = self.folder / "plain.json"
        plain.write_text(json.dumps({"host": "localhost", "port": {"$int": "&{esv.smtp.port}"}, "from": "a@b.example",
                                     "auth": {"enable": False}}))
        graph = self.folder / "graph.json"
        graph.write_text(json.dumps(self.graph() | {"from": "a@b.example"}))
        cases = [("--from", "jürgen@example.com", "mail.mime.allowutf8"),
                 ("--to", "ada@example.com, jürgen@example.com", "mail.mime.allowutf8")]
        for provider in (plain, graph):
            for option, address, setting in cases:
                with self.subTest(provider.name, option=option), smtp_server() as server:
                    result = live(server, "provider", "check", "--provider", provider, option, address)
                    sent = live(server, "send", "--test", "--provider", provider, "--to", "ada@example.com",
                                option, address)
                    self.assertEqual((result.status, sent.status), (65, 65), result.error_text)
                    self.assertIn("jürgen@example.com", result.error_text)
                    self.assertIn("Microsoft Graph" if provider is graph else setting, result.error_text)
                    self.assertIn("AIC would", result.error_text)
                    self.assertEqual(server.lines, [])

    def test_a_sender_beyond_ascii_needs_smtputf8(self):
        _, report = self.check({}, "--from", "jürgen@example.com", "--transcript")
        self.assertIn("C: MAIL FROM:<jürgen@example.com> SMTPUTF8", report["transcript"])
        result, report = self.check({"EHLO": "250 localhost"}, "--from", "jürgen@example.com")
        self.assertEqual(result.status, 78)
        self.assertIn("SMTPUTF8", [s for s in report["stages"] if s["result"] == "failed"][0]["said"])

    def test_what_the_server_lacks_for_an_address_is_said_of_that_address_in_the_order_of_the_stages(self):
        """By the same rule as offline, in a pre-flight and in a delivery, and before the server hears of the message."""
        for offers, lacking in [("250 localhost", "SMTPUTF8"), ("250-localhost\r\n250 8BITMIME", "SMTPUTF8"),
                                ("250-localhost\r\n250 SMTPUTF8", "8BITMIME")]:
            for option, role in [("--from", "sender"), ("--to", "recipient")]:
                to = [] if option == "--to" else ["--to", "a@b.example"]
                for command in (["provider", "check"], ["send", "--test", *to]):
                    with self.subTest(command=command, role=role, offers=offers), \
                            smtp_server({"EHLO": offers}) as server:
                        result = live(server, *command, "--provider", PROVIDER, option, "jürgen@example.com",
                                      "--report", "json")
                        self.assertEqual(result.status, 78, result.error_text)
                        self.assertFalse([line for line in server.lines if line.startswith("MAIL")])
                    stages = json.loads(result.text)["stages"]
                    (failed,) = [stage for stage in stages if stage["result"] == "failed"]
                    self.assertEqual(failed["name"], "MAIL")
                    self.assertIn("jürgen@example.com has a local part beyond ASCII, but the server does not offer "
                                  + lacking, failed["said"])
                    self.assertIn("AIC would send the address all the same", failed["said"])
                    self.assertIn(lacking, failed["advice"])
                    names = [stage["name"] for stage in stages]
                    order = ["DNS", "connect", "greeting", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "message",
                             "RSET", "QUIT"]
                    self.assertEqual(names, sorted(names, key=order.index))
                    self.assertEqual(names[-1], "QUIT")

    def test_the_sender_of_the_envelope_is_judged_too(self):
        for entries, status in ((["mail.smtp.from=jürgen@example.com"], 78),
                                (["mail.smtp.from=jürgen@example.com", "mail.mime.allowutf8=true"], 0)):
            path = self.folder / "p.json"
            path.write_text(json.dumps({
                "host": "localhost", "port": {"$int": "&{esv.smtp.port}"}, "from": "a@b.example",
                "auth": {"enable": False}, "smtpProperties": entries}))
            with self.subTest(entries), smtp_server() as server:
                result = live(server, "send", "--test", "--to", "a@b.example", "--provider", path)
                self.assertEqual(result.status, status, result.error_text)
                self.assertEqual(len(server.messages), 1 - status // 78)
                if status:
                    self.assertIn("allowutf8", result.error_text)

    def test_without_a_sender_there_is_nothing_to_ask(self):
        path = self.folder / "p.json"
        for document in ({"host": "localhost", "port": 1025, "auth": {"enable": False}}, self.graph()):
            path.write_text(json.dumps(document))
            result = run("provider", "check", "--provider", path)
            self.assertEqual(result.status, 64)
            self.assertIn("--from", result.error_text)

    @staticmethod
    def graph():
        """A provider of MS Graph that is not there."""
        return {"type": "msgraph", "mailEndpoint": "https://127.0.0.1:1/v1.0/users/a@b.example/sendMail",
                "auth": {"enable": True, "type": "oauth2", "clientId": "i", "clientSecret": "s", "scope": ["s"],
                         "tokenEndpoint": "https://127.0.0.1:1/token"}}

    def test_the_built_in_server_cannot_be_asked(self):
        result = run("provider", "check", "--provider", "Samples/providers/built-in.json", "--from", "a@b.example")
        self.assertEqual(result.status, 78)
        self.assertIn("only the tenant can reach", result.error_text)


class Send(TestCase):
    def test_what_arrives_is_what_render_writes(self):
        epoch = {"SOURCE_DATE_EPOCH": "1700000000"}
        arguments = ["welcome", "--provider", PROVIDER, "--persona", "Samples/personas/ada.json"]
        with smtp_server() as server:
            result = live(server, "send", *arguments, **epoch)
            self.assertEqual(result.status, 0, result.error_text)
            rendered = live(server, "render", *arguments, "--as", "eml", **epoch)
            self.assertEqual(server.messages, [rendered.output])

    def test_without_a_fixed_date_every_message_is_another(self):
        with smtp_server() as server:
            for _ in range(2):
                live(server, "send", "--test", "--to", "a@b.example", "--provider", PROVIDER)
            found = [re.search(rb"Message-ID: (\S+)", message)[1] for message in server.messages]
            self.assertEqual(len(set(found)), 2)
            self.assertTrue(all(b"Subject: Test Provider Email" in message for message in server.messages))

    def test_refusals_by_recipient(self):
        with smtp_server({"RCPT": "550 5.1.1 nobody"}) as server:
            result = live(server, "send", "--test", "--to", "a@b.example, c@d.example", "--provider", PROVIDER,
                          "--report", "json")
        self.assertEqual(result.status, 69)
        deliveries = json.loads(result.text)["deliveries"]
        self.assertEqual([(d["recipient"], d["outcome"]) for d in deliveries],
                         [("a@b.example", "refused"), ("c@d.example", "not-attempted")])
        self.assertIn("a@b.example was refused", deliveries[1]["reply"])
        self.assertEqual(server.messages, [])

    def test_a_disabled_template_is_not_sent(self):
        path = self.folder / "emailTemplate-x.json"
        path.write_text(json.dumps({"enabled": False, "defaultLocale": "en", "subject": {"en": "s"},
                                    "message": {"en": "<p>b</p>"}, "mimeType": "text/html"}))
        with smtp_server() as server:
            result = live(server, "send", "x", "--templates", path, "--provider", PROVIDER)
            self.assertEqual(result.status, 65)
            self.assertIn("disabled", result.error_text)
            self.assertEqual(server.messages, [])

    def test_arguments_that_do_not_fit(self):
        for arguments in (["--test"], ["welcome", "--test", "--to", "a@b.example"], []):
            with self.subTest(arguments=arguments):
                self.assertEqual(run("send", *arguments).status, 64)
        self.assertEqual(run("send", "welcome").status, 78)

    def test_a_file_of_roots_that_is_none(self):
        provider = self.folder / "p.json"
        provider.write_text('{"host": "localhost", "port": 1, "from": "a@b.example", "ssl": {"enable": true},'
                            '"auth": {"enable": false}}')
        for name, status in [("LICENSE", 78), ("nowhere.pem", 66)]:
            result = run("send", "welcome", "--provider", provider, "--ca", name)
            self.assertEqual(result.status, status, result.error_text)


class Live(TestCase):
    def test_without_recipients_the_provider_is_asked_and_gets_nothing(self):
        with smtp_server() as server:
            result = live(server, "verify", "--live", "--provider", PROVIDER, "--report", "json")
            self.assertEqual(result.status, 0, result.text)
            self.assertEqual(server.messages, [])
        stages = json.loads(result.text)["stages"]
        self.assertIn("RCPT", [stage["name"] for stage in stages])
        self.assertEqual({stage["from"] for stage in stages}, {"no-reply@example.com"})

    def test_with_recipients_each_template_goes_out_once_in_each_locale(self):
        with smtp_server() as server:
            result = live(server, "verify", "--live", "--to", "a@b.example", "--limit", "100/min", "--provider",
                          PROVIDER, "--persona", "Samples/personas/ada.json", "Samples/personas/noel.json",
                          "--report", "json")
            self.assertEqual(result.status, 0, result.text)
            self.assertEqual(len(server.messages), 21)
        deliveries = json.loads(result.text)["deliveries"]
        self.assertEqual(len({(d["template"], d["locale"]) for d in deliveries}), 21)
        self.assertEqual({d["outcome"] for d in deliveries}, {"sent"})
        self.assertTrue(all("queued as" in d["reply"] and d["messageID"] for d in deliveries))

    def test_what_the_provider_refuses_stops_the_gate(self):
        with smtp_server({"MAIL": "550 5.7.1 not you"}) as server:
            result = live(server, "verify", "--live", "--to", "a@b.example", "--provider", PROVIDER)
        self.assertEqual(result.status, 1)
        self.assertIn("[provider-stage-failed]", result.text)

    def report(self, refusals, *arguments, provider=PROVIDER, to="a@b.example"):
        with smtp_server(refusals) as server:
            text = self.folder / "report.txt"
            result = live(server, "verify", "--live", *(["--to", to] if to else []), "--limit", "1000/min",
                          "--provider", provider, "--report", "json", "--report", f"text={text}", *arguments)
            self.assertNoTrap(result)
            return server, result, json.loads(result.text), text.read_text()

    def test_what_the_embedded_server_took_is_not_what_the_provider_took(self):
        closed = self.folder / "closed.json"
        closed.write_text(json.dumps({"host": "127.0.0.1", "port": 1, "from": "a@b.example", "auth": {"enable": False}}))
        locked = self.folder / "locked.json"
        locked.write_text(json.dumps({
            "host": "127.0.0.1", "port": 1, "from": "a@b.example",
            "auth": {"enable": True, "username": "u", "password": {"$purpose": {"name": "idm.password"}}}}))
        for name, refusals, provider, stage in [
            ("a closed port", {}, closed, "connect"), ("no password", {}, locked, "settings"),
            ("a refused recipient", {"RCPT": "550 5.1.1 nobody"}, PROVIDER, "RCPT"),
            ("a refused sender", {"MAIL": "550 5.7.1 not you"}, PROVIDER, "MAIL"),
            ("a refused session", {"EHLO": "554 5.3.2 no", "HELO": "554 5.3.2 no"}, PROVIDER, "EHLO"),
        ]:
            with self.subTest(name):
                server, result, report, text = self.report(refusals, "welcome", provider=provider)
                self.assertEqual((result.status, server.messages), (1, []))
                self.assertEqual([each["locale"] for each in report["deliveries"]], ["de", "en", "fr"])
                for each in report["deliveries"]:
                    self.assertEqual((each["recipient"], each["outcome"]), ("a@b.example", "not-attempted"))
                    self.assertTrue(each["reply"].startswith(f"{stage} failed: "), each)
                self.assertIn("no test message was sent: 3 messages held back", text)
                self.assertNotIn("test-message-refused", result.text)

    def test_a_question_sends_nothing_and_says_so(self):
        server, result, report, text = self.report({}, "welcome", to=None)
        self.assertEqual((result.status, server.messages, report["deliveries"]), (0, [], []))
        self.assertIn("LIVE  no test message was sent\n", text)

    def templates_of(self, **senders):
        for name, sender in senders.items():
            (self.folder / f"emailTemplate-{name}.json").write_text(json.dumps({
                "_id": f"emailTemplate/{name}", "enabled": True, "from": sender, "defaultLocale": "en",
                "subject": {"en": "Hello"}, "message": {"en": "<p>Hello</p>"}, "mimeType": "text/html"}))
        return "--templates", self.folder

    def test_only_messages_of_the_refused_sender_are_held_back(self):
        templates = self.templates_of(good="good@b.example", bad="bad@b.example", fine="fine@b.example")
        server, result, report, text = self.report({"MAIL FROM:<bad@": "550 5.7.1 not you"}, *templates)
        self.assertEqual(result.status, 1)
        self.assertEqual({each["template"]: each["outcome"] for each in report["deliveries"]},
                         {"good": "sent", "bad": "not-attempted", "fine": "sent"})
        self.assertEqual(len(server.messages), 2)
        self.assertNotIn("no test message", text)
        self.assertRegex(text, "bad +en +a@b.example +not-attempted +MAIL failed: ")

    def test_what_concerns_every_sender_is_tried_once(self):
        templates = self.templates_of(good="good@b.example", bad="bad@b.example", fine="fine@b.example")
        server, _, report, _ = self.report({"EHLO": "421 4.3.2 not now", "HELO": "421 4.3.2 not now"}, *templates)
        self.assertEqual([line.split()[0] for line in server.lines].count("EHLO"), 1)
        self.assertEqual({each["outcome"] for each in report["deliveries"]}, {"not-attempted"})
        self.assertEqual(len(report["deliveries"]), 3)

    def test_a_refused_recipient_keeps_others_from_nothing_where_sendpartial_is_set(self):
        refusals = {"RCPT TO:<no@": "550 5.1.1 nobody"}
        for value, outcomes, count in [("true", ["refused", "sent"], 3), ("false", ["not-attempted"] * 2, 0)]:
            with self.subTest(value):
                provider = self.folder / "p.json"
                provider.write_text(json.dumps({
                    "host": "localhost", "port": {"$int": "&{esv.smtp.port}"}, "from": "a@b.example",
                    "auth": {"enable": False}, "smtpProperties": [f"mail.smtp.sendpartial={value}"]}))
                server, result, report, _ = self.report(refusals, "welcome", provider=provider,
                                                        to="no@far.example, yes@near.example")
                self.assertEqual((result.status, len(server.messages)), (1, count))
                self.assertEqual([each["outcome"] for each in report["deliveries"]], outcomes * 3)

    def test_a_concern_says_what_to_mend(self):
        provider = self.folder / "p.json"
        provider.write_text(json.dumps({
            "host": "localhost", "port": {"$int": "&{esv.smtp.port}"}, "from": "a@b.example",
            "auth": {"enable": False}, "starttls": {"enable": True}}))
        _, _, report, _ = self.report({}, "welcome", provider=provider)
        found = [each for each in report["findings"] if each["rule"] == "provider-stage-concern"]
        self.assertEqual([each["evidence"] for each in found], ["the server does not offer it"])
        self.assertTrue(found[0]["message"].startswith("STARTTLS: AIC would send the mail in the clear"), found)

    def test_without_live_nothing_is_asked(self):
        with smtp_server({"EHLO": "554 no"}) as server:
            self.assertEqual(live(server, "verify", "--provider", PROVIDER).status, 0)


if __name__ == "__main__":
    unittest.main()
