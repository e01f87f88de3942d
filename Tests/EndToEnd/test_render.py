# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""Messages with files, images and the header fields of transactional mail, read by Python's email."""

import base64
import email
import email.policy
import html.parser
import json
import re
import shutil
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


class Tags(html.parser.HTMLParser):
    """Start tags with their attributes, and everything else, of HTML."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.rest = []
        self.sheet = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.rest.append(tag)

    def handle_endtag(self, tag):
        if tag != "style":
            self.rest.append("/" + tag)

    def handle_data(self, data):
        if self.rest and self.rest[-1] == "style":
            self.sheet += data
        else:
            self.rest.append(data)

    def styles(self, name):
        return [attributes.get("style") for tag, attributes in self.tags if tag == name]


class InlineCSS(TestCase):
    HTML = ("<html><head><style>p { color: red } .a { margin: 0 }\n@media (max-width: 9em) { p { color: blue } }</style>"
            "</head><body><p class=a style='color: green'>a</p><p>b</p></body></html>")

    def render(self, body, *options, status=0, type="text/html"):
        request = self.write("request.json", json.dumps(
            {"to": "ada@example.com", "from": "a@example.com", "subject": "s", "body": body, "type": type}))
        result = run("render", "--request", request, *options, environment=DATE)
        self.assertEqual(result.status, status, result.error_text)
        return result

    def test_style_sheets_move_into_attributes(self):
        without = self.render(self.HTML, "--as", "html")
        self.assertEqual(without.text, self.HTML)
        result = self.render(self.HTML, "--as", "html", "--inline-css")
        self.assertEqual(result.error_text, "")
        tags = Tags(result.text)
        first, second = tags.styles("p")
        # What the attribute said before comes last, and counts.
        self.assertRegex(first, r"color: red;.*margin: 0;.*color: green")
        self.assertEqual(second.rstrip(";"), "color: red")
        self.assertIn("@media", tags.sheet)
        self.assertNotIn("red", tags.sheet)

    def test_json_has_the_same_html(self):
        expected = self.render(self.HTML, "--as", "html", "--inline-css").text
        whole = json.loads(self.render(self.HTML, "--as", "json").output)
        inlined = json.loads(self.render(self.HTML, "--as", "json", "--inline-css").output)
        self.assertEqual((whole.pop("html"), inlined.pop("html")), (self.HTML, expected))
        self.assertEqual(inlined, whole)

    def test_the_templates_of_the_package_change_in_their_style_only(self):
        for name in ("welcome", "registration", "magicLink"):
            before = Tags(run("render", name, "--as", "html").text)
            after = Tags(run("render", name, "--as", "html", "--inline-css").text)
            self.assertEqual([part for part in after.rest if part != "style"],
                             [part for part in before.rest if part != "style"])
            for (tag, old), (_, new) in zip([tag for tag in before.tags if tag[0] != "style"],
                                            [tag for tag in after.tags if tag[0] != "style"]):
                old_style, new_style = old.pop("style", None), new.pop("style", None)
                self.assertEqual(new, old)
                self.assertTrue((new_style or "").endswith(old_style or ""), (tag, old_style, new_style))
            self.assertLess(len(after.sheet), len(before.sheet))

    def test_it_goes_with_what_shows_html(self):
        forms = ("eml", "text", "subject", "headers", "graph", "graph-mime")
        for options in [[], ["--as", "html", "--explain"], *(["--as", form] for form in forms)]:
            with self.subTest(options):
                result = self.render(self.HTML, "--inline-css", *options, status=64)
                self.assertEqual(result.output, b"")
                self.assertIn("--inline-css changes HTML that is shown", result.error_text)

    def test_a_message_without_html_is_an_error(self):
        for form in ("html", "json"):
            result = self.render("x", "--inline-css", "--as", form, type="text/plain", status=65)
            self.assertEqual((result.output, result.error_text),
                             (b"", "error: the message has no HTML: it is text/plain\n"))

    def test_what_is_wrong_with_a_style_sheet_is_said_with_its_place(self):
        body = "<style>p { color: red; nonsense }\n!! { color: blue }</style><p>x</p>"
        result = self.render(body, "--inline-css", "--as", "html")
        places = re.findall(r"^warning: \S*request\.json:1:(\d+): ", result.error_text, re.MULTILINE)
        raw = (self.folder / "request.json").read_text()
        self.assertEqual([int(place) for place in places], [raw.index("nonsense") + 1, raw.index("!!") + 1])


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


class Graph(TestCase):
    GRAPH = ["--provider", "Samples/providers/msgraph.json", "--properties", "Samples/properties.json"]

    def request(self, **members):
        return ["--request", self.write("request.json", json.dumps(
            {"to": "ada@example.com", "from": "a@example.com", "subject": "s", "body": "b", **members}))]

    def rules(self, text):
        return [(severity, rule) for severity, rule in self.findings(text) if rule.startswith("graph-")]

    def test_the_copy_in_the_sent_items_is_a_choice(self):
        for options, saves in (([], True), (["--save-to-sent-items"], True), (["--no-save-to-sent-items"], False)):
            with self.subTest(options):
                result = run("render", "welcome", *self.GRAPH, "--as", "graph", *options)
                self.assertEqual(result.status, 0, result.error_text)
                self.assertIs(json.loads(result.output)["saveToSentItems"], saves)
                out = self.folder / f"fixtures{saves}{len(options)}"
                result = run("fixtures", "welcome", *self.GRAPH, "--form", "graph", "--output", out, *options)
                self.assertEqual(result.status, 0, result.error_text)
                (graph, *_) = out.glob("welcome/en/*.graph.json")
                self.assertIs(json.loads(graph.read_text(encoding="utf-8"))["saveToSentItems"], saves)
                result = run("verify", "welcome", *self.GRAPH, *options)
                self.assertEqual(result.status, 0, result.text)
        # The MIME form has no place for the choice.
        for command in (["render", "welcome", "--as", "graph-mime"], ["verify", "--graph-form", "mime"],
                        ["send", "welcome", "--graph-form", "mime"]):
            result = run(*command, *self.GRAPH, "--no-save-to-sent-items")
            self.assertEqual((result.status, result.output), (64, b""))
            self.assertIn("--no-save-to-sent-items", result.error_text)

    def test_what_graph_leaves_out_is_said_as_verify_says_it(self):
        cases = (
            ([], {}, [("note", "graph-regenerated")]),
            ([], {"listUnsubscribe": "https://example.com/u"},
             [("note", "graph-regenerated"), ("warning", "graph-not-carried")]),
            ([], {"type": "text/xml"}, [("note", "graph-regenerated"), ("warning", "graph-not-carried")]),
            (["--flowed"], {"type": "text/plain"}, [("note", "graph-regenerated"), ("warning", "graph-not-carried")]),
            ([], {"headers": {f"X-{number}": "v" for number in range(6)}},
             [("error", "graph-header-limit"), ("note", "graph-regenerated")]),
        )
        for options, members, expected in cases:
            with self.subTest(expected=expected, members=members):
                arguments = [*self.GRAPH, *self.request(**members), *options]
                status = 1 if any(severity == "error" for severity, _ in expected) else 0
                result = run("render", *arguments, "--as", "graph")
                self.assertEqual((result.status, sorted(self.rules(result.error_text))), (status, sorted(expected)))
                self.assertEqual(result.output == b"", status == 1)
                verified = run("verify", *arguments)
                self.assertEqual((verified.status, sorted(self.rules(verified.text))), (status, sorted(expected)))
                # Nothing is made of some messages where others are refused.
                out = self.folder / f"fixtures{len(options)}{len(members)}{status}"
                for form, found in (("graph", expected), ("both", expected)):
                    result = run("fixtures", *arguments, "--form", form, "--output", out)
                    self.assertEqual((result.status, sorted(self.rules(result.error_text))), (status, sorted(found)))
                    self.assertEqual(out.exists(), status == 0)
                for command in (["render", *arguments, "--as", "eml"],
                                ["fixtures", *arguments, "--form", "mime", "--output", self.folder / "mime"]):
                    result = run(*command)
                    self.assertEqual((result.status, self.rules(result.error_text)), (0, []))

    def test_messages_that_lose_the_same_are_named_once(self):
        result = run("fixtures", *self.GRAPH, "--form", "graph", "--output", self.folder / "fixtures")
        self.assertEqual(result.status, 0, result.error_text)
        self.assertEqual(self.rules(result.error_text), [("note", "graph-regenerated")])

    def test_its_form_is_looked_at_whatever_the_provider_is(self):
        """Only where nobody asked for it by name is what Graph refuses no error, and what it makes itself not said."""
        six = {"headers": {f"X-{number}": "v" for number in range(6)}}
        unsubscribe = {"listUnsubscribe": "https://example.com/u"}
        for provider in ([], ["--provider", "Samples/providers/smtp-allowutf8.json",
                              "--properties", "Samples/properties.json"]):
            cases = [(six, "graph-header-limit", "error"), (unsubscribe, "graph-not-carried", "warning")]
            if provider:
                cases += [({field: "jürgen@b.example"}, "address-not-allowed", "error")
                          for field in ("to", "cc", "bcc", "replyTo", "from")]
            for members, rule, severity in cases:
                with self.subTest(members=members, provider=provider):
                    arguments = [*provider, *self.request(**members)]
                    status = 1 if severity == "error" else 0
                    out = self.folder / "fixtures"
                    for command in (["render", *arguments, "--as", "graph"],
                                    ["fixtures", *arguments, "--form", "graph", "--output", out]):
                        result = run(*command)
                        self.assertEqual(result.status, status, result.error_text)
                        self.assertIn((severity, rule), self.findings(result.error_text))
                        self.assertIn(("note", "graph-regenerated"), self.findings(result.error_text))
                        self.assertEqual(status == 1, result.output == b"")
                        self.assertFalse(status == 1 and out.exists())
                        shutil.rmtree(out, ignore_errors=True)
                    result = run("fixtures", *arguments, "--output", out)
                    self.assertEqual((result.status, self.findings(result.error_text)), (0, [("warning", rule)]))
                    self.assertEqual(any(out.rglob("*.graph.json")), rule != "address-not-allowed")
                    shutil.rmtree(out)
                    for command in (["render", *arguments], ["fixtures", *arguments, "--form", "mime", "--output", out]):
                        result = run(*command)
                        self.assertEqual((result.status, self.findings(result.error_text)), (0, []))
                    result = run("render", *arguments, "--as", "graph-mime")
                    mime = [(severity, rule)] if rule == "address-not-allowed" else []
                    self.assertEqual((result.status, self.findings(result.error_text)), (1 if mime else 0, mime))
                    shutil.rmtree(out)

    def test_an_ordinary_message_needs_no_word_about_a_form_that_nobody_asked_for(self):
        result = run("fixtures", "welcome", "--output", self.folder / "fixtures")
        self.assertEqual((result.status, result.errors), (0, b""))

    def findings(self, text):
        """Those of verify begin with the place, those of other commands with the severity."""
        return re.findall(r"\b(note|warning|error): .* \[([a-z-]+)\]", text)

    def test_all_that_is_said_has_one_shape_and_names_the_member_that_causes_it(self):
        path = self.write("request.json", """{"to": "ada@example.com", "from": "a@example.com", "body": "b",
            "headers": {"X-0": "v", "X-1": "v", "X-2": "v", "X-3": "v", "X-4": "v",
                "X-5": "v"},
            "listUnsubscribe":
                "https://example.com/u"}
            """)
        out = self.folder / "fixtures"
        for provider in (self.GRAPH, []):
            for command in (["render", "--as", "graph"], ["fixtures", "--form", "graph", "--output", out]):
                with self.subTest(provider=provider, command=command):
                    result = run(*command, *provider, "--request", path)
                    lines = result.error_text.splitlines()
                    for line in lines:
                        self.assertRegex(line, r"^(note|warning|error): [^ ]+[^:]*: |^  (here|fix): ")
                    self.assertEqual(
                        [re.match(r"(\w+): .*?request\.json:(\d+:\d+): .* \[([a-z-]+)\]", line).groups()
                         for line in lines if "[graph-" in line and "request.json" in line],
                        [("error", "3:25", "graph-header-limit"), ("warning", "5:17", "graph-not-carried")])


if __name__ == "__main__":
    unittest.main()
