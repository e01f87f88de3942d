# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""`galley templates`, with Python's json as the second opinion on what the files say."""

import json
import unittest

from galley import ROOT, TEST_DATA, TestCase, run

LAYOUTS = ("idm", "raw", "rest", "frodo-single", "frodo-bundle", "frodo-full", "frodo-separate", "frodo-idm",
           "fr-config-manager")
SAMPLES = {layout: "frodo" if layout == "frodo-separate" else layout for layout in LAYOUTS}


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def documents(folder):
    """What the files of a folder say, read with as little knowledge of the layouts as can be."""
    found = {}

    def take(value, name, base):
        value = {key: content for key, content in value.items() if key != "_id"}
        for key in ("message", "html"):
            for locale, text in value.get(key, {}).items():
                if isinstance(text, dict):
                    value[key][locale] = (base / text["file"]).read_bytes().decode()
        if isinstance(value.get("styles"), dict):
            value["styles"] = (base / value["styles"]["file"]).read_bytes().decode()
        found[name.removeprefix("emailTemplate/")] = value

    def look(value, base, name=None):
        if "_id" in value:
            take(value, value["_id"], base)
        elif "emailTemplate" in value or "idm" in value:
            for envelope in ("emailTemplate", "idm"):
                for name, document in value.get(envelope, {}).items():
                    take(document, name, base)
        elif "global" in value:
            look(value["global"], base)
        elif "result" in value:
            for document in value["result"]:
                look(document, base)
        else:
            take(value, name, base)

    for path in folder.rglob("*.json"):
        look(json.loads(path.read_bytes()), path.parent, path.stem.removeprefix("emailTemplate-"))
    return found


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


class Diff(TestCase):
    def test_the_fields_that_differ_are_named(self):
        def template(**members):
            return json.dumps({"subject": {"en": "Hi"}, "message": {"en": "a\nb\nc"}, **members})

        self.write("old/emailTemplate-t.json", template(enabled=True))
        self.write("old/emailTemplate-gone.json", template())
        self.write("old/external.email.json", '{"host": "h", "auth": {"password": "c4n4ry-1", "username": "u"}}')
        self.write("new/all.json", json.dumps({"emailTemplate": {"t": {
            "message": {"en": "a\nB\nc", "fr": "f"}, "subject": {"en": "Hi"}, "enabled": False}}}))
        self.write("new/external.email.json", '{"host": "h2", "auth": {"password": "c4n4ry-2", "username": "u"}}')
        result = run("templates", "diff", self.folder / "old", self.folder / "new", "--report", "json")
        self.assertEqual((result.status, result.error_text), (1, ""))
        found = json.loads(result.text)["differences"]
        self.assertEqual(
            [(item["document"], item.get("field"), item.get("locale"), item["change"]) for item in found],
            [("emailTemplate/gone", None, None, "removed"), ("emailTemplate/t", "enabled", None, "changed"),
             ("emailTemplate/t", "message.en", "en", "changed"), ("emailTemplate/t", "message.fr", "fr", "added"),
             ("external.email", "auth.password", None, "changed"), ("external.email", "host", None, "changed")])
        self.assertEqual((found[2]["old"], found[2]["new"]), ("a\nb\nc", "a\nB\nc"))
        self.assertNotIn("c4n4ry", result.text)
        text = run("templates", "diff", self.folder / "old", self.folder / "new").text
        self.assertIn("  message.en: changed\n      a\n    - b\n    + B\n      c\n", text)
        self.assertNotIn("c4n4ry", text)

    def test_what_cannot_be_read_is_an_error(self):
        self.assertEqual(run("templates", "diff", "/nowhere", ROOT / "Templates").status, 66)
        self.assertEqual(run("templates", "diff", self.write("x.json", "{"), ROOT / "Templates").status, 65)


class List(TestCase):
    def test_counts_are_those_of_verify(self):
        self.write("emailTemplate-bad.json", '{"subject": {"en": "x", "fr": "y"}, "enabled": false, "defaultLocale": "en",'
                   ' "from": "a@example.com", "message": {"en": "{{object.mail}}", "fr": "<a href=x>", "de": "z"}}')
        self.write("emailTemplate-good.json", '{"subject": {"en": "x"}, "defaultLocale": "en", "message": {"en": "m"}}')
        verified = json.loads(run("verify", "--templates", self.folder, "--report", "json").text)
        listed = json.loads(run("templates", "list", "--templates", self.folder, "--report", "json").text)
        self.assertEqual(listed["counts"], verified["counts"])
        bad, good = listed["templates"]
        self.assertEqual((bad["name"], bad["locales"], bad["enabled"]), ("bad", ["en", "fr", "de"], False))
        self.assertEqual(bad["from"], {"value": "a@example.com", "source": "template"})
        self.assertEqual(good["from"]["source"], "provider")
        self.assertEqual(bad["findings"], verified["counts"])
        self.assertEqual(good["findings"], {"error": 0, "warning": 0, "note": 0})

    def test_names_choose(self):
        listed = json.loads(run("templates", "list", "welcome", "--report", "json").text)["templates"]
        self.assertEqual([item["name"] for item in listed], ["welcome"])
        result = run("templates", "list", "welcom")
        self.assertEqual(result.status, 66)
        self.assertIn("did you mean welcome?", result.error_text)

    def test_a_folder_without_templates_is_no_input(self):
        self.assertEqual(run("templates", "list", "--templates", self.folder).status, 66)


class Explain(TestCase):
    def test_every_step_is_told(self):
        result = run("render", "welcome", "--accept-language", "es,fr-CA,fr;q=0.5,en;q=0", "--explain", "--as", "json")
        self.assertEqual(result.status, 0, result.error_text)
        told = json.loads(result.text)
        self.assertEqual([(step["tried"], step["outcome"]) for step in told["steps"]],
                         [("es", "missing"), ("fr-CA", "missing"), ("fr", "waits"), ("fr", "match")])
        self.assertEqual((told["locale"], told["reference"]), ("fr", "fr"))
        self.assertIn("welcome.fr.html:1:1", told["places"]["body"])

    def test_the_last_resort_and_odd_tags_are_named(self):
        self.write("emailTemplate-t.json", '{"subject": {"en": "x", "en_GB": "y"}, "defaultLocale": "en",'
                   ' "message": {"en": "m", "en_GB": "n", "fr": "o"}}')
        result = run("render", "t", "--templates", self.folder, "--accept-language", "en-GB,en;q=0,fr;q=0", "--explain")
        self.assertEqual(result.status, 0, result.error_text)
        self.assertIn("en: chosen as the last resort", result.text)
        self.assertIn("en_GB is no language tag, so that no language finds it; write en-GB", result.text)
        result = run("render", "t", "--templates", self.folder, "--locale", "fr", "--explain")
        self.assertIn("subject: none, because the template has none in fr", result.text)


class Secrets(TestCase):
    def test_values_that_are_marked_never_show(self):
        self.write("t/emailTemplate-t.json", '{"subject": {"en": "&{esv.key}"}, "defaultLocale": "en",'
                   ' "from": "a@example.com", "message": {"en": "<p>&{esv.key} &{esv.env}</p>"}}')
        provider = self.write("p/external.email.json", '{"host": "&{esv.key}", "port": "&{esv.key}", "from": "&{esv.key}",'
                              ' "auth": {"enable": true, "username": "u", "password": "&{esv.key}"}}')
        properties = self.write("properties.json",
                                '{"esv.key": {"secret": "c4n4ry-1"}, "esv.env": {"secret": true}, "esv.x": "x"}')
        environment = {"ESV_ENV": "c4n4ry-2"}
        shared = ["--templates", self.folder / "t", "--provider", provider, "--properties", properties]
        for command in (["verify"], ["verify", "--report", "json"], ["templates", "list", "--report", "json"],
                        ["render", "t"], ["render", "t", "--as", "json", "--from", "a@example.com"],
                        ["fixtures", "--output", self.folder / "out"]):
            with self.subTest(command):
                result = run(*command, *shared, environment=environment)
                self.assertNoTrap(result)
                self.assertNotIn("c4n4ry", result.text + result.error_text)
        for path in (self.folder / "out").rglob("*"):
            self.assertNotIn(b"c4n4ry", path.read_bytes() if path.is_file() else b"")
        self.assertIn("placeholder-secret", run("verify", *shared).text)


if __name__ == "__main__":
    unittest.main()
