# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""1,000 random messages, and what readers that others have written make of them."""

import base64
import email
import email.header
import email.policy
import email.utils
import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from galley import ROOT, TestCase, run
from samples import Samples, as_html

# Whether requests may carry attachments: `{"attachments": [{"name", "contentType", "content"}]}`.
HAS_ATTACHMENTS = True

TEMPLATES, PERSONAS = 40, 25
READERS = pathlib.Path(__file__).parent / "readers"


def quoted(name):
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def on_the_wire(address):
    local, domain = address.rsplit("@", 1)
    return f"{local}@{domain.encode('idna').decode()}"


def lines(text):
    return text.replace("\r\n", "\n").rstrip("\n")


class Readers(TestCase):
    """All messages are made once; each reader is a test."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="galley-")
        cls.addClassCleanup(folder.cleanup)
        cls.root = pathlib.Path(folder.name)
        cls.expected = {}
        for number in range(TEMPLATES):
            cls.make(number)

    @classmethod
    def make(cls, number):
        """One run: a template with a sender of its own, for so many people."""
        samples = Samples(number)
        author = (samples.name(), samples.address())
        template = {"from": f"{quoted(author[0])} <{author[1]}>", "defaultLocale": "en", "mimeType": "text/html",
                    "subject": {"en": "{{object.subject}}"}, "message": {"en": "{{{object.html}}}"}}
        folder = cls.root / str(number)
        folder.mkdir()
        (folder / "emailTemplate-t.json").write_text(json.dumps({"_id": "emailTemplate/t", **template}))
        arguments = ["--provider", ROOT / "Samples/providers/smtp-allowutf8.json", "--properties",
                     ROOT / "Samples/properties.json", "--form", "mime", "--output", folder / "out"]
        attachments = samples.attachments() if HAS_ATTACHMENTS else []
        if HAS_ATTACHMENTS:
            (folder / "request.json").write_text(json.dumps({"attachments": [
                {"name": name, "contentType": kind, "content": base64.b64encode(content).decode()}
                for name, kind, content in attachments]}))
            arguments += ["--request", folder / "request.json"]
        personas = []
        for index in range(PERSONAS):
            name, address = samples.name(), samples.address()
            if index == 0:
                address = "jürgen.日本@example.com"
            subject = samples.text(samples.random.randint(1, 20))
            paragraphs = samples.paragraphs()
            personas.append(folder / f"{index}.json")
            personas[-1].write_text(json.dumps({
                "name": str(index), "to": f"{quoted(name)} <{address}>",
                "object": {"subject": subject, "html": as_html(paragraphs)}}))
            cls.expected[str(folder / f"out/t/en/{index}.eml")] = {
                "subject": subject, "from": [[author[0], on_the_wire(author[1])]],
                "to": [[name, on_the_wire(address)]], "html": lines(as_html(paragraphs)),
                "words": " ".join(paragraphs).replace("\u00a0", " ").split(), "is_utf8": index == 0,
                "attachments": [[name, kind, base64.b64encode(content).decode()]
                                for name, kind, content in attachments]}
        result = run("fixtures", "t", "--templates", folder / "emailTemplate-t.json", *arguments, "--persona",
                     *personas)
        assert result.status == 0, result.error_text

    def check(self, read):
        """What a reader found is what was put in, for every message."""
        wrong = []
        for path, found in zip(self.expected, read, strict=True):
            expected = self.expected[path]
            for key in ("subject", "from", "to", "attachments"):
                if found[key] != expected[key]:
                    wrong.append((path, key, expected[key], found[key]))
            if lines(found["html"]) != expected["html"]:
                wrong.append((path, "html", expected["html"], found["html"]))
            if found["text"].replace("\u00a0", " ").split() != expected["words"]:
                wrong.append((path, "text", expected["words"], found["text"]))
        self.assertEqual(len(wrong), 0, wrong[:3])

    def read(self, *command):
        process = subprocess.run(
            command, input="".join(f"{path}\n" for path in self.expected), capture_output=True,
            encoding="utf-8", timeout=300)
        self.assertEqual(process.returncode, 0, process.stderr)
        return [json.loads(line) for line in process.stdout.splitlines()]

    def test_the_wire_is_clean(self):
        self.assertEqual(len(self.expected), 1000)
        for path, expected in self.expected.items():
            raw = pathlib.Path(path).read_bytes()
            bare = raw.replace(b"\r\n", b"")
            self.assertFalse(b"\r" in bare or b"\n" in bare, path)
            self.assertLessEqual(max(map(len, raw.split(b"\r\n"))), 998, path)
            header, _, body = raw.partition(b"\r\n\r\n")
            self.assertTrue(body.isascii(), path)
            self.assertEqual(header.isascii(), not expected["is_utf8"], path)

    def test_galley_finds_nothing_wrong(self):
        report = json.loads(run("fixtures", "--lint", self.root, "--report", "json").output)
        self.assertEqual(report["files"], 1000)
        # Each message to an address beyond ASCII needs SMTPUTF8, which is worth a warning.
        self.assertEqual(report["counts"], {"error": 0, "warning": TEMPLATES, "note": 0})

    def test_python_reads_what_was_put_in(self):
        self.check(map(self.python, self.expected))

    @staticmethod
    def python(path):
        raw = pathlib.Path(path).read_bytes()
        # Python takes the headers of RFC 6532 from text only.
        message = email.message_from_string(raw.decode(), policy=email.policy.default)
        # Before 3.13 the parser of the default policy leaves a space between two encoded-words of a name (gh-128110).
        old = email.message_from_string(raw.decode(), policy=email.policy.compat32)

        def addresses(name):
            pairs = email.utils.getaddresses([old[name]])
            return [[str(email.header.make_header(email.header.decode_header(n))), a] for n, a in pairs]

        return {
            "subject": message["subject"], "from": addresses("from"), "to": addresses("to"),
            "text": message.get_body(("plain",)).get_content(), "html": message.get_body(("html",)).get_content(),
            "attachments": [[part.get_filename(), part.get_content_type(),
                             base64.b64encode(part.get_content()).decode()] for part in message.iter_attachments()]}

    def test_perl_reads_what_was_put_in(self):
        if not shutil.which("perl") or subprocess.run(["perl", "-MEmail::MIME", "-e1"], capture_output=True).returncode:
            self.skipTest("Perl's Email::MIME is not installed: Scripts/install-packages test")
        self.check(self.read("perl", READERS / "email_mime.pl"))

    def test_ruby_reads_what_was_put_in(self):
        if not shutil.which("ruby") or subprocess.run(["ruby", "-rmail", "-e", ""], capture_output=True).returncode:
            self.skipTest("Ruby's Mail is not installed: Scripts/install-packages test")
        self.check(self.read("ruby", "-W0", READERS / "mail.rb"))


if __name__ == "__main__":
    unittest.main()
