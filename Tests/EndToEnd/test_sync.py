# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""`galley templates sync` writes the sent copy, and nothing else."""

import json
import os
import shutil
import unittest

from galley import TEST_DATA, TestCase, run


class Sync(TestCase):
    SENT = '<html><head></head><body><p style=\\"a: b;\\">{}</p></body></html>'
    # Odd on purpose: spacing, escapes, an unknown key, a key that is there twice.
    TEXT = ('{"emailTemplate" :{"t":{"subject":{"en":"\\u0041"},  "x":[1.0, 1e2],"x":2,\n\t"html":{"fr":"<p>\u00fc</p>",'
            '"en":"<p>new</p>"},"styles":"p{a:b}",\r\n"message": {"en" :"OLD" , "fr":"FR"}},"u":{"message":{}}}}\n')

    def text(self, english, french):
        return self.TEXT.replace("OLD", english).replace("FR", french).encode()

    def sync(self, name="t", *options):
        return run("templates", "sync", name, "--from", "html", "--templates", self.folder, *options)

    def test_nothing_but_the_text_changes(self):
        same = self.SENT.format("ü")
        path = self.write("t.template.email.json", self.text("<p>old</p>", same))
        result = self.sync()
        self.assertEqual((result.status, result.error_text), (0, ""))
        self.assertIn("message.en\n", result.text)
        self.assertIn("- old\n", result.text)
        self.assertIn("+ new\n", result.text)
        self.assertNotIn("message.fr", result.text)
        self.assertTrue(result.text.endswith(f"\nwritten: {path}\n"), result.text)
        self.assertEqual(path.read_bytes(), self.text(self.SENT.format("new"), same))
        self.assertEqual([entry.name for entry in self.folder.iterdir()], ["t.template.email.json"])
        before = path.stat()
        result = self.sync()
        self.assertEqual((result.status, result.text),
                         (0, "Nothing to do: what is sent is what the editor copies give.\n"))
        self.assertEqual((path.stat().st_ino, path.stat().st_mtime_ns), (before.st_ino, before.st_mtime_ns))

    def test_white_space_is_nothing_to_do(self):
        path = self.write("t.template.email.json", self.text(self.SENT.format(" new "), self.SENT.format("ü")))
        before = path.read_bytes()
        self.assertIn("Nothing to do", self.sync().text)
        self.assertEqual(path.read_bytes(), before)

    def test_a_dry_run_writes_nothing(self):
        path = self.write("t.template.email.json", self.text("<p>old</p>", "<p>alt</p>"))
        before = path.read_bytes()
        result = self.sync("t", "--dry-run")
        self.assertEqual(result.status, 0)
        self.assertIn("+ new\n", result.text)
        self.assertIn(f"not written (--dry-run): {path}\n", result.text)
        self.assertEqual(path.read_bytes(), before)

    def test_one_locale_is_enough(self):
        path = self.write("t.template.email.json", self.text("<p>old</p>", "<p>alt</p>"))
        self.assertEqual(self.sync("t", "--locale", "FR").status, 0)
        self.assertEqual(path.read_bytes(), self.text("<p>old</p>", self.SENT.format("ü")))
        result = self.sync("t", "--locale", "de")
        self.assertEqual(result.status, 66)
        self.assertIn("it has: en, fr", result.error_text)

    def test_a_text_in_a_file_of_its_own_is_written_there(self):
        folder = self.folder / "email-templates/t"
        document = self.write("email-templates/t/t.json", json.dumps({
            "_id": "emailTemplate/t", "subject": {"en": "x"}, "html": {"en": {"file": "t.en.html"}},
            "styles": {"file": "t.css"}, "message": {"en": {"file": "t.en.md"}}}))
        self.write("email-templates/t/t.en.html", "<p>new</p>\n")
        self.write("email-templates/t/t.css", "p { a: b }\n")
        sent = self.write("email-templates/t/t.en.md", "<p>old</p>\r\n")
        before = document.read_bytes()
        result = self.sync()
        self.assertEqual(result.status, 0, result.error_text)
        self.assertIn(f"written: {sent}\n", result.text)
        # The line end behind the text stays.
        self.assertEqual(sent.read_bytes(), self.SENT.format("new").replace("\\", "").encode() + b"\r\n")
        self.assertEqual(document.read_bytes(), before)
        self.assertEqual(len(list(folder.iterdir())), 4)
        self.assertIn("Nothing to do", self.sync().text)

    def test_what_cannot_be_compared_is_refused(self):
        for html, words in (("<p {{#if a}}b{{/if}}>", "outside a quoted value"), ("# x", "has no HTML tag"),
                            ("", "there is no editor copy")):
            with self.subTest(html):
                path = self.write("emailTemplate-t.json", json.dumps(
                    {"subject": {"en": "x"}, "html": {"en": html}, "message": {"en": "<p>x</p>"}}))
                before = path.read_bytes()
                result = self.sync()
                self.assertEqual((result.status, result.text), (65, ""))
                self.assertIn(words, result.error_text)
                self.assertEqual(path.read_bytes(), before)
        self.write("emailTemplate-t.json", '{"subject": {"en": "x"}, "message": {"fr": "x"}, "html": {"fr": "<p>x</p>",'
                   ' "en": "<p>x</p>"}}')
        result = self.sync()
        self.assertEqual((result.status, result.text), (65, ""))
        self.assertIn("add message.en", result.error_text)

    def test_arguments_and_files_that_are_not_there(self):
        self.write("emailTemplate-temp.json", '{"subject": {}, "message": {}}')
        result = self.sync("temq")
        self.assertEqual(result.status, 66)
        self.assertIn("did you mean temp?", result.error_text)
        self.assertEqual(run("templates", "sync", "t").status, 64)
        self.assertEqual(run("templates", "sync", "t", "--from", "message").status, 64)
        self.write("emailTemplate-t.json", "{")
        self.assertEqual(self.sync().status, 65)

    def test_a_failed_run_leaves_what_was_there(self):
        path = self.write("t.template.email.json", self.text("<p>old</p>", "<p>alt</p>"))
        before = path.read_bytes()
        self.folder.chmod(0o555)
        self.addCleanup(self.folder.chmod, 0o755)
        user = 65534 if os.geteuid() == 0 else None
        result = run("templates", "sync", "t", "--from", "html", "--templates", self.folder, user=user)
        self.assertEqual(result.status, 74, result.error_text)
        self.assertEqual(path.read_bytes(), before)
        self.assertNotIn("written:", result.text)

    @unittest.skipUnless((TEST_DATA / "tenants").is_dir(), "no exports of tenants at hand")
    def test_real_templates_have_no_drift_afterwards(self):
        for tenant in ("frodo", "frodo-forgeops", "fr-config-manager", "idm"):
            shutil.copytree(TEST_DATA / "tenants" / tenant, self.folder / tenant)
            listed = json.loads(run("templates", "list", "--templates", self.folder / tenant, "--report", "json").text)
            for template in listed["templates"]:
                drift = {item["verdict"] for item in template["drift"]}
                if drift & {"style", "content"}:
                    with self.subTest(tenant=tenant, name=template["name"]):
                        result = run("templates", "sync", template["name"], "--from", "html",
                                     "--templates", self.folder / tenant)
                        self.assertEqual(result.status, 0, result.error_text)
            listed = json.loads(run("templates", "list", "--templates", self.folder / tenant, "--report", "json").text)
            left = {item["verdict"] for template in listed["templates"] for item in template["drift"]}
            self.assertLessEqual(left, {"same", "white-space", "incomparable"})


if __name__ == "__main__":
    unittest.main()
