# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""aiosmtpd, in a process of Debian's own Python, which is the one that has it; needs no rights."""

import base64
import json
import pathlib
import subprocess

from certificates import Certificates
from server import HOST, PASSWORD, RECIPIENTS, SMALL_LIMIT, USER, Delivered, Server, Unavailable, need, run_by_hand

PYTHON = "/usr/bin/python3"
PROGRAM = pathlib.Path(__file__).with_name("aiosmtpd_process.py")


class Aiosmtpd(Server):
    """The services are `plain`; `starttls` and `submission`, where nothing is said without TLS; `small`; `ascii`."""

    name = "aiosmtpd"
    services = ("plain", "starttls", "submission", "small", "ascii")

    def configure(self, stack):
        need(PYTHON, "Debian's Python")
        if subprocess.run([PYTHON, "-c", "import aiosmtpd"], capture_output=True, timeout=60).returncode:
            raise Unavailable("aiosmtpd is not installed: Tests/Servers/install does it")
        self.certificates = Certificates(self.folder / "certificates")
        self._messages = self.folder / "messages.jsonl"
        settings = self.folder / "settings.json"
        settings.write_text(json.dumps({
            "host": HOST, "ports": self.ports, "user": USER, "password": PASSWORD, "recipients": RECIPIENTS,
            "limit": SMALL_LIMIT, "chain": str(self.certificates.chain()), "messages": str(self._messages)}))
        self.start(stack, PYTHON, PROGRAM, settings)

    def delivered(self):
        if not self._messages.exists():
            return []
        # Its last line may still be growing.
        rows = map(json.loads, self._messages.read_bytes().split(b"\n")[:-1])
        return [Delivered(row["sender"], row["recipient"], base64.b64decode(row["content"])) for row in rows]


if __name__ == "__main__":
    run_by_hand(Aiosmtpd)
