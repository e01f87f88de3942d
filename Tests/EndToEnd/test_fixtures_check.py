# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""`galley fixtures --check`, and the schema that its reports follow."""

import hashlib
import json
import pathlib
import re
import unittest

from fixture_case import PERSONAS, CheckCase
from galley import ROOT, run


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


if __name__ == "__main__":
    unittest.main()
