# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""`galley templates convert`, with Python's json as the second opinion on what the files say."""

import unittest

from exports import LAYOUTS, SAMPLES, documents
from galley import ROOT, TEST_DATA, TestCase, files, run


class Convert(TestCase):
    def convert(self, source, layout, name):
        folder = self.folder / name
        result = run("templates", "convert", "--templates", source, "--to", layout, "--output", folder)
        self.assertEqual(result.status, 0, result.error_text)
        # frodo's exports say who made them, which no other layout has a place for.
        for line in result.error_text.splitlines():
            self.assertIn("“meta” is no email document", line)
        self.assertIn(f"{len(files(folder))} file", result.text)
        return folder

    def sources(self):
        yield from (ROOT / "Samples/tenants" / folder for folder in ("idm", "frodo", "fr-config-manager"))
        yield from (TEST_DATA / "tenants" / folder for folder in ("idm", "frodo", "fr-config-manager/forgeops")
                    if (TEST_DATA / "tenants" / folder).is_dir())

    def test_every_layout_says_the_same_there_and_back(self):
        for number, source in enumerate(self.sources()):
            expected = documents(source)
            self.assertGreater(len(expected), 0)
            for layout in LAYOUTS:
                with self.subTest(source=source.name, layout=layout):
                    there = self.convert(source, layout, f"{number}-{layout}")
                    self.assertEqual(documents(there), expected)
                    self.assertEqual(documents(self.convert(there, "frodo-bundle", f"{number}-{layout}-back")), expected)
                    result = run("templates", "diff", source, there)
                    self.assertEqual((result.status, result.text), (0, "The two say the same.\n"))

    def test_what_has_the_layout_is_copied_byte_for_byte(self):
        for layout, folder in SAMPLES.items():
            source = ROOT / "Samples/tenants" / folder
            self.assertEqual(files(self.convert(source, layout, layout)), files(source))

    def test_all_samples_say_the_same(self):
        expected = documents(ROOT / "Samples/tenants/idm")
        for folder in SAMPLES.values():
            with self.subTest(folder):
                self.assertEqual(documents(ROOT / "Samples/tenants" / folder), expected)

    def test_other_files_are_never_overwritten(self):
        source = ROOT / "Samples/tenants/idm"
        folder = self.convert(source, "idm", "out")
        self.convert(source, "idm", "out")
        changed = folder / "conf/external.email.json"
        changed.write_text("mine")
        (folder / "conf/emailTemplate-welcome.json").unlink()
        result = run("templates", "convert", "--templates", source, "--to", "idm", "--output", folder)
        self.assertEqual(result.status, 74)
        self.assertIn("external.email.json is there already", result.error_text)
        self.assertEqual(files(folder), {"conf/external.email.json": b"mine"})

    def test_what_cannot_be_carried_is_a_warning(self):
        self.write("x.emailTemplate.json", '{"meta": {"origin": "o"},\n "emailTemplate": {"x": {"subject": {"en": "x"}}}}')
        result = run("templates", "convert", "--templates", self.folder, "--to", "idm", "--output", self.folder / "out")
        self.assertEqual(result.status, 0)
        self.assertIn("x.emailTemplate.json:1:2: “meta” is no email document", result.error_text)

    def test_two_versions_of_a_template_are_an_error(self):
        for name, text in (("a", "x"), ("b", "y")):
            self.write(f"{name}/emailTemplate-t.json", '{"subject": {"en": "%s"}, "message": {"en": "m"}}' % text)
        result = run("templates", "convert", "--templates", self.folder, "--to", "idm", "--output", self.folder / "out")
        self.assertEqual(result.status, 65)
        self.assertIn("a/emailTemplate-t.json too", result.error_text)
        self.assertFalse((self.folder / "out").exists())


if __name__ == "__main__":
    unittest.main()
