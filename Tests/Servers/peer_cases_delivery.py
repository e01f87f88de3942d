# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""What may go wrong with replies, with the way of one message, and with time."""

from peer_case import LIMIT, NOT_ATTEMPTED, Case
from scripted_peer import CLOSE, HANG, MECHANISMS, OFFERS, RESET, TLS, deaf, drip, ehlo, forever, narrow, wait

OK, NO, LATER, BYE = b"250 2.0.0 OK\r\n", b"550 5.1.1 no such mailbox\r\n", b"451 4.7.1 greylisted\r\n", b"421 bye\r\n"
TAKEN = b"250 2.0.0 OK taken\r\n"
GO = b"354 go ahead\r\n"
# The end of the message is known to have come before anything goes wrong.
SOON = wait(0.1)
# What moves the cursor, names the window, hides and turns text round, or is no text.
ESCAPES = (b"\x1b[2J\x1b]0;owned\x07 \x00 \x08\x08 \x7f \xc2\x9b31m \xe2\x80\xae gpj.exe \xe2\x80\xa8 \xff\xfe "
           b"\x1b]8;;http://x\x07")
TO = ("ben@far.test", "eve@far.test", "kim@far.test")
CHINESE = "用户@galley.test"
GREETING = {"from": "sender@galley.test", "to": TO[0], "subject": "Grüße 你好", "type": "text/plain",
            "body": "grüße 你好\n"}


def refused(name, script, status, stage, outcome, **others):
    return Case(name, script, status, stage, outcome, **others)


def lost(name, answer, status=74, taken=1, stage="message", **others):
    """Nobody knows what became of the message."""
    return Case(f"behind the final dot: {name}", {"message": answer}, status, stage, "unknown", taken,
                says=("Message-ID", "before sending it again"), **others)


def eight_bits(peer):
    for message in peer.messages:
        if not message.isascii() or b"BODY=8BITMIME" in b"".join(peer.lines):
            yield "eight bits for a server without 8BITMIME"


def eight_bits_announced(peer):
    """The text stands there as it is, and MAIL says so."""
    if not all("grüße 你好".encode() in message for message in peer.messages):
        yield "an encoded text for a server with 8BITMIME"
    if not any(line.startswith(b"MAIL") and b" BODY=8BITMIME" in line for line in peer.lines):
        yield f"no BODY=8BITMIME: {peer.lines}"


def utf8(peer):
    if not any("SMTPUTF8" in line.decode() for line in peer.lines if line.startswith(b"MAIL")):
        yield f"no SMTPUTF8: {peer.lines}"


def by_recipient(answers):
    """The answer for each recipient, whatever the connection and the message."""
    return lambda session: session.answer_with(answers[[
        f"<{address}>".encode() in session.line for address in TO].index(True)])


def partial():
    """Which of three recipients is refused, with and without sendpartial, and what becomes of each."""
    for place, answers in {"first": (NO, OK, OK), "middle": (OK, NO, OK), "last": (OK, OK, NO), "every": (NO, NO, NO),
                           "first, for now,": (LATER, OK, OK)}.items():
        word = "temporary" if LATER in answers else "refused"
        status = 75 if LATER in answers else 69
        some = tuple(word if answer is not OK else "sent" for answer in answers)
        none = [NOT_ATTEMPTED] * 3
        none[next(n for n, answer in enumerate(answers) if answer is not OK)] = word
        for sends in ("true", "false"):
            is_sent = sends == "true" and OK in answers
            yield Case(
                f"the {place} recipient refused, sendpartial={sends}", {"RCPT": by_recipient(answers)}, status, "RCPT",
                some if sends == "true" else tuple(none), int(is_sent), to=", ".join(TO),
                properties=(f"mail.smtp.sendpartial={sends}",))


REPLIES = [
    Case("a greeting of 421", {"greeting": BYE}, 75, "greeting"),
    Case("a greeting of 554", {"greeting": b"554 5.3.2 go away\r\n"}, 69, "greeting"),
    Case("a greeting of HTTP", {"greeting": b"HTTP/1.1 400 Bad Request\r\n\r\n"}, 76, "greeting"),
    Case("an empty line for a greeting", {"greeting": b"\r\n"}, 76, "greeting"),
    Case("the end for a greeting", {"greeting": CLOSE}, 69, "greeting"),
    Case("RST for a greeting", {"greeting": (SOON, RESET)}, 69, "greeting"),
    Case("a greeting that ends in LF", {"greeting": b"220 peer\n"}, 75, "greeting"),
    Case("a greeting of two lines with LF between them", {"greeting": b"220-peer\n220 peer\r\n"}, 75, "greeting"),
    Case("a reply to EHLO whose lines end in LF", {
        "EHLO (TLS)": ehlo(*OFFERS, MECHANISMS).replace(b"\r", b"")}, 75, "EHLO (TLS)"),
    Case("LF and a further reply inside one line", {"MAIL": b"250 OK\n250 OK\n354 go\n250 taken\r\n"}, 0, None,
         "sent", 1),
    Case("two codes in one reply", {"MAIL": b"250-2.1.0 OK\r\n550 5.1.0 no\r\n"}, 76, "MAIL"),
    Case("code without text", {"MAIL": b"250\r\n", "RCPT": b"250\r\n", "message": b"250\r\n"}, 0, None, "sent", 1),
    Case("code 199", {"MAIL": b"199 what\r\n"}, 76, "MAIL"), Case("code 600", {"MAIL": b"600 what\r\n"}, 76, "MAIL"),
    Case("a code of four digits", {"MAIL": b"2500 OK\r\n"}, 76, "MAIL"),
    Case("an unknown code that means yes", {"MAIL": b"299 OK\r\n"}, 0, None, "sent", 1),
    Case("a line of 1 MB", {"greeting": b"220 " + b"x" * (1 << 20) + b"\r\n"}, 76, "greeting"),
    Case("a line of 1 MB without end", {"EHLO": b"250 " + b"x" * (1 << 20)}, 76, "EHLO"),
    Case("a reply of 1 MB", {"EHLO (TLS)": b"250-X-FILLER filler\r\n" * 50_000 + b"250 OK\r\n"}, 76, "EHLO (TLS)"),
    Case("a reply of 1 MB in long lines", {"MAIL": (b"250-" + b"x" * 2000 + b"\r\n") * 500 + OK}, 76, "MAIL"),
    Case("1 MB behind the final dot", {"message": b"250 " + b"x" * (1 << 20) + b"\r\n"}, 74, "message", "unknown", 1),
    Case("a reply without end", {"RCPT": forever(b"250-more\r\n" * 64)}, 76, "RCPT"),
    Case("escapes in the greeting", {"greeting": b"220 " + ESCAPES + b"\r\n"}, 0, None, "sent", 1),
    Case("escapes in a refusal", {"RCPT": b"550 5.1.1 " + ESCAPES + b"\r\n"}, 69, "RCPT", "refused"),
    Case("escapes in an extension", {"EHLO (TLS)": ehlo(*OFFERS, MECHANISMS).replace(
        b"250-8BITMIME", b"250-8BITMIME " + ESCAPES)}, 0, None, "sent", 1),
    Case("escapes in garbage", {"greeting": ESCAPES + b"\r\n"}, 76, "greeting"),
    Case("escapes behind the final dot", {"message": b"250 " + ESCAPES + b"\r\n"}, 0, None, "sent", 1),
    # Replies before they are asked for
    Case("the reply to EHLO with the greeting", {"greeting": b"220 peer\r\n" + ehlo(*OFFERS)}, 76, "greeting"),
    Case("the reply to RCPT with that to MAIL", {"MAIL": OK + OK}, 76, "MAIL"),
    Case("every reply of a delivery with that to MAIL", {"MAIL": OK + OK + GO + TAKEN}, 76, "MAIL"),
    Case("a success with 354", {"DATA": GO + TAKEN}, 76, "DATA"),
    Case("354 in place of 250 for a recipient", {"RCPT": GO}, 76, "RCPT"),
    Case("250 to DATA", {"DATA": TAKEN}, 76, "DATA"),
    Case("a refusal to DATA", {"DATA": b"554 5.5.1 no valid recipients\r\n"}, 69, "DATA", "refused"),
]

DELIVERY = [
    # Extensions
    Case("PIPELINING offered", {"EHLO (TLS)": ehlo(*OFFERS, "PIPELINING", MECHANISMS)}, 0, None, "sent", 1),
    Case("PIPELINING offered, all replies at once", {
        "EHLO (TLS)": ehlo(*OFFERS, "PIPELINING", MECHANISMS), "MAIL": OK + OK + GO}, 76, "MAIL"),
    Case("SIZE exceeded", {"EHLO (TLS)": ehlo("SIZE 100", MECHANISMS)}, 69, "MAIL",
         commands="EHLO STARTTLS EHLO AUTH QUIT"),
    Case("SIZE that no number holds", {"EHLO (TLS)": ehlo("SIZE " + "9" * 30, MECHANISMS)}, 0, None, "sent", 1),
    Case("552 to MAIL", {"MAIL": b"552 5.3.4 too big\r\n"}, 69, "MAIL", "refused"),
    Case("452 to MAIL", {"MAIL": b"452 4.3.1 no space\r\n"}, 75, "MAIL", "temporary"),
    Case("no SMTPUTF8", {"EHLO (TLS)": ehlo("8BITMIME", MECHANISMS)}, 78, "MAIL", to=CHINESE,
         properties=("mail.mime.allowutf8=true",), commands="EHLO STARTTLS EHLO AUTH QUIT"),
    Case("SMTPUTF8", {}, 0, None, "sent", 1, to=CHINESE, properties=("mail.mime.allowutf8=true",), look=utf8),
    Case("SMTPUTF8 in the clear only", {"EHLO": ehlo(*OFFERS, "STARTTLS"), "EHLO (TLS)": ehlo(MECHANISMS)}, 78, "MAIL",
         to=CHINESE, properties=("mail.mime.allowutf8=true",)),
    Case("no 8BITMIME", {"EHLO (TLS)": ehlo(MECHANISMS)}, 0, None, "sent", 1, look=eight_bits, request=GREETING),
    Case("8BITMIME allowed, not offered", {"EHLO (TLS)": ehlo(MECHANISMS)}, 0, None, "sent", 1, look=eight_bits,
         request=GREETING, properties=("mail.smtp.allow8bitmime=true",)),
    Case("8BITMIME offered, not allowed", {}, 0, None, "sent", 1, look=eight_bits, request=GREETING),
    Case("8BITMIME offered and allowed", {}, 0, None, "sent", 1, look=eight_bits_announced, request=GREETING,
         properties=("mail.smtp.allow8bitmime=true",)),
    # Refusals
    *partial(),
    Case("greylisting", {"RCPT": LATER}, 75, "RCPT", "temporary", says=("greylisted", "minutes")),
    Case("no such mailbox", {"RCPT": NO}, 69, "RCPT", "refused"),
    Case("relaying denied", {"RCPT": b"550 5.7.1 relaying denied\r\n"}, 77, "RCPT", "refused"),
    Case("the sender is refused", {"MAIL": b"550 5.7.60 not as this sender\r\n"}, 77, "MAIL", "refused"),
    Case("421 to MAIL", {"MAIL": (BYE, CLOSE)}, 75, "MAIL", "temporary"),
    Case("421 to RCPT", {"RCPT": (BYE, CLOSE)}, 75, "RCPT", "temporary"),
    Case("421 to the second recipient", {"RCPT": by_recipient((OK, (BYE, CLOSE)))}, 75, "RCPT",
         (NOT_ATTEMPTED, "temporary"),
         to=", ".join(TO[:2])),
    Case("421 to DATA", {"DATA": (BYE, CLOSE)}, 75, "DATA", "temporary"),
    Case("421 behind the final dot", {"message": (BYE, CLOSE)}, 75, "message", "temporary", 1),
    Case("421 in mid-session, unasked", {"EHLO (TLS)": ehlo(*OFFERS, MECHANISMS) + BYE}, 76, "EHLO (TLS)"),
    *(Case(f"{code} behind the final dot", {"message": b"%d %d.6.0 no\r\n" % (code, code // 100)}, status, "message",
           outcome, 1) for code, status, outcome in (
               (450, 75, "temporary"), (451, 75, "temporary"), (452, 75, "temporary"), (550, 69, "refused"),
               (552, 69, "refused"), (554, 69, "refused"))),
    # The connection ends
    *(Case(f"the end in place of the reply to {stage}", {stage: CLOSE}, 69, stage)
      for stage in ("EHLO", "EHLO (TLS)", "MAIL", "RCPT", "DATA")),
    *(Case(f"RST in place of the reply to {stage}", {stage: RESET}, 69, stage)
      for stage in ("EHLO", "EHLO (TLS)", "AUTH", "MAIL", "RCPT", "DATA")),
    Case("the end behind 354", {"DATA": (GO, CLOSE)}, 74, "message", "unknown"),
    Case("RST behind 354", {"DATA": (GO, RESET)}, 74, "message", "unknown"),
    lost("the end", CLOSE), lost("RST", RESET),
    *(lost(f"half a reply, {half!r}, and the {'end' if step is CLOSE else 'RST'}", (half, SOON, step))
      for half in (b"2", b"250", b"250 2.0.0 OK", b"250 2.0.0 OK\r", b"250-2.0.0 OK\r\n", b"55", b"550 5.7.1 no\r")
      for step in (CLOSE, RESET)),
    lost("garbage", b"taken\r\n"), lost("354", GO), lost("334", b"334 \r\n"),
    lost("two codes", b"250-OK\r\n550 no\r\n"),
    Case("the end behind the reply to the message", {"message": (TAKEN, CLOSE)}, 0, None, "sent", 1),
    Case("the end in place of the reply to QUIT", {"QUIT": CLOSE}, 0, None, "sent", 1),
    Case("a refusal to QUIT", {"QUIT": b"500 no\r\n"}, 0, "QUIT", "sent", 1),
    Case("the end in place of the reply to RSET", {"RCPT": NO, "RSET": CLOSE}, 69, "RCPT", "refused"),
    Case("a refused recipient (pre-flight)", {"RCPT": NO}, 69, "RCPT", command="check",
         commands="EHLO STARTTLS EHLO AUTH MAIL RCPT RSET QUIT"),
    Case("a greylisted recipient (pre-flight)", {"RCPT": LATER}, 75, "RCPT", command="check"),
    # Behind it the client asks whether the server has the TLS that AIC offers, too.
    Case("all is well (pre-flight)", {}, 0, command="check",
         commands="EHLO STARTTLS EHLO AUTH MAIL RCPT RSET QUIT EHLO STARTTLS EHLO QUIT"),
    Case("421 to MAIL (pre-flight)", {"MAIL": (BYE, CLOSE)}, 75, "MAIL", command="check"),
    Case("a refusal to RSET (pre-flight)", {"RSET": b"500 no\r\n"}, 69, "RSET", command="check"),
]


def hang(stage, step=HANG, status=75, name=None, command="send", outcome=NOT_ATTEMPTED, taken=0, **others):
    name = name or ("slow drip" if step is not HANG else "a hang") + f" at {stage} ({command})"
    script = {stage: step, **others.pop("script", {})}
    return Case(name, script, status, others.pop("failed", stage), outcome, taken, command=command, **others)


def times(command):
    """A peer that is silent, or speaks an octet at a time, at every stage."""
    yield Case(f"a connection that is not taken ({command})", {"accept": deaf}, 75, "connect", command=command)
    for stage in ("greeting", "EHLO", "STARTTLS", "EHLO (TLS)", "AUTH", "MAIL", "RCPT"):
        yield hang(stage, command=command)
    for stage in ("greeting", "EHLO", "EHLO (TLS)", "AUTH", "RCPT"):
        yield hang(stage, drip(b"250-peer.galley.test\r\n"), command=command)
    yield hang("STARTTLS", (b"220 go\r\n", HANG), command=command, name=f"a hang in the handshake ({command})")
    yield hang("STARTTLS", (b"220 go\r\n", drip(b"\x16\x03\x03\x00\x7a\x02\x00\x00\x76")), command=command,
               name=f"a slow drip in the handshake ({command})")
    yield hang("connect", failed="TLS", encryption="implicit", command=command,
               name=f"a hang in the handshake, implicit TLS ({command})")
    yield hang("greeting", failed="greeting", encryption="implicit", command=command,
               name=f"a hang after the handshake, implicit TLS ({command})")
    yield hang("EHLO", forever(b"250-X-MORE\r\n", pause=0.1), command=command,
               name=f"a reply that gets a line at a time ({command})")
    yield hang("connect", [TLS, HANG], 69, failed="TLS", encryption="implicit", certificate="expired",
               host="localhost", command=command,
               name=f"a bad certificate, and a hang when it is looked at again ({command})")


TIME = [
    *times("send"), *times("check"),
    hang("DATA"), hang("DATA", drip(GO * 9)),
    hang("message", status=74, outcome="unknown", taken=1),
    hang("message", drip(TAKEN * 9), 74, outcome="unknown", taken=1),
    hang("DATA", (GO, HANG), 74, name="a hang behind 354", failed="message", outcome="unknown"),
    # More than the system takes off the client's hands; most of the time goes into composing it.
    hang("DATA", (GO, HANG), 74, name="a message that is not read", failed="message", outcome="unknown", waits=3,
         says=("did not take",), script={"accept": narrow}, request={
             "from": "sender@galley.test", "to": TO[0], "subject": "Long", "type": "text/plain", "body": "long",
             "attachments": [{"name": "long.bin", "contentType": "application/octet-stream",
                              "content": "AAAA" * 1_000_000}]}),
    hang("QUIT", status=0, failed=None, outcome="sent", taken=1),
    hang("QUIT", status=0, failed=None, command="check"),
    hang("RSET", status=69, failed="RCPT", outcome="refused", script={"RCPT": NO},
         name="a hang at RSET, after a refusal"),
    hang("RSET", status=0, failed=None, command="check"),
    Case("every reply just in time", {stage: (wait(0.4 * LIMIT), answer) for stage, answer in (
        ("MAIL", OK), ("RCPT", OK), ("message", TAKEN))}, 0, None, "sent", 1, waits=2),
]
