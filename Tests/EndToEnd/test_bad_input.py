# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""Bad input ends in one clear error with its place and the right status: never in a trap, never in half a file."""

import json
import os
import unittest

from galley import ROOT, TestCase, run


def template(message="<p>Hi</p>", subject="Hi", **members):
    return json.dumps({"defaultLocale": "en", "subject": {"en": subject}, "message": {"en": message}, **members})


# What a file holds, where the error is, and the rule and words that `verify` reports it with.
TEMPLATES = {
    "broken JSON": ('{\n  "message": {"en": "x",}\n}', ":2:25", "json-invalid"),
    "not UTF-8": (b'{"message": {"en": "\xff"}}', ":1:21", "json-invalid"),
    "a byte order mark": (b'\xef\xbb\xbf{"message": {}}', ":1:1", "json-invalid"),
    "nothing at all": ("", ":1:1", "json-invalid"),
    "half a surrogate pair": ('{"message": {"en": "\\ud83d"}}', ":1:21", "json-invalid"),
    "100,000 open brackets": ("[" * 100_000, ":1:65", "json-invalid"),
    "an array": ('["subject"]', ":1:1", "document-unrecognized"),
    "a string": ('"template"', ":1:1", "document-unrecognized"),
    "another document": ('{"_id": "journey", "nodes": {}}', ":1:1", "document-unrecognized"),
    "a message that is no object": ('{"subject": {"en": "x"}, "message": "x", "defaultLocale": "en"}', ":1:37",
                                    "template-value-type"),
    "a file that is not there": (template({"file": "x.html"}), ":1:", "input-unreadable"),
    "a file elsewhere": (template({"file": "../../../../etc/passwd"}), ":1:", "input-unreadable"),
    "an unclosed block": (template("<p>\n{{#if object.a}}</p>"), ":1:", "template-syntax"),
    "an unclosed mustache": (template("{{object.a"), ":1:", "template-syntax"),
    "a wrong closing tag": (template("{{#if object.a}}x{{/each}}"), ":1:", "template-syntax"),
    "a helper that is not there": (template("{{upper object.a}}"), ":1:", "template-syntax"),
    "a partial that is not there": (template("{{> footer}}"), ":1:", "template-syntax"),
    "a million open blocks": (template("{{#if a}}" * 1_000_000), ":1:", "template-syntax"),
    "15,000 nested elements": (template("<div>" * 15_000), ":1:", "html-unreadable"),
    "a subject with a line break": (template(subject="a\r\nBcc: v@x.test"), ":1:", "header-line-break"),
    "a body past 16 MiB": (template("x" * (17 << 20)), ":1:", None),
}


class Templates(TestCase):
    def test_verify_reports_a_finding(self):
        for name, (content, place, rule) in TEMPLATES.items():
            with self.subTest(name):
                path = self.write("emailTemplate-bad.json", content)
                result = run("verify", "--templates", path)
                self.assertNoTrap(result)
                self.assertIn(f"{path}{place}", result.text)
                if rule == "header-line-break":
                    self.assertEqual(result.status, 0)
                    self.assertEqual(run("verify", "--templates", path, "--gate", "staging").status, 1)
                else:
                    self.assertEqual(result.status, 1, result.text)
                if rule:
                    self.assertIn(f"[{rule}]", result.text)
                    places = [line for line in result.text.splitlines() if ": error: " in line or ": warning: " in line]
                    self.assertEqual(len(places), 1, result.text)

    def test_a_caret_stands_under_what_is_at_fault(self):
        text = 'Größe 日本語\\t\\"{{#each object.a}}x{{/if}}</p>'
        document = '{"defaultLocale": "en", "subject": {"en": "x"}, "message": {"en": "%s"}}' % text
        path = self.write("emailTemplate-bad.json", document)
        opening, closing = (document.index(tag) for tag in ("{{#each", "{{/if}}"))
        fault = f"{path}:1:{closing + 1}: "
        message = f"`{{{{/if}}}}` closes `{{{{#each object.a}}}}` opened at 1:{opening + 1}"
        # The wide characters take two columns each, the tab is written as two characters.
        shown = 'Größe 日本語\\t"{{#each object.a}}x{{/if}}</p>'
        column = shown.index("{{/if}}") + 3
        for arguments, head, indent in ((["verify"], fault + "error: " + message + " [template-syntax]", "    here: "),
                                        (["render", "bad"], "error: " + fault + message, "  here: ")):
            with self.subTest(arguments):
                result = run(*arguments, "--templates", path)
                lines = (result.text + result.error_text).splitlines()
                self.assertIn(head, lines)
                place = lines.index(indent + shown)
                self.assertEqual(lines[place + 1], " " * (len(indent) + column) + "^")
        report = json.loads(run("verify", "--templates", path, "--report", "json").text)
        finding = next(item for item in report["findings"] if item["rule"] == "template-syntax")
        self.assertEqual(finding["related"]["column"], opening + 1)
        self.assertEqual(finding["location"]["column"], closing + 1)

    def test_other_commands_report_an_error_and_write_nothing(self):
        for name, (content, place, rule) in TEMPLATES.items():
            if rule == "header-line-break":
                continue  # the line break becomes a space, with a warning
            with self.subTest(name):
                path = self.write("emailTemplate-bad.json", content)
                output = self.folder / "fixtures"
                for arguments in (["render", "bad"], ["fixtures", "--output", output]):
                    result = run(*arguments, "--templates", path)
                    self.assertNoTrap(result)
                    self.assertIn(result.status, (65, 66), result.error_text)
                    self.assertEqual(result.output, b"")
                    self.assertIn(f"error: {path}{place}", result.error_text)
                self.assertFalse(output.exists())

    def test_a_body_of_five_megabytes_is_taken_with_a_warning(self):
        path = self.write("emailTemplate-big.json", template("<p>" + "word " * 1_000_000 + "</p>"))
        result = run("verify", "--templates", path)
        self.assertEqual(result.status, 0, result.text)
        self.assertIn("[body-large]", result.text)


class Files(TestCase):
    STRANGER = 65534

    def test_what_is_not_there_is_said_by_name(self):
        for option, statuses in (("--templates", (1, 66)), ("--provider", (1, 66)), ("--request", (1, 66)),
                                 ("--persona", (1, 66)), ("--properties", (1, 66))):
            for arguments, status in ((["verify"], statuses[0]), (["render", "welcome"], statuses[1]),
                                      (["fixtures", "--output", self.folder / "out"], statuses[1])):
                with self.subTest(option=option, arguments=arguments):
                    result = run(*arguments, option, "no/such/file.json")
                    self.assertNoTrap(result)
                    self.assertEqual(result.status, status, result.text + result.error_text)
                    self.assertIn("no/such/file.json", result.text + result.error_text)
        self.assertFalse((self.folder / "out").exists())

    def test_a_folder_that_may_not_be_read_is_said_by_name(self):
        user = self.STRANGER if os.geteuid() == 0 else None
        self.folder.chmod(0o755)
        self.write("closed/emailTemplate-a.json", template())
        closed = self.folder / "closed"
        closed.chmod(0)
        self.addCleanup(closed.chmod, 0o755)
        for arguments, status in ((["verify"], 1), (["render", "a"], 66),
                                  (["fixtures", "--output", self.folder / "out"], 66)):
            with self.subTest(arguments=arguments):
                result = run(*arguments, "--templates", self.folder, user=user)
                self.assertNoTrap(result)
                self.assertEqual(result.status, status, result.text + result.error_text)
                self.assertIn(f"{closed}: ", result.text + result.error_text)
                self.assertIn("permission denied", result.text + result.error_text)

    def test_a_folder_that_may_not_be_written_leaves_nothing_behind(self):
        user = self.STRANGER if os.geteuid() == 0 else None
        self.folder.chmod(0o755)
        closed = self.folder / "closed"
        closed.mkdir(mode=0o555)
        path = self.write("open/emailTemplate-a.json", template())
        result = run("fixtures", "--templates", path, "--output", closed / "out", user=user)
        self.assertEqual(result.status, 74, result.error_text)
        self.assertIn("permission denied", result.error_text)
        self.assertEqual(list(closed.iterdir()), [])

    def test_a_failed_run_leaves_the_files_of_the_last_one(self):
        path = self.write("t/emailTemplate-a.json", template("<p>old</p>"))
        output = self.folder / "out"
        self.assertEqual(run("fixtures", "--templates", path, "--output", output).status, 0)
        before = {file: file.read_bytes() for file in output.rglob("*") if file.is_file()}
        self.write("t/emailTemplate-a.json", template("{{#if object.a}}"))
        self.assertEqual(run("fixtures", "--templates", path, "--output", output).status, 65)
        after = {file: file.read_bytes() for file in output.rglob("*") if file.is_file()}
        self.assertEqual(before, after)

    def test_things_that_are_no_files_are_refused(self):
        os.mkfifo(self.folder / "pipe.json")
        for arguments in (["--templates", self.folder / "pipe.json"], ["--persona", self.folder / "pipe.json"],
                          ["--request", "/dev/zero"], ["--provider", "/dev/zero"], ["--properties", ROOT]):
            with self.subTest(arguments=arguments):
                result = run("verify", *arguments, timeout=20)
                self.assertNoTrap(result)
                self.assertEqual(result.status, 1)


    @unittest.skipUnless(os.path.exists("/dev/full"), "there is no /dev/full")
    def test_output_that_is_lost_is_an_error(self):
        for arguments in (["render", "welcome"], ["verify", "welcome"]):
            with self.subTest(arguments=arguments), open("/dev/full", "wb") as full:
                self.assertEqual(run(*arguments, stdout=full).status, 74)

    def test_names_that_are_not_utf8_are_said(self):
        folder = os.fsencode(self.folder)
        with open(folder + b"/emailTemplate-\xff.json", "wb") as file:
            file.write(template().encode())
        result = run("verify", "--templates", self.folder)
        self.assertNoTrap(result)
        self.assertEqual(result.status, 1)
        self.assertIn("not UTF-8", result.text)

    def test_names_that_lead_elsewhere_write_nothing_there(self):
        for name in ("../../escaped", "/tmp/escaped", "..", "a/b", "\u202eevil"):
            with self.subTest(name=name):
                content = json.dumps({"emailTemplate": {name: json.loads(template())}})
                path = self.write("t/x.emailTemplate.json", content)
                result = run("fixtures", "--templates", path, "--output", self.folder / "o/u/t")
                self.assertEqual(result.status, 65, result.error_text)
                self.assertEqual([file.name for file in self.folder.rglob("*") if file.is_file()],
                                 ["x.emailTemplate.json"])


class Addresses(TestCase):
    def test_the_address_at_fault_is_shown_with_its_place_and_a_mend_for_it(self):
        local = "a" * 66
        for entry, place, words in (
                ("c@d..example", 4, "the domain has an empty label"), (f"{local}@e.example", 0, "66 octets"),
                ("eve", 0, "there is no @"), ("eve @f.example", 3, "an @ must follow")):
            value = f"a@b.example, {entry}, f@g.example"
            fixes = set()
            for command in (["render", "welcome"], ["provider", "check", "--provider", "Samples/providers/local.json"],
                            ["send", "welcome", "--provider", "Samples/providers/local.json"]):
                with self.subTest(entry=entry, command=command):
                    result = run(*command, "--to", value, environment={"ESV_SMTP_PORT": "1"})
                    self.assertEqual((result.status, result.output), (65, b""), result.error_text)
                    lines = result.error_text.splitlines()
                    self.assertIn("--to: ", lines[0])
                    self.assertIn(words, lines[0])
                    self.assertIn(f", at its character {place + 1}", lines[0])
                    self.assertEqual(lines[1:3], [f"  here: {entry}", " " * (8 + place) + "^"])
                    self.assertTrue(lines[3].startswith("  fix: "))
                    fixes.add(lines[3])
            self.assertEqual(len(fixes), 1)


class Environment(TestCase):
    def test_no_variable_but_those_of_esvs_reaches_a_mail(self):
        path = self.write("emailTemplate-a.json", template("&{GITHUB_TOKEN} &{github.token} &{esv.color}"))
        result = run("render", "a", "--templates", path, "--as", "html",
                     environment={"GITHUB_TOKEN": "canary", "ESV_COLOR": "blue"})
        self.assertEqual(result.status, 0, result.error_text)
        self.assertEqual(result.text, "&{GITHUB_TOKEN} &{github.token} blue")

    def test_values_of_a_provider_that_may_be_secret_appear_nowhere(self):
        provider = {
            "type": "msgraph", "host": "h", "mailEndpoint": "http://u:canary@graph.test/?x=canary",
            "smtpProperties": ["mail.smtp.password:canary", "canary"],
            "auth": {"enable": True, "type": "oauth2", "clientSecret": ["canary"], "password": {"canary": 1},
                     "tokenEndpoint": "http://login.test/?client_secret=canary", "scope": []},
        }
        path = self.write("external.email.json", json.dumps(provider))
        for report in ("text", "json"):
            result = run("verify", "welcome", "--provider", path, "--report", report)
            self.assertEqual(result.status, 1)
            places = result.text.replace("/password/canary", "").replace("auth.password.canary", "")
            self.assertNotIn("canary", places)


class Arguments(TestCase):
    def test_arguments_that_do_not_fit_are_usage_errors(self):
        for arguments in (["verify", "--nonsense"], ["verify", "--gate", "moon"], ["render"], ["fixtures"],
                          ["verify", "--report", "xml"], ["verify", "--report", "text", "--report", "json"],
                          ["render", "welcome", "--as", "pdf"], ["nonsense"],
                          ["verify", "--accept-language", "en;q=2"]):
            with self.subTest(arguments=arguments):
                result = run(*arguments)
                self.assertEqual(result.status, 64, result.error_text)
                self.assertEqual(result.output, b"")
                self.assertIn("rror: ", result.error_text)

    def test_a_bad_source_date_is_a_usage_error(self):
        for value in ("yesterday", "-1", "99999999999999999999", "253402300800"):
            with self.subTest(value=value):
                result = run("render", "welcome", environment={"SOURCE_DATE_EPOCH": value})
                self.assertEqual(result.status, 64)
                self.assertIn("SOURCE_DATE_EPOCH", result.error_text)


class Documents(TestCase):
    """Requests, personas, properties and providers that are not what they should be."""

    CASES = {
        "--request": ["[]", '"x"', "{", '{"to": 1}', '{"object": []}', '{"_locale": {}}'],
        "--persona": ["[]", "{}", '{"name": "../x", "object": {}}', '{"name": "a"}', '{"name": "a", "object": 1}',
                      '{"name": "a", "object": {}, "to": 1}', '{"name": "a", "object": {}, "preferredLocales": "en"}'],
        "--properties": ["[]", '{"a": {}}', '{"a": null}', "nonsense"],
        "--provider": ["[]", "1", "{", '{"host": 1, "port": "x"}', '{"type": "pigeon", "host": "x", "port": 25}',
                       '{"host": "x", "port": 99999999999999999999, "auth": {"enable": false}}',
                       '{"host": "x", "port": 1e999, "auth": {"enable": false}}'],
    }

    def test_each_is_one_finding_with_its_place(self):
        for option, contents in self.CASES.items():
            for content in contents:
                with self.subTest(option=option, content=content):
                    path = self.write("bad.json", content)
                    result = run("verify", "welcome", option, path)
                    self.assertNoTrap(result)
                    self.assertEqual(result.status, 1, result.text)
                    self.assertIn(f"{path}:1:", result.text)


if __name__ == "__main__":
    unittest.main()
