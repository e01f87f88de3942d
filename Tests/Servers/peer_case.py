# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""One run of Galley's client against a scripted peer, and all that has to hold of it."""

import base64
import dataclasses
import email
import functools
import json
import pathlib
import re
import socket
import ssl
import sys
import tempfile
import time
import unicodedata
import urllib.parse
import warnings

from certificates import LOOPBACK, Certificates, Leaf
from scripted_peer import MECHANISMS, OFFERS, TLS, Peer, ehlo
from server import HOST, PASSWORD, USER

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "EndToEnd"))
from galley import run  # noqa: E402

SENDER, RECIPIENT = "sender@galley.test", "ben@far.test"
# The limit on each wait, in seconds. The client may exceed it by a tenth, by its own clock, and by the time in which a busy
# machine comes to look at it; a run besides by what such a machine needs to start a program.
LIMIT, TENTH, LATE, BUSY = 2, 1.1, 0.3, 8
# What `verify` sends: one message for each of its locales.
TEMPLATE, LOCALES = "welcome", 3
NOT_ATTEMPTED = "not-attempted"


@functools.cache
def address():
    """An address of this machine that is not of loopback, where a password in the clear could be read by others."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return None if probe.getsockname()[0].startswith("127.") else probe.getsockname()[0]


@dataclasses.dataclass(frozen=True)
class Case:
    """What the peer does, how Galley is run, and what comes of it."""
    name: str
    # What the peer does, and the exit status that comes of it.
    script: dict
    status: int
    # The stage that the report has as failed.
    stage: str = None
    # What became of the message: for every recipient, or a tuple with one for each.
    outcome: object = NOT_ATTEMPTED
    # How many messages came to their final dot.
    taken: int = 0
    # `send`; `check`, which knows no outcome; or `verify`, which asks first, on a connection on which all goes well, and
    # then sends several messages over the pool.
    command: str = "send"
    # The connections of the pool.
    pool: int = 2
    # What the provider asks for: `none`, `starttls` where it is offered, `required` or `implicit`.
    encryption: str = "starttls"
    # Where the peer is: `network`, `loopback`, or the name or address of loopback that the client is to ask for.
    host: str = "network"
    certificate: str = "peer"
    # The versions of TLS that the peer has, from and to.
    versions: tuple = None
    ciphers: str = None
    sender: str = SENDER
    to: str = RECIPIENT
    # The whole body of a request, in place of the test message.
    request: dict = None
    signs_in: bool = True
    mechanisms: str = None
    properties: tuple = ()
    options: tuple = ()
    # Whose certificates the client is told to trust.
    roots: str = "authority"
    # Whether the credentials may go in the clear, and whether it makes a difference that the peer is not on loopback.
    in_clear: bool = False
    off_loopback: bool = False
    # How many times the client waits until its limit is over.
    waits: int = 1
    # What its report says and does not say, and the first words of the commands that the peer got.
    says: tuple = ()
    silent: tuple = ()
    commands: str = None
    # A further look at the peer, which returns what is wrong.
    look: object = None


@dataclasses.dataclass
class Run:
    """What a case came to."""
    problems: list
    # What took too long, which may be the machine's fault.
    delays: list
    # The most that a stage took past its limit, in seconds.
    overrun: float


def play(case, certificates):
    """Runs the case."""
    script, host = dict(case.script), {"network": address() or HOST, "loopback": HOST}.get(case.host, case.host)
    if case.encryption == "implicit":
        script = {"connect": TLS, "EHLO": ehlo(*OFFERS, MECHANISMS), **script}
    context = None if case.encryption == "none" else server_context(case, certificates)
    first = None
    if case.command == "verify":
        first = {"EHLO (TLS)": ehlo(*OFFERS, "PIPELINING", MECHANISMS)}
        script = first | script
    with tempfile.TemporaryDirectory(prefix="galley-peer-") as folder, \
            Peer(script, context, HOST if host == "localhost" else host, first) as peer:
        folder = pathlib.Path(folder)
        provider, text = folder / "provider.json", folder / "report.txt"
        provider.write_text(json.dumps(provider_document(case, host, peer.port)))
        arguments = ["--provider", provider, "--report", "json", "--report", f"text={text}",
                     "--ca", certificates.certificate(case.roots), *case.options]
        if case.command == "check":
            command = ["provider", "check", "--transcript", "--timeout", LIMIT, "--to", case.to]
        elif case.command == "verify":
            command = ["verify", TEMPLATE, "--live", "--limit", "1000/min", "--to", case.to]
        elif case.request is None:
            command = ["send", "--transcript", "--test", "--to", case.to]
        else:
            (folder / "request.json").write_text(json.dumps(case.request))
            command = ["send", "--transcript", "--request", folder / "request.json"]
        start = time.monotonic()
        result = run(*command, *arguments)
        seconds = time.monotonic() - start
        written = text.read_bytes() if text.exists() else b""
    verdict = Verdict(case, peer, result, written)
    delays = list(verdict.delays())
    if seconds > case.waits * LIMIT * TENTH + BUSY:
        delays.append(f"it took {seconds:.2f} s, and its limit is {case.waits * LIMIT} s")
    return Run(list(verdict.problems()), delays, max(verdict.times(), default=0) - LIMIT)


def provider_document(case, host, port):
    properties = list(case.properties)
    if case.mechanisms:
        properties.append(f"mail.smtp.auth.mechanisms={case.mechanisms}")
    if case.encryption == "required":
        properties.append("mail.smtp.starttls.required=true")
    return {
        "_id": "external.email", "type": "smtp", "host": host, "port": port, "from": case.sender,
        "auth": {"enable": case.signs_in, "username": USER, "password": PASSWORD},
        "starttls": {"enable": case.encryption in ("starttls", "required")},
        "ssl": {"enable": case.encryption == "implicit"}, "smtpProperties": properties, "threadPoolSize": case.pool,
        "timeout": LIMIT * 1000, "connectiontimeout": LIMIT * 1000, "writetimeout": LIMIT * 1000}


def make_certificates(folder):
    """All certificates, and a good one for wherever the peer is."""
    return Certificates(folder, Leaf("peer", alternatives=f"{LOOPBACK},IP:{address() or HOST}"))


def server_context(case, certificates):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.chain(case.certificate))
    # A peer that a client leaves in the handshake sends no tickets into nowhere.
    context.num_tickets = 0
    if case.versions:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version, context.maximum_version = case.versions
    if case.ciphers:
        context.set_ciphers(case.ciphers)
    return context


def forms(secret):
    """The ways in which a secret may be written, without what is only in the octets around it."""
    yield secret
    yield urllib.parse.quote(secret, safe="").encode()
    yield secret.hex().encode()
    for shift in range(3):
        digits = base64.b64encode(bytes(shift) + secret).rstrip(b"=")
        yield digits[-(-shift * 8 // 6):len(digits) - 1]


SECRETS = set(forms(PASSWORD.encode()))


def leaks(octets):
    lower = octets.lower()
    return [form for form in SECRETS if form in octets or form.lower() in lower]


def texts(value):
    """Every string in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for member in value.values() if isinstance(value, dict) else value:
            yield from texts(member)


class Verdict:
    """What is wrong with a run."""

    def __init__(self, case, peer, result, written):
        self.case, self.peer, self.result, self.written = case, peer, result, written.decode("utf-8", "replace")
        self.report = json.loads(result.output) if result.output else {}

    def problems(self):
        case, peer, result = self.case, self.peer, self.result
        shown = "\n" + result.error_text + self.written
        yield from self.secrets()
        yield from (f"a fault of the peer or its client: {fault}" for fault in peer.faults)
        yield from self.expect("the exit status", result.status, case.status, shown)
        stages = self.report.get("stages", [])
        failed = sorted({stage["name"] for stage in stages if stage["result"] == "failed"})
        yield from self.expect("the failed stages", failed, [case.stage] if case.stage else [], shown)
        passed = {stage["name"] for stage in stages if stage["result"] == "passed"} - {"RCPT"}
        if passed.intersection(failed):
            yield f"{failed} passed and failed" + shown
        for stage in stages:
            seconds = stage.get("milliseconds", 0) / 1000
            if f"within {LIMIT}.0 seconds" in stage.get("said", "") and seconds < LIMIT * 0.9:
                yield f"{seconds} s is not the time of {stage['name']}" + shown
        yield from self.expect("the messages taken", len(peer.messages), case.taken, shown)
        if case.command != "check" and self.report:
            yield from self.deliveries(shown)
        if case.commands is not None:
            verbs = " ".join(line.split(b" ")[0].decode("ascii", "replace") for line in peer.lines)
            yield from self.expect("the commands", verbs, case.commands, shown)
        for words in case.says:
            if words not in self.written + result.error_text:
                yield f"the report does not say {words!r}" + shown
        for words in case.silent:
            if words in self.written + result.text + result.error_text:
                yield f"the report says {words!r}" + shown
        # The subject is the user's, for programs.
        said = {name: value for name, value in self.report.items() if name != "subject"}
        for text in (self.written, result.error_text, *texts(said)):
            strange = {character for character in text if character != "\n" and unicodedata.category(character) in (
                "Cc", "Cf", "Cs", "Co", "Zl", "Zp")}
            if strange:
                yield f"the report has {strange}"
        if case.look:
            yield from case.look(peer)

    def secrets(self):
        for name, octets in (("standard output", self.result.output), ("standard error", self.result.errors),
                             ("the text report", self.written.encode()), ("the report's texts", "\n".join(
                                 texts(self.report)).encode())):
            yield from (f"{name} has {form!r}" for form in leaks(octets))
        if not self.case.in_clear:
            clear = bytes(self.peer.clear)
            yield from (f"in the clear: {form!r}" for form in leaks(clear))
            if re.search(rb"(?im)^AUTH\b", clear):
                yield f"AUTH in the clear: {clear!r}"

    def times(self):
        """How long each stage took by the client's clock, in seconds."""
        return [stage.get("milliseconds", 0) / 1000 for stage in self.report.get("stages", ())]

    def delays(self):
        for stage, seconds in zip(self.report.get("stages", ()), self.times()):
            if seconds > LIMIT * TENTH + LATE:
                yield f"{stage['name']} took {seconds} s, and its limit is {LIMIT} s"

    def deliveries(self, shown):
        case, deliveries = self.case, self.report["deliveries"]
        count = LOCALES if case.command == "verify" else 1
        outcomes = tuple(delivery["outcome"] for delivery in deliveries)
        expected = case.outcome if isinstance(case.outcome, tuple) else (case.outcome,) * len(deliveries)
        if len(expected) < len(deliveries):
            expected *= count
        yield from self.expect("the outcomes", outcomes, expected or None, shown)
        names = {delivery["messageID"]: delivery["outcome"] for delivery in deliveries}
        yield from self.expect("the number of Message-IDs", len(names), count, shown)
        wire = bytes(self.peer.clear) + bytes(self.peer.encrypted)
        for name, outcome in names.items():
            if wire.count(name.encode()) > 1:
                yield f"{name} went out more than once" + shown
            if (case.command == "send" or outcome == "unknown") and name not in self.written or not name.endswith(">"):
                yield f"the report does not name the Message-ID {name}" + shown
        for message in self.peer.messages:
            name = email.message_from_bytes(message)["Message-ID"]
            if names.get(name, NOT_ATTEMPTED) == NOT_ATTEMPTED:
                yield f"{name} was handed over" + shown

    @staticmethod
    def expect(what, found, expected, shown):
        if found != expected:
            yield f"{what}: {found!r}, not {expected!r}{shown}"
