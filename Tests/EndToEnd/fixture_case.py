# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""Fixtures of a copy of the templates, to be changed and checked."""

import json
import shutil

from galley import ROOT, TestCase, files, run

PERSONAS = ["Samples/personas/ada.json", "Samples/personas/noel.json"]


class CheckCase(TestCase):
    def setUp(self):
        super().setUp()
        self.templates = self.folder / "Templates"
        shutil.copytree(ROOT / "Templates", self.templates)
        self.out = self.folder / "fixtures"

    def galley(self, *arguments, personas=PERSONAS):
        return run("fixtures", *arguments, "--templates", self.templates, "--output", self.out,
                   "--persona", *(ROOT / path for path in personas), cwd=self.folder)

    def done(self, *arguments, **keywords):
        result = self.galley(*arguments, **keywords)
        self.assertEqual(result.status, 0, result.error_text + result.text)
        return result.text

    def edit(self, path, *changes):
        path = self.templates / path
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")

    def manifest(self):
        return json.loads((self.out / "manifest.json").read_text(encoding="utf-8"))

    def checked(self, *arguments, **keywords):
        """The JSON report of a check, which changes nothing."""
        before = files(self.out)
        result = self.galley("--check", "--report", "json", *arguments, **keywords)
        self.assertIn(result.status, (0, 1), result.error_text)
        report = json.loads(result.output)
        self.assertEqual(result.status, 0 if report["verdict"] == "pass" else 1)
        self.assertEqual(files(self.out), before)
        return report

    def assertClean(self, *arguments, **keywords):
        self.assertEqual(self.checked(*arguments, **keywords)["verdict"], "pass")
