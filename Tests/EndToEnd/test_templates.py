# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""`galley templates`, with Python's json as the second opinion on what the files say."""

import json
import os
import shutil
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

    def test_drift_is_told_for_each_locale(self):
        def sent(content):
            return f"<html><head></head><body>{content}</body></html>"

        self.write("emailTemplate-t.json", json.dumps({
            "subject": {}, "defaultLocale": "a", "styles": "p{a:b}",
            "html": {"a": "<p>x</p>", "b": "<p>x</p>", "c": "<p>x</p>", "d": "<p>x</p>", "e": "*x*", "f": ""},
            "message": {"a": sent('<p style="a: b;">x</p>'), "b": sent('<p style="a: b;">x</p> '), "c": sent("<p>x</p>"),
                        "d": sent('<p style="a: b;">y</p>'), "e": sent("x"), "f": "x", "g": "x"}}))
        command = ["templates", "list", "--templates", self.folder]
        listed = json.loads(run(*command, "--report", "json").text)["templates"][0]["drift"]
        self.assertEqual(
            [(item["locale"], item["verdict"], item.get("reason")) for item in listed],
            [("a", "same", None), ("b", "white-space", None), ("c", "style", None), ("d", "content", None),
             ("e", "incomparable", "the editor copy has no HTML tag"), ("f", "incomparable", "there is no editor copy"),
             ("g", "incomparable", "there is no editor copy")])
        self.assertRegex(run(*command).text, r"DRIFT +FINDINGS\n.* content: d; style: c; ")

    def test_only_the_locales_of_a_run_have_drift_findings(self):
        for options, rules in (([], ["drift", "drift-style"]), (["--locale", "fr"], ["drift-style"])):
            result = run("verify", "--templates", "Samples/drift", "--report", "json", *options)
            findings = json.loads(result.text)["findings"]
            self.assertEqual([finding["rule"] for finding in findings], rules)
            self.assertIn("+ <h1 style=\"font-size:22px\">", findings[-1]["difference"])

    @unittest.skipUnless((TEST_DATA / "tenants").is_dir(), "no exports of tenants at hand")
    def test_the_registration_that_resets_the_password_is_found(self):
        result = run("verify", "registration", "--templates", TEST_DATA / "tenants/fr-config-manager")
        self.assertEqual(result.status, 1)
        self.assertIn("registration.en.md:1:234: error: the sent copy has other texts or links", result.text)
        self.assertIn("          - Click to reset your password\n", result.text)
        self.assertIn("          + This is your registration email.\n", result.text)

    def test_names_choose(self):
        listed = json.loads(run("templates", "list", "welcome", "--report", "json").text)["templates"]
        self.assertEqual([item["name"] for item in listed], ["welcome"])
        result = run("templates", "list", "welcom")
        self.assertEqual(result.status, 66)
        self.assertIn("did you mean welcome?", result.error_text)

    def test_what_was_found_in_no_template_is_told(self):
        template = {"subject": {"en": "A"}, "message": {"en": "b"}, "defaultLocale": "en"}
        (self.folder / "emailTemplate-a.json").write_text(json.dumps(template))
        (self.folder / "emailTemplate-b.json").write_text("{")
        (self.folder / "emailTemplate-c.json").write_text("[]")
        result = run("templates", "list", "--templates", self.folder)
        self.assertRegex(result.text, r"(?m)^.*emailTemplate-b\.json:1:2: error: ")
        self.assertRegex(result.text, r"(?m)^.*emailTemplate-c\.json:1:1: error: ")
        report = json.loads(run("templates", "list", "--templates", self.folder, "--report", "json").text)
        self.assertEqual(len(report["findings"]), 2)
        self.assertEqual(report["counts"]["error"], 2 + report["templates"][0]["findings"]["error"])

    def test_where_no_template_could_be_read_the_cause_is_the_error(self):
        (self.folder / "a.json").write_text('{"idm": {"emailTemplate/x": null}}')
        result = run("templates", "list", "--templates", self.folder)
        self.assertEqual(result.status, 65)
        self.assertRegex(result.error_text, r"^error: .*a\.json:1:29: .* holds null\n")

    def test_a_folder_without_templates_is_no_input(self):
        self.assertEqual(run("templates", "list", "--templates", self.folder).status, 66)


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
