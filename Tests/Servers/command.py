# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""Galley's command, and provider documents that point it at a server of this folder."""

import json
import pathlib
import sys

from server import PASSWORD, USER

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "EndToEnd"))

from galley import PROGRAM, ROOT, TestCase, run  # found by the line above

__all__ = ["EPOCH", "PROGRAM", "ROOT", "SENDER", "Report", "TestCase", "document", "galley", "run"]

SENDER = "noreply@far.test"
# The date of every message that is compared with another.
EPOCH = {"SOURCE_DATE_EPOCH": "1735689600"}


class Report:
    """What a command said: its exit status and its JSON report."""

    def __init__(self, result):
        self.status = result.status
        self.errors = result.error_text
        self.json = json.loads(result.output) if result.output.strip() else {}

    def __repr__(self):
        return f"exit status {self.status}\n{self.errors}\n{json.dumps(self.json, indent=1, ensure_ascii=False)}"

    @property
    def stages(self):
        return {stage["name"]: stage for stage in self.json.get("stages", ())}

    @property
    def outcomes(self):
        return {each["recipient"]: each["outcome"] for each in self.json.get("deliveries", ())}


def galley(*arguments, environment=EPOCH, timeout=120):
    """Runs a command with a JSON report."""
    return Report(run(*arguments, "--report", "json", environment=environment, timeout=timeout))


def document(server, service, *, host="localhost", user=USER, password=PASSWORD, mechanisms=None, properties=(),
             **members):
    """A provider document for a service of the server, by the name of which it encrypts and signs in."""
    entries = [*properties, *([f"mail.smtp.auth.mechanisms={mechanisms}"] if mechanisms else [])]
    signs_in = service.startswith("submission")
    is_implicit = service.startswith("submissions")
    auth = {"enable": True, "username": user, "password": password} if signs_in else {"enable": False}
    return {
        "_id": "external.email", "type": "smtp", "host": host, "port": server.ports[service], "from": SENDER,
        "auth": auth, "starttls": {"enable": service.startswith(("starttls", "submission")) and not is_implicit},
        "ssl": {"enable": is_implicit}, "smtpProperties": entries, "threadPoolSize": 20,
    } | members
