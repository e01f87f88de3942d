# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""`galley templates diff` and `list`, `galley render --explain`, and secrets in all of them."""

import json
import unittest

from galley import ROOT, TEST_DATA, TestCase, run


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

    def test_every_line_of_a_text_that_one_side_lacks_is_shown(self):
        for side, texts in (("old", {"en": "x", "es": "a\n- \n"}),
                            ("new", {"en": "x", "fr": "first\n\nsecond\n\n\nthird", "de": ""})):
            self.write(f"{side}/emailTemplate-t.json", json.dumps({"subject": {"en": "Hi"}, "message": texts}))
        self.assertEqual(
            run("templates", "diff", self.folder / "old", self.folder / "new").text,
            "t\n  message.de: added\n  message.es: removed\n    - a\n    - - \n    - \n  message.fr: added\n"
            "    + first\n    + \n    + second\n    + \n    + \n    + third\n1 document differs, 3 places\n")

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
