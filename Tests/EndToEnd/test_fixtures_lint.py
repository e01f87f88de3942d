# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""`galley fixtures --lint`."""

import json
import re
import unittest

from fixture_case import CheckCase
from galley import run


class Lint(CheckCase):
    def lint(self, *arguments):
        return run("fixtures", "--lint", *arguments)

    def test_what_galley_writes_is_in_order(self):
        for form in ("alternative", "single"):
            self.done("--body", form)
            result = self.lint(self.out)
            self.assertEqual(
                (result.status, result.text), (0, "PASS  42 messages, 0 with findings: 0 errors, 0 warnings\n"))

    def test_faults_are_named_with_their_place(self):
        path = self.write("mail/deep/a.eml", b"Date: Sat, 01 Jan 2000 00:00:00 +0000\r\nFrom: a@b.test\r\nTo: a@b.test\r\n"
                          b"Message-ID: <1@b.test>\r\n\r\nok\r\nbare\nline " + b"x" * 999 + b"\r\n\xe9\r\n")
        result = self.lint(self.folder / "mail", "--report", "json")
        self.assertEqual(result.status, 1)
        report = json.loads(result.output)
        self.assertEqual((report["verdict"], report["files"], report["counts"]),
                         ("fail", 1, {"error": 3, "warning": 0, "note": 0}))
        self.assertEqual(
            [(f["rule"], f["location"]["file"], f["location"]["line"], f["location"]["column"])
             for f in report["findings"]],
            [("message-line-end", str(path), 7, 5), ("message-line-length", str(path), 8, 1),
             ("message-body-not-ascii", str(path), 9, 1)])
        self.assertEqual(self.lint(path).status, 1)

    def test_no_option_of_what_would_be_written_is_taken_in_silence(self):
        choices = {"--body": "single", "--images": "data", "--form": "mime"}
        options = re.findall(r"^  (?:--[a-z-]+/)?(--[a-z-]+)( <)?", run("fixtures", "--help").text, re.MULTILINE)
        refused = [[name, choices.get(name, "x")] if value else [name] for name, value in options
                   if name not in ("--lint", "--report", "--version")]
        self.assertGreater(len(refused), 15)
        for arguments in [*refused, ["welcome"]]:
            with self.subTest(arguments):
                result = self.lint(self.folder, *arguments)
                self.assertEqual(result.status, 64)
                self.assertIn("--lint goes with --report only", result.error_text)

    def test_the_case_of_a_name_does_not_hide_a_message(self):
        self.write("mail/UPPER.EML", b"Subject: a\r\n\r\n")
        self.write("mail/b.Eml.txt", b"Subject: a\r\n\r\n")
        result = self.lint(self.folder / "mail")
        self.assertEqual(result.status, 1)
        self.assertIn("UPPER.EML:1:1: error:", result.text)
        self.assertIn("FAIL  1 message, 1 with findings", result.text)

    def test_a_folder_without_messages_is_an_error(self):
        self.assertEqual(self.lint(self.templates).status, 66)
        self.assertEqual(self.lint(self.folder / "nowhere").status, 66)

    def test_terminal_control_in_a_message_is_not_obeyed(self):
        self.write("mail/a.eml", b"From: \x1b[31m@\r\n\r\n")
        result = self.lint(self.folder / "mail")
        self.assertEqual(result.status, 1)
        self.assertNotIn(b"\x1b", result.output)


if __name__ == "__main__":
    unittest.main()
