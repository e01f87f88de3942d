# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""Messages with files, images and the header fields of transactional mail, read by Python's email."""

import base64
import email
import email.policy
import json
import re
import unittest

from galley import ROOT, TestCase, run

REQUEST = ROOT / "Samples/requests/send-attachment.json"
DATE = {"SOURCE_DATE_EPOCH": "1700000000"}
# What AIC does not take is said on standard error, and the message is made all the same.
WARNINGS = ("attachments", "replyTo", "listUnsubscribe", "listUnsubscribePost", "headers")


def read(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


class Files(TestCase):
    def render(self, *arguments):
        result = run("render", "--request", REQUEST, *arguments, environment=DATE)
        self.assertEqual(result.status, 0, result.error_text)
        for name in WARNINGS:
            self.assertIn(f"“{name}”", result.error_text)
        return result.output

    def test_python_reads_the_file_the_image_and_the_fields(self):
        raw = self.render()
        self.assertEqual(raw, self.render())
        message = read(raw)
        parts = list(message.walk())
        self.assertEqual(
            [part.get_content_type() for part in parts],
            ["multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/gif",
             "text/plain"])
        self.assertEqual([part.defects for part in parts], [[]] * len(parts))
        file = next(message.iter_attachments())
        self.assertEqual(file.get_filename(), "recovery codes.txt")
        self.assertEqual(file.get_payload(decode=True), b"1234-5678\r\n8765-4321\r\n")
        self.assertIn("cid:" + parts[5]["content-id"].strip("<>"), parts[4].get_content())
        self.assertEqual(message["reply-to"], "Help Desk <help@example.com>")
        self.assertEqual(message["list-unsubscribe"], "<https://tenant.example.com/unsubscribe?id=c2FtcGxl>")
        self.assertEqual(message["list-unsubscribe-post"], "List-Unsubscribe=One-Click")
        self.assertEqual(message["x-campaign"], "recovery")
        self.assertEqual(message["auto-submitted"], "auto-generated")
        self.assertEqual(message["date"], "Tue, 14 Nov 2023 22:13:20 +0000")

    def test_the_mime_form_for_graph_is_the_message_in_base64_with_its_hidden_recipients(self):
        message = self.render("--bcc", "hidden@example.com")
        raw = base64.b64decode(self.render("--bcc", "hidden@example.com", "--as", "graph-mime"), validate=False)
        # The boundary is made from the header, so that of the two forms differs.
        boundary = re.compile(rb"=_galley_(\d+)_[0-9a-f]+")
        raw_without_bcc = boundary.sub(rb"\1", raw.replace(b"Bcc: hidden@example.com\r\n", b""))
        self.assertEqual(raw_without_bcc, boundary.sub(rb"\1", message))
        self.assertNotEqual(raw, message)

    def test_graph_has_both_as_attachments(self):
        message = json.loads(self.render("--as", "graph"))["message"]
        self.assertEqual([(file["name"], file["isInline"]) for file in message["attachments"]],
                         [("image1.gif", True), ("recovery codes.txt", False)])
        self.assertEqual(message["internetMessageHeaders"], [{"name": "X-Campaign", "value": "recovery"}])
        self.assertEqual(message["replyTo"][0]["emailAddress"]["address"], "help@example.com")

    def test_json_names_the_files(self):
        attachments = json.loads(self.render("--as", "json"))["attachments"]
        self.assertEqual([(file["name"], file["type"], file["size"]) for file in attachments],
                         [("image1.gif", "image/gif", 42), ("recovery codes.txt", "text/plain", 22)])

    def test_images_stay_in_the_html_where_they_are_told_to(self):
        message = read(self.render("--images", "data", "--body", "single"))
        self.assertEqual([part.get_content_type() for part in message.walk()],
                         ["multipart/mixed", "text/html", "text/plain"])
        self.assertIn("data:image/gif", message.get_body().get_content())
        self.assertIn(b"data:image/gif", self.render("--as", "html"))

    def test_text_flows_on_request(self):
        result = run("render", "welcome", "--flowed", environment=DATE)
        part = read(result.output).get_body(("plain",))
        self.assertEqual((part.get_param("format"), part.get_param("delsp")), ("flowed", "no"))
        paragraphs = part.get_content().replace(" \r\n", " ")
        # Flowed again, the lines of the fixed text are pieces of its paragraphs.
        fixed = read(run("render", "welcome", environment=DATE).output).get_body(("plain",)).get_content()
        for line in filter(None, fixed.splitlines()):
            self.assertIn(line.strip(), paragraphs)


class Refused(TestCase):
    def test_paths_and_addresses_are_no_attachments(self):
        for member in ('"path": "/etc/passwd"', '"href": "http://169.254.169.254/"', '"content": "/etc/passwd#"',
                       '"content": "file:///etc/passwd"'):
            with self.subTest(member):
                request = self.write("request.json", '{"to": "a@example.com", "body": "x",\n'
                                     ' "attachments": [{"name": "a", %s}]}' % member)
                result = run("render", "--request", request)
                self.assertEqual((result.status, result.output), (65, b""))
                self.assertIn("request.json:2:", result.error_text)
                self.assertNotIn("root:", result.error_text)

    def test_routes_are_no_addresses(self):
        for address in ("host!ada@example.com", "ada%example.net@example.com"):
            result = run("render", "welcome", "--to", address)
            self.assertEqual((result.status, result.output), (65, b""), address)
            self.assertIn("route to another host", result.error_text)


if __name__ == "__main__":
    unittest.main()
