# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""`galley fixtures --approve` and `--prune`."""

import hashlib
import json
import re
import shutil
import unittest

from fixture_case import PERSONAS, CheckCase
from galley import files


class Approve(CheckCase):
    def test_only_what_differs_is_written_and_named(self):
        self.done()
        self.edit("welcome/welcome.json", ("Your account is ready", "Your account waits"))
        # Other bytes that mean the same stay as they are.
        kept = self.out / "magicLink/en/ada.eml"
        kept.write_bytes(kept.read_bytes().replace(b"Subject:", b"SUBJECT:"))
        before = files(self.out)
        text = self.done("--approve")
        after = files(self.out)
        changed = {path for path in after if after[path] != before[path]}
        stems = [f"welcome/en/{name}" for name in ("ada", "noel")]
        expected = {stem + end for stem in stems for end in (".eml", ".graph.json")}
        self.assertEqual(changed, expected | {"manifest.json"})
        self.assertEqual(set(re.findall(r"accepted  (\S+)  changed", text)), expected)
        self.assertIn("4 accepted, 80 left as they were", text)
        self.assertClean()
        self.assertEqual(self.done("--approve").splitlines()[0], f"0 accepted, 84 left as they were, in {self.out}")
        self.assertEqual(files(self.out), after)
        for entry in self.manifest()["fixtures"]:
            self.assertEqual(hashlib.sha256(after[entry["file"]]).hexdigest(), entry["sha256"])

    def test_a_check_is_clean_after_fixtures_were_dropped_and_that_was_accepted(self):
        self.done("welcome")
        self.assertEqual(self.checked("welcome", personas=PERSONAS[:1])["counts"]["obsolete"], 6)
        text = self.done("welcome", "--approve", personas=PERSONAS[:1])
        self.assertEqual(text.count("no longer made"), 6)
        self.assertClean("welcome", personas=PERSONAS[:1])
        # The files are still there, and known, so that they can be pruned, or wanted again.
        self.assertClean("welcome")
        self.done("welcome", "--approve", "--prune", personas=PERSONAS[:1])
        self.assertEqual(len(files(self.out)), 6 + 1)
        self.assertEqual(self.checked("welcome")["counts"]["missing"], 6)

    def test_nothing_is_written_where_a_message_cannot_be_made(self):
        self.done("welcome")
        before = files(self.out)
        self.edit("welcome/welcome.en.html", ("{{object.", "{{#object."))
        self.assertEqual(self.galley("welcome", "--approve").status, 65)
        self.assertEqual(files(self.out), before)

    def test_a_run_for_some_leaves_the_fixtures_of_others(self):
        self.done()
        before = self.manifest()
        self.edit("welcome/welcome.json", ("Your account is ready", "Your account waits"))
        self.done("welcome", "--locale", "en", "--approve", "--prune")
        self.assertEqual(len(files(self.out)), 85)
        after = self.manifest()
        self.assertEqual({entry["file"] for entry in after["fixtures"]},
                         {entry["file"] for entry in before["fixtures"]})
        self.assertEqual({entry["file"] for entry in after["inputs"]}, {entry["file"] for entry in before["inputs"]})
        self.assertClean()


class Prune(CheckCase):
    def test_only_what_the_manifest_lists_and_nobody_changed_is_removed(self):
        self.done("welcome", "magicLink")
        mine = self.out / "welcome/en/mine.eml"
        mine.write_bytes(b"mine")
        changed = self.out / "welcome/de/noel.eml"
        changed.write_bytes(b"changed by hand")
        shutil.rmtree(self.templates / "magicLink")
        result = self.galley("--prune", personas=PERSONAS[:1])
        self.assertEqual(result.status, 0, result.error_text)
        self.assertIn("welcome/de/noel.eml is not what the manifest says", result.error_text)
        left = {path for path in files(self.out) if path.startswith(("welcome", "magicLink"))}
        made = {f"welcome/{locale}/ada{end}" for locale in ("de", "en", "fr") for end in (".eml", ".graph.json")}
        self.assertEqual(left, made | {"welcome/en/mine.eml", "welcome/de/noel.eml"})
        self.assertFalse((self.out / "magicLink").exists())
        self.assertEqual(result.text.count("removed  "), 6 - 1 + 12)

    def test_without_it_old_files_stay_and_are_named(self):
        self.done("welcome")
        self.assertIn("6 of an earlier run are no longer made: --prune removes them",
                      self.done("welcome", personas=PERSONAS[:1]))
        self.assertEqual(len(files(self.out)), 13)

    def test_a_manifest_that_leads_out_of_the_folder_is_refused(self):
        victim = self.write("victim.eml", "x")
        digest = hashlib.sha256(b"x").hexdigest()
        self.done("welcome")
        good = self.manifest()
        for path in ("../victim.eml", str(victim), "a/../../victim.eml", "", "a//b", "./victim.eml", "a\x00b"):
            with self.subTest(path):
                entry = {"file": path, "template": "welcome", "locale": "en", "persona": "x", "sha256": digest}
                manifest = dict(good, fixtures=[*good["fixtures"], entry])
                (self.out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
                result = self.galley("welcome", "--prune")
                self.assertEqual(result.status, 65, result.text)
                self.assertIn("manifest.json:", result.error_text)
                self.assertTrue(victim.exists())

    def test_nothing_is_removed_through_a_link(self):
        victim = self.write("elsewhere/victim.eml", "x")
        self.done("welcome")
        manifest = self.manifest()
        manifest["fixtures"].append({
            "file": "link/victim.eml", "template": "welcome", "locale": "en", "persona": "x",
            "sha256": hashlib.sha256(b"x").hexdigest()})
        (self.out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        (self.out / "link").symlink_to(victim.parent)
        result = self.galley("welcome", "--prune")
        self.assertEqual(result.status, 74, result.text)
        self.assertIn("victim.eml", result.error_text)
        self.assertTrue(victim.exists())


if __name__ == "__main__":
    unittest.main()
