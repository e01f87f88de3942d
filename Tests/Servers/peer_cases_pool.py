# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""What may go wrong where several messages go over a pool of connections, each used again, with PIPELINING."""

import dataclasses

from peer_case import LOCALES, NOT_ATTEMPTED, Case
from peer_cases_delivery import BYE, DELIVERY, GO, OK, TAKEN
from scripted_peer import CLOSE, RESET, once


def repeated(case):
    """A case of one message, with several: the same has to come of each of them."""
    outcomes = case.outcome if isinstance(case.outcome, tuple) else (case.outcome,)
    return dataclasses.replace(
        case, name=f"{case.name} (verify)", command="verify", status=int(set(outcomes) != {"sent"}), stage=None,
        taken=case.taken * LOCALES, commands=None)


def in_turn(name, script, outcome, taken, sessions, transactions, **others):
    """Messages one after the other.

    `sessions` is the number of connections, and `transactions` that of MAIL, both without the pre-flight's, which looks
    with a second connection whether the server knows TLS 1.2: a message has more than one MAIL only if the server left
    before it had any of the content.
    """
    def look(peer):
        mails = sum(line.startswith(b"MAIL") for line in peer.lines) - 1
        if (peer.connections - 2, mails) != (sessions, transactions):
            yield f"{peer.connections - 2} connections and {mails} times MAIL, not {sessions} and {transactions}"
        if not peer.together:
            yield "nothing was pipelined"

    return Case(name, script, int(set(outcome) != {"sent"}), None, outcome, taken, command="verify", pool=1, look=look,
                **others)


SENT, LOST = ("sent",) * LOCALES, ("sent", "unknown", "sent")

CASES = [
    *(repeated(case) for case in DELIVERY if case.command == "send" and case.request is None),
    in_turn("all is well", {}, SENT, 3, 1, 3),
    # The server leaves between two messages: the second goes over a new connection.
    in_turn("the end behind each reply to a message", {"message": (TAKEN, CLOSE)}, SENT, 3, 3, 3),
    in_turn("the end in place of the reply to the second MAIL", {"MAIL": [OK, CLOSE]}, SENT, 3, 3, 5),
    in_turn("RST in place of the reply to the second MAIL", {"MAIL": [OK, RESET]}, SENT, 3, 3, 5),
    in_turn("421 to the second MAIL", {"MAIL": [OK, (BYE, CLOSE)]}, SENT, 3, 3, 5),
    in_turn("the end in place of the reply to the second DATA", {"DATA": [GO, CLOSE]}, SENT, 3, 3, 5),
    in_turn("421 to the second DATA", {"DATA": [GO, (BYE, CLOSE)]}, SENT, 3, 3, 5),
    # It leaves again at once: that is not tried a third time.
    in_turn("the end in place of the reply to every MAIL but one", {"MAIL": once(OK, CLOSE)},
            ("sent", NOT_ATTEMPTED, NOT_ATTEMPTED), 1, 3, 4),
    in_turn("421 to every MAIL but one", {"MAIL": once(OK, (BYE, CLOSE))}, ("sent", "temporary", "temporary"), 1, 3, 4),
    # It leaves when the content may have arrived: that is not tried again.
    in_turn("the end behind the second 354", {"DATA": [GO, (GO, CLOSE)]}, LOST, 2, 2, 3, says=("Message-ID",)),
    in_turn("RST behind the second 354", {"DATA": [GO, (GO, RESET)]}, LOST, 2, 2, 3, says=("Message-ID",)),
    in_turn("the end behind the second final dot", {"message": [TAKEN, CLOSE]}, LOST, 3, 2, 3, says=("Message-ID",)),
    in_turn("garbage behind the second final dot", {"message": [TAKEN, b"taken\r\n"]}, LOST, 3, 2, 3,
            says=("Message-ID",)),
    in_turn("421 behind the second final dot", {"message": [TAKEN, (BYE, CLOSE)]}, ("sent", "temporary", "sent"), 3, 2, 3),
]
