# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""Runs the command that `swift build` made, and knows where things are."""

import atexit
import functools
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("GALLEY_PROGRAM", ROOT / ".build" / "debug" / "galley"))
TEST_DATA = pathlib.Path(os.environ.get("GALLEY_TEST_DATA", ROOT.parent / "shared" / "data"))

# What the shell says for a process that a signal ended, and Swift's own words for a trap.
TRAPS = (b"Fatal error", b"Stack dump", b"Crash:", b"Swift runtime failure")


class Result:
    def __init__(self, process):
        self.status = process.returncode
        self.output = process.stdout or b""
        self.errors = process.stderr
        self.text = self.output.decode("utf-8", "replace")
        self.error_text = process.stderr.decode("utf-8", "replace")


@functools.cache
def program_for_others():
    """A copy of the program where every user may run it: the project may lie in a private folder."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="galley-program-"))
    atexit.register(shutil.rmtree, folder)
    folder.chmod(0o755)
    return pathlib.Path(shutil.copy(PROGRAM, folder))


def run(*arguments, environment=None, user=None, cwd=ROOT, timeout=120, stdout=subprocess.PIPE):
    """Runs galley; as `user` (a numeric id) where one is given and the tests run as root, then from the root folder."""
    command = [str(program_for_others() if user else PROGRAM), *map(str, arguments)]
    cwd = "/" if user else cwd
    clean = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    clean.update(environment or {})
    process = subprocess.run(
        command, stdout=stdout, stderr=subprocess.PIPE, cwd=cwd, env=clean, timeout=timeout, user=user, group=user,
        extra_groups=[] if user else None, stdin=subprocess.DEVNULL)
    return Result(process)


def files(folder):
    """The files under a folder with their bytes, by path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class TestCase(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="galley-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def assertNoTrap(self, result):
        """The process ended by itself, with a status of its own choice, and without a trace of the stack."""
        self.assertIn(result.status, (0, 1, 64, 65, 66, 69, 74, 75, 76, 77, 78), result.error_text)
        for words in TRAPS:
            self.assertNotIn(words, result.output + result.errors)

    def write(self, path, content):
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            target.write_bytes(content)
        else:
            target.write_text(content, encoding="utf-8")
        return target
