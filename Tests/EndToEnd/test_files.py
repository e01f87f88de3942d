# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""What commands take from the disk and leave there: modes, links, and files that are none of theirs."""

import json
import os
import shutil
import unittest

from galley import ROOT, TestCase, files, run

TEMPLATE = '{"subject": {"en": "x"}, "defaultLocale": "en", "from": "a@example.com", "message": {"en": %s}%s}'
CANARY = "c4n4ry-outside"


class Modes(TestCase):
    def mode(self, path):
        return path.stat().st_mode & 0o7777

    def sync(self, name):
        return run("templates", "sync", name, "--from", "html", "--templates", self.folder)

    def test_sync_keeps_the_mode(self):
        for mode in (0o600, 0o640, 0o644, 0o664, 0o400):
            with self.subTest(oct(mode)):
                path = self.write("emailTemplate-x.json", TEMPLATE % ('"old"', ', "html": {"en": "<p>new</p>"}'))
                path.chmod(mode)
                before = path.stat().st_ino
                self.assertEqual(self.sync("x").status, 0)
                self.assertNotEqual(path.stat().st_ino, before)
                self.assertEqual(oct(self.mode(path)), oct(mode))
                path.unlink()

    def test_sync_keeps_the_mode_of_a_text(self):
        self.write("t/t.json", TEMPLATE % ('{"file": "t.en.md"}', ', "html": {"en": "<p>new</p>"}'))
        path = self.write("t/t.en.md", "old")
        path.chmod(0o600)
        self.assertEqual(self.sync("t").status, 0)
        self.assertIn("new", path.read_text())
        self.assertEqual(oct(self.mode(path)), oct(0o600))

    def test_revert_keeps_the_mode(self):
        path = self.write("external.email.json", '{"host": "h", "port": 25, "auth": {"enable": true, "password": "p"}}')
        path.chmod(0o600)
        self.assertEqual(run("provider", "revert", "--provider", path).status, 0)
        self.assertNotIn("host", json.loads(path.read_text()))
        self.assertEqual(oct(self.mode(path)), oct(0o600))

    @unittest.skipUnless(os.geteuid() == 0, "only root may give files away")
    def test_sync_keeps_the_owner(self):
        path = self.write("emailTemplate-x.json", TEMPLATE % ('"old"', ', "html": {"en": "<p>new</p>"}'))
        os.chown(path, 65534, 65533)
        self.assertEqual(self.sync("x").status, 0)
        self.assertEqual((path.stat().st_uid, path.stat().st_gid), (65534, 65533))

    def test_new_files_have_the_mode_of_the_umask(self):
        before = os.umask(0o027)
        self.addCleanup(os.umask, before)
        self.assertEqual(run("fixtures", "welcome", "--output", self.folder / "out").status, 0)
        modes = {self.mode(path) for path in (self.folder / "out").rglob("*") if path.is_file()}
        self.assertEqual(modes, {0o640})


class Links(TestCase):
    """The folder may be what a stranger has proposed: a link in it must not show a file of whoever looks at it."""

    def setUp(self):
        super().setUp()
        self.outside = self.write("outside/secret.html", CANARY)
        self.tenant = self.folder / "tenant"
        self.tenant.mkdir()

    def commands(self, path):
        yield "render", "t", "--templates", path
        yield "verify", "--templates", path
        yield "templates", "sync", "t", "--from", "html", "--templates", path
        yield "templates", "convert", "--to", "frodo-bundle", "--output", self.folder / "out", "--templates", path
        yield "templates", "diff", path, ROOT / "Templates"
        yield "fixtures", "--output", self.folder / "out", "--templates", path

    def assertRefused(self, path):
        before = self.outside.read_bytes()
        for command in self.commands(path):
            with self.subTest(command[:2]):
                result = run(*command)
                self.assertIn(result.status, (1, 65, 66), result.error_text)
                self.assertIn("a link that leads out of", result.text + result.error_text)
                self.assertNotIn(CANARY, result.text + result.error_text)
                self.assertFalse((self.folder / "out").exists())
        self.assertEqual(self.outside.read_bytes(), before)

    def test_a_text_is_not_read_through_a_link(self):
        document = self.write("tenant/t.json", TEMPLATE % ('{"file": "pw.html"}', ', "html": {"en": "<p>new</p>"}'))
        for target in (self.outside, "../outside/secret.html", self.folder / "tenant-evil/secret.html"):
            self.write("tenant-evil/secret.html", CANARY)
            link = self.tenant / "pw.html"
            link.unlink(missing_ok=True)
            link.symlink_to(target)
            self.assertRefused(self.tenant)
            self.assertRefused(document)

    def test_a_document_is_not_read_through_a_link(self):
        self.outside.write_text(TEMPLATE % (f'"{CANARY}"', ', "html": {"en": "<p>new</p>"}'))
        (self.tenant / "emailTemplate-t.json").symlink_to(self.outside)
        self.assertRefused(self.tenant)

    def test_what_the_user_names_and_what_stays_inside_is_read(self):
        self.write("tenant/texts/body.html", "<p>inside</p>")
        self.write("tenant/t/t.json", TEMPLATE % ('{"file": "body.html"}', ""))
        (self.tenant / "t/body.html").symlink_to("../texts/body.html")
        (self.folder / "link").symlink_to(self.tenant)
        (self.folder / "one.json").symlink_to(self.write("outside/one.json", TEMPLATE % ('"<p>inside</p>"', "")))
        for name, path in (("t", self.tenant), ("t", self.folder / "link"), ("one", self.folder / "one.json")):
            result = run("render", name, "--templates", path, "--as", "html")
            self.assertEqual((result.status, result.text), (0, "<p>inside</p>"), result.error_text)

    def test_fixtures_are_not_compared_through_a_link(self):
        folder = self.folder / "fixtures"
        self.assertEqual(run("fixtures", "welcome", "--output", folder).status, 0)
        fixture = next(folder.rglob("*.eml"))
        fixture.unlink()
        fixture.symlink_to(self.outside)
        result = run("fixtures", "welcome", "--check", "--output", folder)
        self.assertEqual(result.status, 74)
        self.assertNotIn(CANARY, result.text + result.error_text)
        self.assertIn("a link that leads out of", run("fixtures", "--lint", folder).error_text)

    def test_the_default_provider_beside_another_is_not_read_through_a_link(self):
        self.outside.write_text('{"host": "%s"}' % CANARY)
        path = self.write("tenant/external.email.json", '{"host": "h", "port": 25}')
        (self.tenant / "external.emailDefault.json").symlink_to(self.outside)
        result = run("provider", "revert", "--provider", path)
        self.assertEqual(result.status, 66)
        self.assertNotIn(CANARY, result.text + result.error_text)
        self.assertNotIn(CANARY, path.read_text())


class OtherFiles(TestCase):
    EXTRAS = {"README.md": "# mine", "realms/alpha/x.json": '{"a": 1}',
              "email-templates/welcome/welcome.de.html": "<p>x</p>", "email-templates/welcome/notes.txt": "\x00\x01"}

    def setUp(self):
        super().setUp()
        shutil.copytree(ROOT / "Samples/tenants/fr-config-manager", self.folder / "in")
        for path, text in self.EXTRAS.items():
            self.write("in/" + path, text)

    def convert(self, layout, output):
        return run("templates", "convert", "--templates", self.folder / "in", "--to", layout, "--output", output)

    def test_the_same_layout_loses_no_file(self):
        for output in (self.folder / "out", self.folder / "in/out"):
            before = files(self.folder / "in")
            for _ in range(2):
                result = self.convert("fr-config-manager", output)
                self.assertEqual((result.status, result.error_text), (0, ""))
                self.assertEqual(files(output), before)

    def test_another_layout_names_every_file_that_it_loses(self):
        result = self.convert("idm", self.folder / "out")
        self.assertEqual(result.status, 0)
        for path in self.EXTRAS:
            self.assertIn(f"{self.folder}/in/{path}: the file is no email document, and left out\n", result.error_text)
        self.assertEqual(len(result.error_text.splitlines()), len(self.EXTRAS))


if __name__ == "__main__":
    unittest.main()
