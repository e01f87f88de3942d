# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""What may go wrong in AUTH, inside TLS, where credentials may be shown; and what must not get into a command."""

import base64
import urllib.parse

from peer_case import RECIPIENT, SENDER, Case
from scripted_peer import CLOSE, MECHANISMS, OFFERS, ehlo, forever
from server import PASSWORD, USER

CHALLENGE = b"334 " + base64.b64encode(b"<1896.697170952@peer.galley.test>") + b"\r\n"
WELCOME = b"235 2.7.0 welcome\r\n"
PLAIN = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()


def auth(name, mechanism, answer, status, **others):
    """The server offers one mechanism, and answers AUTH so."""
    return Case(f"AUTH {mechanism}: {name}",
                {"EHLO (TLS)": ehlo(*OFFERS, f"AUTH {mechanism}"), "AUTH": answer, "response": answer, **others.pop(
                    "script", {})}, status, "AUTH" if status else None, mechanisms=mechanism, **others)


def scram(nonce="%speer", rounds=4096):
    """The server's first message, which has the nonce of the client in its own."""
    def step(session):
        first = base64.b64decode(session.line.split()[2]).decode()
        name = nonce % first.rpartition("r=")[2] if "%s" in nonce else nonce
        message = f"r={name},s=c2FsdHNhbHQ=,i={rounds}"
        session.send(b"334 " + base64.b64encode(message.encode()) + b"\r\n")
    return step


def repeat(code):
    """A reply that says what the client has just said, in every form."""
    shown = (PASSWORD, PLAIN, PASSWORD.encode().hex(), PASSWORD.encode().hex().upper(),
             urllib.parse.quote(PASSWORD), base64.b64encode(PASSWORD.encode()).decode(), f"user {USER} {PASSWORD}!")
    return "".join(f"{code}{' ' if each is shown[-1] else '-'}5.7.8 no: {each}\r\n" for each in shown).encode()


def once_more(limit):
    """A peer that asks again and again gets an answer to no more than `limit` of its questions."""
    def look(peer):
        count = len(peer.lines) - next(n for n, line in enumerate(peer.lines) if line.startswith(b"AUTH")) - 1
        if count > limit:
            yield f"{count} responses to a server that goes on asking"
    return look


AUTH = [
    Case("PLAIN and LOGIN offered", {}, 0, None, "sent", 1, commands="EHLO STARTTLS EHLO AUTH MAIL RCPT DATA QUIT"),
    Case("LOGIN", {}, 0, None, "sent", 1, mechanisms="LOGIN"),
    Case("AUTH is not offered", {"EHLO (TLS)": ehlo(*OFFERS)}, 78, "AUTH"),
    Case("AUTH is not offered, implicit TLS", {"EHLO": ehlo(*OFFERS)}, 78, "AUTH", encryption="implicit"),
    Case("AUTH offers nothing", {"EHLO (TLS)": ehlo(*OFFERS, "AUTH")}, 78, "AUTH"),
    *(auth(f"{code}", "PLAIN", b"%d 5.7.8 no\r\n" % code, 77) for code in (500, 504, 530, 534, 535, 550)),
    auth("454", "PLAIN", b"454 4.7.0 not now\r\n", 75),
    auth("421", "PLAIN", b"421 4.3.2 bye\r\n", 75),
    auth("250", "PLAIN", b"250 2.0.0 ok\r\n", 76),
    auth("354", "PLAIN", b"354 go on\r\n", 76),
    auth("the end", "PLAIN", CLOSE, 69),
    auth("garbage", "PLAIN", b"welcome\r\n", 76),
    Case("AUTH PLAIN: the answer twice", {"AUTH": WELCOME + WELCOME}, 76, "MAIL"),
    auth("334 without end", "PLAIN", b"334 \r\n", 77, look=once_more(1)),
    auth("334 that asks for something", "PLAIN", b"334 Z28gb24=\r\n", 77),
    auth("334 without end", "LOGIN", b"334 VXNlcm5hbWU6\r\n", 77, look=once_more(2)),
    auth("334 without end", "CRAM-MD5", CHALLENGE, 77, look=once_more(1)),
    auth("success after one challenge", "CRAM-MD5", [CHALLENGE, WELCOME], 0, outcome="sent", taken=1,
         script={"response": WELCOME}),
    auth("success without a challenge", "CRAM-MD5", WELCOME, 0, outcome="sent", taken=1),
    auth("a challenge that is not base64", "CRAM-MD5", b"334 ???\r\n", 77),
    auth("a challenge of two lines", "CRAM-MD5", b"334-PDE=\r\n334 PDI=\r\n", 77),
    auth("success without proof, at once", "SCRAM-SHA-256", WELCOME, 77),
    auth("success without proof, after a round", "SCRAM-SHA-256", scram(), 77, script={"response": WELCOME}),
    auth("a wrong proof", "SCRAM-SHA-256", scram(), 77,
         script={"response": b"334 " + base64.b64encode(b"v=" + base64.b64encode(bytes(32))) + b"\r\n"}),
    auth("a nonce of its own", "SCRAM-SHA-256", scram("peer"), 77),
    auth("the nonce of the client alone", "SCRAM-SHA-256", scram("%s"), 77),
    auth("one round", "SCRAM-SHA-256", scram(rounds=1), 77),
    auth("as many rounds as the client does", "SCRAM-SHA-256", scram(rounds=100_000), 77, waits=2,
         script={"response": WELCOME}),
    auth("one round more", "SCRAM-SHA-256", scram(rounds=100_001), 77, script={"response": WELCOME}),
    auth("more rounds than a number holds", "SCRAM-SHA-256", scram(rounds=10 ** 30), 77),
    auth("a token refused", "XOAUTH2", b"334 eyJzdGF0dXMiOiI0MDEifQ==\r\n", 77,
         script={"response": b"535 5.7.8 no\r\n"}),
    auth("334 without end", "XOAUTH2", b"334 eyJzdGF0dXMiOiI0MDEifQ==\r\n", 77, look=once_more(1)),
    auth("an error of the server", "SCRAM-SHA-256", scram(), 77, says=("client's proof: invalid-proof",),
         script={"response": b"334 " + base64.b64encode(b"e=invalid-proof") + b"\r\n"}),
    auth("asked for the response", "PLAIN", [b"334 \r\n"], 0, outcome="sent", taken=1, script={"response": WELCOME}),
    auth("asked for the response", "XOAUTH2", [b"334 \r\n"], 0, outcome="sent", taken=1, script={"response": WELCOME}),
    # What AIC would do, whose Jakarta Mail has other mechanisms
    Case("AUTH by what Galley does not have", {"EHLO (TLS)": ehlo(*OFFERS, "AUTH DIGEST-MD5 NTLM")}, 78, "AUTH",
         says=("AIC would sign in by DIGEST-MD5, which Galley does not have",), silent=("to one that the server",)),
    Case("AUTH by what nobody has", {"EHLO (TLS)": ehlo(*OFFERS, "AUTH GSSAPI")}, 78, "AUTH",
         says=("AIC would not sign in either",)),
    Case("AUTH by what comes after one that Galley does not have",
         {"EHLO (TLS)": ehlo(*OFFERS, "AUTH NTLM PLAIN")}, 0, None, "sent", 1, mechanisms="NTLM PLAIN",
         says=("AIC would sign in by NTLM",)),
    auth("what AIC does not have", "CRAM-MD5", [CHALLENGE, WELCOME], 0, outcome="sent", taken=1,
         script={"response": WELCOME}, says=("its Jakarta Mail has no CRAM-MD5",), silent=("in the clear",)),
    auth("what AIC has", "PLAIN", WELCOME, 0, outcome="sent", taken=1, silent=("AIC would",)),
    Case("AUTH CRAM-MD5 in the clear",
         {"EHLO": ehlo(*OFFERS, "AUTH CRAM-MD5"), "AUTH": CHALLENGE, "response": WELCOME}, 0, None, "sent", 1,
         host="loopback", encryption="none", mechanisms="CRAM-MD5", in_clear=True,
         says=("does not show the password",), silent=("the password went",)),
    # The server shows what it was shown
    auth("a refusal that repeats the credentials", "PLAIN", repeat(535), 77),
    auth("a refusal that repeats the credentials", "LOGIN", [b"334 VXNlcm5hbWU6\r\n", repeat(535)], 77,
         script={"response": [b"334 UGFzc3dvcmQ6\r\n", repeat(535)]}),
    auth("a welcome that repeats the credentials", "PLAIN", repeat(235), 0, outcome="sent", taken=1),
    auth("421 that repeats the credentials", "PLAIN", repeat(421), 75),
    auth("a challenge that repeats the credentials", "PLAIN", f"334 {PLAIN}\r\n".encode(), 77),
    auth("garbage that repeats the credentials", "PLAIN", f"what is {PASSWORD} {PLAIN}\r\n".encode(), 76),
    Case("every later reply repeats the credentials",
         {stage: repeat(250) for stage in ("MAIL", "RCPT", "message")} | {"DATA": repeat(354)}, 0, None, "sent", 1),
    Case("a refused recipient, with the credentials", {"RCPT": repeat(550)}, 77, "RCPT", "refused"),
    # 334 and 235 out of turn
    Case("334 for a greeting", {"greeting": b"334 \r\n"}, 69, "greeting"),
    Case("334 to EHLO", {"EHLO (TLS)": b"334 \r\n"}, 69, "EHLO (TLS)"),
    Case("334 to MAIL", {"MAIL": b"334 \r\n"}, 76, "MAIL"),
    Case("334 to RCPT", {"RCPT": b"334 \r\n"}, 76, "RCPT"),
    Case("334 behind the reply to EHLO", {"EHLO (TLS)": ehlo(*OFFERS, MECHANISMS) + b"334 \r\n"}, 76, "EHLO (TLS)"),
    Case("235 behind the reply to EHLO", {"EHLO (TLS)": ehlo(*OFFERS, MECHANISMS) + WELCOME}, 76, "EHLO (TLS)"),
    Case("challenges for ever in place of a greeting", {"greeting": forever(b"334 \r\n")}, 69, "greeting"),
]

# What would begin a further command if it got on the wire: CR and LF, what a careless client makes of them, and paths
# with more than an address.
PAYLOADS = {
    "CR LF": "ben@far.test>\r\nRCPT TO:<evil@far.test", "CR": "ben@far.test>\rRCPT TO:<evil@far.test",
    "LF": "ben@far.test>\nRCPT TO:<evil@far.test", "NUL": "ben@far.test>\0RCPT TO:<evil@far.test",
    "NEL": "ben@far.test>\u0085RCPT TO:<evil@far.test", "LS": "ben@far.test>\u2028RCPT TO:<evil@far.test",
    "narrowed": "ben\u760d\u760aRCPT TO:<evil@far.test>\u760d\u760a@far.test", "narrowed at": "ben\u0140far.test",
    "quoted CR LF": '"ben\r\nRCPT TO:<evil@far.test>"@far.test', "an escaped CR LF": '"ben\\\r\nevil"@far.test',
    "a parameter": "ben@far.test> ORCPT=rfc822;evil@far.test", "two in one": "ben@far.test> <evil@far.test",
    "a route": "<@evil.test:ben@far.test>",
}
# Valid, and one path.
QUOTED = '"evil@far.test> ORCPT=rfc822;evil"@far.test'


def one_path(peer):
    paths = [line for line in peer.lines if line.startswith(b"RCPT")]
    if paths != [b'RCPT TO:<"evil@far.test> ORCPT=rfc822;evil"@far.test>']:
        yield f"not one path: {paths}"


def nothing_said(peer):
    if peer.connections:
        yield f"the peer was asked: {peer.lines}"


def one_subject(peer):
    for message in peer.messages:
        head = message.partition(b"\r\n\r\n")[0].lower()
        if b"\nbcc" in head or head.count(b"\nsubject:") != 1 or b"evil" in b" ".join(peer.lines):
            yield f"more than a subject: {head!r}"


def request(**fields):
    return {"from": SENDER, "to": RECIPIENT, "subject": "Hello", "type": "text/plain", "body": "Hello", **fields}


INJECTION = [
    *(Case(f"{sink} with {name}", {}, 65, request=request(**{sink: payload}), look=nothing_said)
      for sink in ("to", "cc", "bcc", "from", "replyTo") for name, payload in PAYLOADS.items()),
    *(Case(f"--to with {name} ({command})", {}, 65, to=payload, command=command, look=nothing_said)
      for command in ("send", "check") for name, payload in PAYLOADS.items() if name != "NUL"),
    *(Case(f"--from with {name} ({command})", {}, 65, options=("--from", payload), command=command, look=nothing_said)
      for command in ("send", "check") for name, payload in PAYLOADS.items() if name != "NUL"),
    Case("a quoted local part that looks like parameters", {}, 0, None, "sent", 1, to=QUOTED, look=one_path),
    Case("a quoted local part that looks like parameters (pre-flight)", {}, 0, to=QUOTED, command="check",
         look=one_path),
    *(Case(f"a subject with {name}", {}, 0, None, "sent", 1, request=request(subject=f"Hello{mark}Bcc: evil@far.test"),
           look=one_subject) for name, mark in (
               ("CR LF", "\r\n"), ("CR", "\r"), ("LF", "\n"), ("NUL", "\0"), ("NEL", "\u0085"), ("LS", "\u2028"),
               ("narrowed CR LF", "\u760d\u760a"), ("a whole line end", "\r\n\r\n"))),
    Case("a body that ends the message", {}, 0, None, "sent", 1, request=request(
        body="a\r\n.\r\nMAIL FROM:<evil@far.test>\r\nRCPT TO:<evil@far.test>\r\n\n.\n\r.\r.\r\n"),
        commands="EHLO STARTTLS EHLO AUTH MAIL RCPT DATA QUIT"),
]
