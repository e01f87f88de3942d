# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""What the documents show is what happens."""

import json
import pathlib
import re
import shlex
import shutil
import unittest

from galley import ROOT, TestCase, run

TRANSCRIPT = re.compile(r"<!-- transcript (run|shell): (.*?) -->\n```console\n(.*?)\n```", re.DOTALL)


class README(TestCase):
    def test_transcripts_are_what_the_commands_print(self):
        found = TRANSCRIPT.findall((ROOT / "README.md").read_text(encoding="utf-8"))
        self.assertGreaterEqual(len(found), 5)
        for kind, command, shown in found:
            with self.subTest(command):
                arguments = shlex.split(command)
                self.assertEqual(arguments[0], "galley")
                if "--output" in arguments and "--check" not in arguments:
                    # What an earlier run of the tests left there may be of other samples.
                    folder = arguments[arguments.index("--output") + 1]
                    self.assertTrue(folder.startswith(".build/"))
                    shutil.rmtree(ROOT / folder, ignore_errors=True)
                result = run(*arguments[1:])
                printed = (result.text + result.error_text).rstrip("\n")
                if kind == "run":
                    start = f"$ make run\n…\ngalley: running .build/debug/{command}\n\n"
                    self.assertIn(f"ARGS ?= {command.removeprefix('galley ')}\n", (ROOT / "Makefile").read_text())
                else:
                    start = f"$ {command}\n"
                self.assertEqual(shown, start + printed)

    def test_links_lead_to_files(self):
        for document in [*ROOT.glob("*.md"), *ROOT.glob("Documentation/*.md"), *ROOT.glob("Samples/**/*.md")]:
            for target in re.findall(r"\]\((?!https?:|#)([^)]+)\)", document.read_text(encoding="utf-8")):
                with self.subTest(document=document.name, target=target):
                    self.assertTrue((document.parent / target).exists())


class Help(TestCase):
    def test_every_command_explains_itself(self):
        self.assertEqual(run("--help").status, 0)
        for command in ("verify", "render", "fixtures", "templates", "templates list", "templates diff",
                        "templates convert", "templates sync", "send", "provider", "provider show", "provider check",
                        "provider revert"):
            with self.subTest(command):
                result = run(*command.split(), "--help")
                self.assertEqual(result.status, 0)
                self.assertIn("Exit status", result.text)

    def test_completions_are_made_for_each_shell(self):
        for shell in ("bash", "zsh", "fish"):
            with self.subTest(shell):
                result = run("--generate-completion-script", shell)
                self.assertEqual(result.status, 0)
                self.assertIn("fixtures", result.text)

    def test_the_version_is_the_one_of_reports(self):
        version = run("--version").text.strip()
        report = json.loads(run("verify", "welcome", "--report", "json").output)
        self.assertEqual(report["galley"], version)


class Sources(TestCase):
    def test_every_source_file_names_its_licence(self):
        for pattern in ("Sources/**/*.swift", "Tests/**/*.swift", "Tests/**/*.py", "Benchmarks/Sources/**/*.swift"):
            for path in ROOT.glob(pattern):
                with self.subTest(path=str(path.relative_to(ROOT))):
                    self.assertIn("SPDX-License-Identifier: Apache-2.0", path.read_text(encoding="utf-8")[:200])

    def test_every_dependency_is_justified(self):
        manifest = (ROOT / "Package.swift").read_text()
        document = (ROOT / "Documentation/Dependencies.md").read_text()
        for url in re.findall(r'\.package\(url: "([^"]+)"', manifest):
            self.assertIn(url, document)

    def test_foundation_stays_at_the_edge(self):
        for path in ROOT.glob("Sources/**/*.swift"):
            if path.relative_to(ROOT).parts[1] == "GalleyCommands":
                continue
            self.assertNotRegex(path.read_text(encoding="utf-8"), r"import Foundation", path.name)

    def test_unsafe_code_stands_where_the_documentation_says(self):
        unsafe = re.compile(
            r"\bUnsafe\w*Pointer|[wW]ithUnsafe|\bunsafe(Load|BitCast|Downcast)|\bUnmanaged\b|\.pointee\b"
            r"|\(unsafe\)|@unchecked")
        found = {path.relative_to(ROOT / "Sources").as_posix() for path in ROOT.glob("Sources/**/*.swift")
                 if unsafe.search(path.read_text(encoding="utf-8"))}
        document = (ROOT / "Documentation/Architecture.md").read_text(encoding="utf-8")
        table = document.partition("## Where unsafe code stands")[2].partition("\n## ")[0]
        self.assertEqual(found, set(re.findall(r"`([^`]+\.swift)`", table)))

    def test_each_package_is_seen_by_the_modules_that_the_documentation_names(self):
        document = (ROOT / "Documentation/Dependencies.md").read_text(encoding="utf-8")
        for package, imported in (("swift-nio", r"NIO(?!SSL)\w*"), ("swift-nio-ssl", "NIOSSL"),
                                  ("async-http-client", "AsyncHTTPClient"), ("swift-crypto", "Crypto"),
                                  ("swift-argument-parser", "ArgumentParser")):
            with self.subTest(package):
                seen = {path.relative_to(ROOT).parts[1] for path in ROOT.glob("Sources/**/*.swift")
                        if re.search(rf"\bimport {imported}\b", path.read_text(encoding="utf-8"))}
                row = re.search(rf"^\| \[{package}\].*?only (.*?) sees? it", document, re.MULTILINE)
                self.assertEqual(seen, set(re.findall(r"`(\w+)`", row.group(1))))

    def test_wire_modules_do_not_narrow_characters_to_bytes(self):
        for module in ("ByteText", "MIME", "SMTP", "SMTPNIO"):
            for path in ROOT.glob(f"Sources/{module}/**/*.swift"):
                if path.name.startswith("Base64"):
                    # It cuts groups of bits, none of which is a character.
                    continue
                self.assertNotIn("truncatingIfNeeded", path.read_text(encoding="utf-8"), path.name)


if __name__ == "__main__":
    unittest.main()
