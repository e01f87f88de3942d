# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""`galley provider show` and `galley provider revert`, with Python's json as the second opinion on the documents."""

import base64
import fcntl
import json
import os
import pty
import shutil
import struct
import subprocess
import termios
import unittest
import urllib.parse

from galley import PROGRAM, ROOT, TestCase, run
from exports import LAYOUTS, SAMPLES, documents

PROVIDERS = ROOT / "Samples/providers"
PROPERTIES = ROOT / "Samples/properties.json"
DEFAULT = {
    "host": "&{aic.smtp.relay.host|smtp-relay.fr-platform.svc.cluster.local}", "port": 25,
    "auth": {"enable": True, "username": "&{aic.customer.sasl.user|donotuse@pingidentity.com}"},
    "from": "&{email.sender.address}",
}


def leaves(document):
    """The settings of a document, by their paths with dots."""
    for name, value in document.items():
        if isinstance(value, dict) and not any(key.startswith("$") for key in value):
            for inner, leaf in value.items():
                yield f"{name}.{inner}", leaf
        elif name == "smtpProperties":
            for entry in value:
                yield tuple(entry.split("=", 1))
        else:
            yield name, value


class Show(TestCase):
    def settings(self, path, *arguments, status=0):
        result = run("provider", "show", "--provider", path, "--report", "json", *arguments)
        self.assertNoTrap(result)
        self.assertEqual(result.status, status, result.error_text)
        return json.loads(result.output)

    def test_every_setting_of_a_document_is_shown_at_its_line(self):
        for path in sorted(PROVIDERS.glob("*.json")):
            with self.subTest(path.name):
                shown = self.settings(path, "--properties", PROPERTIES)
                by_name = {setting["name"]: setting for setting in shown["settings"]}
                lines = path.read_text().splitlines()
                expected = {name: value for name, value in leaves(json.loads(path.read_text()))
                            if name not in ("_id", "type")}
                for name, value in expected.items():
                    setting = by_name.pop(name)
                    self.assertIn(name.split(".")[-1] if "mail." not in name else name,
                                  lines[setting["location"]["line"] - 1])
                    if name in ("auth.password", "auth.clientSecret"):
                        self.assertTrue(setting["hidden"])
                        self.assertNotIn("value", setting)
                    elif not setting.get("placeholders"):
                        spelled = setting["value"]
                        spelled = " ".join(spelled) if isinstance(spelled, list) else spelled
                        value = " ".join(value) if isinstance(value, list) else value
                        self.assertEqual(str(spelled).lower(), str(value).lower(), name)
                self.assertEqual({setting["source"] for setting in by_name.values()} - {"default"}, set())
                self.assertEqual(shown["realms"], "both")

    def test_kinds(self):
        for name, kind in (("smtp", "smtp"), ("msgraph", "msgraph"), ("built-in", "built-in")):
            self.assertEqual(self.settings(PROVIDERS / f"{name}.json")["kind"], kind)
        self.assertEqual(json.loads(run("provider", "show", "--report", "json").output)["kind"], "built-in")

    def test_exit_statuses(self):
        broken = self.write("external.email.json", '{"host": ')
        other = self.write("other/notes.json", "[]")
        bad = self.write("bad/external.email.json", '{"host": "h", "port": "x", "auth": {"enable": false}}')
        for path, status in ((broken, 65), (other, 65), (bad, 78), (self.folder / "none.json", 66)):
            result = run("provider", "show", "--provider", path)
            self.assertNoTrap(result)
            self.assertEqual(result.status, status, result.error_text)

    def test_what_the_tenant_keeps_is_said_to_be_unavailable(self):
        path = self.write("external.email.json", json.dumps({
            "host": "h", "port": 587, "starttls": {"enable": True},
            "auth": {"enable": True, "username": {"$purpose": {"name": "idm.x"}},
                     "password": {"$crypto": {"type": "x-simple-encryption", "value": {"data": "c4n4ry"}}}}}))
        text = run("provider", "show", "--provider", path).text
        self.assertIn("not available here: the tenant encrypted it ($crypto)", text)
        self.assertIn("not available here: it is in the tenant's secret store ($purpose)", text)
        self.assertNotIn("c4n4ry", text)

    def test_the_table_fits_the_terminal(self):
        for width in (80, 120):
            main, side = pty.openpty()
            fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 60, width, 0, 0))
            process = subprocess.Popen(
                [PROGRAM, "provider", "show", "--provider", "Samples/providers/msgraph.json"], stdout=side, cwd=ROOT,
                env={**os.environ, "NO_COLOR": "1"})
            os.close(side)
            output = b""
            try:
                while chunk := os.read(main, 65536):
                    output += chunk
            except OSError:
                pass
            os.close(main)
            self.assertEqual(process.wait(), 0)
            table = output.decode().replace("\r", "").split("\n\nSamples/")[0].splitlines()
            self.assertGreater(len(table), 20)
            self.assertLessEqual(max(map(len, table)), width)


class Revert(TestCase):
    def provider_of(self, folder):
        return {name: value for name, value in documents(folder).items() if name.startswith("external.email")}

    def test_every_layout_goes_back(self):
        for layout in LAYOUTS:
            with self.subTest(layout):
                folder = self.folder / layout
                shutil.copytree(ROOT / "Samples/tenants" / SAMPLES[layout], folder)
                before, bytes_before = documents(folder), {p: p.read_bytes() for p in folder.rglob("*.json")}
                result = run("provider", "revert", "--provider", folder, "--dry-run")
                self.assertEqual(result.status, 0, result.error_text)
                self.assertIn("both realms", result.text)
                self.assertEqual({p: p.read_bytes() for p in folder.rglob("*.json")}, bytes_before)
                result = run("provider", "revert", "--provider", folder)
                self.assertNoTrap(result)
                self.assertEqual(result.status, 0, result.error_text)
                after = documents(folder)
                old, new = before.pop("external.email"), after.pop("external.email")
                self.assertEqual(before, after)
                self.assertEqual(new["auth"], {"enable": False})
                self.assertEqual(new.get("from"), old.get("from"))
                self.assertFalse({"host", "port", "mailEndpoint"} & set(new))
                changed = [p for p, content in bytes_before.items() if p.read_bytes() != content]
                self.assertEqual(len(changed), 1)
                shown = json.loads(run("provider", "show", "--provider", folder, "--report", "json").output)
                self.assertEqual(shown["kind"], "built-in")
                again = run("provider", "revert", "--provider", folder)
                self.assertEqual(again.status, 0)
                self.assertIn("already", again.text)

    def test_the_default_of_the_export_is_taken(self):
        own = {"_id": "external.email", **json.loads((PROVIDERS / "smtp.json").read_text()), "uiConfig": {"x": 1}}
        default = {"_id": "external.emailDefault", **DEFAULT}
        beside = self.folder / "beside"
        whole = self.write("whole/all.config.json", json.dumps(
            {"meta": {"x": 1}, "global": {"idm": {"external.email": own, "external.emailDefault": default}}}, indent=2))
        single = self.write("beside/external.email.json", json.dumps(own, indent=2))
        self.write("beside/external.emailDefault.json", json.dumps(default, indent=2))
        for path, folder in ((whole, whole.parent), (single, beside)):
            result = run("provider", "revert", "--provider", path)
            self.assertEqual(result.status, 0, result.error_text)
            self.assertIn("external.emailDefault", result.text)
            found = documents(folder)
            self.assertEqual(found["external.email"], {**DEFAULT, "uiConfig": {"x": 1}})
            self.assertEqual(found["external.emailDefault"], DEFAULT)
        self.assertEqual(json.loads(whole.read_text())["meta"], {"x": 1})

    def test_a_tenant_on_the_relay_keeps_its_document(self):
        path = self.write("external.email.json", json.dumps(DEFAULT))
        result = run("provider", "revert", "--provider", path)
        self.assertEqual((result.status, json.loads(path.read_text())), (0, DEFAULT))
        self.assertIn("already", result.text)

    def test_nothing_is_lost_where_it_cannot_go_on(self):
        twice = self.write("twice/a/external.email.json", '{"host": "a"}')
        self.write("twice/b/external.email.json", '{"host": "b"}')
        broken = self.write("external.email.json", '{"host": ')
        cases = ((twice.parents[1], 65), (broken, 65), (self.folder / "none", 66))
        for path, status in cases:
            self.assertEqual(run("provider", "revert", "--provider", path).status, status)
        self.assertEqual(twice.read_text(), '{"host": "a"}')
        self.assertEqual(run("provider", "revert").status, 64)


class Secrets(TestCase):
    def test_no_secret_is_in_any_output(self):
        canaries = [f"c4n4ry-{index}-ü" for index in range(25)]
        values = iter(canaries)
        take = lambda: next(values)
        smtp = {
            "_id": "external.email", "host": f"https://u:{take()}@h/?k={take()}", "port": 587,
            "auth": {"enable": True, "username": "&{esv.user}", "password": take(), "clientSecret": take(),
                     "passwd": take(), "apiKey": take(), "token": {"x": take()}},
            "starttls": {"enable": True, "secret": take()}, "password": take(), "clientSecret": take(),
            "proxy": {"proxyUri": f"http://u:{take()}@p/", "userName": "&{esv.user}", "password": take()},
            "smtpProperties": [f"mail.smtp.proxy.password={take()}", f"mail.smtp.pass={take()}",
                               f"mail.smtps.password={take()}", "mail.smtp.proxy.user=&{esv.user}"],
        }
        graph = {
            "type": "msgraph", "mailEndpoint": f"https://u:{take()}@graph.microsoft.com/v1.0/x?sig={take()}",
            "auth": {"enable": True, "type": "oauth2", "clientId": "&{esv.user}", "clientSecret": take(),
                     "tokenEndpoint": f"https://login.example/t?code={take()}", "scope": ["s"],
                     "password": {"$crypto": {"value": {"data": take()}}}},
            "proxy": {"proxyUri": f"http://u:{take()}@p/?k={take()}", "password": {"$string": take()}},
        }
        secret = take()
        canaries = canaries[:canaries.index(secret) + 1]
        properties = self.write("properties.json", json.dumps({"esv.user": {"secret": secret}}))
        forms = []
        for canary in canaries:
            data = canary.encode()
            forms += [canary, base64.b64encode(data).decode().rstrip("="), urllib.parse.quote(canary), data.hex()]
        for index, document in enumerate((smtp, graph)):
            path = self.write(f"{index}/external.email.json", json.dumps(document, ensure_ascii=False))
            for command in (["show", "--properties", properties], ["revert", "--dry-run"], ["revert"]):
                for report in ("text", "json"):
                    self.write(f"{index}/external.email.json", json.dumps(document, ensure_ascii=False))
                    with self.subTest(command=command[0], report=report, document=index):
                        result = run("provider", *command, "--provider", path, "--report", report)
                        self.assertNoTrap(result)
                        for form in forms:
                            self.assertNotIn(form, result.text + result.error_text)


if __name__ == "__main__":
    unittest.main()
