# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""`galley fixtures --check`, `--approve`, `--prune` and `--lint`."""

import hashlib
import json
import pathlib
import re
import shutil
import unittest

from galley import ROOT, TestCase, run

PERSONAS = ["Samples/personas/ada.json", "Samples/personas/noel.json"]


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


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


class Check(CheckCase):
    def test_what_was_written_is_as_it_would_be(self):
        self.done()
        report = self.checked()
        self.assertEqual(report["counts"], {
            "same": 7 * 3 * 2 * 2, "equivalent": 0, "changed": 0, "missing": 0, "obsolete": 0, "unlisted": 0})
        self.assertEqual(report["files"], [])
        result = self.galley("--check")
        self.assertEqual((result.status, result.text), (0, "PASS  84 of 84 as they would be made\n"))

    def test_the_manifest_has_the_digest_of_every_input_and_output(self):
        properties = self.write("properties.json", "{}")
        self.done("welcome", "--properties", properties)
        manifest = self.manifest()
        for entry in manifest["fixtures"]:
            self.assertEqual(hashlib.sha256((self.out / entry["file"]).read_bytes()).hexdigest(), entry["sha256"])
        inputs = {(entry["kind"], entry["file"]): entry["sha256"] for entry in manifest["inputs"]}
        expected = {("template", f"Templates/welcome/welcome.{end}"): self.templates / f"welcome/welcome.{end}"
                    for end in ("json", "de.html", "en.html", "fr.html")}
        expected[("properties", "properties.json")] = properties
        expected |= {("persona", pathlib.Path(path).name): ROOT / path for path in PERSONAS}
        self.assertEqual(inputs, {key: hashlib.sha256(path.read_bytes()).hexdigest() for key, path in expected.items()})

    def test_a_change_is_named_with_its_place(self):
        self.done()
        self.edit("welcome/welcome.json", ("Your account is ready", "Your account waits"))
        self.edit("welcome/welcome.en.html", (">Welcome<", ">Hello<"))
        report = self.checked()
        self.assertEqual(report["counts"]["changed"], 4)
        self.assertEqual(report["changedInputs"],
                         ["Templates/welcome/welcome.json", "Templates/welcome/welcome.en.html"])
        found = {(difference["kind"], difference.get("part"), difference.get("place"))
                 for difference in report["files"][0]["differences"]}
        self.assertLessEqual({("header", None, "Subject"), ("text", "part 1 text/plain", None)}, found)
        (heading,) = [d for d in report["files"][0]["differences"] if d["kind"] == "html"]
        self.assertTrue(heading["place"].endswith("/h1/text()"), heading)
        self.assertEqual((heading["was"], heading["now"]), ("Welcome", "Hello"))
        result = self.galley("--check")
        self.assertEqual(result.status, 1)
        for line in ("    was  Your account is ready\n    now  Your account waits\n", "    -Welcome\n    -=======\n"
                     "    +Hello\n    +=====\n", "FAIL  4 changed, 80 as they would be made\n"):
            self.assertIn(line, result.text)
        self.assertNotIn("\x1b", result.text)

    def test_white_space_in_the_source_is_no_difference(self):
        self.done("welcome")
        self.edit("welcome/welcome.en.html", ("<p", "\n    <p"), ("</p>", "\n</p >\n"))
        report = self.checked("welcome")
        self.assertEqual((report["counts"]["equivalent"], report["counts"]["changed"]), (4, 0))

    def test_other_bytes_that_mean_the_same_are_no_difference(self):
        self.done("welcome", "--form", "mime")
        path = self.out / "welcome/en/ada.eml"
        raw = path.read_bytes()
        boundary = re.search(rb'boundary="?([^"\r\n;]+)', raw).group(1)
        path.write_bytes(raw.replace(boundary, b"another").replace(b"\r\n", b"\n").replace(b"Subject:", b"SUBJECT:"))
        report = self.checked("welcome", "--form", "mime")
        self.assertEqual(report["counts"]["equivalent"], 1)

    def test_files_that_are_missing_or_unlisted_are_named(self):
        self.done("welcome")
        (self.out / "welcome/en/ada.eml").unlink()
        (self.out / "welcome/en/other.eml").write_bytes(b"\r\n")
        report = self.checked("welcome")
        self.assertEqual([(entry["file"], entry["status"]) for entry in report["files"]],
                         [("welcome/en/ada.eml", "missing"), ("welcome/en/other.eml", "unlisted")])
        here = run("fixtures", "welcome", "--check", "--output", ".", "--templates", self.templates, "--persona",
                   *(ROOT / path for path in PERSONAS), "--report", "json", cwd=self.out)
        self.assertEqual(json.loads(here.output), report)

    def test_a_damaged_file_is_a_difference_and_no_trap(self):
        self.done("welcome")
        for name, content in (("ada.eml", b""), ("noel.eml", b"\xff\x00"), ("ada.graph.json", b"{")):
            (self.out / "welcome/en" / name).write_bytes(content)
        report = self.checked("welcome")
        self.assertEqual(report["counts"]["changed"], 3)
        self.assertNoTrap(self.galley("welcome", "--check"))

    def test_a_check_before_anything_is_written_names_all_as_missing(self):
        result = self.galley("welcome", "--check")
        self.assertEqual(result.status, 1)
        self.assertIn("manifest.json  missing\n", result.text)
        self.assertIn("FAIL  13 missing, 0 as they would be made", result.text)
        self.assertFalse(self.out.exists())

    def test_an_option_that_differs_is_named(self):
        settings = {"form": "graph", "body": "single", "images": "data", "flowed": True, "saveToSentItems": False}
        options = ["--form", "graph", "--body", "single", "--images", "data", "--flowed", "--no-save-to-sent-items"]
        self.done("welcome", *options)
        self.assertEqual({name: self.manifest()[name] for name in settings}, settings)
        self.assertClean("welcome", *options)
        result = self.galley("welcome", "--check")
        self.assertEqual(result.status, 1)
        for text in ("manifest.json  changed\n  --form\n    was  graph\n    now  both\n  --body\n    was  single\n"
                     "    now  alternative\n  --images\n    was  data\n    now  cid\n  --flowed\n    was  yes\n    now  no\n"
                     "  --save-to-sent-items\n    was  no\n    now  yes\n",
                     "fix: set as the fixtures were made: --form, --body, --images, --flowed, --save-to-sent-items;"):
            self.assertIn(text, result.text)
        # Nothing but the manifest tells the one from the other.
        self.done("welcome", "--body", "single", "--form", "mime")
        self.done("welcome", "--body", "single", "--form", "mime", "--prune")
        report = self.checked("welcome", "--body", "single", "--form", "mime", "--flowed")
        self.assertEqual(
            report["files"], [{"file": "manifest.json", "status": "changed", "differences": [
                {"kind": "option", "place": "--flowed", "was": "no", "now": "yes"}]}])
        self.assertIn("accepted  manifest.json  changed",
                      self.done("welcome", "--approve", "--body", "single", "--form", "mime", "--flowed"))
        self.assertClean("welcome", "--body", "single", "--form", "mime", "--flowed")

    def test_fixtures_that_others_made_with_other_options_are_named(self):
        self.done("magicLink", "--body", "single")
        result = self.galley("welcome")
        self.assertEqual(result.status, 0)
        self.assertIn("were made with another --body\n", result.error_text)

    def test_a_manifest_that_is_missing_or_false_fails(self):
        self.done("welcome")
        path = self.out / "manifest.json"
        good = self.manifest()
        entries = good["fixtures"]
        name, digest = entries[0]["file"], entries[0]["sha256"]
        ghost = dict(entries[0], file="welcome/en/ghost.eml")
        cases = (
            ([dict(entries[0], sha256="0" * 64), *entries[1:]], [("digest", name, "0" * 64, digest)]),
            (entries[1:], [("digest", name, None, digest)]),
            ([{key: value for key, value in entries[0].items() if key != "sha256"}, *entries[1:]],
             [("digest", name, None, digest)]),
            ([*entries, ghost], [("digest", "welcome/en/ghost.eml", digest, None)]),
        )
        for fixtures, expected in cases:
            with self.subTest(expected):
                path.write_text(json.dumps(dict(good, fixtures=fixtures)), encoding="utf-8")
                report = self.checked("welcome")
                self.assertEqual([(entry["file"], entry["status"]) for entry in report["files"]],
                                 [("manifest.json", "changed")])
                self.assertEqual([(d["kind"], d["place"], d.get("was"), d.get("now"))
                                  for d in report["files"][0]["differences"]], expected)
        # An input may change without an effect, so that is said and does not fail.
        inputs = [dict(good["inputs"][0], sha256="0" * 64), *good["inputs"][1:]]
        path.write_text(json.dumps(dict(good, inputs=inputs)), encoding="utf-8")
        result = self.galley("welcome", "--check")
        self.assertEqual(result.status, 0)
        self.assertIn("inputs that have changed since\n  Templates/welcome/welcome.json\n", result.text)
        path.unlink()
        report = self.checked("welcome")
        self.assertEqual(report["files"], [{"file": "manifest.json", "status": "missing"}])
        self.done("welcome", "--approve")
        self.assertEqual(self.manifest()["fixtures"], entries)
        self.assertClean("welcome")

    def test_options_that_contradict_each_other_are_refused(self):
        for arguments in (["--check", "--approve"], ["--check", "--prune"], ["--report", "json"], ["--lint", "x"]):
            with self.subTest(arguments):
                self.assertEqual(self.galley(*arguments).status, 64)
        self.assertEqual(run("fixtures").status, 64)


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


def validator(kind):
    """Checks a value against the part of the published schema that is about it, if it can be: else `None`."""
    try:
        from jsonschema import Draft202012Validator
        from referencing import Registry, Resource
    except ImportError:
        return None
    schemas = {name: json.loads((ROOT / "Documentation" / name).read_text(encoding="utf-8"))
               for name in ("fixtures.schema.json", "report.schema.json")}
    registry = Registry().with_resources([(name, Resource.from_contents(schema)) for name, schema in schemas.items()])
    return Draft202012Validator({"$ref": f"fixtures.schema.json#/$defs/{kind}"}, registry=registry)


@unittest.skipUnless(validator("check"), "needs the Python module jsonschema")
class Schema(CheckCase):
    def test_what_is_written_follows_the_published_schema(self):
        self.done("welcome")
        validator("manifest").validate(self.manifest())
        self.edit("welcome/welcome.json", ("Your account is ready", "Your account waits"))
        self.edit("welcome/welcome.en.html", (">Welcome<", ">Hello<"))
        (self.out / "welcome/de/ada.eml").unlink()
        (self.out / "welcome/de/stray.eml").write_bytes(b"\r\n")
        (self.out / "welcome/fr/ada.eml").write_bytes(b"From: x\n\n\xff")
        report = self.checked("welcome", personas=PERSONAS[:1])
        self.assertTrue(all(report["counts"][status] for status in ("changed", "missing", "obsolete", "unlisted")))
        validator("check").validate(report)
        lint = json.loads(run("fixtures", "--lint", self.out, "--report", "json").output)
        self.assertTrue(lint["findings"])
        validator("lint").validate(lint)
        self.done("welcome", "--approve", personas=PERSONAS[:1])
        self.assertTrue(any(entry.get("obsolete") for entry in self.manifest()["fixtures"]))
        validator("manifest").validate(self.manifest())

    def test_the_schema_refuses_what_is_not_so(self):
        with self.assertRaises(Exception):
            validator("check").validate({"verdict": "maybe"})
        with self.assertRaises(Exception):
            validator("lint").validate({
                "galley": "0.1.0", "verdict": "pass", "files": 1, "counts": {"error": 0, "warning": 0, "note": 0},
                "findings": [{"rule": 1}]})


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
