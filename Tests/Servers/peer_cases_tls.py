# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""What may go wrong between the connection and TLS; each case as a pre-flight and as a delivery."""

import dataclasses
import ssl

from certificates import BAD
from peer_case import Case
from scripted_peer import CLOSE, HANG, MECHANISMS, OFFERS, RESET, TLS, ehlo, wait

STRIPPED = {"EHLO": ehlo(*OFFERS, MECHANISMS)}
GARBLED = {"EHLO": ehlo(*OFFERS, "XXXXXXXX", MECHANISMS)}
GO = b"220 2.0.0 go ahead\r\n"
# A fatal alert of TLS: no cipher suite in common.
ALERT = b"\x15\x03\x01\x00\x02\x02\x28"


def starttls(name, answer, status, **others):
    return Case(f"STARTTLS answered by {name}", {"STARTTLS": answer}, status, "STARTTLS", look=only_starttls, **others)


def only_starttls(peer):
    """The client looks at a certificate again where TLS failed, and says no more than before."""
    if {line.split()[0] for line in peer.lines} != {b"EHLO", b"STARTTLS"}:
        yield f"not only STARTTLS: {peer.lines}"


def only_handshake(peer):
    """A client that wants TLS at once says nothing but its ClientHello, on each connection."""
    if not peer.clear.startswith(b"\x16\x03") or b"EHLO" in peer.clear:
        yield f"not only a ClientHello: {bytes(peer.clear)!r}"


def connections(count):
    def look(peer):
        if peer.connections != count:
            yield f"{peer.connections} connections, not {count}"
    return look


def asked_by_xoauth2(peer):
    if [line.split()[:2] for line in peer.lines if line.startswith(b"AUTH")] != [[b"AUTH", b"XOAUTH2"]]:
        yield f"not by XOAUTH2: {peer.lines}"


def certificates():
    """The bad ones and the good one, on both forms of TLS."""
    for encryption, stage in (("starttls", "STARTTLS"), ("required", "STARTTLS"), ("implicit", "TLS")):
        for leaf in BAD if encryption != "required" else ():
            yield Case(f"{encryption}: {leaf.fault}", {}, 69, stage, encryption=encryption, host=leaf.host,
                       certificate=leaf.name, says=("certificate",))
        for host in ("localhost", "127.0.0.1", "network"):
            yield Case(f"{encryption}: the right certificate for {host}", {}, 0, None, "sent", 1, host=host,
                       encryption=encryption)
        yield Case(f"{encryption}: the right certificate, whose root is not named", {}, 69, stage,
                   encryption=encryption, roots="stranger")
        yield Case(f"{encryption}: any certificate is trusted by name of the host", {}, 0, None, "sent", 1,
                   encryption=encryption, host="localhost", certificate="self-signed",
                   properties=("mail.smtp.ssl.trust=localhost",))


TRUST_ANY, NO_NAME = "mail.smtp.ssl.trust=*", "mail.smtp.ssl.checkserveridentity=false"
TLS12, TLS13 = ((version, version) for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3))


def trust():
    """Who vouches for a certificate and whose name is in it are two settings, as they are to Jakarta Mail."""
    for encryption, stage in (("starttls", "STARTTLS"), ("implicit", "TLS")):
        def case(name, certificate, status, *properties, says, encryption=encryption, stage=stage):
            outcome = (None, "sent", 1) if status == 0 else (stage,)
            return Case(f"{encryption}: {name}", {}, status, *outcome, encryption=encryption, host="localhost",
                        certificate=certificate, properties=properties, says=(says,))
        yield case("any issuer, another name", "wrong-host", 69, TRUST_ANY, says="not issued for localhost")
        yield case("any issuer, the name in the common name only", "common-name-only", 69, TRUST_ANY,
                   says="names no host")
        yield case("the host is trusted, another name", "wrong-host", 69, "mail.smtp.ssl.trust=LOCALHOST",
                   says="not issued for localhost")
        yield case("any issuer, any name", "wrong-host", 0, TRUST_ANY, NO_NAME,
                   says="mail.smtp.ssl.trust")
        yield case("any issuer", "self-signed", 0, TRUST_ANY, says="nobody has to vouch for its certificate")
        yield case("any issuer, an old certificate", "expired", 0, TRUST_ANY, says="its certificate has expired")
        yield case("any name", "wrong-host", 0, NO_NAME,
                   says="mail.smtp.ssl.checkserveridentity=false")
        yield case("other hosts are trusted", "good", 69, "mail.smtp.ssl.trust=mail.one.example mail.two.example",
                   says="mail.smtp.ssl.trust does not name localhost")


CASES = [
    # C1: STARTTLS stripped
    Case("stripped", STRIPPED, 78, "AUTH", off_loopback=True, commands="EHLO"),
    Case("stripped, and required", STRIPPED, 78, "STARTTLS", encryption="required"),
    Case("garbled", GARBLED, 78, "AUTH", off_loopback=True),
    Case("garbled, and required", GARBLED, 78, "STARTTLS", encryption="required"),
    Case("stripped, with the user's word", STRIPPED, 0, None, "sent", 1, options=("--allow-cleartext-auth",),
         in_clear=True, says=("in the clear",)),
    Case("stripped, and required in spite of the user's word", STRIPPED, 78, "STARTTLS", encryption="required",
         options=("--allow-cleartext-auth",)),
    Case("stripped on loopback", STRIPPED, 0, None, "sent", 1, host="loopback", in_clear=True,
         says=("in the clear",)),
    Case("stripped and required on loopback", STRIPPED, 78, "STARTTLS", host="loopback", encryption="required"),
    Case("not asked for", STRIPPED, 78, "AUTH", encryption="none", off_loopback=True),
    Case("EHLO refused, HELO taken", {"EHLO": b"502 5.5.1 what\r\n"}, 78, "AUTH", commands="EHLO HELO"),
    Case("EHLO refused, HELO taken, and TLS required", {"EHLO": b"502 5.5.1 what\r\n"}, 78, "STARTTLS",
         encryption="required"),
    Case("EHLO refused inside TLS", {"EHLO (TLS)": b"502 5.5.1 what\r\n"}, 78, "AUTH",
         commands="EHLO STARTTLS EHLO HELO"),
    Case("EHLO refused, HELO taken, nobody to sign in", {"EHLO": b"502 5.5.1 what\r\n"}, 0, None, "sent", 1,
         signs_in=False),
    Case("stripped, nobody to sign in", {"EHLO": ehlo(*OFFERS)}, 0, None, "sent", 1, signs_in=False),
    Case("stripped and required, nobody to sign in", {"EHLO": ehlo(*OFFERS)}, 78, "STARTTLS", encryption="required",
         signs_in=False),
    # C2: STARTTLS refused, or success without TLS
    *(starttls(f"{code}", b"%d no\r\n" % code, 69) for code in (500, 501, 502, 503, 530, 535, 550, 554)),
    *(starttls(f"{code}", b"%d no\r\n" % code, 75) for code in (421, 450, 454)),
    *(starttls(f"{code}", b"%d 2.0.0 ok\r\n" % code, 69) for code in (221, 235, 250, 334, 354)),
    starttls("220 in two lines, and no TLS", (b"220-go\r\n220 on\r\n250 ok\r\n", CLOSE), 76),
    starttls("two codes", b"220-go\r\n250 on\r\n", 76),
    starttls("garbage", b"go ahead\r\n", 76),
    starttls("220 without an end", (b"220", CLOSE), 69),
    starttls("220 and a bare LF", (b"220 go\n", CLOSE), 69),
    starttls("220 and the end", (GO, CLOSE), 69),
    starttls("220 and RST", (GO, wait(0.1), RESET), 69),
    starttls("the end", CLOSE, 69),
    # C3: response injection
    starttls("220 with a reply behind it", (GO + ehlo(*OFFERS, MECHANISMS), TLS), 76),
    starttls("220 with half a line behind it", (GO + b"250-AUTH PLA", TLS), 76),
    Case("the reply to EHLO twice inside TLS", {"EHLO (TLS)": ehlo(*OFFERS, MECHANISMS) * 2}, 76, "EHLO (TLS)"),
    # The handshake fails
    starttls("220 and a fatal alert", (GO, wait(0.2), ALERT, wait(0.2), CLOSE), 69),
    starttls("220 and plain text", (GO, wait(0.2), b"250 ok\r\n" * 8, wait(0.2), CLOSE), 69),
    # C4: the clear offers what TLS does not
    Case("AUTH in the clear only", {"EHLO": ehlo(*OFFERS, "STARTTLS", MECHANISMS), "EHLO (TLS)": ehlo(*OFFERS)}, 78,
         "AUTH", commands="EHLO STARTTLS EHLO"),
    # C7: old versions
    *(Case(f"{encryption}: a server with TLS 1.1 only", {}, 69, stage, encryption=encryption,
           versions=(ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_1), ciphers="ALL:@SECLEVEL=0")
      for encryption, stage in (("starttls", "STARTTLS"), ("implicit", "TLS"))),
    *(Case(f"{encryption}: TLS 1.3 wanted from a server with TLS 1.2 only", {}, 69, stage, encryption=encryption,
           versions=TLS12,
           properties=("mail.smtp.ssl.protocols=TLSv1.3", "mail.smtps.ssl.protocols=TLSv1.3"))
      for encryption, stage in (("starttls", "STARTTLS"), ("implicit", "TLS"))),
    Case("a server with TLS 1.2 only", {}, 0, None, "sent", 1, versions=TLS12),
    # C8: other mechanisms inside TLS than in the clear
    Case("PLAIN in the clear, XOAUTH2 inside TLS",
         {"EHLO": ehlo(*OFFERS, "STARTTLS", "AUTH PLAIN"), "EHLO (TLS)": ehlo(*OFFERS, "AUTH XOAUTH2"),
          "AUTH": b"235 2.7.0 ok\r\n"}, 0, None, "sent", 1, mechanisms="PLAIN XOAUTH2", look=asked_by_xoauth2),
    Case("PLAIN in the clear, inside TLS what the client may not use",
         {"EHLO": ehlo(*OFFERS, "STARTTLS", "AUTH PLAIN"), "EHLO (TLS)": ehlo(*OFFERS, "AUTH XOAUTH2")}, 78, "AUTH",
         mechanisms="PLAIN"),
    # C9: plain text where TLS is expected
    Case("implicit TLS: a listener in plain text", {"connect": (), "greeting": (b"220 peer\r\n", HANG)}, 69, "TLS",
         encryption="implicit", look=only_handshake),
    Case("implicit TLS: the end at once", {"connect": CLOSE}, 69, "TLS", encryption="implicit"),
    Case("implicit TLS: RST in the handshake", {"connect": (wait(0.2), RESET)}, 69, "TLS", encryption="implicit"),
    Case("implicit TLS: a fatal alert", {"connect": (wait(0.2), ALERT, CLOSE)}, 69, "TLS", encryption="implicit"),
    *certificates(),
    *trust(),
]

CASES += [
    dataclasses.replace(case, name=f"{case.name} (pre-flight)", command="check", taken=0) for case in CASES
]

# AIC offers TLS 1.2 alone where the settings name no version; whether a server has it only a pre-flight asks.
CASES += [
    *(Case(f"{encryption}: TLS 1.3 alone{name} (pre-flight)", {}, 0, command="check", encryption=encryption,
           versions=TLS13, properties=properties, **expected)
      for encryption in ("starttls", "implicit") for name, properties, expected in (
          ("", (), {"says": ("is not taken (asked on a second connection)", "AIC offers TLS 1.2 alone"),
                    "look": connections(2)}),
          (", as the settings have it", ("mail.smtp.ssl.protocols=TLSv1.2 TLSv1.3",),
           {"silent": ("TLS 1.2",), "look": connections(1)}))),
    Case("TLS 1.2 and 1.3 (pre-flight)", {}, 0, command="check", look=connections(2), silent=("AIC offers",),
         says=("TLS 1.3", "is taken too (asked on a second connection)")),
    Case("TLS 1.2 alone (pre-flight)", {}, 0, command="check", versions=TLS12, look=connections(1),
         says=("TLS 1.2",), silent=("second connection",)),
]
