# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""`galley fixtures` and `galley render`, read by Python's email package."""

import email
import email.errors
import email.policy
import json
import unittest

from galley import ROOT, TestCase, files, run

PERSONAS = [f"Samples/personas/{name}.json" for name in ("ada", "noel", "bare", "hostile", "jurgen")]
PROVIDER = ["--provider", "Samples/providers/smtp-allowutf8.json", "--properties", "Samples/properties.json"]


def lines(text):
    """The text with its line ends as LF and none at the end: what a transport may change."""
    return text.replace("\r\n", "\n").rstrip("\n")


class Fixtures(TestCase):
    def fixtures(self, name, *arguments, **keywords):
        folder = self.folder / name
        result = run("fixtures", *PROVIDER, "--persona", *PERSONAS, "--output", folder, *arguments, **keywords)
        self.assertEqual(result.status, 0, result.error_text)
        return folder

    def test_two_runs_give_the_same_bytes(self):
        first, second = files(self.fixtures("1")), files(self.fixtures("2"))
        # Microsoft Graph takes no address beyond ASCII, which is one of the five personas.
        self.assertEqual(len(first), 7 * 3 * (5 + 4) + 1)
        self.assertEqual(first, second)

    def test_the_date_comes_from_the_environment(self):
        folder = self.fixtures("1", "welcome", "--form", "mime", environment={"SOURCE_DATE_EPOCH": "1700000000"})
        message = (folder / "welcome/en/ada.eml").read_bytes()
        self.assertIn(b"Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n", message)
        default = self.fixtures("2", "welcome", "--form", "mime") / "welcome/en/ada.eml"
        self.assertIn(b"Date: Sat, 01 Jan 2000 00:00:00 +0000\r\n", default.read_bytes())

    def test_python_reads_every_message_as_it_was_rendered(self):
        folder = self.fixtures("1")
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        entries = [entry for entry in manifest["fixtures"] if entry["form"] == "mime"]
        self.assertEqual(len(entries), 7 * 3 * 5)
        for entry in entries:
            with self.subTest(entry["file"]):
                raw = (folder / entry["file"]).read_bytes()
                is_utf8 = entry["persona"] == "jurgen"
                # Python takes the headers of RFC 6532 from text only.
                message = (email.message_from_string(raw.decode(), policy=email.policy.default) if is_utf8
                           else email.message_from_bytes(raw, policy=email.policy.default))
                expected = self.rendered(entry)
                self.check_defects(message, is_utf8)
                self.check_wire(raw, is_utf8)
                self.assertEqual(message["subject"], expected["subject"])
                self.assertEqual([str(a) for a in message["from"].addresses], [expected["from"]["address"]])
                self.assertEqual([a.addr_spec for a in message["to"].addresses], expected["to"])
                self.assertIsNone(message["bcc"])
                self.assertEqual(message["message-id"], expected["messageID"])
                self.assertEqual(message.get_content_type(), "multipart/alternative")
                text, html = message.iter_parts()
                self.assertEqual(text.get_content_type(), "text/plain")
                self.assertEqual(html.get_content_type(), "text/html")
                self.assertEqual(lines(text.get_content()), lines(expected["text"]))
                self.assertEqual(lines(html.get_content()), lines(expected["html"]))

    def rendered(self, entry):
        """What `render` makes of the same template, as JSON."""
        result = run(
            "render", entry["template"], *PROVIDER, "--accept-language", entry["locale"], "--persona",
            f"Samples/personas/{entry['persona']}.json", "--as", "json",
            environment={"SOURCE_DATE_EPOCH": "946684800"})
        self.assertEqual(result.status, 0, result.error_text)
        return json.loads(result.output)

    def check_defects(self, message, is_utf8):
        for part in message.walk():
            self.assertEqual(part.defects, [])
            for name, value in part.items():
                # A local part beyond ASCII is a defect to Python by itself, and the point of that message.
                found = [defect for defect in value.defects
                         if not (is_utf8 and isinstance(defect, email.errors.NonASCIILocalPartDefect))]
                self.assertEqual(found, [], name)

    def check_wire(self, raw, is_utf8):
        self.assertNotIn(b"\r", raw.replace(b"\r\n", b""))
        self.assertNotIn(b"\n", raw.replace(b"\r\n", b""))
        self.assertLessEqual(max(map(len, raw.split(b"\r\n"))), 998)
        if not is_utf8:
            self.assertTrue(raw.isascii())

    def test_graph_json_says_the_same(self):
        folder = self.fixtures("1", "welcome")
        for locale in ("de", "en", "fr"):
            graph = json.loads((folder / f"welcome/{locale}/hostile.graph.json").read_text(encoding="utf-8"))
            raw = (folder / f"welcome/{locale}/hostile.eml").read_bytes()
            message = email.message_from_bytes(raw, policy=email.policy.default)
            html = message.get_body(("html",)).get_content()
            self.assertEqual(graph["message"]["subject"], message["subject"])
            self.assertEqual(lines(graph["message"]["body"]["content"]), lines(html))
            self.assertEqual(
                [recipient["emailAddress"]["address"] for recipient in graph["message"]["toRecipients"]],
                [address.addr_spec for address in message["to"].addresses])

    def test_a_single_part_is_what_aic_sends(self):
        folder = self.fixtures("1", "welcome", "--body", "single", "--form", "mime")
        message = email.message_from_bytes(
            (folder / "welcome/en/ada.eml").read_bytes(), policy=email.policy.default)
        self.assertEqual(message.get_content_type(), "text/html")
        self.assertEqual(message.get_content_charset(), "utf-8")


class Render(TestCase):
    def test_every_form_goes_to_standard_output_alone(self):
        starts = {
            "eml": b"Date: ", "headers": b"Date: ", "html": b"<!doctype html>", "text": b"Welcome", "subject": b"Your",
            "graph": b"{", "json": b"{",
        }
        for form, start in starts.items():
            with self.subTest(form):
                result = run("render", "welcome", "--as", form)
                self.assertEqual(result.status, 0)
                # What Graph makes by itself is said where its form is asked for.
                self.assertEqual(result.error_text.count("[graph-regenerated]"), 1 if form == "graph" else 0)
                self.assertEqual(bool(result.errors), form == "graph")
                self.assertTrue(result.output.startswith(start), result.output[:40])

    def test_the_locale_follows_the_recipient_then_the_request_then_the_template(self):
        cases = (
            (["--persona", "Samples/personas/noel.json"], "Votre compte"),
            (["--persona", "Samples/personas/noel.json", "--locale", "de"], "Votre compte"),
            (["--accept-language", "it,de-AT;q=0.5", "--locale", "fr"], "Ihr Konto"),
            (["--locale", "fr-CA"], "Votre compte"),
            (["--accept-language", "it"], "Your account"),
            ([], "Your account"),
        )
        for arguments, start in cases:
            with self.subTest(arguments=arguments):
                result = run("render", "welcome", "--as", "subject", *arguments)
                self.assertEqual(result.status, 0, result.error_text)
                self.assertTrue(result.text.startswith(start), result.text)

    def test_requests_are_rendered(self):
        result = run("render", "--request", "Samples/requests/send.json", "--as", "json")
        self.assertEqual(result.status, 0, result.error_text)
        request = json.loads((ROOT / "Samples/requests/send.json").read_text(encoding="utf-8"))
        self.assertEqual(json.loads(result.output)["subject"], request["subject"])
        path = self.write("request.json", '{"to": "ada@example.com", "type": "text/html"}')
        result = run("render", "--request", path, "--as", "json")
        self.assertEqual(json.loads(result.output)["subject"], "<no subject>")
        # A template that is named counts over what the request brings along.
        result = run("render", "welcome", "--request", "Samples/requests/send.json", "--as", "subject")
        self.assertEqual((result.status, result.text), (0, "Your account is ready\n"))
        self.assertIn("warning: ", result.error_text)
        result = run("render", "--request", "Samples/requests/send-template-from.json", "--as", "eml")
        self.assertEqual(result.status, 0, result.error_text)
        message = email.message_from_bytes(result.output, policy=email.policy.default)
        self.assertEqual(message["from"].addresses[0].addr_spec, "accounts@example.com")
        self.assertEqual(message["cc"].addresses[0].display_name, "Service Desk")
        self.assertNotIn(b"archive@example.com", result.output)


if __name__ == "__main__":
    unittest.main()
