# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""Secrets that are easy to recognize, and the search for them in whatever a command wrote."""

import base64
import hashlib
import re
import urllib.parse

# So many characters of a secret in a row give it away.
PIECE = 12


def canary(name):
    """A secret of 24 letters and digits, the same for the same name."""
    return base64.b32encode(hashlib.sha256(name.encode()).digest())[:24].decode()


def forms(secret):
    """The forms that the secret could appear in: their names, and the bytes of each that give it away.

    All but base64 are in lower case.
    """
    data = secret.encode()
    for piece in {data[:PIECE], data[-PIECE:]}:
        yield "as it is", piece.lower()
        yield "hex", piece.hex().encode()
        yield "percent", "".join(f"%{byte:02x}" for byte in piece).encode()
        yield "percent", urllib.parse.quote(piece).lower().encode()
        yield "reversed", piece[::-1].lower()
    for shift in range(3):
        # The characters that depend on the secret alone, wherever in a longer text it stands.
        text = base64.b64encode(bytes(shift) + data)[-(-shift * 8 // 6):(shift + len(data)) * 8 // 6]
        for piece in {text[:PIECE + 2], text[-PIECE - 2:]}:
            yield "base64", piece
            yield "base64", piece.replace(b"+", b"-").replace(b"/", b"_")


def leaks(data, secrets):
    """The secrets, by name, that show in the data, each with its form and what stands around it."""
    compact = re.sub(rb"=\r?\n|\s", b"", data)
    lower = [data.lower(), compact.lower(), re.sub(rb"[:,-]|0x|\\x", b"", compact.lower())]
    found = []
    for name, secret in secrets.items():
        for form, piece in forms(secret):
            for view in (data, compact) if form == "base64" else lower:
                place = view.find(piece)
                if place >= 0:
                    around = view[max(0, place - 60):place + 60].decode("utf-8", "replace")
                    found.append(f"{name} ({form}): …{around}…")
                    break
    return found
