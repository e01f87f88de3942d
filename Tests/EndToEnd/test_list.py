# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""`galley templates list`, and what it and other commands say of templates that are not as they should be."""

import json
import shlex
import subprocess
import unittest

from galley import PROGRAM, TestCase, run


def template(**members):
    return json.dumps({"subject": {"en": "x"}, "message": {"en": "m"}, "defaultLocale": "en", **members})


def sent(content):
    return f"<html><head></head><body>{content}</body></html>"


class Findings(TestCase):
    def list(self, *options):
        result = run("templates", "list", "--templates", self.folder, *options)
        self.assertNoTrap(result)
        return result

    def test_every_finding_that_is_counted_has_a_row_or_is_told(self):
        self.write("emailTemplate-good.json", template())
        self.write("emailTemplate-row.json", template(x=1))
        self.write("emailTemplate-broken.json", '{"subject": {"en": "x",}}')
        self.write("emailTemplate-lone.json", '{"subject": {"en": "\\ud800"}}')
        self.write("copy/emailTemplate-good.json", template(message={"en": "other"}))
        listed = json.loads(self.list("--report", "json").text)
        verified = json.loads(run("verify", "--templates", self.folder, "--report", "json").text)
        for severity, count in listed["counts"].items():
            rows = sum(row["findings"][severity] for row in listed["templates"])
            self.assertEqual(rows + sum(found["severity"] == severity for found in listed["findings"]), count)
        self.assertEqual(sorted(found["rule"] for found in listed["findings"]),
                         ["json-invalid", "json-invalid", "template-duplicate"])
        for found in listed["findings"]:
            self.assertIn(found, verified["findings"])
        self.assertEqual(listed["counts"], verified["counts"])
        text = self.list().text
        for found in listed["findings"]:
            place = found["location"]
            self.assertIn(f"{place['file']}:{place['line']}:{place['column']}: error: {found['message']}", text)
        self.assertTrue(text.endswith("\n\n2 templates: 3 errors, 1 warning\n"), text)
        self.assertNotIn("json.tool", text)

    def test_a_list_without_such_findings_is_the_table(self):
        self.write("emailTemplate-row.json", template(x=1))
        self.assertEqual(json.loads(self.list("--report", "json").text)["findings"], [])
        self.assertEqual(len(self.list().text.splitlines()), 4)

    def test_a_blank_sender_is_none(self):
        self.write("emailTemplate-t.json", template(**{"from": " "}))
        for sender, listed in (("  ", None), ("a@b.test", {"value": "a@b.test", "source": "provider"})):
            provider = self.write("provider/external.email.json", json.dumps({"host": "h", "port": 25, "from": sender}))
            options = ("--provider", provider)
            row = json.loads(self.list(*options, "--report", "json").text)["templates"][0]
            self.assertEqual(row.get("from"), listed)
            self.assertIn("a@b.test (provider)" if listed else " none ", self.list(*options).text)
            self.assertEqual(" (provider)" in self.list(*options).text, listed is not None)

    def test_why_there_is_no_template_is_told(self):
        for text, place, words in (
                ('{"idm": {"emailTemplate/x": null}}', "1:29", "holds null"),
                ('{"emailTemplate": {"a/b": {"subject": {}, "message": {}}}}', "1:27", "one path segment"),
                ('{"emailTemplate": {"a":', "1:24", "not valid JSON")):
            with self.subTest(text):
                path = self.write("all.template.email.json", text)
                for command in ("list", "convert --to idm --output " + str(self.folder / "out")):
                    result = run("templates", *shlex.split(command), "--templates", self.folder)
                    self.assertEqual((result.status, result.text), (65, ""))
                    self.assertIn(f"error: {path}:{place}: ", result.error_text)
                    self.assertIn(words, result.error_text)
                verified = json.loads(run("verify", "--templates", self.folder, "--report", "json").text)
                self.assertIn(words, " ".join(found["message"] for found in verified["findings"]))

    def test_a_null_and_a_default_that_is_missing_are_named(self):
        path = self.write("emailTemplate-t.json", '{"subject": {"en": "x"},\n "message": {"en": null}}')
        result = run("verify", "--templates", self.folder)
        self.assertIn(f"{path}:2:20: error: there is no message for the locale en: it is null", result.text)
        result = run("render", "t", "--templates", self.folder)
        self.assertEqual(result.status, 65)
        self.assertIn("the template t has no defaultLocale\n", result.error_text)
        result = run("render", "t", "--templates", self.folder, "--locale", "de")
        self.assertIn("the template t has no text for de and no defaultLocale\n", result.error_text)
        path = self.write("emailTemplate-t.json", '{"defaultLocale":\n "fr", "subject": {"en": "x"}, "message": {}}')
        result = run("render", "t", "--templates", self.folder)
        self.assertIn(f"{path}:2:3: the template t has no text for its default locale fr\n", result.error_text)

    def test_an_explanation_in_json_says_all_that_the_text_says(self):
        self.write("emailTemplate-t.json", template(subject={"en": "x", "en_GB": "y"},
                                                    message={"en": "m", "en_GB": "n", "fr": "o"}))
        for options in (["--locale", "fr"], ["--accept-language", "en;q=0,fr"]):
            command = ["render", "t", "--templates", self.folder, "--explain", *options]
            told, text = json.loads(run(*command, "--as", "json").text), run(*command).text
            self.assertIn("en_GB is no language tag, so that no language finds it; write en-GB", told["notes"])
            for note in told["notes"]:
                self.assertIn(note + "\n", text)
            self.assertEqual(told["reasons"], {"subject": "the template has none in fr"})
            self.assertIsNone(told["places"]["subject"])
            self.assertIn("subject: none, because the template has none in fr\n", text)


class Drift(TestCase):
    def write_drifts(self):
        self.write("emailTemplate-t.json", template(
            subject={}, defaultLocale="a", styles="p{a:b}",
            html={"a": "<p>x</p>", "b": "<p>x</p>", "c": "<p>x</p>", "d": "<p>x</p>", "e": "*x*", "f": "<p>x</p>",
                  "g": "<p>x</p>"},
            message={"a": sent('<p style="a: b;">x</p>'), "b": sent('<p style="a: b;">x</p> '), "c": sent("<p>x</p>"),
                     "d": sent('<p style="a: b;">y</p>'), "e": sent("x"), "f": sent("<p>x</p>"), "h": "x"}))
        self.write("emailTemplate-u.json", template(html={"en": "<p>x</p>"}, message={"en": sent("<p>x</p>")}))

    def test_the_column_has_every_verdict_in_the_words_of_the_json(self):
        self.write_drifts()
        command = ["templates", "list", "--templates", self.folder]
        listed = json.loads(run(*command, "--report", "json").text)["templates"]
        verdicts = {}
        for item in listed[0]["drift"]:
            if item.get("reason") != "there is no editor copy":
                verdicts.setdefault(item["verdict"], []).append(item["locale"])
        expected = {"content": ["d", "g"], "style": ["c", "f"], "incomparable": ["e"], "white-space": ["b"], "same": ["a"]}
        self.assertEqual(verdicts, expected)
        text = run(*command).text
        self.assertIn("; ".join(f"{verdict}: {' '.join(locales)}" for verdict, locales in expected.items()) + " ", text)
        self.assertRegex(text, r"\nu .* same  ")

    def test_an_editor_copy_without_a_sent_one_is_an_error_everywhere(self):
        path = self.write("emailTemplate-t.json", template(html={"en": "", "de": "<p>x</p>"}))
        item = json.loads(run("templates", "list", "--templates", self.folder, "--report", "json").text)
        self.assertEqual(item["templates"][0]["drift"][1],
                         {"locale": "de", "verdict": "content", "reason": "there is no sent copy"})
        self.assertRegex(run("templates", "list", "--templates", self.folder).text, r"\nt .* content: de  +1 error\n")
        result = run("verify", "--templates", self.folder)
        self.assertEqual(result.status, 1)
        self.assertIn("error: there is an editor copy (html) for de, but no sent copy (message)", result.text)
        # The finding is about the locales of a run, like others.
        for locale, count in (("en", 0), ("DE", 1)):
            verified = json.loads(run("verify", "--templates", self.folder, "--locale", locale, "--report", "json").text)
            self.assertEqual([found["rule"] for found in verified["findings"]].count("drift"), count)
        for options in ([], ["--locale", "de"]):
            result = run("templates", "sync", "t", "--from", "html", "--templates", self.folder, *options)
            self.assertEqual((result.status, result.text), (65, ""))
            self.assertIn("there is an editor copy for de, but no sent copy", result.error_text)
        # What the fix says mends it.
        path.write_text(template(html={"de": "<p>x</p>"}, message={"en": "m", "de": ""}, subject={"en": "x", "de": "x"}))
        self.assertEqual(run("templates", "sync", "t", "--from", "html", "--templates", self.folder).status, 0)
        self.assertEqual(run("verify", "--templates", self.folder, "--from", "a@example.com").status, 0)

    def test_the_command_of_a_finding_mends_what_the_finding_is_about(self):
        for folder in ("plain", "a b", "it's $HOME", "ü"):
            with self.subTest(folder):
                text = template(subject={"en": "x", "fr": "x"}, html={"en": "<p>new</p>", "fr": "<p>neuf</p>"},
                                message={"en": sent("<p>old</p>"), "fr": sent("<p>vieux</p>")})
                path = self.write(f"{folder}/emailTemplate-t.json", text)
                verified = json.loads(run("verify", "--templates", folder, "--report", "json", cwd=self.folder).text)
                fixes = {found["locale"]: found["fix"] for found in verified["findings"] if found["rule"] == "drift"}
                command = fixes["fr"].split("run ", 1)[1].split("; if not", 1)[0]
                # The shell of the user takes the line as it stands.
                subprocess.run(["sh", "-c", command.replace("galley ", shlex.quote(str(PROGRAM)) + " ", 1)],
                               cwd=self.folder, check=True, capture_output=True)
                message = json.loads(path.read_text())["message"]
                self.assertEqual(message, {"en": sent("<p>old</p>"), "fr": sent("<p>neuf</p>")})


if __name__ == "__main__":
    unittest.main()
