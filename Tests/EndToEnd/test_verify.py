# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""`galley verify`: verdicts, findings and what reaches the network."""

import json
import shutil
import subprocess
import unittest

from galley import PROGRAM, ROOT, TEST_DATA, TestCase, run

SMTP = ["--provider", "Samples/providers/smtp.json", "--properties", "Samples/properties.json"]
UTF8 = ["--provider", "Samples/providers/smtp-allowutf8.json", "--properties", "Samples/properties.json"]
PERSONAS = [f"Samples/personas/{name}.json" for name in ("ada", "noel", "bare", "hostile")]


def report(*arguments):
    result = run("verify", *arguments, "--report", "json")
    return result, json.loads(result.output)


class Templates(TestCase):
    def test_the_projects_templates_pass_every_gate_for_every_persona_without_a_finding(self):
        for gate in ("development", "staging", "production"):
            for provider in ("smtp", "msgraph"):
                with self.subTest(gate=gate, provider=provider):
                    result, document = report(
                        "--provider", f"Samples/providers/{provider}.json", "--properties", "Samples/properties.json",
                        "--gate", gate, "--persona", *PERSONAS)
                    self.assertEqual(result.status, 0, result.text)
                    self.assertEqual(len(document["messages"]), 7 * 3 * len(PERSONAS))
                    found = [finding for finding in document["findings"] if not self.is_about_graph(finding)]
                    self.assertEqual(found, [])

    def is_about_graph(self, finding):
        """The vendor's own Graph example has two timeouts that its documentation gives to SMTP alone; and Graph makes
        parts of every message by itself."""
        return (finding["rule"] == "graph-regenerated" and finding["severity"] == "note") or (
            finding["rule"] == "provider-property-misplaced" and "timeout" in finding["message"])

    def test_templates_are_small_and_hold_nothing_remote(self):
        for path in (ROOT / "Templates").glob("*/*.html"):
            with self.subTest(path=path.name):
                text = path.read_text(encoding="utf-8")
                self.assertLess(len(text.encode()), 30_000)
                self.assertNotRegex(text, r"<(img|link|script|iframe)\b|@import|url\(")


class Findings(TestCase):
    def finding(self, document, rule):
        found = [finding for finding in document["findings"] if finding["rule"] == rule]
        self.assertTrue(found, document["findings"])
        return found[0]

    def test_a_locale_is_not_missing_where_nobody_could_be_read(self):
        persona = self.write("bad.json", "{")
        result, document = report("welcome", "--locale", "en", "--persona", persona)
        self.assertEqual(result.status, 1)
        self.assertEqual([finding["location"]["file"] for finding in document["findings"]], [str(persona)])
        result, document = report("welcome", "--locale", "it", "--persona", persona)
        self.assertEqual({finding["location"]["file"] for finding in document["findings"]}, {str(persona), "--locale"})

    def test_no_sender_anywhere_is_found_at_the_blank_from(self):
        result, document = report("welcome", "--provider", "Samples/providers/smtp-without-from.json")
        self.assertEqual(result.status, 1)
        finding = self.finding(document, "from-absent")
        self.assertEqual(finding["message"], "From: email address is absent")
        self.assertEqual(finding["location"]["file"], "Templates/welcome/welcome.json")
        lines = (ROOT / "Templates/welcome/welcome.json").read_text().splitlines()
        self.assertIn('"from"', lines[finding["location"]["line"] - 1])

    def test_a_request_brings_the_sender_that_nobody_else_has(self):
        result, document = report(
            "--provider", "Samples/providers/smtp-without-from.json", "--request",
            "Samples/requests/send-template-from.json")
        self.assertEqual(result.status, 0, document["findings"])
        self.assertEqual(document["messages"][0]["from"]["source"], "request _from")

    def test_a_local_part_beyond_ascii_is_refused_without_allowutf8(self):
        result, document = report("welcome", "--locale", "en", *SMTP, "--to", "jürgen@example.com")
        self.assertEqual(result.status, 1)
        self.assertIn("mail.mime.allowutf8", self.finding(document, "address-not-allowed")["message"])
        self.assertEqual(document["deliveries"], [])

    def test_a_local_part_beyond_ascii_is_delivered_with_smtputf8(self):
        result, document = report("welcome", "--locale", "en", *UTF8, "--to", "jürgen@example.com")
        self.assertEqual(result.status, 0, document["findings"])
        message = document["messages"][0]
        self.assertEqual(message["envelope"]["recipients"], ["jürgen@example.com"])
        self.assertTrue(message["envelope"]["smtpUTF8"])
        self.assertEqual(document["deliveries"][0]["outcome"], "sent")

    def test_a_domain_beyond_ascii_needs_no_smtputf8(self):
        result, document = report("welcome", "--locale", "en", *SMTP, "--to", "ada@bücher.example")
        self.assertEqual(result.status, 0, document["findings"])
        self.assertEqual(document["messages"][0]["envelope"]["recipients"], ["ada@bücher.example"])
        self.assertFalse(document["messages"][0]["envelope"]["smtpUTF8"])

    def test_line_breaks_in_addresses_of_options_reach_no_header(self):
        for option in ("--to", "--cc", "--bcc", "--from"):
            for payload in ("a@b.test\r\nBcc: v@x.test", "a@b.test>\r\nRCPT TO:<v@x.test", "a\n@b.test", "a@b.test\0"):
                if "\0" in payload:
                    continue  # no operating system passes it on
                with self.subTest(option=option, payload=payload):
                    result, document = report("welcome", "--locale", "en", *SMTP, option, payload)
                    self.assertEqual(result.status, 1)
                    self.assertEqual(document["deliveries"], [])

    def test_the_text_report_and_the_json_report_can_be_had_in_one_run(self):
        path = self.folder / "report.json"
        result = run("verify", "welcome", *SMTP, "--report", "text", "--report", f"json={path}")
        self.assertEqual(result.status, 0)
        self.assertIn("PASS", result.text)
        self.assertEqual(json.loads(path.read_text())["verdict"], "pass")

    def test_unknown_names_and_locales_are_found(self):
        for arguments in (["welcom"], ["--locale", "xx"], ["--templates", "Samples/providers"]):
            with self.subTest(arguments=arguments):
                result, document = report(*arguments)
                self.assertEqual(result.status, 1)
                self.assertEqual(document["verdict"], "fail")


class Network(TestCase):
    def connections(self, *arguments):
        """The addresses beyond local sockets that a run listens on or connects to."""
        if not shutil.which("strace"):
            self.skipTest("strace is not installed")
        trace = self.folder / "trace"
        subprocess.run(
            ["strace", "-f", "-qq", "-e", "trace=connect,bind,sendto", "-o", trace, PROGRAM, *arguments],
            cwd=ROOT, capture_output=True, timeout=120)
        return [line for line in trace.read_text().splitlines() if "AF_INET" in line]

    def test_a_refused_address_makes_no_connection(self):
        self.assertEqual(self.connections("verify", "welcome", *SMTP, "--to", "jürgen@example.com"), [])

    def test_verification_stays_on_loopback(self):
        lines = self.connections("verify", *SMTP)
        self.assertTrue(lines)
        for line in lines:
            self.assertIn('inet_addr("127.0.0.1")', line)

    def test_a_graph_provider_makes_no_connection(self):
        self.assertEqual(
            self.connections("verify", "--provider", "Samples/providers/msgraph.json"), [])


class Exports(TestCase):
    def test_real_exports_are_read_whole(self):
        expected = {
            "frodo": 10, "idm": 3, "fr-config-manager": 5, "frodo-forgeops": 3,
        }
        if not TEST_DATA.is_dir():
            self.skipTest("there are no real exports here; GALLEY_TEST_DATA names their folder")
        for folder, count in expected.items():
            with self.subTest(folder=folder):
                result, document = report("--templates", TEST_DATA / "tenants" / folder)
                self.assertNoTrap(result)
                self.assertEqual(len({message["template"] for message in document["messages"]}), count)
                for finding in document["findings"]:
                    self.assertGreaterEqual(finding["location"]["line"], 1)
                    self.assertGreaterEqual(finding["location"]["column"], 1)

    def test_the_projects_own_exports_are_read_in_each_layout(self):
        for folder in ("idm", "frodo", "fr-config-manager"):
            with self.subTest(folder=folder):
                path = f"Samples/tenants/{folder}"
                result, document = report("--templates", path, "--provider", path, "--properties",
                                          "Samples/properties.json")
                self.assertEqual(result.status, 0, document["findings"])
                self.assertEqual({message["template"] for message in document["messages"]}, {"welcome"})


class Schema(TestCase):
    def test_reports_follow_the_schema(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("the Python package jsonschema is not installed")
        schema = json.loads((ROOT / "Documentation/report.schema.json").read_text())
        runs = (
            [], SMTP, UTF8 + ["--to", "jürgen@example.com"], SMTP + ["--to", "jürgen@example.com"],
            ["--provider", "Samples/providers/msgraph.json"], ["--templates", "nowhere"],
            ["--request", "Samples/requests/send.json"], ["--provider", "Samples/providers/smtp-without-from.json"],
        )
        for arguments in runs:
            with self.subTest(arguments=arguments):
                _, document = report(*arguments)
                jsonschema.validate(document, schema)


if __name__ == "__main__":
    unittest.main()
